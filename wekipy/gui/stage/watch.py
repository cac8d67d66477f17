"""Polls what the stage shows and the state lacks, some times a second, only while it is visible."""

from __future__ import annotations

import time
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from wekipy.gui.session.session import Session
from wekipy.gui.translation import tr
from wekipy.gui.wire.hearing import Sense, hearing_of

_EVERY = 120  # milliseconds
_SILENT = 1.5  # seconds without an input
_PATIENCE = 3.0  # seconds that an answer may take before it is asked for again


class Watch(QObject):
    """Asks the engine for its figures.

    Attributes:
        rate: of input vectors a second.
        silent: whether no input arrives. ever: whether any has arrived.
        recorded: examples in the take that is being recorded.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.silent = hearing_of(session).sense.silent  # as it was before the stage was opened
        self.rate, self.recorded, self.ever = 0.0, 0, not self.silent
        self._asked = 0.0
        self._arrived: tuple[int, float] | None = None
        self._moved = 0.0 if self.silent else time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._ask)

    @property
    def sense(self) -> Sense:
        """Whether inputs arrive, and, where they do not, why and what can be done."""
        heard = hearing_of(self._session).sense
        if not self.silent:
            return Sense(ever=self.ever)
        return Sense(True, self.ever, heard.why or tr("Nothing arrives."), heard.fixes)

    def start(self) -> None:
        """From now on."""
        self._timer.start()

    def stop(self) -> None:
        """No more."""
        self._timer.stop()

    def _ask(self) -> None:
        now = time.monotonic()
        if not self._session.connected or now - self._asked < (_PATIENCE if self._asked else 0.0):
            return
        self._asked = now
        self._session.do("values", then=self._hear_values)

    def _hear_values(self, values: dict[str, Any]) -> None:
        now, self._asked = time.monotonic(), 0.0
        self.recorded = int(values["recorded"])
        self._count(int(values["arrived"]), now)

    def _count(self, arrived: int, now: float) -> None:
        before, self._arrived = self._arrived, (arrived, now)
        self.ever = arrived > 0
        if before is None or now <= before[1] or arrived < before[0]:
            return
        fresh = (arrived - before[0]) / (now - before[1])
        self.rate += (fresh - self.rate) * (0.3 if self.rate else 1.0)
        if arrived > before[0]:
            self._moved = now
        self.silent = now - self._moved > _SILENT
        if self.silent:
            self.rate = 0.0
