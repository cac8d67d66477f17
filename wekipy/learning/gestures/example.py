"""What a person shows of gestures, and how they are to be recognised: plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.problem import Problem

F64: TypeAlias = npt.NDArray[np.float64]
Frames: TypeAlias = npt.NDArray[np.float32]

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
MOST_GESTURES = 1_000


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A stretch of the input stream.

    Attributes:
        frames: (n, inputs) float32, all finite.
        times: (n,) float64 seconds, never falling.
    """

    frames: Frames
    times: F64

    def __len__(self) -> int:
        return len(self.frames)

    def part(self, start: int, end: int) -> Movement:
        """The frames start <= i < end."""
        return Movement(frames=self.frames[start:end], times=self.times[start:end])

    @property
    def seconds(self) -> float:
        """From the first frame to the last; 0 for less than two."""
        return float(self.times[-1] - self.times[0]) if len(self.times) > 1 else 0.0


@dataclass(frozen=True, kw_only=True)
class GestureExample(Movement):
    """One recorded performance of a gesture.

    Attributes:
        gesture: its number, from 1.
    """

    gesture: int

    def part(self, start: int, end: int) -> GestureExample:
        """The frames start <= i < end, of the same gesture."""
        return GestureExample(
            gesture=self.gesture, frames=self.frames[start:end], times=self.times[start:end]
        )


class GestureOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How gestures are recognised.

    Attributes:
        slowest, fastest: speeds that still count, relative to the example (1 is the same speed).
        offset: recognise a gesture wherever it is made: only the movement from its first frame counts.
        scale: recognise a gesture from half to twice the size of the example.
        sensitivity: of all gestures; 0.5 is as learned, 0 halves every threshold, 1 doubles it.
        sensitivities: the same per gesture, from gesture 1; 0.5 for those that are not named.
        refractory: seconds after a trigger without another one.
        early: send the trigger as soon as no other gesture can win, before the gesture has ended.
        once_per_run: no triggers while running; one answer for the whole run when it stops.
    """

    slowest: Annotated[float, msgspec.Meta(ge=0.1, le=1.0)] = 0.5
    fastest: Annotated[float, msgspec.Meta(ge=1.0, le=10.0)] = 2.0
    offset: bool = False
    scale: bool = False
    sensitivity: Share = 0.5
    sensitivities: tuple[Share, ...] = ()
    refractory: Annotated[float, msgspec.Meta(ge=0.0, le=60.0)] = 0.2
    early: bool = False
    once_per_run: bool = False


def check_movements(examples: Sequence[GestureExample], idle: Sequence[Movement]) -> int:
    """How many inputs the examples and idle takes have.

    Raises:
        Problem: an example is of gesture 0 or less, a number is not finite, times fall, or the numbers of
            inputs differ.
    """
    widths = set()
    for movement in (*examples, *idle):
        if movement.frames.ndim != 2 or movement.times.shape != movement.frames.shape[:1]:
            raise Problem(
                f"a gesture example needs one time per frame, got frames {movement.frames.shape} "
                f"and times {movement.times.shape}; record it again"
            )
        if not (np.isfinite(movement.frames).all() and np.isfinite(movement.times).all()):
            raise Problem(
                "a gesture example holds a number that is not finite; delete it and record it again"
            )
        if np.any(np.diff(movement.times) < 0):
            raise Problem("the times of a gesture example fall; delete it and record it again")
        widths.add(movement.frames.shape[1])
    for example in examples:
        if not 1 <= example.gesture <= MOST_GESTURES:
            raise Problem(f"gestures count from 1 to {MOST_GESTURES}, got an example of {example.gesture}")
    if len(widths) > 1:
        raise Problem(
            f"the gesture examples have different numbers of inputs ({sorted(widths)}); "
            "delete those recorded with other inputs"
        )
    return widths.pop() if widths else 0
