"""Examples in the order in which they came, for algorithms that remember."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]


def beginnings(takes: I64, most: int) -> I64:
    """The places of so many examples at most: of each take its first ones, rising."""
    numbers = np.unique(takes)
    own = max(1, most // max(1, len(numbers)))
    return np.sort(np.concatenate([np.flatnonzero(takes == take)[:own] for take in numbers]))


def begins(takes: I64, times: npt.NDArray[np.float64] | None, gap: float) -> npt.NDArray[np.bool_]:
    """(examples,): where nothing came before: at the begin of a take, and after a gap in seconds."""
    found = np.ones(len(takes), bool)
    found[1:] = takes[1:] != takes[:-1]
    if times is not None:
        away = np.diff(times)
        found[1:] |= (away > gap) | (away < 0)
    return found
