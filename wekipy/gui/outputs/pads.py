"""Classes: a pad for each. The one answered is lit, the one demonstrated framed.

A press chooses the class that the next take teaches; held, it records one. Pads with room say how many
examples a class has and draw the course of its last take, and a click on the name changes it; the last pad
adds a class. Very many classes have small pads with names only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from PyQt6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wekipy.gui.outputs.pad_painting import F64, Face, name_place, paint_pad
from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr

_WIDTH, _HEIGHT, _GAP = 88, 40, 5  # pixels: the least width of a small pad, its height, between two
_FULL_WIDTH, _FULL_HEIGHT = 104, 82  # the same of a pad with room
_MOST_FULL = 24  # classes; more have small pads
_STEPS = 40  # of a bar; less is not seen
_HELD = 350  # milliseconds; shorter is a click
ADD = -2  # the number of the pad that adds a class


@dataclass(frozen=True)
class PadNotes:
    """What pads with room say beside the answer, by number of the class."""

    words: Mapping[int, str] = field(default_factory=dict)
    courses: Mapping[int, F64] = field(default_factory=dict)


class Pads(QWidget):
    """One widget for all classes of an output.

    Signals:
        chosen(int): the class wanted as the target.
        held(int), let_go(): a pad is pressed longer than a click; it is no more.
        naming(int): the name of a class is to be changed.
        adding(): another class is wanted.
    """

    chosen = pyqtSignal(int)
    held = pyqtSignal(int)
    let_go = pyqtSignal()
    naming = pyqtSignal(int)
    adding = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: tuple[int, ...] = ()
        self._names: tuple[str, ...] = ()
        self._drawn: tuple[int, int, bytes, bool] = (-1, -1, b"", False)
        self._shares: F64 = np.empty(0)
        self._notes = PadNotes()
        self._down: int | None = None
        self._holding = False
        self._extra = 0  # pixels that a pad is higher than need be
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_HELD)
        self._timer.timeout.connect(self._hold)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self._fit)

    @property
    def full(self) -> bool:
        """Whether the pads have room for more than a name."""
        return len(self._numbers) <= _MOST_FULL

    def show_classes(self, numbers: tuple[int, ...], names: tuple[str, ...]) -> None:
        """The classes there are, in order, and what they are called."""
        if (numbers, names) != (self._numbers, self._names):
            self._numbers, self._names = numbers, names
            self._fit()
            self.update()

    def show_notes(self, notes: PadNotes) -> None:
        """What was shown of the classes."""
        self._notes = notes
        self.update()

    def show_answer(self, value: int, target: int, shares: F64, recorded: bool = False) -> None:
        """Show the class predicted (-1: none), the one demonstrated, and how likely each class from 1 is."""
        steps = np.nan_to_num(shares * _STEPS).astype(np.uint8).tobytes()
        if (value, target, steps, recorded) != self._drawn:
            self._drawn, self._shares = (value, target, steps, recorded), shares.copy()
            self.update()

    def grow(self, extra: int) -> None:
        """Be so many pixels higher than need be, with all rows together."""
        each = max(extra, 0) // self._rows() if self.full else 0
        if each != self._extra:
            self._extra = each
            self._fit()
            self.update()

    # Places

    def _cells(self) -> int:
        return len(self._numbers) + self.full

    def _size(self) -> tuple[int, int]:
        wide, high = (_FULL_WIDTH, _FULL_HEIGHT) if self.full else (_WIDTH, _HEIGHT)
        return scale.roomy(wide), scale.roomy(high) + self._extra

    def _columns(self) -> int:
        wide, cells = self._size()[0], max(self._cells(), 1)
        fit = max(1, min((self.width() + _GAP) // (wide + _GAP), cells))
        return -(-cells // -(-cells // fit))  # as even rows as there can be

    def _fit(self) -> None:
        self.setFixedHeight(self._rows() * (self._size()[1] + _GAP) - _GAP)

    def _rows(self) -> int:
        return -(-max(1, self._cells()) // self._columns())

    def place(self, index: int) -> QRectF:
        """Where the pad of the class at this place in the order is; after the last, the one that adds."""
        columns, high = self._columns(), self._size()[1]
        width = (self.width() + _GAP) / columns - _GAP
        row, column = divmod(index, columns)
        return QRectF(column * (width + _GAP), row * (high + _GAP), width, high)

    def name_place(self, number: int) -> QRectF:
        """Where the name of a class is."""
        return name_place(self.place(self._numbers.index(number)))

    def _at(self, x: float, y: float) -> int | None:
        for index, number in enumerate((*self._numbers, ADD) if self.full else self._numbers):
            if self.place(index).contains(x, y):
                return number
        return None

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """One row."""
        return QSize(*self._size())

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or fewer in a row."""
        super().resizeEvent(event)
        self._fit()

    # The hand

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Choose the class that is pressed; it may be held."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        found = self._at(event.position().x(), event.position().y())
        if found == ADD:
            self.adding.emit()
        elif found is not None:
            self._press(found)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """End what was held; a click on a name changes it."""
        down = self._down
        if self._release() or event is None or down is None:
            return
        if down > 0 and self.full and self.name_place(down).contains(event.position()):
            self.naming.emit(down)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Change the name; small pads have no other place for that."""
        found = None if event is None else self._at(event.position().x(), event.position().y())
        if found is not None and found > 0:
            self.naming.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Show over a name that a click edits it."""
        if event is None:
            return
        found = self._at(event.position().x(), event.position().y())
        named = (
            found is not None
            and found > 0
            and self.full
            and self.name_place(found).contains(event.position())
        )
        self.setCursor(Qt.CursorShape.IBeamCursor if named else Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Arrows go to the next class; Space, held, records; F2 changes the name."""
        if event is None:
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key, target = Qt.Key(event.key()), self._drawn[1]
        if key in step and target in self._numbers:
            place = self._numbers.index(target) + step[key]
            if 0 <= place < len(self._numbers):
                self.choose(self._numbers[place])
        elif key == Qt.Key.Key_Space and target in self._numbers:
            if not event.isAutoRepeat():
                self._press(target)
        elif key == Qt.Key.Key_F2 and target > 0:
            self.naming.emit(target)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Space is let go."""
        if event is not None and event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._release()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802  Qt's name
        """A release that comes elsewhere is one."""
        super().focusOutEvent(event)
        self._release()
        self.update()

    def choose(self, number: int) -> None:
        """Make a class the target, if it is there."""
        if number in self._numbers:
            value, _, steps, recorded = self._drawn
            self._drawn = (value, number, steps, recorded)  # at once, whatever the engine is doing
            self.update()
            self.chosen.emit(number)

    def _press(self, number: int) -> None:
        self.choose(number)
        self._down = number
        self._timer.start()

    def _hold(self) -> None:
        if self._down is not None:
            self._holding = True
            self.held.emit(self._down)

    def _release(self) -> bool:
        """End what was held; whether something was."""
        held, self._holding, self._down = self._holding, False, None
        self._timer.stop()
        if held:
            self.let_go.emit()
        return held

    def event(self, event: QEvent | None) -> bool:
        """Names that are cut are whole in the tooltip."""
        if isinstance(event, QHelpEvent):
            number = self._at(event.pos().x(), event.pos().y())
            if number is not None:
                QToolTip.showText(event.globalPos(), self._says(number), self)
                return True
        return super().event(event)

    def _says(self, number: int) -> str:
        if number == ADD:
            return tr("Add a class")
        name = self._names[self._numbers.index(number)]
        return (
            name + "\n" + tr("Press: the next take teaches it. Hold: record it. Click its name: rename it.")
        )

    # The picture

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw all of them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, number in enumerate(self._numbers):
            paint_pad(painter, _inside(self.place(index)), self._face(index, number), self.full)
        if self.full:
            self._plus(painter, _inside(self.place(len(self._numbers))))

    def _face(self, index: int, number: int) -> Face:
        value, target, _, recorded = self._drawn
        known = 0 < number <= len(self._shares)
        return Face(
            number,
            self._names[index],
            self._notes.words.get(number, ""),
            lit=number == value,
            taught=number == target,
            focus=self.hasFocus(),
            recorded=recorded and number == target,
            share=float(self._shares[number - 1]) if known else float("nan"),
            course=self._notes.courses.get(number),
        )

    def _plus(self, painter: QPainter, place: QRectF) -> None:
        colours = palette()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.strong), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(place, 6, 6)
        painter.setPen(QColor(colours.dim))
        painter.setFont(scale.font(scale.LARGE))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "+")


def _inside(place: QRectF) -> QRectF:
    return place.adjusted(1.5, 1.5, -1.5, -1.5)
