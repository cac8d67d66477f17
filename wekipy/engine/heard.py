"""The last moments of the stream, kept for "that was wrong"."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.engine.doubt import Doubt
from wekipy.learning.novelty.correcting import Heard

F64 = npt.NDArray[np.float64]
SECONDS = 1.0
_MOST_ROWS = 2_048
_MOST_BYTES = 1 << 23


class Memory:
    """A ring of the last input vectors with what each doubting output made of them.

    Args:
        width: of the input vector.
        doubts: the outputs, in the order of the columns kept.
    """

    def __init__(self, width: int, doubts: tuple[Doubt, ...]) -> None:
        rows = max(16, min(_MOST_ROWS, _MOST_BYTES // (4 * width)))
        self._doubts = doubts
        self._times = np.full(rows, -np.inf)
        self._x = np.zeros((rows, width), np.float32)
        self._told = np.zeros((rows, len(doubts), 3))  # answered, novelty, confidence
        self._at = 0

    def keep(self, x: F64, values: F64, now: float) -> None:
        """Remember one vector and the answers to it."""
        at = self._at
        self._times[at] = now
        self._x[at] = x
        for n, doubt in enumerate(self._doubts):
            self._told[at, n] = values[doubt.slot], doubt.novelty[0], doubt.confidence[0]
        self._at = (at + 1) % len(self._times)

    def last(self, slot: int, inputs: tuple[int, ...], now: float) -> Heard:
        """The last second of one output, oldest first, with its own inputs only."""
        order = np.roll(np.arange(len(self._times)), -self._at)
        order = order[self._times[order] >= now - SECONDS]
        n = next(n for n, doubt in enumerate(self._doubts) if doubt.slot == slot)
        told = self._told[order, n]
        X = self._x[order][:, list(inputs)].astype(np.float64)
        return Heard(X, told[:, 0], told[:, 1], told[:, 2])
