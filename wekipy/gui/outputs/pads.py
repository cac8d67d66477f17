"""Classes: a pad for each with how likely it is; the one predicted is lit, the one demonstrated framed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette

F64 = npt.NDArray[np.float64]
_WIDTH, _HEIGHT, _GAP = 88, 40, 5  # pixels: the least width of a pad, its height, between two
_METER = 5  # height of the bar of how likely it is
_STEPS = 40  # of a bar; less is not seen


class Pads(QWidget):
    """One widget for all classes of an output.

    Signals:
        chosen(int): the class wanted as the target.
    """

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: tuple[int, ...] = ()
        self._names: tuple[str, ...] = ()
        self._drawn: tuple[int, int, bytes] = (-1, -1, b"")
        self._shares: F64 = np.empty(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_classes(self, numbers: tuple[int, ...], names: tuple[str, ...]) -> None:
        """The classes there are, in order, and what they are called."""
        if (numbers, names) != (self._numbers, self._names):
            self._numbers, self._names = numbers, names
            self._fit()
            self.update()

    def show_answer(self, value: int, target: int, shares: F64) -> None:
        """Show the class predicted (-1: none), the one demonstrated, and how likely each class from 1 is."""
        steps = np.nan_to_num(shares * _STEPS).astype(np.uint8).tobytes()
        if (value, target, steps) != self._drawn:
            self._drawn, self._shares = (value, target, steps), shares.copy()
            self.update()

    # Places

    def _columns(self) -> int:
        fit = max(1, (self.width() + _GAP) // (_WIDTH + _GAP))
        return max(1, min(fit, len(self._numbers)))

    def _fit(self) -> None:
        rows = -(-max(1, len(self._numbers)) // self._columns())
        self.setFixedHeight(rows * (_HEIGHT + _GAP) - _GAP)

    def _place(self, index: int) -> QRectF:
        columns = self._columns()
        width = (self.width() + _GAP) / columns - _GAP
        row, column = divmod(index, columns)
        return QRectF(column * (width + _GAP), row * (_HEIGHT + _GAP), width, _HEIGHT)

    def _at(self, x: float, y: float) -> int | None:
        for index, number in enumerate(self._numbers):
            if self._place(index).contains(x, y):
                return number
        return None

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """One row."""
        return QSize(_WIDTH, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or fewer in a row."""
        super().resizeEvent(event)
        self._fit()

    # The hand

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Choose the class that is pressed."""
        found = None if event is None else self._at(event.position().x(), event.position().y())
        if found is not None:
            self.choose(found)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows go to the next class."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        move = 0 if event is None else step.get(Qt.Key(event.key()), 0)
        target = self._drawn[1]
        if not move or target not in self._numbers:
            super().keyPressEvent(event)
            return
        place = self._numbers.index(target) + move
        if 0 <= place < len(self._numbers):
            self.choose(self._numbers[place])

    def choose(self, number: int) -> None:
        """Make a class the target, if it is there."""
        if number in self._numbers:
            value, _, steps = self._drawn
            self._drawn = (value, number, steps)  # at once, whatever the engine is doing
            self.update()
            self.chosen.emit(number)

    def event(self, event: QEvent | None) -> bool:
        """Names that are cut are whole in the tooltip."""
        if isinstance(event, QHelpEvent):
            number = self._at(event.pos().x(), event.pos().y())
            if number is not None:
                QToolTip.showText(event.globalPos(), self._names[self._numbers.index(number)], self)
                return True
        return super().event(event)

    # The picture

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw all of them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, number in enumerate(self._numbers):
            self._pad(painter, self._place(index).adjusted(1.5, 1.5, -1.5, -1.5), index, number)

    def _pad(self, painter: QPainter, place: QRectF, index: int, number: int) -> None:
        colours = palette()
        value, target, _ = self._drawn
        colour = QColor(class_colour(number, colours))
        lit = number == value
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour if lit else QColor(colours.raised))
        painter.drawRoundedRect(place, 6, 6)
        if number == target:
            focus = self.hasFocus()
            painter.setPen(QPen(QColor(colours.accent if focus else colours.target), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 6, 6)
            self._mark(painter, place.right() - 12, place.top())
        ink = ink_on(colour) if lit else QColor(colours.text)
        painter.setPen(ink)
        painter.setFont(scale.font(scale.SMALL))
        share = self._shares[number - 1] if 0 < number <= len(self._shares) else np.nan
        text = place.adjusted(9, 2, -7, -2 if np.isnan(share) else -_METER - 3)
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(self._names[index], Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if not np.isnan(share):
            self._meter(painter, place, float(share), ink if lit else colour, QColor(colours.strong))

    def _mark(self, painter: QPainter, x: float, y: float) -> None:
        """The handle of a track, as a sign of the target without colour."""
        painter.setPen(QPen(QColor(palette().background), 1.5))
        painter.setBrush(QColor(palette().target))
        corners = ((-5, 0), (5, 0), (5, 6), (0, 11), (-5, 6))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))

    def _meter(self, painter: QPainter, place: QRectF, share: float, colour: QColor, ground: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(place.left() + 8, place.bottom() - _METER - 4, place.width() - 16, _METER)
        ground.setAlpha(130)
        painter.setBrush(ground)
        painter.drawRoundedRect(line, 2, 2)
        if share > 0:
            line.setWidth(max(line.width() * share, 2))
            painter.setBrush(colour)
            painter.drawRoundedRect(line, 2, 2)


def ink_on(colour: QColor) -> QColor:
    """Black or white, whichever is read on a colour."""
    light = 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF()
    return QColor("#0b0c0e") if light > 0.45 else QColor("#ffffff")
