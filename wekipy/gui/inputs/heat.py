"""Thousands of inputs as one picture: a cell for each, bright where its value is high in its range."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QRect, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from wekipy.gui.inputs.rows import number
from wekipy.gui.inputs.trace import Trace
from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr

_CELL = 7  # pixels, at least where there is room


class HeatStrip(QWidget):
    """Painted as one image, whatever the number of inputs.

    Signals:
        pointed(str): the read-out of the input under the pointer or the cursor.
        rename(int, QRect): the name of an input (from 1) is to be changed, in this place.
    """

    pointed = pyqtSignal(str)
    rename = pyqtSignal(int, QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._trace = Trace(0)
        self._at = 0
        self._colours: tuple[Palette | None, list[int]] = (None, [])
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Inputs"))

    def show_inputs(self, names: tuple[str, ...], trace: Trace) -> None:
        """The inputs there are, and what follows them."""
        self._names, self._trace, self._at = names, trace, 0
        self.update()

    def draw(self, now: float) -> None:  # noqa: ARG002  as rows do
        """Show the latest."""
        self.update()
        self._describe_pointed()

    def _columns(self) -> int:
        count = max(1, len(self._names))
        cell = max(1.0, min(_CELL, math.sqrt(self.width() * self.height() / count)))
        return max(1, int(self.width() / cell))

    def _rows(self) -> int:
        return -(-max(1, len(self._names)) // self._columns())

    def _picture(self) -> QRectF:
        """Where the cells are: square where there is room."""
        cell = self.width() / self._columns()
        return QRectF(0, 0, self.width(), min(self.height(), cell * self._rows()))

    def _place(self, index: int) -> QRectF:
        picture, columns = self._picture(), self._columns()
        width, height = picture.width() / columns, picture.height() / self._rows()
        row, column = divmod(index, columns)
        return QRectF(column * width, row * height, width, height)

    def _move(self, index: int) -> None:
        if 0 <= index < len(self._names):
            self._at = index
            self.update()
            self._describe_pointed()

    def _describe_pointed(self) -> None:
        if self._names and self._trace.seen:
            n, trace = self._at, self._trace
            words = tr("{name} ({number}): {value}, {low} to {high}")
            self.pointed.emit(
                words.format(
                    name=self._names[n], number=n + 1, value=number(float(trace.values[n])),
                    low=number(float(trace.low[n])), high=number(float(trace.high[n])),
                )
            )  # fmt: skip

    def _index(self, event: QMouseEvent) -> int:
        picture, columns = self._picture(), self._columns()
        column = int(event.position().x() * columns / picture.width())
        row = int(event.position().y() * self._rows() / picture.height())
        return row * columns + min(column, columns - 1)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Read out what is under the pointer."""
        if event is not None:
            self._move(self._index(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Rename it."""
        if event is not None:
            self._move(self._index(event))
            self.edit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows move the cursor; F2 or Enter rename."""
        columns = self._columns()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        key = Qt.Key.Key_unknown if event is None else Qt.Key(event.key())
        if key in step:
            self._move(self._at + step[key])
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        else:
            super().keyPressEvent(event)

    def edit(self) -> None:
        """Ask for the name of the input at the cursor to be changed."""
        top = int(self._place(self._at).bottom()) + 2
        self.rename.emit(self._at + 1, QRect(0, min(top, self.height() - 28), min(200, self.width()), 28))

    def _table(self) -> list[int]:
        colours = palette()
        if self._colours[0] is not colours:
            low, high = QColor(colours.raised), QColor(colours.accent)
            shares = np.linspace(0, 1, 256)[:, None]
            rgb = (1 - shares) * (low.red(), low.green(), low.blue()) + shares * (
                high.red(), high.green(), high.blue()
            )  # fmt: skip
            self._colours = (colours, [0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in rgb])
        return self._colours[1]

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        if not self._names:
            return
        columns, rows = self._columns(), self._rows()
        stride = -(-columns // 4) * 4  # a line of an image is a multiple of four bytes
        cells = np.zeros((rows, stride), np.uint8)
        flat = np.zeros(rows * columns, np.uint8)
        if self._trace.seen:
            flat[: len(self._names)] = self._trace.shares() * 255
        cells[:, :columns] = flat.reshape(rows, columns)
        image = QImage(cells.tobytes(), columns, rows, stride, QImage.Format.Format_Indexed8)
        image.setColorTable(self._table())
        painter = QPainter(self)
        painter.drawImage(self._picture(), image)
        painter.setPen(QPen(QColor(palette().text), 2 if self.hasFocus() else 1))
        painter.drawRect(self._place(self._at))
