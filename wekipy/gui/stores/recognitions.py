"""Which gestures were recognised when, for the last minute: known however often the stage comes and goes."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject

from wekipy.client import Live
from wekipy.client.state import Output, State
from wekipy.gui.session.session import Session

KEPT = 60.0  # seconds that a recognition is kept
_FRESH = 1.5  # seconds that a gesture shines after it was recognised
_PER_GESTURE = 3  # numbers in `live.courses`: progress, threshold, how often it was recognised
_SETTLING = 0.3  # seconds after a change of the outputs, in which live values may still be of those before


class Recognised:
    """Finds which gesture of an output was recognised when: the engine sends only counts.

    Attributes:
        times: how often any of them was, since this follows them.
        marks: (gesture from 1, when) of the last minute, the oldest first; on the clock of the caller.
    """

    def __init__(self) -> None:
        self._counts: tuple[int, ...] = ()
        self.times = 0
        self.marks: tuple[tuple[int, float], ...] = ()

    def see(self, counts: Sequence[float], now: float) -> None:
        """The counts as they are at a time in seconds."""
        fresh = tuple(round(count) for count in counts)
        before, self._counts = self._counts, fresh
        if before and len(before) != len(fresh):
            self.marks = ()  # they may be of other gestures
        elif before != fresh and before:
            risen = [n for n, (old, new) in enumerate(zip(before, fresh, strict=True), 1) if new > old]
            self.marks += tuple((n, now) for n in risen)
            self.times += len(risen)
        if self.marks and now - self.marks[0][1] > KEPT:
            self.marks = tuple(mark for mark in self.marks if now - mark[1] <= KEPT)

    def begin_again(self) -> None:
        """Take the next counts as they are: a rise would be no news."""
        self._counts = ()

    def shine(self, gesture: int, now: float) -> float:
        """How much a gesture (from 1) shines still, 1 when it is recognised, 0 after a while."""
        last = next((when for n, when in reversed(self.marks) if n == gesture), -math.inf)
        return max(0.0, 1.0 - (now - last) / _FRESH)

    def latest(self, now: float) -> int:
        """The gesture (from 1) that was recognised last, as long as it shines; else 0."""
        return self.marks[-1][0] if self.marks and now - self.marks[-1][1] < _FRESH else 0


def courses_of(output: Output, live: Live) -> npt.NDArray[np.float64]:
    """The latest of each gesture of an output: (gestures, 3), see `Live.courses`; (0, 3) if not known."""
    first = (output.gestures[0].number - 1) * _PER_GESTURE if output.gestures else 0
    found = live.courses[first : first + _PER_GESTURE * output.width]
    return found.reshape(-1, _PER_GESTURE) if len(found) == _PER_GESTURE * output.width else np.empty((0, 3))


class Recognitions(QObject):
    """The recognised gestures of a session, followed from its first use on."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[str, Recognised] = {}
        self._shape: tuple[tuple[str, int], ...] = ()
        self._settled = 0.0
        session.changed.connect(self._follow)
        session.lost.connect(self._begin_again)
        session.tick.connect(self._look)
        self._follow(session.state)

    def of(self, output: Output) -> Recognised:
        """What was recognised of a gesture output."""
        return self._known.setdefault(output.uid, Recognised())

    def _follow(self, state: State) -> None:
        shape = tuple((output.uid, output.width) for output in state.outputs if output.kind == "gesture")
        if shape != self._shape:
            self._shape = shape
            self._known = {uid: seen for uid, seen in self._known.items() if uid in dict(shape)}
            self._begin_again()

    def _begin_again(self) -> None:
        self._settled = time.monotonic() + _SETTLING
        for seen in self._known.values():
            seen.begin_again()

    def _look(self) -> None:
        now = time.monotonic()
        if not self._shape or now < self._settled:
            return
        for output in self._session.state.outputs:
            if output.kind == "gesture" and len(courses := courses_of(output, self._session.live)):
                self.of(output).see(courses[:, 2].tolist(), now)


def recognitions_of(session: Session) -> Recognitions:
    """The recognised gestures of a session; made on first use."""
    return session.findChild(Recognitions) or Recognitions(session)
