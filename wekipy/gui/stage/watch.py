"""What the stage shows and the state does not tell: asked for some times a second, only while it is seen."""

from __future__ import annotations

import time
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from wekipy.gui.session.session import Session

_EVERY = 120  # milliseconds
_SILENT = 1.5  # seconds without an input
_PATIENCE = 3.0  # seconds that an answer may take before it is asked for again


class Watch(QObject):
    """Asks the engine for its figures.

    Attributes:
        rate: of input vectors a second.
        silent: whether no input arrives.
        recorded: examples in the take that is being recorded.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rate, self.recorded, self.silent = 0.0, 0, True
        self._asked = 0.0
        self._arrived: tuple[int, float] | None = None
        self._moved = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._ask)

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
        if before is None or now <= before[1] or arrived < before[0]:
            return
        fresh = (arrived - before[0]) / (now - before[1])
        self.rate += (fresh - self.rate) * (0.3 if self.rate else 1.0)
        if arrived > before[0]:
            self._moved = now
        self.silent = now - self._moved > _SILENT
        if self.silent:
            self.rate = 0.0
