"""Targets on their way to the engine: the latest wanted, one at a time, so that a drag never queues up."""

from __future__ import annotations

from typing import Any

from wekipy.gui.session.session import Session


class TargetSetter:
    """Sets the target of one output and sends it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._wanted: tuple[int, float] | None = None
        self._busy = False

    def set(self, number: int, value: float) -> None:
        """Want a target for the output with this number."""
        self._wanted = (number, value)
        self._next()

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
        self._session.say(sentence)
        self._done(None)
