"""Keeps the last seconds of the stream, for corrections."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.engine.rejection import Rejection
from wekipy.learning.novelty.correcting import Heard

F64 = npt.NDArray[np.float64]
SECONDS = 1.0
_MOST_ROWS = 2_048
_MOST_BYTES = 1 << 23


class Memory:
    """A ring buffer of the last input vectors with the answers of outputs that may reject.

    Args:
        features: length of the vector.
        rejections: the outputs, in column order.

    Attributes:
        rejections: as given; may be replaced by others of the same outputs.
    """

    def __init__(self, features: int, rejections: tuple[Rejection, ...]) -> None:
        rows = max(16, min(_MOST_ROWS, _MOST_BYTES // (4 * features)))
        self.rejections = rejections
        self._times = np.full(rows, -np.inf)
        self._x = np.zeros((rows, features), np.float32)
        self._answers = np.zeros((rows, len(rejections), 3))  # answered, novelty, confidence
        self._at = 0

    def keep(self, x: F64, values: F64, now: float) -> None:
        """Store one vector and the answers to it."""
        at = self._at
        self._times[at] = now
        self._x[at] = x
        for n, rejection in enumerate(self.rejections):
            self._answers[at, n] = values[rejection.slot], rejection.novelty[0], rejection.confidence[0]
        self._at = (at + 1) % len(self._times)

    def whole(self, chosen: F64) -> tuple[npt.NDArray[np.float32], F64, npt.NDArray[np.bool_]]:
        """Return all that is kept, oldest first.

        Args:
            chosen: times of some of it.

        Returns:
            (rows, features), (rows,) times, and which are the chosen ones.
        """
        order = np.roll(np.arange(len(self._times)), -self._at)
        order = order[np.isfinite(self._times[order])]
        times = self._times[order]
        return self._x[order], times, np.isin(times, chosen)

    def last(self, slot: int, inputs: tuple[int, ...], now: float) -> Heard:
        """Return the last second of one output, oldest first, with these inputs only."""
        order = np.roll(np.arange(len(self._times)), -self._at)
        order = order[self._times[order] >= now - SECONDS]
        n = next(n for n, rejection in enumerate(self.rejections) if rejection.slot == slot)
        answers = self._answers[order, n]
        X = self._x[order][:, list(inputs)].astype(np.float64)
        return Heard(X, answers[:, 0], answers[:, 1], answers[:, 2], self._times[order])
