"""A number: what the model says and what was demonstrated on one track, and the hand that sets the target.

The prediction is a bar that ends in a line, the target a handle with a point: they are distinguishable
without colour.
"""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme.theme import palette

_HEIGHT, _BAR, _EDGE = 34, 14, 9  # pixels: of all, of the bar, beside it for half a handle
_STEP, _LEAP = 0.01, 0.1  # of the range, with the arrow keys


class Track(QWidget):
    """Repaints only when what it shows moves by a pixel.

    Signals:
        moved(float): the target wanted, as a share 0..1 of the range.
    """

    moved = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self._target = math.nan
        self._drawn = (-1, -1)
        self._dim = False
        self._extra = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as there is room."""
        return QSize(160, _HEIGHT + self._extra)

    def grow(self, extra: int) -> None:
        """Be so many pixels higher than need be."""
        if extra != self._extra:
            self._extra = extra
            self.updateGeometry()
            self.update()

    def _bar(self) -> int:
        return _BAR + self._extra

    def show_shares(self, value: float, target: float, dim: bool) -> None:
        """Show a prediction and a target, as shares 0..1; `dim` where no model answers."""
        self._value, self._target = value, target
        drawn = (self._pixel(value), self._pixel(target))
        if drawn != self._drawn or dim != self._dim:
            self._drawn, self._dim = drawn, dim
            self.update()

    def _span(self) -> int:
        return max(1, self.width() - 2 * _EDGE)

    def _pixel(self, share: float) -> int:
        return -1 if math.isnan(share) else _EDGE + round(min(max(share, 0.0), 1.0) * self._span())

    # The hand

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """The target comes to where it is pressed."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """And follows."""
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows move the target by a hundredth, with Shift by a tenth of the range."""
        if event is None or not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        step = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        now = 0.0 if math.isnan(self._target) else min(max(self._target, 0.0), 1.0)
        wanted = {
            Qt.Key.Key_Left: now - step,
            Qt.Key.Key_Right: now + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            return False
        self._emit_value(wanted)
        return True

    def _move_to(self, x: float) -> None:
        self._emit_value((x - _EDGE) / self._span())

    def _emit_value(self, share: float) -> None:
        share = min(max(share, 0.0), 1.0)
        self.show_shares(self._value, share, self._dim)  # at once, whatever the engine is doing
        self.moved.emit(share)

    # The picture

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = self._bar()
        top = self.height() - high - 3.0
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(QRectF(_EDGE, top, self._span(), high), 4, 4)
        value, target = self._pixel(self._value), self._pixel(self._target)
        if value >= 0:
            painter.setBrush(QColor(colours.strong if self._dim else colours.accent))
            painter.drawRoundedRect(QRectF(_EDGE, top, max(value - _EDGE, 3), high), 4, 4)
            painter.setBrush(QColor(colours.dim if self._dim else colours.text))
            painter.drawRect(QRectF(value - 1.5, top - 2, 3, high + 4))
        if target >= 0:
            self._handle(painter, target, top)

    def _handle(self, painter: QPainter, x: float, top: float) -> None:
        colours = palette()
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.background), 2))
        painter.setBrush(QColor(colours.target))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x - 7, 2), QPointF(x + 7, 2), QPointF(x + 7, top - 4),
                    QPointF(x, top + 4), QPointF(x - 7, top - 4),
                ]
            )
        )  # fmt: skip
        painter.setPen(QPen(QColor(colours.target), 2))
        painter.drawLine(QPointF(x, top + 4), QPointF(x, top + self._bar()))
