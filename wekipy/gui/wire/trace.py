"""A small drawing of how values moved lately."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QSize
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette
from wekipy.gui.wire.heard import Trail


class Trace(QWidget):
    """A line for each of the first values, all on one scale, each in its own colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail: tuple[tuple[float, ...], ...] = ()
        self._live = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as a word or two."""
        return QSize(110, 30)

    def follow(self, trail: Trail, live: bool) -> None:
        """Draw these values, newest last; pale if nothing moves any more."""
        now = tuple(trail)
        if (now, live) != (self._trail, self._live):
            self._trail, self._live = now, live
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        finite = [value for values in self._trail for value in values if math.isfinite(value)]
        if not finite:
            return
        low, high = min(finite), max(finite)
        colours = palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self._live else 0.4)
        for n in reversed(range(max(map(len, self._trail)))):
            points = [
                self._point(place, values[n], low, high)
                for place, values in enumerate(self._trail)
                if n < len(values) and math.isfinite(values[n])
            ]
            painter.setPen(QPen(QColor(class_colour(n + 1, colours)), 1.6))
            painter.drawPolyline(QPolygonF(points))

    def _point(self, place: int, value: float, low: float, high: float) -> QPointF:
        share = (value - low) / (high - low) if high > low else 0.5
        across = self.width() - 2 - (len(self._trail) - 1 - place) * (self.width() - 4) / 59
        return QPointF(across, 3 + (1 - share) * (self.height() - 6))
