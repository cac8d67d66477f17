"""Targets on their way to the engine: the latest wanted, one at a time, so that a drag never queues up."""

from __future__ import annotations

import time
from typing import Any

from wekipy.gui.session.session import Session

_ON_ITS_WAY = 0.15  # seconds, in which values from the engine may still be those before


class TargetSetter:
    """Sets the target of one output and sends it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._wanted: tuple[int, float] | None = None
        self._busy = False
        self._last, self._until = 0.0, 0.0

    def set(self, number: int, value: float) -> None:
        """Want a target for the output with this number."""
        self._wanted = (number, value)
        self._last, self._until = value, time.monotonic() + _ON_ITS_WAY
        self._next()

    def shown(self, live: float) -> float:
        """The target to show: what the hand wants, until the engine can have said so itself."""
        return self._last if time.monotonic() < self._until else live

    def _next(self) -> None:
        if self._busy or self._wanted is None:
            return
        (number, value), self._wanted = self._wanted, None
        self._busy = True
        self._session.do("set_output", number, value, then=self._done, refused=self._refuse)

    def _done(self, _: Any) -> None:
        self._busy = False
        self._next()

    def _refuse(self, sentence: str) -> None:
        self._until = 0.0
        self._session.say(sentence)
        self._done(None)
