"""The gestures of a tile, a row each: lit when recognised, with what was recognised in the last minute."""

from __future__ import annotations

import math

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from wekipy.gui.stage.face import Pad
from wekipy.gui.stage.lettering import LEAST, ems, line_height, sized
from wekipy.gui.stage.pad_picture import blended, paint_pad
from wekipy.gui.stage.pads import StagePads, need_of
from wekipy.gui.stores.recognitions import KEPT
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import stage_palette
from wekipy.gui.translation import tr

LEAST_ROW = 30.0  # pixels: lower ones are no rows
_WIDE = 420.0  # pixels of a row with a strip that is long enough, where there are several columns
_HIGH_ROW = 54.0  # with less than that a second column is made
_NAME, _NAME_MOST = 0.3, 0.48  # of a row, at least and at most
_LETTERS = 44.0  # pixels of a name that is large enough: the rest is for its strip
_TICK = 10.0  # seconds


class GestureRows(StagePads):
    """Pads that, where they fill a tile, have a strip of the last minute beside them; now is at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._drawn: tuple[tuple[int, int], ...] = ()

    def row_height(self, width: float, height: float) -> float:
        """How high a row is that fills such a room."""
        columns = self._row_columns(width, height)
        return height / max(math.ceil(len(self.pads) / columns), 1)

    def _row_columns(self, width: float, height: float) -> int:
        """As few columns as give rows that are high enough, as far as they stay long enough."""
        count = max(len(self.pads), 1)
        most = min(max(1, int(width // _WIDE)), count)
        columns = range(1, most)
        return next((n for n in columns if height / math.ceil(count / n) >= _HIGH_ROW), most)

    def place(self, index: int) -> QRectF:
        """Where a row is, or a pad at the foot."""
        if not self.filling:
            return super().place(index)
        row = self.cell(index, self._row_columns(self.width(), self.height()))
        columns = self._row_columns(self.width(), self.height())
        rows = math.ceil(len(self.pads) / columns)
        high = (self.height() - self._axis()) / rows
        return QRectF(row.left(), index // columns * high, row.width(), high - 6)

    def _axis(self) -> float:
        """The height of the words below the strips; 0 where there is no room for them."""
        columns = self._row_columns(self.width(), self.height())
        high = self.height() / max(math.ceil(len(self.pads) / columns), 1)
        return line_height(self._axis_font()) if high >= 44 else 0.0

    def _axis_font(self) -> QFont:
        return sized(int(min(max(self.height() * 0.045, LEAST + 1), 24)))

    def _name_place(self, index: int) -> QRectF:
        row = self.place(index)
        wanted = need_of(self.pads).widest * min(0.36 * row.height(), _LETTERS) + 30
        wide = min(max(_NAME * row.width(), wanted), _NAME_MOST * row.width())
        return QRectF(row.left(), row.top(), wide, row.height())

    def strip(self, index: int) -> QRectF:
        """Where the last minute of a gesture is."""
        row = self.place(index)
        left = self._name_place(index).right() + 8
        return QRectF(left, row.top(), row.right() - left, row.height()).adjusted(0, 2.5, 0, -2.5)

    def changed_part(self, index: int, old: Pad, new: Pad) -> QRectF:
        """The name, and the strip too if the row is lit otherwise than before."""
        if not self.filling or old.shine != new.shine or old.taught != new.taught:
            return self.place(index)
        return self._name_place(index)

    def advance(self, now: float, marks: tuple[tuple[int, float], ...]) -> None:
        """Move the marks; draws only strips in which one has moved by a pixel."""
        if not self.filling or not self.pads:
            return
        shown = tuple((n, self._x(n - 1, now - when)) for n, when in marks if n <= len(self.pads))
        if shown == self._drawn:
            return
        changed = {n for n, _ in set(shown) ^ set(self._drawn)}
        self._drawn = shown
        for number in changed:
            if number <= len(self.pads):
                self.update(self.strip(number - 1).toAlignedRect())

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """The marks that are drawn: gesture (from 1), and pixels from the left."""
        return self._drawn

    def _x(self, index: int, age: float) -> int:
        strip = self.strip(index)
        return round(strip.right() - (strip.width() - 4) * min(age / KEPT, 1.0) - 2)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        """Draw the rows, and what the strips mean."""
        super().paintEvent(event)
        if self.filling and self._axis() and self.pads:
            self._paint_axis(QPainter(self))

    def _paint_axis(self, painter: QPainter) -> None:
        font = self._axis_font()
        painter.setFont(font)
        painter.setPen(QColor(stage_palette().dim))
        for column in range(self._row_columns(self.width(), self.height())):
            strip = self.strip(column)
            foot = QRectF(strip.left(), self.height() - self._axis(), strip.width(), self._axis())
            past, now = tr("{seconds} s ago").format(seconds=round(KEPT)), tr("now")
            painter.drawText(foot, Qt.AlignmentFlag.AlignRight, now)
            if (ems(past) + ems(now) + 1) * font.pixelSize() < foot.width():
                painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, past)

    def paint_one(self, painter: QPainter, index: int, pad: Pad) -> None:
        """Draw a row."""
        if not self.filling:
            super().paint_one(painter, index, pad)
            return
        place = self._name_place(index)
        paint_pad(painter, place.adjusted(2.5, 2.5, -2.5, -2.5), pad, self._look, self.letters(place))
        colours, strip = stage_palette(), self.strip(index)
        colour = class_colour(pad.number, colours)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blended(colours.background, colour, 0.45 * pad.shine))
        painter.drawRoundedRect(strip, 6, 6)
        for n in range(1, int(KEPT / _TICK)):
            x = self._x(index, n * _TICK)
            painter.fillRect(QRectF(x, strip.top() + 4, 1, strip.height() - 8), QColor(colours.strong))
        wide = min(max(strip.height() * 0.14, 4), 12)
        painter.setBrush(QColor(colour))
        for number, x in self._drawn:
            if number == pad.number:
                left = min(max(x - wide / 2, strip.left()), strip.right() - wide)
                mark = QRectF(left, strip.top() + 4, wide, strip.height() - 8)
                painter.drawRoundedRect(mark, wide / 2, wide / 2)
