"""The cards of the templates, each with a small picture of its inputs and outputs."""

from __future__ import annotations

import math
from collections.abc import Callable

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wekipy.gui.start.templates import Template
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.theme.parts import across, label
from wekipy.gui.theme.theme import palette, role
from wekipy.gui.translation import tr

_SIDE = 56  # of a picture
_HEIGHT = 92  # of a card

Draw = Callable[[QPainter, Palette], None]


class Card(QPushButton):
    """A template as a button."""

    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "card")
        self.template = template
        self.setAccessibleName(tr(template.name))
        self.setAccessibleDescription(tr(template.words))
        row = across(self, scale.M, scale.M)
        row.addWidget(Sketch(template.id, self))
        words = QVBoxLayout()
        words.setSpacing(scale.XS)
        words.addStretch(1)
        for text, kind in ((tr(template.name), ""), (tr(template.words), "small")):
            shown = label(text, kind, self)
            shown.setWordWrap(True)
            shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(shown)
        words.addStretch(1)
        row.addLayout(words, 1)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name; that of a button without text is too low
        """As high as its picture."""
        return QSize(240, _HEIGHT)


class Sketch(QWidget):
    """The picture of a template."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = _SKETCHES[name]
        self.setFixedSize(_SIDE, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, palette())


def _pen(colour: str, width: float = 3.0) -> QPen:
    return QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _knob(painter: QPainter, colours: Palette, field: QRectF, share: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(colours.strong))
    painter.drawArc(field, 225 * 16, -270 * 16)
    painter.setPen(_pen(colours.accent))
    painter.drawArc(field, 225 * 16, round(-270 * share) * 16)


def _fader(painter: QPainter, colours: Palette, x: float, share: float) -> None:
    top, bottom = 6.0, 50.0
    at = bottom - share * (bottom - top)
    painter.setPen(_pen(colours.strong))
    painter.drawLine(QPointF(x, top), QPointF(x, at))
    painter.setPen(_pen(colours.accent))
    painter.drawLine(QPointF(x, at), QPointF(x, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.text))
    painter.drawRoundedRect(QRectF(x - 6, at - 3, 12, 6), 2, 2)


def _knobs(painter: QPainter, colours: Palette) -> None:
    _knob(painter, colours, QRectF(4, 5, 22, 22), 0.7)
    _knob(painter, colours, QRectF(6, 34, 18, 18), 0.35)
    _fader(painter, colours, 36, 0.65)
    _fader(painter, colours, 50, 0.3)


def _swarm(painter: QPainter, colours: Palette, number: int, middle: QPointF, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    colour = QColor(class_colour(number, colours))
    colour.setAlphaF(0.25)
    painter.setBrush(colour)
    painter.drawEllipse(middle, radius, radius)
    painter.setBrush(QColor(class_colour(number, colours)))
    for n in range(5):
        angle = 2.4 * n + number
        away = radius * 0.7 * math.sqrt(n / 5)
        painter.drawEllipse(middle + QPointF(away * math.cos(angle), away * math.sin(angle)), 2.4, 2.4)


def _poses(painter: QPainter, colours: Palette) -> None:
    _swarm(painter, colours, 1, QPointF(15, 16), 14)
    _swarm(painter, colours, 2, QPointF(41, 20), 13)
    _swarm(painter, colours, 3, QPointF(25, 42), 13)


def _gestures(painter: QPainter, colours: Palette) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    stroke = QPainterPath(QPointF(6, 40))
    stroke.cubicTo(QPointF(6, 4), QPointF(34, 0), QPointF(32, 22))
    stroke.cubicTo(QPointF(30, 42), QPointF(14, 34), QPointF(24, 22))
    stroke.cubicTo(QPointF(32, 14), QPointF(40, 16), QPointF(48, 22))
    painter.setPen(_pen(colours.accent))
    painter.drawPath(stroke)
    painter.drawPolyline(QPolygonF([QPointF(40, 24), QPointF(49, 23), QPointF(46, 14)]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.text))
    painter.drawEllipse(QPointF(6, 41), 4, 4)
    for n in range(3):
        painter.setBrush(QColor(class_colour(n + 1, colours)))
        painter.drawEllipse(QPointF(28 + 11 * n, 49), 3.5, 3.5)


def _mixed(painter: QPainter, colours: Palette) -> None:
    _swarm(painter, colours, 1, QPointF(14, 15), 12)
    _swarm(painter, colours, 2, QPointF(16, 42), 12)
    _fader(painter, colours, 38, 0.7)
    _fader(painter, colours, 51, 0.4)


_SKETCHES: dict[str, Draw] = {"knobs": _knobs, "poses": _poses, "gestures": _gestures, "mixed": _mixed}
