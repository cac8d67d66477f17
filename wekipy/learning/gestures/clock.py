"""Frames as they arrive, turned into frames at even steps in time.

A frame arrives some time after it was sent. On a busy computer, or over a radio, that delay varies: nothing
comes for 50 ms, then five frames come at once, although they were sent at even intervals. `SteadyTime`
takes such delays out before `EvenClock` fills in and leaves out frames: it expects each frame one mean
interval after the one before it, and follows the arrivals only slowly, a delay-locked loop of first order
(after F. Adriaensen, "Using a DLL to filter time", 2005). The mean interval counts frames, so bursts and
the gaps before them cancel out. No frame was sent after it arrived, so an arrival that comes earlier than
expected is taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np

from wekipy.learning.gestures.example import F64, Movement

LONGEST_GAP = 0.2  # seconds without frames that are filled in; after a longer one, all movement begins anew
GAP_PERIODS = 5  # at least as many even steps are filled in, however slow they are
MEAN_OF = 32  # intervals that the mean interval is taken over, about
FOLLOWED = 0.1  # of a delay that is believed with each frame: it may be a gap, or a sensor that slows down

_Movement = TypeVar("_Movement", bound=Movement)


class SteadyTime:
    """Estimates when frames were sent from when they arrived: without jitter, never later than that."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget what came before."""
        self._count = 0
        self._interval = self._arrived = self._sent = 0.0

    def sent(self, arrived: float) -> float:
        """When the frame that arrived at this time was sent, in seconds."""
        if self._count:
            interval = max(0.0, arrived - self._arrived)
            self._interval += (interval - self._interval) / min(self._count, MEAN_OF)
            expected = self._sent + self._interval
            self._sent = min(arrived, expected + FOLLOWED * (arrived - expected))
        else:
            self._sent = arrived
        self._count += 1
        self._arrived = arrived
        return self._sent


def steady(movement: _Movement) -> _Movement:
    """The movement with the times at which its frames were sent."""
    clock = SteadyTime()
    sent = [clock.sent(time) for time in movement.times.tolist()]
    return replace(movement, times=np.maximum.accumulate(np.array(sent, np.float64)))


class EvenClock:
    """Gives each even step the frame nearest to it in time.

    Frames that dropped out are filled in on the line between their neighbours, if the gap is short; frames
    that come faster than the steps are left out.

    Args:
        period: seconds between steps.
    """

    def __init__(self, period: float) -> None:
        self.period = period
        self.longest_gap = max(LONGEST_GAP, GAP_PERIODS * period)
        self._last: F64 | None = None
        self._steady = SteadyTime()
        self._arrived = 0.0
        self._time = 0.0
        self._due = 0.0

    def broken(self, time: float) -> bool:
        """Whether a frame at `time` does not continue what came before it: a gap, or time went backwards."""
        return self._last is not None and abs(time - self._arrived) > self.longest_gap

    def restart(self) -> None:
        """Forget what came before."""
        self._last = None
        self._steady.restart()

    def frames(self, x: F64, arrived: float) -> Iterator[F64]:
        """The frames of the steps that are due when `x` arrives: usually `x` itself, once."""
        self._arrived, time = arrived, self._steady.sent(arrived)
        last, before = self._last, self._time
        if last is None:
            self._due = time
        count = int(max(0.0, (time - self._due) / self.period + 1.5))
        due = self._due
        self._due += count * self.period
        for n in range(count - 1):
            share = (
                1.0 if last is None or time <= before else (due + n * self.period - before) / (time - before)
            )
            yield x if last is None else last + min(max(share, 0.0), 1.0) * (x - last)
        if last is None:
            self._last = x.copy()
        else:
            last[:] = x
        self._time = time
        if count:
            yield x
