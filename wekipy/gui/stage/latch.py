"""Record by one key: a short press switches it on or off, a long one records for as long as it is held."""

from __future__ import annotations

from enum import Enum

LONG = 0.4  # seconds: from here on a press is held


class Step(Enum):
    """What a press or a release asks for."""

    NOTHING = 0
    START = 1
    STOP = 2


class Latch:
    """Follows one key or button; times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._pressed: float | None = None

    def press(self, now: float, recording: bool) -> Step:
        """It goes down, while a take is being recorded or not."""
        self._pressed = None if recording else now
        return Step.STOP if recording else Step.START

    def release(self, now: float) -> Step:
        """It comes up."""
        pressed, self._pressed = self._pressed, None
        return Step.STOP if pressed is not None and now - pressed >= LONG else Step.NOTHING
