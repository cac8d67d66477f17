"""An output on stage: its value as a word, a number and a level that are read from far away."""

from __future__ import annotations

import math

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.session.state import Output
from wekipy.gui.stage.face import Face, Fired
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.theme.theme import stage_palette

_STEPS = 400  # of a level: what moves less is not drawn again


class Tile(QWidget):
    """Draws the face of an output.

    Attributes:
        fired: which of its gestures were recognised while it was shown.
    """

    def __init__(self, output: Output, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fired = Fired()
        self._name = output.name
        self._face = Face("–", dim=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(70, 44)

    def show_face(self, name: str, face: Face) -> None:
        """Show this from now on; draws only what has changed to the eye."""
        rounded = Face(
            face.words, face.colour, _step(face.level), _step(face.target), face.note, face.dim
        )  # fmt: skip
        if (name, rounded) != (self._name, self._face):
            self._name, self._face = name, rounded
            self.setAccessibleName(f"{name}: {face.words} {face.note}".rstrip())
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        colours, face = stage_palette(), self._face
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(place, 12, 12)
        painter.fillPath(path, QColor(colours.surface))
        ink = colours.accent if face.colour is None else class_colour(face.colour, colours)
        if face.colour is not None and not face.dim:
            painter.setClipPath(path)
            painter.fillRect(QRectF(0, 0, 12, place.height()), QColor(ink))
            painter.setClipping(False)
        inner = place.adjusted(28, 10, -18, -16) if place.height() > 110 else place.adjusted(18, 4, -10, -8)
        self._paint_words(painter, colours, inner)
        self._paint_level(painter, colours, inner, ink)

    def _paint_words(self, painter: QPainter, colours: Palette, inner: QRectF) -> None:
        face, height = self._face, inner.height()
        small = _fitting(self._name, inner.width(), min(max(height * 0.13, 13), 30), 12)
        painter.setFont(small)
        painter.setPen(QColor(colours.dim))
        line = QFontMetricsF(small).height()
        name = QFontMetricsF(small).elidedText(self._name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), line), 0, name)
        bar = self._bar(inner)
        room = QRectF(inner.left(), inner.top() + line, inner.width(), bar.top() - inner.top() - line)
        note = scale.font(round(min(max(height * 0.2, 13), 56)), QFont.Weight.DemiBold)
        beside = QFontMetricsF(note).horizontalAdvance(face.note) + scale.M if face.note else 0.0
        large = _fitting(face.words, room.width() - beside, min(room.height() * 0.86, 120), 13)
        painter.setFont(large)
        painter.setPen(QColor(colours.dim if face.dim else colours.text))
        shown = QFontMetricsF(large).elidedText(
            face.words, Qt.TextElideMode.ElideRight, room.width() - beside
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if face.note:
            painter.setFont(note)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, face.note)

    def _bar(self, inner: QRectF) -> QRectF:
        height = min(max(inner.height() * 0.14, 9), 28)
        return QRectF(inner.left(), inner.bottom() - height, inner.width(), height)

    def _paint_level(self, painter: QPainter, colours: Palette, inner: QRectF, ink: str) -> None:
        face, bar = self._face, self._bar(inner)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        round_ = bar.height() / 2
        painter.drawRoundedRect(bar, round_, round_)
        if not math.isnan(face.level):
            painter.setBrush(QColor(ink))
            width = max(bar.width() * face.level, bar.height())
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), width, bar.height()), round_, round_)
        if not math.isnan(face.target):
            at = bar.left() + (bar.width() - 4) * min(max(face.target, 0.0), 1.0)
            painter.setBrush(QColor(colours.target))
            painter.drawRect(QRectF(at, bar.top() - 4, 4, bar.height() + 8))


def _step(share: float) -> float:
    # The same NaN object always, so that faces without a level are equal.
    return math.nan if math.isnan(share) else round(share * _STEPS) / _STEPS


def _fitting(text: str, width: float, largest: float, least: float) -> QFont:
    """The largest font in which the text is not wider than that."""
    font = scale.font(1, QFont.Weight.DemiBold)
    font.setPixelSize(max(round(largest), 1))
    needed = QFontMetricsF(font).horizontalAdvance(text)
    if needed > width > 0:
        font.setPixelSize(max(int(largest * width / needed), round(least)))
    return font
