"""How the grid of connections is painted: only what can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PyQt6.QtCore import QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPixmap

from wekipy.gui.connections.places import CELL, Places
from wekipy.gui.connections.table import Table
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette

_DOT = 6


@dataclass(frozen=True)
class Look:
    """What is drawn.

    Attributes:
        table: (inputs, outputs); `shown` are the inputs (from 0) that have rows.
        inputs, outputs: names.
        marked: for each output, whether it has changed since it was trained.
        cursor, over: (row, column); column or row -1 is the names.
    """

    table: Table
    shown: Sequence[int]
    inputs: Sequence[str]
    outputs: Sequence[str]
    marked: Sequence[bool]
    cursor: tuple[int, int]
    over: tuple[int, int]
    focused: bool


def draw(painter: QPainter, look: Look, places: Places, room: QSize, colours: Palette) -> None:
    """Draw the whole grid into this room."""
    width, height = room.width(), room.height()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(scale.font(scale.SMALL))
    painter.save()
    painter.setClipRect(places.left, places.top, width - places.left, height - places.top)
    _cells(painter, look, places, room, colours)
    painter.restore()
    _row_names(painter, look, places, height, colours)
    _column_names(painter, look, places, width, colours)


def _cells(painter: QPainter, look: Look, places: Places, room: QSize, colours: Palette) -> None:
    device = painter.device()
    ratio = 1.0 if device is None else device.devicePixelRatioF()
    on, off, faint = (_stamp(c, ratio) for c in (colours.accent, colours.raised, colours.hover))
    columns = places.visible_columns(room.width())
    for row in places.visible_rows(room.height()):
        for column in columns:
            over = row == look.over[0] or column == look.over[1]
            stamp = on if look.table[look.shown[row], column] else faint if over else off
            painter.drawPixmap(places.cell(row, column).topLeft(), stamp)
    if look.focused and len(look.shown) and len(look.outputs):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(colours.text))
        painter.drawRoundedRect(QRectF(places.cell(*look.cursor)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


@lru_cache(maxsize=16)
def _stamp(colour: str, ratio: float) -> QPixmap:
    """A cell, drawn once: thousands of rounded corners for each frame take too long."""
    made = QPixmap(round(CELL * ratio), round(CELL * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(2, 2, CELL - 4, CELL - 4), 5, 5)
    painter.end()
    return made


def _row_names(painter: QPainter, look: Look, places: Places, height: int, colours: Palette) -> None:
    painter.save()
    painter.setClipRect(0, places.top, places.left, height - places.top)
    metrics = QFontMetrics(painter.font())
    for row in places.visible_rows(height):
        area = QRect(0, places.cell(row, 0).top(), places.left - scale.S, CELL)
        lit = row in (look.over[0], look.cursor[0] if look.focused else -2)
        painter.setPen(QColor(colours.text if lit else colours.dim))
        words = metrics.elidedText(look.inputs[look.shown[row]], Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
    painter.restore()


def _column_names(painter: QPainter, look: Look, places: Places, width: int, colours: Palette) -> None:
    painter.save()
    painter.setClipRect(places.left, 0, width - places.left, places.top)
    metrics = QFontMetrics(painter.font())
    for column in places.visible_columns(width):
        area = places.cell(0, column)
        lit = column in (look.over[1], look.cursor[1] if look.focused else -2)
        painter.save()
        painter.translate(area.left(), places.top - scale.S)
        painter.rotate(-90)
        space = places.top - scale.S - (2 * _DOT if look.marked[column] else 0)
        words = metrics.elidedText(look.outputs[column], Qt.TextElideMode.ElideRight, space)
        painter.setPen(QColor(colours.text if lit else colours.dim))
        side = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(0, 0, space, CELL), side, words)
        painter.restore()
        if look.marked[column]:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.warning))
            top = places.top - scale.S - metrics.horizontalAdvance(words) - 2 * _DOT
            painter.drawEllipse(QRectF(area.center().x() - _DOT / 2 + 1, top, _DOT, _DOT))
    painter.restore()
