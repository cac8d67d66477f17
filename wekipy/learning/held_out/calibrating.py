"""Calibrates an algorithm's class shares to probabilities."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import minimize

from wekipy.learning.fitting.calibration import modest_targets
from wekipy.learning.fitting.network_inputs import evenly
from wekipy.learning.held_out.shares import F64, HeldOutShares
from wekipy.learning.predictors.calibration import (
    LEAST_FLOOR,
    LEAST_POWER,
    MOST_FLOOR,
    MOST_POWER,
    Calibration,
)

BOASTFUL: Final = frozenset(
    {"adaboost", "bayes", "echo-state", "gaussian-classes", "neighbours", "tree", "trees"}
)
"""Predictors whose shares are no probabilities: votes, leaves, sums, inputs taken for independent of each
other, or one class asked against the rest. The others are fitted to probabilities by their own training, or
calibrated in it (`calibration`)."""

STARTS: Final = ((1e-3, 1.0), (0.3, 1.0), (1e-3, 0.2), (1e-6, 20.0))  # floor, power
MOST_NUMBERS: Final = 200_000  # of shares that the two numbers are fitted to
LEAST_ROWS: Final = 200  # examples
PULL: Final = 0.5  # examples' worth of holding on to the shares as they are


def fit_calibration(held_out: HeldOutShares) -> Calibration | None:
    """The floor and the power with the least cross-entropy on held-out examples; None if there are none."""
    if not len(held_out.places):
        return None
    classes = held_out.shares.shape[1]
    rows = evenly(len(held_out.places), max(LEAST_ROWS, MOST_NUMBERS // classes))
    shares, targets = held_out.shares[rows], modest_targets(held_out.places, classes)[rows]
    bounds = [(np.log(LEAST_FLOOR), np.log(MOST_FLOOR)), (np.log(LEAST_POWER), np.log(MOST_POWER))]
    loss = _Loss(shares, targets)
    found = [minimize(loss, np.log(start), method="L-BFGS-B", bounds=bounds) for start in STARTS]
    best = min(found, key=lambda one: float(one.fun)).x
    floor, power = np.exp(np.clip(best, *np.transpose(bounds)))
    return Calibration(
        float(np.clip(floor, LEAST_FLOOR, MOST_FLOOR)), float(np.clip(power, LEAST_POWER, MOST_POWER))
    )


class _Loss:
    """Mean cross-entropy of calibrated shares, for the logarithms of floor and power."""

    def __init__(self, shares: F64, targets: F64) -> None:
        self._shares, self._targets = shares, targets

    def __call__(self, logs: F64) -> float:
        probabilities = Calibration(*np.exp(logs)).apply(self._shares)
        fit = -float((self._targets * np.log(np.maximum(probabilities, 1e-300))).sum())
        return (fit + PULL * float(logs[1]) ** 2) / len(self._shares)
