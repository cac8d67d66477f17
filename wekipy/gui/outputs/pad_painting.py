"""How a pad of a class looks: name, examples, course, and how likely it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette

F64 = npt.NDArray[np.float64]
METER = 5  # height of the bar of how likely it is
_SIDE = 9  # pixels between the edge of a pad and what is in it


@dataclass(frozen=True)
class Face:
    """What a pad shows.

    Attributes:
        number: of the class; 0 is nothing.
        words: its number and its name.
        note: how many examples it has; "" in a pad without room for more than its name.
        lit: it is the answer. taught: it is the target. focus: keys are for it.
        recorded: a take of it is running.
        share: how likely it is, 0 to 1; NaN for none.
        course: of its last take, (points, inputs) within 0 to 1; None for none.
    """

    number: int
    words: str
    note: str = ""
    lit: bool = False
    taught: bool = False
    focus: bool = False
    recorded: bool = False
    share: float = float("nan")
    course: F64 | None = None


def name_place(place: QRectF) -> QRectF:
    """Where the name of a pad with room is, which a click on it edits."""
    return QRectF(place.left() + 2, place.top() + 2, place.width() - 4, scale.roomy(24))


def paint_pad(painter: QPainter, place: QRectF, face: Face, full: bool) -> None:
    """Draw a pad; `full` has room for a note and a course."""
    colours = palette()
    colour = QColor(class_colour(face.number, colours))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour if face.lit else QColor(colours.raised))
    painter.drawRoundedRect(place, 6, 6)
    ink = ink_on(colour) if face.lit else QColor(colours.text)
    if full:
        _course(painter, place, face, ink if face.lit else colour)
    if face.taught or face.recorded:
        frame = colours.record if face.recorded else colours.accent if face.focus else colours.target
        painter.setPen(QPen(QColor(frame), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 6, 6)
        _mark(painter, place.right() - 12, place.top())
    _words(painter, place, face, ink, full)
    if not np.isnan(face.share):
        _meter(painter, place, face.share, ink if face.lit else colour, QColor(colours.strong))


def _words(painter: QPainter, place: QRectF, face: Face, ink: QColor, full: bool) -> None:
    painter.setFont(scale.font(scale.SMALL))
    metrics = QFontMetricsF(painter.font())
    below = 2 if np.isnan(face.share) or full else METER + 3
    room = name_place(place) if full else place.adjusted(0, 2, 0, -below)
    room = room.adjusted(_SIDE - 2, 0, -_SIDE - (14 if face.taught else 0), 0)
    painter.setPen(ink)
    middle = Qt.AlignmentFlag.AlignVCenter
    name = metrics.elidedText(face.words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, name)
    if full and face.note:
        line = QRectF(room.left(), room.bottom(), place.right() - _SIDE - room.left(), metrics.height())
        note = metrics.elidedText(face.note, Qt.TextElideMode.ElideRight, line.width())
        painter.setPen(ink if face.lit else QColor(palette().dim))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, note)


def _course(painter: QPainter, place: QRectF, face: Face, colour: QColor) -> None:
    """The inputs of the last take, below the note, faintly: what they were like, not what they were."""
    if face.course is None or len(face.course) < 2:
        return
    top, low = place.top() + scale.roomy(43), place.bottom() - METER - 9
    left, right = place.left() + _SIDE, place.right() - _SIDE
    if right - left < 20 or low - top < 6:
        return
    faint = QColor(colour)
    faint.setAlpha(190)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faint, 1.2))
    step = (right - left) / (len(face.course) - 1)
    for values in face.course.T:
        path = QPainterPath(QPointF(left, low - (low - top) * float(values[0])))
        for n, value in enumerate(values[1:], 1):
            path.lineTo(left + n * step, low - (low - top) * float(value))
        painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)


def _mark(painter: QPainter, x: float, y: float) -> None:
    """The handle of a track, as a sign of the target without colour."""
    painter.setPen(QPen(QColor(palette().background), 1.5))
    painter.setBrush(QColor(palette().target))
    corners = ((-5, 0), (5, 0), (5, 6), (0, 11), (-5, 6))
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))


def _meter(painter: QPainter, place: QRectF, share: float, colour: QColor, ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    line = QRectF(place.left() + 8, place.bottom() - METER - 4, place.width() - 16, METER)
    ground.setAlpha(130)
    painter.setBrush(ground)
    painter.drawRoundedRect(line, 2, 2)
    if share > 0:
        line.setWidth(max(line.width() * share, 2))
        painter.setBrush(colour)
        painter.drawRoundedRect(line, 2, 2)


def ink_on(colour: QColor) -> QColor:
    """Black or white, whichever is read on a colour."""
    light = 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF()
    return QColor("#0b0c0e") if light > 0.45 else QColor("#ffffff")
