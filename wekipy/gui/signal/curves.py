"""The last seconds of some numbers, as lines over each other; of very many, a picture of the present ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.inputs.trace import LENGTH, Trace
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.polyline import PEN, Polyline
from wekipy.gui.theme.theme import palette

MOST_LINES = 6
_HEIGHT, _INSIDE = 44, 4
_STEP = 2  # of the frames of a curve, one of so many is drawn


class Curves(QWidget):
    """Draws numbers of a trace, each in the range that it has had so far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace, self._places = Trace(0), np.zeros(0, np.int64)
        self._line = Polyline(LENGTH // _STEP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(2 * scale.XXL)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Flat."""
        return QSize(4 * scale.XXL, scale.roomy(_HEIGHT))

    def show_numbers(self, trace: Trace, places: Sequence[int], names: Sequence[str]) -> None:
        """Draw these numbers (from 0) of a trace from now on."""
        self._trace, self._places = trace, np.asarray(places, np.int64)
        self.setToolTip("\n".join(names[:20]) + ("\n…" if len(names) > 20 else ""))
        self.update()

    @property
    def lines(self) -> npt.NDArray[np.int64]:
        """The numbers that have a line: all, or some that are spread evenly."""
        if len(self._places) <= MOST_LINES:
            return self._places
        return self._places[np.linspace(0, len(self._places) - 1, MOST_LINES).astype(np.int64)]

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw them."""
        painter, colours = QPainter(self), palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(QRectF(self.rect()), scale.XS, scale.XS)
        if not self._trace.seen or not len(self._places) or self._places.max() >= len(self._trace.values):
            return
        inside = QRectF(self.rect()).adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        if len(self._trace.frames):
            for n, place in enumerate(self.lines.tolist(), 1):
                painter.setPen(QPen(QColor(class_colour(n, colours)), PEN))
                self._line.draw(painter, inside, self._trace.curve(place)[1::_STEP])
        else:
            _bars(painter, self._trace.shares()[self._places], inside, QColor(colours.accent))


def _bars(painter: QPainter, shares: npt.NDArray[np.float64], inside: QRectF, colour: QColor) -> None:
    """A bar for each number, or for the largest of neighbours where there are more than pixels."""
    count = max(1, min(len(shares), int(inside.width())))
    parts = [part.max() for part in np.array_split(shares, count)]
    width = inside.width() / count
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for n, share in enumerate(parts):
        height = max(1.0, float(share) * inside.height())
        painter.drawRect(QRectF(inside.left() + n * width, inside.bottom() - height, width, height))
