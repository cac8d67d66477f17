"""The examples of a gesture as curves: one small picture for each example, a line for each input."""

from __future__ import annotations

from typing import Any

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette

_HEIGHT, _GAP, _LEAST = 64, 6, 56
_LINES = 12  # of an example; more cannot be distinguished


class CurvesView(QWidget):
    """The latest examples, as many as fit, the newest last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples: list[tuple[float, np.ndarray[Any, Any]]] = []
        self._low, self._span = np.zeros(1), np.ones(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as there is room."""
        return QSize(200, _HEIGHT)

    def show_examples(self, examples: list[dict[str, Any]]) -> None:
        """Show these: each with seconds and points, a number per input."""
        made = [(e["seconds"], np.array(e["points"], np.float64)[:, :_LINES]) for e in examples]
        self._examples = made
        if made:
            everything = np.concatenate([points for _, points in made])
            self._low = everything.min(0)
            span = everything.max(0) - self._low
            self._span = np.where(span > 0, span, 1.0)
        self.setVisible(bool(made))
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw them."""
        fit = max(1, (self.width() + _GAP) // (_LEAST + _GAP))
        shown = self._examples[-fit:]
        if not shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = min((self.width() + _GAP) / len(shown) - _GAP, 2.5 * _LEAST)
        for n, (seconds, points) in enumerate(shown):
            self._example(painter, QRectF(n * (width + _GAP), 0, width, _HEIGHT), seconds, points)

    def _example(
        self, painter: QPainter, place: QRectF, seconds: float, points: np.ndarray[Any, Any]
    ) -> None:
        colours = palette()
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.background))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        inside = place.adjusted(5, 5, -5, -16)
        x = np.linspace(inside.left(), inside.right(), len(points))
        y = inside.bottom() - (points - self._low) / self._span * inside.height()
        for line in range(points.shape[1]):
            painter.setPen(QPen(QColor(class_colour(line + 1, colours)), 1.5))
            painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in zip(x, y[:, line], strict=True)]))
        painter.setPen(QColor(colours.dim))
        painter.setFont(scale.font(10))
        painter.drawText(QPointF(inside.left(), place.bottom() - 4), f"{seconds:.1f} s")
