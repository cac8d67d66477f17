"""The examples that an input is like, whatever the algorithm."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.explaining.result import Likeness
from wekipy.learning.model import TrainingJob

F64 = npt.NDArray[np.float64]
MOST: Final = 5  # takes that are named


def usual_spreads(X: npt.NDArray[Any]) -> F64:
    """(features,): half of what nine of ten examples lie within, else half of the range; 0 if it rests."""
    low, high = np.quantile(X.astype(np.float64), [0.05, 0.95], axis=0)
    spread: F64 = np.where(high > low, high - low, np.ptp(X, axis=0).astype(np.float64)) / 2
    return spread


def nearest_examples(job: TrainingJob, x: F64) -> list[Likeness]:
    """The nearest example of each of the nearest takes, the nearest first.

    The distance is the root mean square over features of differences in usual spreads, as in evaluations.

    Args:
        job: examples, at least one, with their times.
        x: (features,) the input.
    """
    spread = usual_spreads(job.X)
    moving = spread > 0
    apart = (job.X[:, moving].astype(np.float64) - x[moving]) / spread[moving]
    distances = np.sqrt(np.mean(np.square(apart), axis=1)) if moving.any() else np.zeros(len(job.y))
    found = []
    for take in np.unique(job.takes).tolist():
        rows = np.flatnonzero(job.takes == take)
        row = int(rows[distances[rows].argmin()])
        seconds = 0.0 if job.times is None else float(job.times[row] - job.times[rows[0]])
        found.append(
            Likeness(
                take=take,
                example=row - int(rows[0]) + 1,
                seconds=seconds,
                target=float(job.y[row]),
                distance=float(distances[row]),
            )
        )
    return sorted(found, key=lambda one: one.distance)[:MOST]
