"""The classes or gestures of a tile, large: the target framed and marked, the answer lit."""

from __future__ import annotations

import math

from PyQt6.QtCore import QEvent, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wekipy.gui.stage.arrangement import Need, name_size, pad_letters
from wekipy.gui.stage.face import Pad
from wekipy.gui.stage.lettering import ems
from wekipy.gui.stage.pad_picture import Look, paint_pad

_WIDE, _NARROW = 84, 36  # the least width of a pad with a name, and of one with its number only
_LOW, _HIGH, _GAP = 26, 76, 8  # of a pad at the foot: least and largest height; between two
_EM_MOST = 9.0  # a name that is longer is cut, so that the others can be large


def need_of(pads: tuple[Pad, ...]) -> Need:
    """What pads need to be read."""
    widest = max((ems(pad.name) for pad in pads), default=0.0)
    return Need("classification", len(pads), min(max(widest, 1.6), _EM_MOST))


class StagePads(QWidget):
    """Draws pads in as many rows as they need.

    Signals:
        chosen(int): the number of the one that was pressed.

    Attributes:
        filling: they fill the room that there is; else they are low, at the foot of a tile.
    """

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pads: tuple[Pad, ...] = ()
        self._look = Look()
        self.filling = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def pads(self) -> tuple[Pad, ...]:
        """What is shown."""
        return self._pads

    def show_pads(self, pads: tuple[Pad, ...], look: Look) -> None:
        """Show these; draws only those that have changed."""
        before, self._pads = self._pads, pads
        if look != self._look or [pad.name for pad in before] != [pad.name for pad in pads]:
            self._look = look
            self.update()
            return
        for index, (old, new) in enumerate(zip(before, pads, strict=True)):
            if old != new:
                self.update(self.changed_part(index, old, new).toAlignedRect())

    def changed_part(self, index: int, old: Pad, new: Pad) -> QRectF:  # noqa: ARG002  for those with more parts
        """What is to be drawn again if a pad has changed."""
        return self.place(index)

    def advance(self, now: float, marks: tuple[tuple[int, float], ...]) -> None:
        """Show what time has changed; nothing here."""

    def wanted_height(self, width: float, most: float) -> float:
        """How high they are in that width at the foot, at most `most`; 0 where they could not be read."""
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
        if self.filling:
            columns = pad_letters(need_of(self._pads), self.width(), self.height())[1]
        else:
            columns = self._columns(self.width(), self.height()) or len(self._pads)
        return self.cell(index, columns)

    def cell(self, index: int, columns: int) -> QRectF:
        """Where a pad is among so many beside each other; those of the last row fill it."""
        rows = math.ceil(len(self._pads) / columns)
        row, column = divmod(index, columns)
        beside = columns if row < rows - 1 else len(self._pads) - row * columns
        width = (self.width() + _GAP) / beside - _GAP
        height = (self.height() + _GAP) / rows - _GAP
        return QRectF(column * (width + _GAP), row * (height + _GAP), width, height)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Choose the one that is pressed."""
        found = None if event is None else self._at(event.position().x(), event.position().y())
        if found is not None:
            self.chosen.emit(found.number)

    def event(self, event: QEvent | None) -> bool:
        """Names that are cut are whole in the tooltip."""
        if isinstance(event, QHelpEvent):
            found = self._at(event.pos().x(), event.pos().y())
            if found is not None:
                QToolTip.showText(event.globalPos(), f"{found.number}  {found.name}", self)
                return True
        return super().event(event)

    def _at(self, x: float, y: float) -> Pad | None:
        return next((pad for n, pad in enumerate(self._pads) if self.place(n).contains(x, y)), None)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802  Qt's name
        """Draw those that are asked for."""
        if event is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        asked = event.region()
        for index, pad in enumerate(self._pads):
            if asked.intersects(self.place(index).toAlignedRect()):
                self.paint_one(painter, index, pad)

    def letters(self, place: QRectF) -> float:
        """How large all names are, the first pad being there: none is wider, but those of the last row."""
        return name_size(need_of(self._pads).widest, place.width() - 5, place.height() - 5)

    def paint_one(self, painter: QPainter, index: int, pad: Pad) -> None:
        """Draw a pad."""
        place = self.place(index).adjusted(2.5, 2.5, -2.5, -2.5)
        paint_pad(painter, place, pad, self._look, self.letters(self.place(0)))
