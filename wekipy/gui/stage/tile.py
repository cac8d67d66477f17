"""An output on stage: its value as a word, a number and a level that are read from far away; its pads."""

from __future__ import annotations

import math
from dataclasses import replace

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.client.state import Output
from wekipy.gui.stage.face import Face, Fired, step
from wekipy.gui.stage.pads import StagePads
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.theme.theme import stage_palette

_STEPS = 400  # of a level: what moves less is not drawn again
_PADS = 0.46  # of the height of a tile, at most


class Tile(QWidget):
    """Draws the face of an output.

    Signals:
        chosen(int): the number of the pad that was pressed.
        pressed(): the tile itself was.

    Attributes:
        fired: which of its gestures were recognised while it was shown.
        pads: what can be chosen.
    """

    chosen = pyqtSignal(int)
    pressed = pyqtSignal()

    def __init__(self, output: Output, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fired = Fired()
        self._name = output.name
        self._face = Face("–", dim=True)
        self._focused = False
        self.pads = StagePads(self)
        self.pads.chosen.connect(self.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(70, 44)

    @property
    def face(self) -> Face:
        """What is shown."""
        return self._face

    def show_face(self, name: str, face: Face, keys: bool, focused: bool) -> None:
        """Show this from now on; draws only what has changed to the eye.

        Args:
            keys: digits choose among its pads.
            focused: it is to be seen that they do, for there are other tiles with pads.
        """
        rounded = replace(face, level=step(face.level, _STEPS), target=step(face.target, _STEPS))
        if (name, rounded, focused) != (self._name, self._face, self._focused):
            fewer = len(rounded.pads) != len(self._face.pads)
            self._name, self._face, self._focused = name, rounded, focused
            self.setAccessibleName(f"{name}: {face.words} {face.note}".rstrip())
            self.setAccessibleDescription(face.aside)
            self.pads.show_pads(rounded.pads, keys)
            if fewer:
                self._place_pads()
            self.update()
        else:
            self.pads.show_pads(rounded.pads, keys)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Keys are for this one from now on."""
        self.pressed.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Pads are at the foot."""
        super().resizeEvent(event)
        self._place_pads()

    def _place_pads(self) -> None:
        inner = self._inner()
        high = self.pads.wanted_height(inner.width(), inner.height() * _PADS)
        self.pads.setVisible(high > 0)
        place = QRectF(inner.left(), inner.bottom() - high, inner.width(), high)
        self.pads.setGeometry(place.toAlignedRect())

    def _inner(self) -> QRectF:
        place = QRectF(self.rect())
        return place.adjusted(28, 10, -18, -16) if place.height() > 110 else place.adjusted(18, 4, -10, -8)

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
        if self._focused:
            painter.setPen(QPen(QColor(colours.text), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), 12, 12)
        inner = self._inner()
        top = self._paint_head(painter, colours, inner)
        pads = not self.pads.isHidden()
        foot = QRectF(self.pads.geometry()) if pads else self._bar(inner)
        self._paint_words(painter, colours, QRectF(inner.left(), top, inner.width(), foot.top() - top))
        if not pads:
            self._paint_level(painter, colours, foot, ink)

    def _paint_head(self, painter: QPainter, colours: Palette, inner: QRectF) -> float:
        """The name, and what is taught, or answered, at its right; gives where it ends."""
        face, size = self._face, min(max(inner.height() * 0.13, 13), 30)
        aside = scale.fitting(face.aside, inner.width() * 0.62, size, 12)
        small = scale.fitting(self._name, inner.width() * (0.36 if face.aside else 1.0), size, 12)
        line = max(QFontMetricsF(small).height(), QFontMetricsF(aside).height())
        room = QRectF(inner.left(), inner.top(), inner.width(), line)
        right = 0.0
        if face.aside:
            shown = QFontMetricsF(aside).elidedText(
                face.aside, Qt.TextElideMode.ElideRight, inner.width() * 0.62
            )
            right = QFontMetricsF(aside).horizontalAdvance(shown) + scale.M
            painter.setFont(aside)
            # What is taught has the colour of targets, and what is answered none, whichever is large.
            painter.setPen(QColor(colours.dim if face.teaching or self._mute() else colours.target))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(small)
        painter.setPen(QColor(colours.dim))
        name = QFontMetricsF(small).elidedText(self._name, Qt.TextElideMode.ElideRight, inner.width() - right)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        return inner.top() + line

    def _mute(self) -> bool:
        return not any(pad.taught for pad in self._face.pads) and bool(self._face.pads)

    def _paint_words(self, painter: QPainter, colours: Palette, room: QRectF) -> None:
        face = self._face
        note = scale.font(1, QFont.Weight.DemiBold)
        note.setPixelSize(round(min(max(self.height() * 0.2, 13), 56)))
        beside = QFontMetricsF(note).horizontalAdvance(face.note) + scale.M if face.note else 0.0
        large = scale.fitting(
            face.words, room.width() - beside, min(room.height() * 0.86, max(120, self.height() * 0.3)), 13
        )
        painter.setFont(large)
        ink = colours.dim if face.dim else colours.target if face.teaching else colours.text
        painter.setPen(QColor(ink))
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

    def _paint_level(self, painter: QPainter, colours: Palette, bar: QRectF, ink: str) -> None:
        face = self._face
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
