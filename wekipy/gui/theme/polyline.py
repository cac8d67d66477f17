"""A line through many points, without an object for each of them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PyQt6 import sip
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter, QPolygonF

PEN: Final = 1.0  # width in pixels: where lines jitter, Qt draws wider ones twenty times as slowly


class Polyline:
    """A line through so many points, drawn again and again.

    An object for each point, many lines 60 times a second, would be too much: the points are written into
    the memory of one polygon.
    """

    def __init__(self, points: int) -> None:
        self._polygon = QPolygonF()
        self._polygon.fill(QPointF(), points)
        memory: Any = sip.voidptr(self._polygon.data(), points * 16, True)
        self._points: npt.NDArray[np.float64] = np.frombuffer(memory, np.float64).reshape(-1, 2)

    def draw(self, painter: QPainter, place: QRectF, shares: npt.NDArray[np.float64]) -> None:
        """Draw a curve (points,) into a place: 0 is at its bottom, 1 at its top."""
        self._points[:, 0] = np.linspace(place.left(), place.right(), len(self._points))
        self._points[:, 1] = place.bottom() - shares * place.height()
        painter.drawPolyline(self._polygon)
