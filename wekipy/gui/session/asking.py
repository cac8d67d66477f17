"""Polls the engine with a question while the answer is visible."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.gui.session.session import Session


class Asking(QObject):
    """Asks for an operation while a widget is visible; never twice at the same time.

    Args:
        every: milliseconds.
        watcher: the widget; becomes its parent.
        arguments: of the operation.

    Signals:
        answered(object): each answer.
    """

    answered = pyqtSignal(object)

    def __init__(
        self, session: Session, operation: str, every: int, watcher: QWidget, arguments: tuple[Any, ...] = ()
    ) -> None:
        super().__init__(watcher)
        self._arguments = arguments
        self._session, self._operation, self._watcher = session, operation, watcher
        self._waiting = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ask)
        session.lost.connect(self._forget)
        self._timer.start(every)

    def ask(self) -> None:
        """Ask now."""
        if self._watcher.isVisible() and self._session.connected and not self._waiting:
            self._waiting = True
            self._session.do(self._operation, *self._arguments, then=self._take, refused=self._forget)

    def _take(self, answer: Any) -> None:
        self._waiting = False
        self.answered.emit(answer)

    def _forget(self, _: str = "") -> None:
        self._waiting = False  # it is asked again soon: no need to report it
