"""Rows of a list are put into another order: dragged at a handle, or with the arrow keys on it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QObject, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QFrame, QToolButton, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import role

_LINE, _HANDLE = 3, 22  # pixels: the mark where a row would be dropped; width of a handle


class Handle(QToolButton):
    """What a row is dragged at.

    Signals:
        begun(), dragged(QPoint), dropped(): the place is on the screen.
        stepped(int): by an arrow key, one place up (-1) or down (1).
    """

    begun = pyqtSignal()
    dragged = pyqtSignal(QPoint)
    dropped = pyqtSignal()
    stepped = pyqtSignal(int)

    def __init__(self, says: str, parent: QWidget) -> None:
        super().__init__(parent)
        role(self, "small")
        self.setText("⠿")
        self.setFixedWidth(scale.roomy(_HANDLE))
        self.setToolTip(says)
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """The hand takes the row."""
        super().mousePressEvent(event)
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.begun.emit()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """It moves the row."""
        super().mouseMoveEvent(event)
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """It lets go."""
        super().mouseReleaseEvent(event)
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Up and down move the row by one place."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0) if event else 0
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class Reordering(QObject):
    """Rows one below the other in a widget.

    Signals:
        moved(int, int): the row at the first place (from 0) is to be at the second.
    """

    moved = pyqtSignal(int, int)

    def __init__(self, holder: QWidget) -> None:
        super().__init__(holder)
        self._holder = holder
        self._rows: list[QWidget] = []
        self._from = self._to = -1
        self._mark = QFrame(holder)
        role(self._mark, "drop")
        self._mark.hide()

    def follow(self, rows: Sequence[QWidget]) -> None:
        """The rows there are, in their order."""
        self._rows = list(rows)
        self._end()

    def take(self, row: QWidget, handle: Handle) -> None:
        """Move a row by its handle from now on."""
        handle.begun.connect(lambda: self._begin(row))
        handle.dragged.connect(self._drag)
        handle.dropped.connect(self._drop)
        handle.stepped.connect(lambda by: self._step(row, by))

    def _begin(self, row: QWidget) -> None:
        self._from = self._to = self._rows.index(row) if row in self._rows else -1

    def _drag(self, place: QPoint) -> None:
        if self._from < 0:
            return
        y = self._holder.mapFromGlobal(place).y()
        above = sum(row.geometry().center().y() < y for row in self._rows)
        self._to = above - (above > self._from)
        stays = self._to == self._from
        self._mark.setVisible(not stays)
        if not stays:
            near = self._rows[min(above, len(self._rows) - 1)].geometry()
            top = near.bottom() if above == len(self._rows) else near.top() - _LINE
            self._mark.setGeometry(near.left(), max(0, top), near.width(), _LINE)
            self._mark.raise_()

    def _drop(self) -> None:
        start, end = self._from, self._to
        self._end()
        if start != end:
            self.moved.emit(start, end)

    def _end(self) -> None:
        self._from = self._to = -1
        self._mark.hide()

    def _step(self, row: QWidget, by: int) -> None:
        place = self._rows.index(row)
        if 0 <= place + by < len(self._rows):
            self.moved.emit(place, place + by)
