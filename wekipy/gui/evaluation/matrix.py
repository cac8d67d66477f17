"""The confusion matrix, painted; its cells open the takes at fault."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.evaluation.confusion import Cell, Table
from wekipy.gui.theme import scale
from wekipy.gui.theme.gradient import blend
from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.evaluation_words import percent

_OVERRIDE = QEvent.Type.ShortcutOverride
_CELL, _LEAST, _MOST_NAME, _RECALL, _HEAD = 40, 24, 96, 56, 22
_STEPS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Matrix(QWidget):
    """Paints a `Table`.

    Signals:
        opened(tuple): a cell was pressed; the takes behind it.
    """

    opened = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Confusion matrix"))
        theme().changed.connect(self.update)

    def show_table(self, table: Table) -> None:
        """Draw this one."""
        if table != self._table:
            self._table = table
            self._at = (min(self._at[0], len(table.rows) - 1), min(self._at[1], len(table.columns) - 1))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Room for every row."""
        rows = 0 if self._table is None else len(self._table.rows)
        return QSize(320, 2 * _HEAD + rows * self._size())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Never less than that."""
        return self.sizeHint()

    def area(self, row: int, column: int) -> QRect:
        """Where a cell is."""
        size = self._size()
        wide = self._wide()
        return QRect(self._left() + column * wide, 2 * _HEAD + row * size, wide - 2, size - 2)

    def _size(self) -> int:
        if self._table is None:
            return _CELL
        return max(_LEAST, min(_CELL, self._wide()))

    def _wide(self) -> int:
        """As wide as the longest name above it, if there is room."""
        if self._table is None:
            return _CELL
        metrics = QFontMetrics(scale.font(scale.SMALL))
        name = max(metrics.horizontalAdvance(_last(name)) for name in self._table.columns) + scale.S
        room = (self.width() - self._left() - _RECALL) // len(self._table.columns)
        return max(_LEAST, min(max(name, _CELL), _MOST_NAME, room))

    def _left(self) -> int:
        if self._table is None:
            return 0
        metrics = QFontMetrics(scale.font(scale.SMALL))
        return min(max(metrics.horizontalAdvance(name) for name in self._table.rows), _MOST_NAME) + scale.M

    def _cell_at(self, point: QPoint) -> tuple[int, int] | None:
        if self._table is None:
            return None
        size = self._size()
        row, column = (point.y() - 2 * _HEAD) // size, (point.x() - self._left()) // self._wide()
        inside = 0 <= row < len(self._table.rows) and 0 <= column < len(self._table.columns)
        return (row, column) if inside else None

    def _go(self, cell: tuple[int, int]) -> None:
        if self._table is not None:
            self._at = cell
            self.setAccessibleDescription(self._table.words(*cell))
            self.update()

    def _open(self) -> None:
        if self._table is not None:
            takes = self._table.cells[self._at[0]][self._at[1]].takes
            if takes:
                self.opened.emit(takes)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Open the takes behind a cell."""
        cell = None if event is None else self._cell_at(event.position().toPoint())
        if cell is not None:
            self._go(cell)
            self._open()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Say what the cell under the pointer is."""
        cell = None if event is None else self._cell_at(event.position().toPoint())
        self.setToolTip("" if cell is None or self._table is None else self._table.words(*cell))
        self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows move, Enter opens."""
        if event is None or self._table is None:
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            row = min(max(self._at[0] + step[0], 0), len(self._table.rows) - 1)
            column = min(max(self._at[1] + step[1], 0), len(self._table.columns) - 1)
            self._go((row, column))
        elif event.key() in _OPEN:
            self._open()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Space opens a cell here, whatever else it is the key of."""
        if isinstance(event, QKeyEvent) and event.type() == _OVERRIDE and _own(event):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        table, colours = self._table, palette()
        if table is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scale.font(scale.SMALL))
        self._heads(painter, table, colours)
        for row, cells in enumerate(table.cells):
            whole = max(sum(cell.count for cell in cells), 1)
            for column, cell in enumerate(cells):
                self._cell(painter, self.area(row, column), cell, cell.count / whole)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.area(*self._at)).adjusted(-1, -1, 1, 1), 6, 6)

    def _heads(self, painter: QPainter, table: Table, colours: Palette) -> None:
        metrics = QFontMetrics(painter.font())
        middle, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(colours.dim))
        top = QRect(self._left(), 0, self.width() - self._left(), _HEAD)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), tr("answered"))
        end = self.area(0, len(table.columns)).translated(scale.XS, 0)
        painter.drawText(QRect(end.left(), _HEAD, _RECALL, _HEAD), int(middle), tr("recall"))
        for column, name in enumerate(table.columns):
            area = self.area(0, column)
            words = metrics.elidedText(_last(name), Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(QRect(area.left(), _HEAD, area.width(), _HEAD), int(middle), words)
        painter.setPen(QColor(colours.text))
        for row, name in enumerate(table.rows):
            area = self.area(row, 0)
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self._left() - scale.S)
            side = QRect(0, area.top(), self._left() - scale.S, area.height())
            painter.drawText(side, int(right | Qt.AlignmentFlag.AlignVCenter), words)
            recall = QRect(end.left(), area.top(), _RECALL, area.height())
            painter.drawText(recall, int(middle), percent(table.recall[row]))

    def _cell(self, painter: QPainter, area: QRect, cell: Cell, share: float) -> None:
        colours = palette()
        tone = colours.good if cell.right else colours.bad
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(blend(colours.raised, tone, 0.2 + 0.5 * share if cell.count else 0.0)))
        painter.drawRoundedRect(QRectF(area), 5, 5)
        if cell.count:
            painter.setPen(QColor(colours.text))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), str(cell.count))


def _last(name: str) -> str:
    """The distinct part of names that begin alike: the number of “class 3”."""
    return (
        name.rpartition(" ")[2]
        if name == tr("class {number}").format(number=name.rpartition(" ")[2])
        else name
    )


def _own(event: QKeyEvent) -> bool:
    return event.key() in _OPEN or event.key() in _STEPS
