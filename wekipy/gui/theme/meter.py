"""A meter: a value between two ends, as a bar, with a mark for the target."""

from __future__ import annotations

import math
from collections.abc import Callable

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.theme import palette

_HEIGHT = 8

Colour = Callable[[Palette], str]


class Meter(QWidget):
    """Repaints only when what it shows moves by a pixel.

    Args:
        colour: of the bar, from the palette; the accent if none is given.
    """

    def __init__(self, parent: QWidget | None = None, colour: Colour | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._value = self._target = math.nan
        self._drawn: tuple[int, int] = (-1, -1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as there is room, and thin."""
        return QSize(120, _HEIGHT + 4)

    def show_share(self, value: float, target: float = math.nan) -> None:
        """Show a value and a target, each as a share 0..1 of the range; NaN shows none."""
        self._value, self._target = value, target
        drawn = (self._pixel(value), self._pixel(target))
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def _pixel(self, share: float) -> int:
        return -1 if math.isnan(share) else round(min(max(share, 0.0), 1.0) * self.width())

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _HEIGHT) / 2
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(QRectF(0, top, self.width(), _HEIGHT), 4, 4)
        value, target = self._pixel(self._value), self._pixel(self._target)
        if value > 0:
            painter.setBrush(QColor(colours.accent if self._colour is None else self._colour(colours)))
            painter.drawRoundedRect(QRectF(0, top, max(value, _HEIGHT), _HEIGHT), 4, 4)
        if target >= 0:
            painter.setBrush(QColor(colours.target))
            painter.drawRoundedRect(QRectF(min(target, self.width() - 3), top - 2, 3, _HEIGHT + 4), 1.5, 1.5)
