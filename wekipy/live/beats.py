"""Work that the engine's thread does at a constant rate, beside packets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Beat:
    """Work that is due every so many seconds.

    Attributes:
        due: seconds, by the clock of `Beats`.
    """

    seconds: float
    work: Callable[[], object]
    due: float


class Beats:
    """Any number of beats. A beat that comes late does not move the later ones; those missed are left out.

    Args:
        clock: seconds; it must not go backwards.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._beats: dict[str, Beat] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._beats)

    def every(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        """Do `work` every so many seconds from now on; 0 ends that. A beat that stays as it is goes on."""
        before = self._beats.get(name)
        if not seconds:
            self._beats.pop(name, None)
        elif before is None or before.seconds != seconds or before.work != work:
            self._beats[name] = Beat(seconds, work, self._clock() + seconds)

    def left(self) -> float:
        """Seconds until the next beat; 0 if one is due. There must be one."""
        return max(0.0, min(beat.due for beat in self._beats.values()) - self._clock())

    def run(self) -> None:
        """Do the work that is due."""
        for beat in list(self._beats.values()):
            now = self._clock()
            if beat.due > now:
                continue
            beat.due += beat.seconds
            if beat.due <= now:
                beat.due = now + beat.seconds
            beat.work()
