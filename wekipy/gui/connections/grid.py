"""The grid: press, drag or use the keys to connect inputs to outputs. One gesture is one change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QEvent, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from wekipy.gui.connections.drawing import Look, draw
from wekipy.gui.connections.places import CELL, Places
from wekipy.gui.connections.stroke import Place, Stroke
from wekipy.gui.connections.table import Table
from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr

_LEFT, _TOP = 128, 112  # most room for names
_ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
_OVERRIDE = QEvent.Type.ShortcutOverride
_NONE = (-2, -2)


class Grid(QAbstractScrollArea):
    """Paints and changes a table of connections.

    Signals:
        changed(Table): a gesture has ended that changed something; the whole table.

    Attributes:
        table: (inputs, outputs), also of rows that are not shown.
        shown: the inputs (from 0) that are shown.
        at: where the keys are, (row of those shown, column).
    """

    changed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: Table = np.zeros((0, 0), np.bool_)
        self.shown: list[int] = []
        self.at = (0, 0)
        self._inputs: Sequence[str] = ()
        self._outputs: Sequence[str] = ()
        self._marked: Sequence[bool] = ()
        self._stroke: Stroke | None = None
        self._over = _NONE
        self._room = (_LEFT, _TOP)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Connections of inputs to outputs"))
        theme().changed.connect(self._update)

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._stroke is not None

    def show_names(self, inputs: Sequence[str], outputs: Sequence[str], marked: Sequence[bool]) -> None:
        """Names of all inputs and outputs, and which outputs have changed since they were trained."""
        self._inputs, self._outputs, self._marked = inputs, outputs, marked
        metrics = QFontMetrics(scale.font(scale.SMALL))
        longest = [max(map(metrics.horizontalAdvance, names[:500]), default=0) for names in (inputs, outputs)]
        self._room = (min(longest[0] + scale.L, _LEFT), min(longest[1] + scale.XL, _TOP))
        self._update()

    def show_table(self, table: Table, shown: Sequence[int]) -> None:
        """Draw these connections, and only these inputs."""
        self.table, self.shown = table, list(shown)
        rows, columns = max(len(shown) - 1, 0), max(table.shape[1] - 1, 0)
        self.at = (min(self.at[0], rows), min(self.at[1], columns))
        self._measure()
        self._update()

    def places(self) -> Places:
        """Where cells are now."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        x = 0 if across is None else across.value()
        y = 0 if down is None else down.value()
        return Places(*self._room, x, y, len(self.shown), self.table.shape[1])

    # Gestures

    def _begin(self, place: Place, value: bool | None = None) -> None:
        self._stroke = Stroke(self.table, self.shown, place, value)
        self._show_stroke()

    def _go_on(self, place: Place) -> None:
        if self._stroke is not None:
            self._stroke.to(place)
            self._show_stroke()

    def _end(self) -> None:
        stroke, self._stroke = self._stroke, None
        if stroke is not None and stroke.changed:
            self.changed.emit(self.table)

    def _show_stroke(self) -> None:
        if self._stroke is not None:
            self.table = self._stroke.table
            self._update()

    # Keys

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows move, with Shift they paint; Space turns a cell, with Shift a row, with Ctrl a column."""
        if event is None or not self.shown or not self.table.shape[1]:
            return
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row, column = self.at
        if key in _ARROWS:
            down, right = _ARROWS[key]
            if shift and self._stroke is None:
                self._begin(self.at, bool(self.table[self.shown[row], column]))
            self._move(row + down, column + right)
            if shift:
                self._go_on(self.at)
        elif key == Qt.Key.Key_Space:
            self._begin((-1 if control else row, -1 if shift else column))
            self._end()
        elif (to := self._jump(key)) is not None:
            self._move(*to)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """A gesture of the keys ends with Shift."""
        if event is not None and event.key() == Qt.Key.Key_Shift:
            self._end()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802  Qt's name
        """It ends as well when something else gets the keys."""
        self._end()
        super().focusOutEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Space and arrows are the grid's, whatever else they are keys of."""
        if isinstance(event, QKeyEvent) and event.type() == _OVERRIDE and _own(event):
            event.accept()
            return True
        return super().event(event)

    def _jump(self, key: Qt.Key) -> tuple[int, int] | None:
        row, column = self.at
        port = self.viewport()
        page = max((0 if port is None else port.height() - self._room[1]) // CELL - 1, 1)
        return {
            Qt.Key.Key_Home: (0, column),
            Qt.Key.Key_End: (len(self.shown) - 1, column),
            Qt.Key.Key_PageUp: (row - page, column),
            Qt.Key.Key_PageDown: (row + page, column),
        }.get(key)

    def _move(self, row: int, column: int) -> None:
        row, column = min(max(row, 0), len(self.shown) - 1), min(max(column, 0), self.table.shape[1] - 1)
        self.at = (row, column)
        on = tr("connected") if self.table[self.shown[row], column] else tr("not connected")
        words = f"{self._inputs[self.shown[row]]}, {self._outputs[column]}: {on}"
        self.setAccessibleDescription(words)
        self._look_at(row, column)
        self._update()

    def _look_at(self, row: int, column: int) -> None:
        port, area = self.viewport(), self.places().cell(row, column)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if port is None or across is None or down is None:
            return
        for bar, low, high, first, last in (
            (across, area.left(), area.right(), self._room[0], port.width()),
            (down, area.top(), area.bottom(), self._room[1], port.height()),
        ):
            bar.setValue(bar.value() + min(low - first, 0) + max(high - last + 1, 0))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """A gesture begins at a cell, or at the name of a row or column."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, column = self.places().at(event.position().toPoint())
        if row < len(self.shown) and column < self.table.shape[1]:
            self.at = (max(row, 0), max(column, 0))
            self._begin((row, column))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """It goes on."""
        if event is None:
            return
        place = self.places().at(event.position().toPoint())
        if place != self._over:
            self._go_on(place)
            self._over = place
            self._show_name(place)
            self._update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """It ends."""
        self._end()

    def leaveEvent(self, event: QEvent | None) -> None:  # noqa: N802  Qt's name
        """Nothing is under the pointer."""
        self._over = _NONE
        self._update()
        super().leaveEvent(event)

    def _show_name(self, place: tuple[int, int]) -> None:
        row, column = place
        name = self._inputs[self.shown[row]] if 0 <= row < len(self.shown) else ""
        output = self._outputs[column] if 0 <= column < len(self._outputs) else ""
        self.setToolTip(" → ".join(filter(None, (name, output))))

    # Drawing

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw what can be seen."""
        port = self.viewport()
        if port is None:
            return
        look = Look(
            self.table,
            self.shown,
            self._inputs,
            self._outputs,
            self._marked,
            self.at,
            self._over,
            self.hasFocus(),
        )
        draw(QPainter(port), look, self.places(), port.size(), palette())

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """How far there is to scroll."""
        super().resizeEvent(event)
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802, ARG002  Qt's name
        """Redraw everything: that is cheap, and names stay where they are."""
        self._update()

    def _measure(self) -> None:
        port, across, down = self.viewport(), self.horizontalScrollBar(), self.verticalScrollBar()
        if port is None or across is None or down is None:
            return
        for bar, whole, room in (
            (across, self.table.shape[1] * CELL, port.width() - self._room[0]),
            (down, len(self.shown) * CELL, port.height() - self._room[1]),
        ):
            bar.setRange(0, max(whole - room, 0))
            bar.setPageStep(max(room, CELL))
            bar.setSingleStep(CELL)

    def _update(self) -> None:
        port = self.viewport()
        if port is not None:
            port.update()

    def cell_point(self, row: int, column: int) -> QPoint:
        """The middle of a cell, of a name with -1, in the viewport."""
        area = self.places().cell(max(row, 0), max(column, 0))
        x = self._room[0] // 2 if column == -1 else area.center().x()
        y = self._room[1] // 2 if row == -1 else area.center().y()
        return QPoint(x, y)


def _own(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Space or event.key() in _ARROWS
