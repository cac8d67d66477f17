"""Inputs brought to the same range, by scikit-learn's StandardScaler with figures of our own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import StandardScaler

from wekipy.learning.model import Arrays, TrainingJob

F64 = npt.NDArray[np.float64]
COLUMNS = 256


def varying(X: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """(inputs,): which inputs ever changed."""
    changed: npt.NDArray[np.bool_] = X.max(axis=0) > X.min(axis=0)
    return changed


def fixed_scaler(centre: F64, scale: F64) -> StandardScaler:
    """A fitted scaler that makes (x - centre) / scale."""
    scaler = StandardScaler()
    scaler.mean_, scaler.scale_, scaler.var_ = centre, scale, np.square(scale)
    scaler.n_features_in_, scaler.n_samples_seen_ = len(centre), 1
    return scaler


def standardiser(X: npt.NDArray[Any]) -> StandardScaler:
    """To mean 0 and deviation 1; an input that never changed is divided by infinity, so it says nothing.

    (scikit-learn would divide it by 1; when such an input moves later, it would drown all others.)
    """
    return fixed_scaler(X.mean(axis=0, dtype=np.float64), _deviations(X))


def whole(job: TrainingJob) -> npt.NDArray[np.float32]:
    """All examples of a job, of which it may learn from a part.

    Scaled by all, outputs with the same inputs share work when they answer, whatever part each learned from.
    """
    return job.X if job.whole is None else job.whole


def _deviations(X: npt.NDArray[Any]) -> F64:
    # Some inputs at a time: numpy makes a float64 copy of what it is given.
    parts = [X[:, at : at + COLUMNS].std(axis=0, dtype=np.float64) for at in range(0, X.shape[1], COLUMNS)]
    deviation = np.concatenate(parts)
    return np.where(varying(X) & (deviation > 0), deviation, np.inf)


def ranger(X: npt.NDArray[np.float32], scale: bool) -> StandardScaler:
    """To the range 0 to 1, as the nearest neighbours of Weka; or all inputs by one common factor.

    The factor is a power of two, and all figures are float32 numbers, so that scaling float32 inputs in
    float32 or in float64 gives the same bits.
    """
    low, high = X.min(axis=0).astype(np.float64), X.max(axis=0).astype(np.float64)
    if scale:
        scales = (high - low).astype(np.float32).astype(np.float64)
        return fixed_scaler(low, np.where(scales > 0, scales, np.inf))
    largest = max(float(np.abs(low).max()), float(np.abs(high).max()))
    factor = 2.0 ** math.ceil(math.log2(largest)) if largest > 0 else 1.0
    return fixed_scaler(np.zeros_like(low), np.full_like(low, factor))


def scaling_arrays(scaler: StandardScaler) -> Arrays:
    """What a predictor needs to scale one vector."""
    return {"centre": scaler.mean_, "scale": scaler.scale_}
