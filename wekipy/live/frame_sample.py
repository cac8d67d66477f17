"""Keeps some frames in a row now and then, for whoever looks at how the sensors are."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.live.inlet import Origin

F64 = npt.NDArray[np.float64]
Frame = tuple[F64, float, Origin]  # the vector, its time, its sender

IN_A_ROW: Final = 32


class FrameSample:
    """Up to `IN_A_ROW` frames in a row since the last `take`; both methods in the engine's thread.

    A frame costs the hot path one comparison, or, while frames are kept, a tuple.

    Attributes:
        left: how many more are kept.
    """

    def __init__(self) -> None:
        self.left = 0
        self._frames: list[Frame] = []

    def keep(self, x: F64, now: float, sender: Origin) -> None:
        """Keep a frame, (inputs,), which nobody changes afterwards."""
        self.left -= 1
        self._frames.append((x, now, sender))

    def take(self) -> list[Frame]:
        """Return the frames, and keep others from now on."""
        frames, self._frames, self.left = self._frames, [], IN_A_ROW
        return frames
