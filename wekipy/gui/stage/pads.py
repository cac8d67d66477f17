"""The classes or gestures of a tile, large: the target framed and marked, the answer lit."""

from __future__ import annotations

import math

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.outputs.pads import ink_on
from wekipy.gui.stage.face import Pad
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.theme.theme import stage_palette

_WIDE, _NARROW = 84, 36  # the least width of a pad with a name, and of one with its number only
_LOW, _HIGH, _GAP = 26, 76, 8  # of a pad: least and largest height; between two


class StagePads(QWidget):
    """Draws pads in as many rows as they need.

    Signals:
        chosen(int): the number of the one that was pressed.
    """

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pads: tuple[Pad, ...] = ()
        self._keys = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def pads(self) -> tuple[Pad, ...]:
        """What is shown."""
        return self._pads

    def show_pads(self, pads: tuple[Pad, ...], keys: bool) -> None:
        """Show these; `keys`: digits choose among them now."""
        if (pads, keys) != (self._pads, self._keys):
            self._pads, self._keys = pads, keys
            self.update()

    def wanted_height(self, width: float, most: float) -> float:
        """How high they are in that width, at most `most`; 0 where they could not be read."""
        columns = self._columns(width, most)
        if not columns:
            return 0.0
        rows = math.ceil(len(self._pads) / columns)
        height = min((most + _GAP) / rows - _GAP, max(_HIGH, most * 0.3))
        return rows * (height + _GAP) - _GAP

    def _columns(self, width: float, most: float) -> int:
        """As few as fill the rows that there is room for; 0 if there is too little."""
        fitting = int((most + 1 + _GAP) // (_LOW + _GAP))  # rows
        for least in (_WIDE, _NARROW):
            columns = max(1, min(len(self._pads), int((width + _GAP) // (least + _GAP))))
            rows = math.ceil(len(self._pads) / columns)
            if rows and rows <= fitting:
                return math.ceil(len(self._pads) / rows)
        return 0

    def place(self, index: int) -> QRectF:
        """Where a pad is."""
        columns = self._columns(self.width(), self.height()) or len(self._pads)
        rows = math.ceil(len(self._pads) / columns)
        width = (self.width() + _GAP) / columns - _GAP
        height = (self.height() + _GAP) / rows - _GAP
        row, column = divmod(index, columns)
        return QRectF(column * (width + _GAP), row * (height + _GAP), width, height)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Choose the one that is pressed."""
        if event is None:
            return
        for index, pad in enumerate(self._pads):
            if self.place(index).contains(event.position()):
                self.chosen.emit(pad.number)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, pad in enumerate(self._pads):
            self._pad(painter, stage_palette(), self.place(index).adjusted(2.5, 2.5, -2.5, -2.5), pad)

    def _pad(self, painter: QPainter, colours: Palette, place: QRectF, pad: Pad) -> None:
        colour = QColor(class_colour(pad.number, colours))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour if pad.lit else QColor(colours.raised))
        painter.drawRoundedRect(place, 9, 9)
        ink = ink_on(colour) if pad.lit else QColor(colours.text)
        foot = 0.0
        if not math.isnan(pad.share) and place.height() >= 34:
            foot = min(max(place.height() * 0.1, 4), 8)
            line = QRectF(place.left() + 10, place.bottom() - foot - 6, place.width() - 20, foot)
            self._meter(painter, line, pad.share, ink if pad.lit else colour)
        self._words(painter, place.adjusted(10, 0, -10, -1.6 * foot), pad, ink)
        if pad.taught:
            painter.setPen(QPen(QColor(colours.target), 5 if place.height() >= 40 else 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 9, 9)
            size = self._mark_size(place.height())
            self._mark(painter, colours, QPointF(place.right() - 2 * size, place.top()), size)

    def _words(self, painter: QPainter, room: QRectF, pad: Pad, ink: QColor) -> None:
        right = self._mark_size(room.height()) * 2 + 2 if pad.taught else 0.0
        width = room.width() - right
        if room.width() < _WIDE - 20:
            text, right = str(pad.number), 0.0
        else:
            text = f"{pad.number}  {pad.name}" if self._keys and 0 <= pad.number <= 9 else pad.name
        weight = QFont.Weight.Bold if pad.taught else QFont.Weight.DemiBold
        font = scale.fitting(text, width, min(max(room.height() * 0.42, 13), 26), 13, weight)
        painter.setFont(font)
        painter.setPen(ink)
        words = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 16))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _meter(self, painter: QPainter, line: QRectF, share: float, colour: QColor) -> None:
        round_ = line.height() / 2
        ground = QColor(stage_palette().strong)
        ground.setAlpha(130)
        painter.setBrush(ground)
        painter.drawRoundedRect(line, round_, round_)
        if share > 0:
            line.setWidth(max(line.width() * share, line.height()))
            painter.setBrush(colour)
            painter.drawRoundedRect(line, round_, round_)

    def _mark_size(self, height: float) -> float:
        return min(max(height * 0.13, 4.0), 9.0)

    def _mark(self, painter: QPainter, colours: Palette, at: QPointF, size: float) -> None:
        """The handle of a track, as a sign of the target without colour."""
        painter.setPen(QPen(QColor(colours.background), 2))
        painter.setBrush(QColor(colours.target))
        corners = ((-1.0, -0.1), (1.0, -0.1), (1.0, 1.2), (0.0, 2.2), (-1.0, 1.2))
        painter.drawPolygon(QPolygonF([at + QPointF(dx * size, dy * size) for dx, dy in corners]))
