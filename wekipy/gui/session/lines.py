"""Fetches the engine's log lines: those from before the connection, and those that are not events."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QObject, QTimer

from wekipy.gui.session.event_log import Entry
from wekipy.gui.session.session import Session

_EVERY = 2_000  # milliseconds
_NO_EVENTS = frozenset({"disk", "output", "engine"})  # kinds that are not sent as events


class Lines(QObject):
    """Puts the lines of a session's engine into the journal.

    Lines that came as events as well are there already; of those, only what happened before the connection
    is taken over.

    Args:
        session: becomes its parent.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._since = 0  # number of the last line taken
        self._until = 0.0  # its time, by the engine's clock: numbers begin again with each engine
        self._reported: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._ask)
        session.restored.connect(self._begin)
        session.lost.connect(self._timer.stop)
        session.happened.connect(self._note)
        if session.connected:
            self._begin()

    def _begin(self) -> None:
        self._since = 0
        self._reported.clear()
        self._timer.start()
        self._session.do("messages", 0, then=self._take_earlier)

    def _note(self, kind: str, text: str) -> None:  # noqa: ARG002
        if not self._since:
            self._reported.add(text)

    def _ask(self) -> None:
        if self._session.connected:
            self._session.do("messages", self._since, then=self._take)

    def _take_earlier(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            if line["time"] > self._until and line["text"] not in self._reported:
                self._put(line, earlier=True)
        self._remember(lines)

    def _take(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            if line["kind"] in _NO_EVENTS:
                self._put(line)
        self._remember(lines)

    def _put(self, line: dict[str, Any], earlier: bool = False) -> None:
        self._session.journal.put(Entry(str(line["kind"]), str(line["text"]), float(line["time"]), earlier))

    def _remember(self, lines: list[dict[str, Any]]) -> None:
        if lines:
            self._since, self._until = int(lines[-1]["number"]), float(lines[-1]["time"])
