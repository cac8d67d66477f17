"""Computes how much inputs usually vary, over all examples and within each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.int64]

LEAST_SPREAD: Final = 0.03  # of the range: no sensor and no body repeats itself better
UNKNOWN_SPREAD: Final = 0.1  # of the range, for a class with one example, when no other class knows better
WILD: Final = 2.0  # a range beyond so many times that of nine tenths of the examples is a glitch
LEAST_RANGE: Final = 1e-6  # of the usual range or of the value itself: less is rounding, not movement
OWN_TAKES: Final = 1.0  # a class with so many takes is believed as much as all other classes together


@dataclass(frozen=True)
class Scale:
    """(x - centre) / size brings every input to a range of about 1; both are (inputs,)."""

    centre: F64
    size: F64


def input_scale(X: npt.NDArray[np.float32]) -> Scale:
    """Median and range of each input of (examples, inputs), unmoved by a few glitches.

    An input that never moved has no range: its own size stands in for it, or at zero the usual range of the
    others, so that it counts as novel as soon as it clearly moves.
    """
    low, lower, centre, upper, high = np.quantile(X.astype(np.float64), [0, 0.05, 0.5, 0.95, 1], axis=0)
    usual = upper - lower
    size = np.where(usual > 0, np.minimum(high - low, WILD * usual), high - low)
    typical = float(np.median(size[size > 0])) if np.any(size > 0) else 1.0
    value = np.abs(centre)
    still = size <= LEAST_RANGE * np.maximum(value, typical)
    stand_in = np.where(value > LEAST_RANGE * typical, value, typical)
    return Scale(centre, np.where(still, stand_in, size))


def class_spreads(Z: F64, labels: Indexes, takes: Indexes) -> F64:
    """(classes, inputs): the usual deviation of each input within each class, in ranges.

    It is blended, in logarithms, with that of all classes: one take says little about how much a pose varies.
    """
    classes = np.unique(labels)
    spreads = np.full((len(classes), Z.shape[1]), np.nan)
    counts = np.zeros(len(classes))
    for c, label in enumerate(classes):
        rows = labels == label
        if np.count_nonzero(rows) > 1:
            spreads[c] = np.log(np.maximum(_deviation(Z[rows]), LEAST_SPREAD))
            counts[c] = len(np.unique(takes[rows]))
    if not counts.any():
        return np.full_like(spreads, UNKNOWN_SPREAD)
    known = counts > 0
    pooled = np.average(spreads[known], axis=0, weights=counts[known])
    spreads[~known] = pooled
    trust = (counts / (counts + OWN_TAKES))[:, None]
    blended: F64 = np.exp(trust * spreads + (1 - trust) * pooled)
    return blended


def _deviation(Z: F64) -> F64:
    """Standard deviation with glitches pulled in."""
    deviation: F64 = without_glitches(Z).std(axis=0)
    return deviation


def without_glitches(Z: F64) -> F64:
    """(rows, inputs) with what is far outside nine tenths of the rows pulled in."""
    lower, upper = np.quantile(Z, [0.05, 0.95], axis=0)
    reach = np.maximum(upper - lower, UNKNOWN_SPREAD)
    pulled: F64 = np.clip(Z, lower - reach, upper + reach)
    return pulled
