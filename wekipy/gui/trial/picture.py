"""A picture that the outputs play: something to see where nothing sounds yet."""

from __future__ import annotations

import math
import time

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.client.state import Output
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr

_POINTS = 96
_FLASH = 0.8  # seconds that a gesture is seen
_PLAIN = (0.5, 0.5, 0.0, 0.0)  # colour, size, petals, turn: of what no output plays


class Picture(QWidget):
    """A shape: the first number is its colour, then size, petals, turn; a class is its ring and its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[float, ...] = ()
        self._class = 0
        self._name = ""
        self._flashed = (0, "", -math.inf)
        self.setMinimumSize(120, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Picture played by the outputs"))

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As large as there is room."""
        return QSize(360, 200)

    @property
    def shares(self) -> tuple[float, ...]:
        """The continuous outputs as they are seen, each 0 to 1."""
        return self._shares

    def show_values(self, outputs: tuple[Output, ...], values: npt.NDArray[np.float64]) -> None:
        """Show these values: of all outputs, at their places."""
        continuous = [output for output in outputs if output.kind == "continuous"]
        shares = tuple(_share(output, values[output.first]) for output in continuous)
        classifier = next((output for output in outputs if output.kind == "classification"), None)
        number = 0 if classifier is None else _whole(values[classifier.first])
        name = "" if classifier is None else _name(classifier, number)
        shown = (tuple(round(share, 3) for share in shares), number, name)
        if (
            shown != (self._shares, self._class, self._name)
            or time.monotonic() - self._flashed[2] < _FLASH + 0.1
        ):
            self._shares, self._class, self._name = shown
            self.update()

    def flash(self, number: int, name: str) -> None:
        """A gesture was recognised."""
        self._flashed = (number, name, time.monotonic())
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours = palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 2))
        painter.setBrush(QColor(colours.background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), scale.RADIUS, scale.RADIUS)
        middle, room = (
            QPointF(self.width() / 2, self.height() / 2),
            min(self.width(), self.height()) / 2 - scale.S,
        )
        number, name, at = self._flashed
        fresh = max(0.0, 1 - (time.monotonic() - at) / _FLASH)
        ring, words = (number, name) if fresh else (self._class, self._name)
        if fresh or ring:
            painter.setOpacity(fresh or 1.0)
            painter.setPen(QPen(QColor(class_colour(ring, colours)), 10))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, room - 6, room - 6)
            painter.setOpacity(1)
        if self._shares or not ring:
            self._draw_shape(painter, middle, room - 2 * scale.M, not words and not self._shares)
        if words:
            painter.setPen(QColor(colours.text))
            painter.setFont(scale.font(scale.LARGE))
            foot = QRectF(self.rect()).adjusted(0, 0, -scale.M, -scale.S)
            place = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
            painter.drawText(foot if self._shares else QRectF(self.rect()),
                             int(place if self._shares else Qt.AlignmentFlag.AlignCenter), words)  # fmt: skip

    def _draw_shape(self, painter: QPainter, middle: QPointF, room: float, faint: bool) -> None:
        hue, size, petals, turn = (*self._shares[:4], *_PLAIN[len(self._shares) :])
        colour = QColor.fromHsvF(0.78 * min(max(hue, 0.0), 1.0), 0.62, 0.95 if palette().dark else 0.8)
        path = QPainterPath()
        for n in range(_POINTS + 1):
            angle = 2 * math.pi * (n / _POINTS + turn)
            radius = room * (0.25 + 0.75 * size) * (1 - 0.4 * petals * (1 + math.cos(5 * angle)) / 2)
            point = middle + QPointF(radius * math.cos(angle), radius * math.sin(angle))
            path.lineTo(point) if n else path.moveTo(point)
        painter.setOpacity(0.2 if faint else 1.0)
        painter.fillPath(path, colour)
        painter.setOpacity(1)


def _share(output: Output, value: float) -> float:
    span = output.maximum - output.minimum
    share = (value - output.minimum) / span if span > 0 else 0.5
    return min(max(float(share), 0.0), 1.0) if math.isfinite(share) else 0.5


def _whole(value: float) -> int:
    return round(value) if math.isfinite(value) else 0


def _name(output: Output, number: int) -> str:
    if number <= 0:
        return tr("nothing")
    named = output.class_names[number - 1] if number <= len(output.class_names) else ""
    return named or tr("class {number}").format(number=number)
