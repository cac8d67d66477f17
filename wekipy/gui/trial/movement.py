"""What a sensor would say of a point that moves over a pad: as many inputs as a project wants."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
import numpy.typing as npt

Place = tuple[float, float]

_FASTEST = 3.0  # pads a second that count as speed 1
_SMOOTH = 0.08  # seconds over which the speed is smoothed
_STEP = 0.1  # seconds between the earlier places that further inputs report
_MEMORY = 2.0  # seconds


class Movement:
    """Follows a point and describes it.

    The inputs are, in this order: across and up (0 to 1), speed (0 to 1), distance from the middle (0 to 1),
    and, as far as there are more, where it was 0.1 s, 0.2 s, … before: across and up, by turns.
    """

    def __init__(self) -> None:
        self._past: deque[tuple[float, Place]] = deque()
        self._speed = 0.0

    def inputs(self, place: Place, now: float, count: int) -> npt.NDArray[np.float64]:
        """The point is here now; `count` inputs.

        Args:
            place: across and up, each 0 to 1.
            now: seconds; it must not go backwards.
        """
        self._follow(place, now)
        away = min(1.0, math.hypot(place[0] - 0.5, place[1] - 0.5) * math.sqrt(2))
        values = [*place, self._speed, away][:count]
        for n in range(count - len(values)):
            values.append(self._before(now - (n // 2 + 1) * _STEP)[n % 2])
        return np.array(values)

    def _follow(self, place: Place, now: float) -> None:
        if self._past:
            before, last = self._past[-1]
            passed = now - before
            if passed > 0:
                speed = math.dist(place, last) / passed / _FASTEST
                self._speed += (min(speed, 1.0) - self._speed) * (1 - math.exp(-passed / _SMOOTH))
        self._past.append((now, place))
        while self._past[0][0] < now - _MEMORY:
            self._past.popleft()

    def _before(self, when: float) -> Place:
        """Where it was then, as far back as is remembered."""
        return next((place for at, place in reversed(self._past) if at <= when), self._past[0][1])


def hand(seconds: float) -> Place:
    """Where a hand is that moves by itself: in slow curves over the pad, that do not repeat for minutes."""
    across = 0.5 + 0.42 * math.sin(1.3 * seconds) * math.cos(0.37 * seconds)
    up = 0.5 + 0.42 * math.sin(0.9 * seconds + 1.0) * math.cos(0.23 * seconds)
    return across, up
