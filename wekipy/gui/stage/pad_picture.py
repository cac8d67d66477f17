"""The picture of a pad: its name, how likely it is, whether it is lit, whether it is the target."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from wekipy.gui.outputs.pad_painting import ink_on
from wekipy.gui.stage.face import Pad
from wekipy.gui.stage.lettering import LEAST, cut_name, ems, fitted, sized
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.theme.theme import stage_palette

_TINT = 0.36  # of the colour of a class in the level of one that is not lit: text is read on it
_SHADE = 0.82  # of the colour of the one that is lit, where its level does not reach
_HIGH = 64  # from here on a pad has two lines, and a level that rises
_UNDER_WAY = 0.2  # of a gesture that is not recognised yet: its name is bright
_BRIGHT = 0.5  # of the shine: from here on the ink is that for the colour of the class
_LETTERS = 4  # with fewer of them a name says less than the number
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ONLY_NUMBER = 44  # a narrower one has no name


@dataclass(frozen=True)
class Look:
    """What pads have in common.

    Attributes:
        keys: digits choose among them now.
        teaching: what is recorded is lit, in place of what is answered.
        dim: nothing is answered.
        chances: levels are chances, said in per cent, too; else they are what is done of gestures.
    """

    keys: bool = False
    teaching: bool = False
    dim: bool = False
    chances: bool = True


def blended(ground: str, colour: str, share: float) -> QColor:
    """A colour between two."""
    below, above = QColor(ground), QColor(colour)
    return QColor.fromRgbF(
        below.redF() + share * (above.redF() - below.redF()),
        below.greenF() + share * (above.greenF() - below.greenF()),
        below.blueF() + share * (above.blueF() - below.blueF()),
    )


def paint_pad(painter: QPainter, place: QRectF, pad: Pad, look: Look, letters: float) -> None:
    """Draw a pad.

    Args:
        letters: how large its name is, where it is high enough, unless that would be too wide.
    """
    colours = stage_palette()
    if look.teaching:
        pad = replace(pad, shine=float(pad.taught))
    round_ = min(max(place.height() * 0.1, 6), 14)
    path = QPainterPath()
    path.addRoundedRect(place, round_, round_)
    _paint_ground(painter, path, place, pad, look)
    if pad.shine >= _BRIGHT:
        ink = ink_on(QColor(class_colour(pad.number, colours)))
    else:
        quiet = look.dim and not pad.taught and not pad.share > _UNDER_WAY
        ink = QColor(colours.dim if quiet else colours.text)
    painter.setPen(ink)
    _paint_words(painter, place, pad, look, letters)
    if pad.taught:
        _paint_target(painter, colours, place, round_, look.teaching)


def _paint_ground(painter: QPainter, path: QPainterPath, place: QRectF, pad: Pad, look: Look) -> None:
    colours = stage_palette()
    colour, known = class_colour(pad.number, colours), not math.isnan(pad.share)
    ground = blended(colours.raised, colour, pad.shine * (_SHADE if known and look.chances else 1.0))
    painter.fillPath(path, ground)
    if known and pad.share > 0:
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(
            _level(place, pad.share), blended(colours.raised, colour, _TINT + (1 - _TINT) * pad.shine)
        )
        painter.restore()


def _level(place: QRectF, share: float) -> QRectF:
    if place.height() >= _HIGH:
        high = place.height() * share
        return QRectF(place.left(), place.bottom() - high, place.width(), high)
    return QRectF(place.left(), place.top(), place.width() * share, place.height())


def _paint_words(painter: QPainter, place: QRectF, pad: Pad, look: Look, letters: float) -> None:
    if place.width() < _ONLY_NUMBER:
        painter.setFont(sized(int(min(place.height() * 0.5, 20))))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(pad.number))
    elif place.height() >= _HIGH:
        _paint_high(painter, place, pad, look, letters)
    else:
        _paint_low(painter, place, pad, look)


def _paint_high(painter: QPainter, place: QRectF, pad: Pad, look: Look, size: float) -> None:
    """The name in the middle, its key above, per cent below."""
    edge = _frame_width(place.height()) + 2 if pad.taught else 4
    room = place.adjusted(12, edge, -12, -edge)
    weight = QFont.Weight.Bold if pad.shine > 0 or pad.taught else QFont.Weight.DemiBold
    name = fitted(pad.name, room.width(), size, weight)
    small = sized(int(min(max(size * 0.5, 13), place.height() * 0.22, 56)))
    painter.setFont(name)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, cut_name(pad.name, name, room.width()))
    painter.setFont(small)
    if look.keys and 0 <= pad.number <= 9:
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(pad.number))
    if look.chances and not math.isnan(pad.share):
        foot = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, foot, f"{pad.share:.0%}")


def _paint_low(painter: QPainter, place: QRectF, pad: Pad, look: Look) -> None:
    """One line: key, name, and per cent at the right; without what there is no room for."""
    room = place.adjusted(8, 0, -8, 0)
    size = min(max(place.height() * 0.5, 12), 30)
    mark = _mark_size(place.height()) * 2 + 4 if pad.taught else 0.0
    percent = f"{pad.share:.0%}" if look.chances and not math.isnan(pad.share) else ""
    beside = ems("100%") * size * 0.8 + 8 + mark
    keyed = f"{pad.number}  {pad.name}" if look.keys and 0 <= pad.number <= 9 else pad.name
    if percent and ems(keyed) * LEAST <= room.width() - beside:
        painter.setFont(sized(int(size * 0.8)))
        painter.drawText(room.adjusted(0, 0, -mark, 0), _RIGHT, percent)
        room.adjust(0, 0, -beside, 0)
    text = keyed if ems(keyed) * LEAST <= room.width() else pad.name
    font = fitted(text, room.width(), size, QFont.Weight.Bold if pad.taught else QFont.Weight.DemiBold)
    shown = cut_name(text, font, room.width())
    if shown != text and (len(shown) < _LETTERS or text.endswith(str(pad.number))):
        shown = str(pad.number)
    painter.setFont(font)
    painter.drawText(room, _LEFT, shown)


def _paint_target(painter: QPainter, colours: Palette, place: QRectF, round_: float, teaching: bool) -> None:
    """A frame and a mark; while it is recorded also the dot of Record."""
    wide = _frame_width(place.height())
    painter.setPen(QPen(QColor(colours.target), wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), round_, round_)
    painter.setPen(QPen(QColor(colours.background), 2))  # else it is one with a class of a like colour
    inner = place.adjusted(wide, wide, -wide, -wide)
    painter.drawRoundedRect(inner, max(round_ - wide, 2), max(round_ - wide, 2))
    size = _mark_size(place.height())
    at = QPointF(place.right() - 2 * size - wide, place.top())
    paint_mark(painter, colours, at, size)
    if teaching and place.height() >= _HIGH:
        painter.setPen(QPen(QColor(colours.background), 2))
        painter.setBrush(QColor(colours.record))
        painter.drawEllipse(QPointF(at.x() - 3.4 * size, place.top() + wide + 1.4 * size), size, size)


def _frame_width(height: float) -> float:
    return min(max(height * 0.05, 3.0), 9.0)


def _mark_size(height: float) -> float:
    return min(max(height * 0.1, 4.0), 14.0)


def paint_mark(painter: QPainter, colours: Palette, at: QPointF, size: float) -> None:
    """The handle of a track, as a sign of the target without colour."""
    painter.setPen(QPen(QColor(colours.background), 2))
    painter.setBrush(QColor(colours.target))
    corners = ((-1.0, -0.1), (1.0, -0.1), (1.0, 1.2), (0.0, 2.2), (-1.0, 1.2))
    painter.drawPolygon(QPolygonF([at + QPointF(dx * size, dy * size) for dx, dy in corners]))
