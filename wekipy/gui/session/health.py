"""Polls the engine's health every two seconds while the studio is visible."""

from __future__ import annotations

from typing import Any

import msgspec
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session

_EVERY = 2_000  # milliseconds


class Figures(msgspec.Struct, frozen=True):
    """Those of the operation `health` (docs/protocol.md) that are shown.

    Attributes:
        rate: vectors per second. answer_ms: from a vector to its answer; None where none was given lately.
        memory, disk_free: bytes. uptime: seconds.
        saving: why saving fails now; "" if it works.
        stuck, drifting: numbers of inputs, from 1.
    """

    rate: float = 0.0
    answer_ms: dict[str, float] | None = None
    memory: int = 0
    disk_free: int = 0
    uptime: float = 0.0
    dropped: int = 0
    refused: int = 0
    restarts: int = 0
    saving: str = ""
    silent: bool = False
    stuck: tuple[int, ...] = ()
    drifting: tuple[int, ...] = ()
    inputs_from_network: bool = False


class Health(QObject):
    """Emits the health figures to all listeners.

    Signals:
        reported(Figures): each time.
    """

    reported = pyqtSignal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        # The figures of one project do not apply to the next.
        session.happened.connect(
            lambda kind, _text: self.reported.emit(Figures()) if kind == "opened" else None
        )
        session.lost.connect(lambda: self.reported.emit(Figures()))

    def watch(self, session: Session, watcher: QWidget) -> None:
        """Poll while this widget is visible."""
        Asking(session, "health", _EVERY, watcher).answered.connect(self._take)

    def _take(self, figures: dict[str, Any]) -> None:
        self.reported.emit(msgspec.convert(figures, Figures))


def health_of(session: Session) -> Health:
    """The health of a session's engine; made on first use."""
    return session.findChild(Health) or Health(session)
