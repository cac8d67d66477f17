"""How near a gesture is: its distance against the threshold, its progress, a flash when it is recognised."""

from __future__ import annotations

import math
import time

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme.theme import palette

_HEIGHT = 22
_FLASH = 0.4  # seconds
_MIDDLE = 0.6  # where on the bar the threshold is


def nearness(distance: float, threshold: float) -> float:
    """0 far away, `_MIDDLE` at the threshold, 1 exactly as the example."""
    if not (threshold > 0 and math.isfinite(distance)):
        return 0.0
    ratio = distance / threshold
    return 1 - (1 - _MIDDLE) * ratio if ratio <= 1 else _MIDDLE / ratio


class CourseBar(QWidget):
    """The bar grows as the movement comes nearer; it counts where it passes the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = (0, 0, False, False)
        self._recognised, self._until = -1.0, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as there is room."""
        return QSize(80, _HEIGHT)

    def show_progress(self, distance: float, threshold: float, progress: float, recognised: float) -> None:
        """Show the latest; `recognised` counts how often it was recognised."""
        if recognised > self._recognised >= 0:
            self._until = time.monotonic() + _FLASH
        self._recognised = recognised
        width = self.width()
        drawn = (
            round(nearness(distance, threshold) * width),
            round(progress * width),
            time.monotonic() < self._until,
            threshold > 0,
        )
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = palette()
        near, progress, flash, on = self._drawn
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.good if flash else colours.raised))
        painter.drawRoundedRect(QRectF(0, 2, self.width(), 12), 4, 4)
        line = round(self.width() * _MIDDLE)
        if near and not flash:
            painter.setBrush(QColor(colours.accent if near >= line else colours.dim))
            painter.drawRoundedRect(QRectF(0, 2, max(near, 4), 12), 4, 4)
        if on:
            painter.setBrush(QColor(colours.target))
            painter.drawRect(QRectF(line - 1, 0, 2, 16))
        if progress:
            painter.setBrush(QColor(colours.text))
            painter.drawRoundedRect(QRectF(0, 18, progress, 3), 1.5, 1.5)
