"""What tiles have in common: their head, and where in them the rest is."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter

from wekipy.gui.stage.face import Face
from wekipy.gui.stage.lettering import LEAST, cut, cut_name, ems, fitted, line_height
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ASIDE, _ASIDE_LEAST = (
    0.6,
    0.3,
)  # of the width, at most and beside a long name, for what is at the right of a head
_REGULAR = QFont.Weight.Normal


@dataclass(frozen=True)
class Picture:
    """A tile at a moment.

    Attributes:
        inner: the room in it.
        ink: the colour of its level.
    """

    name: str
    face: Face
    inner: QRectF
    ink: str


def head_size(inner: QRectF) -> float:
    """The height of the letters of a head."""
    return min(max(inner.height() * 0.09, 12), inner.width() * 0.09, 40)


def head_height(inner: QRectF) -> float:
    """The height of the line that a head is."""
    return line_height(fitted("", inner.width(), head_size(inner))) + min(inner.height() * 0.02, 8)


def aside_ink(face: Face, colours: Palette) -> str:
    """What is taught has the colour of targets, and what is answered none, whichever is large."""
    mute = bool(face.pads) and not any(pad.taught for pad in face.pads)
    return colours.dim if face.teaching or mute else colours.target


def _aside_in(face: Face, width: float) -> str:
    """As much of what is said at the right as there is room for: pads show it, too."""
    return next((said for said in (face.aside, face.brief) if ems(said) * LEAST <= width), "")


def paint_head(painter: QPainter, colours: Palette, picture: Picture, beside: str = "") -> None:
    """Draw the name, what is said beside it, and at the right what is taught, or, recording, answered."""
    face, inner = picture.face, picture.inner
    size, room = head_size(inner), QRectF(inner.left(), inner.top(), inner.width(), head_height(inner))
    text, left = f"{picture.name}  ·  {beside}" if beside else picture.name, room.width()
    if beside and ems(text) * LEAST > left:
        text = beside
    most = min(_ASIDE * left, left - scale.M - ems(text) * LEAST)  # the name comes first
    most = most if beside else max(most, _ASIDE_LEAST * left)
    said = _aside_in(face, most)
    if said:
        aside = fitted(said, most, size)
        shown = cut(said, aside, most)
        painter.setFont(aside)
        painter.setPen(QColor(aside_ink(face, colours)))
        painter.drawText(room, RIGHT, shown)
        left -= ems(shown) * aside.pixelSize() + scale.M
    name = fitted(text, left, size)
    painter.setFont(name)
    painter.setPen(QColor(colours.dim))
    painter.drawText(room, LEFT, cut(text, name, left) if beside else cut_name(text, name, left))


def words_ink(face: Face, colours: Palette) -> QColor:
    """The colour of the large words."""
    return QColor(colours.dim if face.dim else colours.target if face.teaching else colours.text)
