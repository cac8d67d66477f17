"""A button and a key that can be held, or pressed once to begin and once more to end."""

from __future__ import annotations

import time
from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QToolButton, QWidget

_HELD = 0.35  # seconds; shorter is a click
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Hold:
    """Begins on a press. Ends on the release, if that comes late, else on the next press.

    Args:
        is_on: whether it has begun and not ended, also by other means.
        begin, end: do it.
        let_go: what a release after holding does; `end` if none is given.
    """

    def __init__(
        self,
        is_on: Callable[[], bool],
        begin: Callable[[], None],
        end: Callable[[], None],
        let_go: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_on, self._begin, self._end, self._clock = is_on, begin, end, clock
        self._let_go = end if let_go is None else let_go
        self._since: float | None = None

    def press(self) -> None:
        """The finger goes down."""
        if self._is_on():
            self._since = None
            self._end()
        else:
            self._since = self._clock()
            self._begin()

    def release(self) -> None:
        """The finger goes up."""
        if self._since is not None and self._clock() - self._since >= _HELD:
            self._let_go()
        self._since = None


class HoldButton(QToolButton):
    """A button that is held, or clicked to begin and clicked to end; with the keyboard, too."""

    def __init__(self, hold: Hold, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hold = hold
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Down."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Up."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._release()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Down, with the keyboard."""
        if event is not None and event.key() in _KEYS:
            if not event.isAutoRepeat():
                self._press()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Up, with the keyboard."""
        if event is not None and event.key() in _KEYS:
            if not event.isAutoRepeat():
                self._release()
            return
        super().keyReleaseEvent(event)

    def _press(self) -> None:
        self.setDown(True)
        self._hold.press()

    def _release(self) -> None:
        self.setDown(False)
        self._hold.release()
