"""The picture of a number: a track upright where the tile is high enough, else lying below its words."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from wekipy.gui.stage.face import Face
from wekipy.gui.stage.lettering import LEAST, cut, cut_name, ems, fitted, line_height
from wekipy.gui.stage.picture import LEFT, Picture, aside_ink, words_ink
from wekipy.gui.theme.palette import Palette

_SIDE, _SIDE_LEAST = 0.62, 190  # of its height, and pixels: from that width on, words are beside the track
_IN_LINE = 0.14  # of its width, the letters of a value: some are left for the name
_CENTRED = Qt.AlignmentFlag.AlignCenter


def paint_track(painter: QPainter, colours: Palette, picture: Picture) -> None:
    """Draw a number as an upright track, with its value, its target and the ends of its range."""
    inner = picture.inner
    if inner.width() >= max(_SIDE * inner.height(), _SIDE_LEAST):
        at = inner.left() + inner.width() * 0.64
        words = QRectF(inner.left(), inner.top(), inner.width() * 0.6, inner.height())
        _paint_words(painter, colours, picture, words, 0.3)
        _paint_upright(painter, colours, picture, QRectF(at, inner.top(), inner.right() - at, inner.height()))
        return
    foot = _paint_words(painter, colours, picture, inner, 0.16)
    track = QRectF(inner.left(), foot, inner.width(), inner.bottom() - foot)
    _paint_upright(painter, colours, picture, track)


def _value_size(face: Face, width: float, most: float) -> float:
    """The same for all values of an output, so that digits stand still."""
    widest = max(ems(face.words), *(ems(end) for end in face.ends)) or 1.0
    return min(most, width / widest)


def _paint_words(painter: QPainter, colours: Palette, picture: Picture, room: QRectF, share: float) -> float:
    """Name, value, and what is taught, one below the other; gives where they end."""
    face, small = picture.face, min(max(room.height() * 0.07, 12), 36)
    top = room.top()
    name = fitted(picture.name, room.width(), small)
    painter.setFont(name)
    painter.setPen(QColor(colours.dim))
    line = QRectF(room.left(), top, room.width(), 1.3 * small)
    painter.drawText(line, _CENTRED, cut_name(picture.name, name, room.width()))
    top = line.bottom()
    high = max(room.height() * share * 1.15, 1.2 * small)
    place = QRectF(room.left(), top, room.width(), high)
    painter.setPen(words_ink(face, colours))
    if face.words[-1:].isdigit() or face.words == "–":
        value = fitted(face.words, room.width(), _value_size(face, room.width(), room.height() * share))
        painter.setFont(value)
        painter.drawText(place, _CENTRED, cut(face.words, value, room.width()))
    else:  # that it needs training, say
        longest = max(face.words.split(" "), key=ems)
        painter.setFont(fitted(longest, room.width(), min(1.4 * small, 0.4 * high)))
        painter.drawText(place, _CENTRED | Qt.TextFlag.TextWordWrap, face.words)
    top += high
    said = face.aside or face.note
    if said:
        said = said if ems(said) * LEAST < room.width() else face.brief
        aside = fitted(said, room.width(), small * 0.9)
        painter.setFont(aside)
        painter.setPen(QColor(aside_ink(face, colours) if face.aside else colours.text))
        painter.drawText(
            QRectF(room.left(), top, room.width(), 1.3 * small), _CENTRED, cut(said, aside, room.width())
        )
    return top + 1.4 * small


def _paint_upright(painter: QPainter, colours: Palette, picture: Picture, room: QRectF) -> None:
    face = picture.face
    least, largest = face.ends
    ends = fitted(max(face.ends, key=ems), room.width(), min(max(room.height() * 0.06, 12), 28))
    line = line_height(ends)
    painter.setFont(ends)
    painter.setPen(QColor(colours.dim))
    painter.drawText(QRectF(room.left(), room.top(), room.width(), line), _CENTRED, largest)
    painter.drawText(QRectF(room.left(), room.bottom() - line, room.width(), line), _CENTRED, least)
    wide = min(max(room.width() * 0.42, 16), 150)
    left = room.center().x() - wide / 2
    track = QRectF(left, room.top() + line + 4, wide, room.height() - 2 * line - 8)
    if track.height() <= 0:
        return
    _paint_level(painter, colours, track, face.level, picture.ink)
    if not math.isnan(face.target):
        share = min(max(face.target, 0.0), 1.0)
        _paint_target(painter, colours, track, track.bottom() - track.height() * share)


def _paint_level(painter: QPainter, colours: Palette, track: QRectF, level: float, ink: str) -> None:
    round_ = min(track.width() / 2, track.height() / 2, 14.0)
    path = QPainterPath()
    path.addRoundedRect(track, round_, round_)
    painter.fillPath(path, QColor(colours.raised))
    if math.isnan(level):
        return
    filled = QRectF(track)
    if track.height() > track.width():
        filled.setTop(track.bottom() - max(track.height() * level, 3))
    else:
        filled.setWidth(max(track.width() * level, 3))
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(filled, QColor(ink))
    painter.restore()


def _paint_target(painter: QPainter, colours: Palette, track: QRectF, y: float) -> None:
    """A line across the track, with a handle at its left that is known without its colour."""
    size = min(max(track.width() * 0.16, 6), 14)
    painter.setPen(QPen(QColor(colours.background), 2))
    painter.setBrush(QColor(colours.target))
    painter.drawRect(QRectF(track.left() - 4, y - 3, track.width() + 8, 6))
    at = QPointF(track.left() - 4, y)
    corners = ((0.4, 0.0), (-1.0, -1.1), (-2.2, -1.1), (-2.2, 1.1), (-1.0, 1.1))
    painter.drawPolygon(QPolygonF([at + QPointF(dx * size, dy * size) for dx, dy in corners]))


def lying(inner: QRectF) -> QRectF:
    """Where the track lies in a tile that is not high enough for an upright one."""
    height = min(max(inner.height() * 0.16, 9), 60)
    return QRectF(inner.left(), inner.bottom() - height, inner.width(), height)


def paint_lying(painter: QPainter, colours: Palette, picture: Picture) -> None:
    """Draw the level of an output at the foot of its tile, with the ends of a range where there is room."""
    face, bar = picture.face, lying(picture.inner)
    _paint_level(painter, colours, bar, face.level, picture.ink)
    if not math.isnan(face.target):
        at = bar.left() + (bar.width() - 6) * min(max(face.target, 0.0), 1.0)
        painter.setPen(QPen(QColor(colours.background), 1))
        painter.setBrush(QColor(colours.target))
        painter.drawRect(QRectF(at, bar.top() - 5, 6, bar.height() + 10))


def paint_line(painter: QPainter, colours: Palette, picture: Picture) -> None:
    """Draw an output as one line, over its level, where there is no room for more."""
    face, inner = picture.face, picture.inner
    if not math.isnan(face.level):
        ground = QColor(picture.ink)
        ground.setAlphaF(0.3)
        painter.fillRect(
            QRectF(inner.left(), inner.top(), inner.width() * face.level, inner.height()), ground
        )
    if not math.isnan(face.target):
        at = inner.left() + (inner.width() - 3) * min(max(face.target, 0.0), 1.0)
        painter.fillRect(QRectF(at, inner.top(), 3, inner.height()), QColor(colours.target))
    size = min(inner.height() * 0.66, 26)
    room = inner.adjusted(4, 0, -4, 0)
    most = room.width() * 0.5 if face.words[-1:].isdigit() else room.width() * 0.6
    value = fitted(face.words, most, min(size, _IN_LINE * room.width()))
    shown = cut(face.words, value, most)
    painter.setFont(value)
    painter.setPen(words_ink(face, colours))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
    left = room.width() - ems(shown) * value.pixelSize() - 6
    name = fitted(picture.name, left, size)
    painter.setFont(name)
    painter.setPen(QColor(colours.dim))
    if left > 1.5 * size:
        painter.drawText(room, LEFT, cut_name(picture.name, name, left))
