"""Polls the engine's health every two seconds while the studio is visible."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.client.health import Health as Figures
from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session

_EVERY = 2_000  # milliseconds


class Health(QObject):
    """Emits the health figures to all listeners.

    Signals:
        reported(Figures): each time; those of `Client.health`.
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
        Asking(session, "health", _EVERY, watcher).answered.connect(self.reported)


def health_of(session: Session) -> Health:
    """The health of a session's engine; made on first use."""
    return session.findChild(Health) or Health(session)
