"""What the inputs have been: their ranges, the last seconds, and which of them no longer move."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
LENGTH = 120  # frames that are kept
STILL_AFTER = 3.0  # seconds without a change
_MOST = 512  # inputs, above which no frames are kept: nobody looks at so many curves


class Trace:
    """Follows vectors as they are now, frame by frame.

    Attributes:
        low, high: (inputs,) the range observed.
        frames: (LENGTH, inputs) the last ones, in a ring.
    """

    def __init__(self, inputs: int) -> None:
        self.values = np.zeros(inputs)
        self.low, self.high = np.full(inputs, np.inf), np.full(inputs, -np.inf)
        self.frames = np.zeros((LENGTH if inputs <= _MOST else 0, inputs))
        self._at = self._seen = 0
        self._moved = np.full(inputs, -np.inf)

    def add(self, values: F64, now: float) -> None:
        """One more look, at a time in seconds."""
        changed = values != self.values
        if self._seen == 0 and not changed.any():
            return  # zeros until something arrives are no values
        self._moved[changed] = now
        self.values = values
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
        if not self._seen and len(self.frames):
            self.frames[:] = values
        self._seen += 1
        if len(self.frames):
            self.frames[self._at] = values
            self._at = (self._at + 1) % LENGTH

    @property
    def seen(self) -> bool:
        """Whether anything has arrived."""
        return self._seen > 0

    def shares(self) -> F64:
        """(inputs,) where each is in its range, 0..1; a half where there is none yet."""
        span = self.high - self.low
        wide = span > 0
        return np.where(wide, (self.values - self.low) / np.where(wide, span, 1.0), 0.5)

    def curve(self, place: int) -> F64:
        """(LENGTH,) the last frames of one input, oldest first, as shares of its range."""
        span = self.high[place] - self.low[place]
        frames = np.concatenate((self.frames[self._at :, place], self.frames[: self._at, place]))
        return (frames - self.low[place]) / span if span > 0 else np.full(LENGTH, 0.5)

    def at_rest(self, now: float) -> bool:
        """Whether none has moved for so long, be it that the sensors rest or that nothing arrives."""
        return bool(self.still(now).all())

    def still(self, now: float) -> npt.NDArray[np.bool_]:
        """(inputs,) which have not moved for `STILL_AFTER` seconds."""
        return now - self._moved > STILL_AFTER
