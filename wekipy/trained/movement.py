"""What the gestures of an output answer to a movement, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trigger:
    """A recognised gesture.

    Attributes:
        frame: with which it was recognised, from 0; the number of frames if it was recognised because no
            further one came.
        gesture: its number in the output, from 1.
        name: of the gesture.
        address: of the message that an engine sends.
    """

    frame: int
    gesture: int
    name: str
    address: str


@dataclass(frozen=True, eq=False)
class FollowedMovement:
    """What an engine sends while a movement is made.

    Attributes:
        distances: (frames, gestures) float64, how far the movement that ends with each frame is from each
            gesture; infinite for a gesture without examples or switched off.
        triggers: the gestures that were recognised, in order.
    """

    distances: F64
    triggers: tuple[Trigger, ...]
