"""Frames as they arrive, turned into frames at even steps in time."""

from __future__ import annotations

from collections.abc import Iterator

from wekipy.learning.gestures.example import F64

LONGEST_GAP = 0.2  # seconds without frames that are filled in; after a longer one, all movement begins anew
GAP_PERIODS = 5  # at least as many even steps are filled in, however slow they are


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
        self._time = 0.0
        self._due = 0.0

    def broken(self, time: float) -> bool:
        """Whether a frame at `time` does not continue what came before it: a gap, or time went backwards."""
        return self._last is not None and abs(time - self._time) > self.longest_gap

    def restart(self) -> None:
        """Forget what came before."""
        self._last = None

    def frames(self, x: F64, time: float) -> Iterator[F64]:
        """The frames of the steps that are due at `time`: usually `x` itself, once."""
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
