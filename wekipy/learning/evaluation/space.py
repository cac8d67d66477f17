"""How far examples are from each other, whatever the units of their inputs and whoever is an outlier."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics.pairwise import euclidean_distances

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
FARTHEST: Final = 20.0  # usual spreads from the middle; beyond, an input is simply far
TELLING: Final = 3.0  # times the usual: how much counts as much


def space(X: npt.NDArray[Any]) -> F64:
    """(examples, inputs): inputs in units of their usual spread, so that distances are per input.

    The spread is half of what nine of ten examples lie within, so that single wild ones do not stretch it;
    for an input that rests nine times of ten, half of its whole range. Inputs that never change say nothing.
    """
    X = X.astype(np.float64)
    low, middle, high = np.quantile(X, [0.05, 0.5, 0.95], axis=0)
    spread = (high - low) / 2
    spread = np.where(spread > 0, spread, np.ptp(X, axis=0) / 2)
    moved = (X - middle) / np.where(spread > 0, spread, np.inf)
    scaled: F64 = moved.clip(-FARTHEST, FARTHEST) / math.sqrt(max(1, int(np.count_nonzero(spread))))
    return scaled


def distances(X: npt.NDArray[Any]) -> F64:
    """(examples, examples): in `space`; infinite from an example to itself."""
    apart: F64 = euclidean_distances(space(X))
    np.fill_diagonal(apart, np.inf)
    return apart


def to_groups(apart: F64, codes: I64) -> F64:
    """(examples, groups): from each example to the nearest one of each group 0..max(codes)."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(codes.max() + 1))
    nearest: F64 = np.minimum.reduceat(apart[:, order], starts, axis=1)
    return nearest


def lower_median(values: F64) -> float:
    """The middle value, or the lower one of the two middle ones."""
    return float(np.sort(values)[(len(values) - 1) // 2])
