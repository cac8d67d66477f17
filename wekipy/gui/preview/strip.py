"""A line with all outputs: seen whichever panels are shown, and however far the cards are scrolled."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from PyQt6.QtCore import QEvent, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wekipy.gui.preview.cells import Cell, cells_of
from wekipy.gui.session.session import Session
from wekipy.gui.session.stillness import Stillness
from wekipy.gui.stores.recognitions import recognitions_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr
from wekipy.gui.wire.hearing import hearing_of

_HEIGHT, _BAR, _GAP = 34, 5, 14  # pixels: of all, of a level, between cells
_WORDS, _WIDEST = 74, 230  # pixels: a cell that is narrower has no words; none is wider


class OutputStrip(QWidget):
    """A cell for each output; draws only where one has changed to the eye.

    Signals:
        pressed(str): uid of the output whose cell was pressed.
    """

    pressed = pyqtSignal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cells: tuple[Cell, ...] = ()
        self._stillness, self._hearing = Stillness(), hearing_of(session)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("All outputs"))
        session.tick.connect(self._draw)
        session.changed.connect(self._draw)
        self._draw()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What is shown."""
        return self._cells

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """One line of words and a level."""
        return QSize(200, scale.roomy(_HEIGHT))

    def event(self, event: QEvent | None) -> bool:
        """The tooltip of a cell has all of its words."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(event.pos().x())
            words = "" if place is None else "{0.name}: {0.words}".format(self._cells[place])
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Lead to the card of an output."""
        place = None if event is None else self._at(round(event.position().x()))
        outputs = self._session.state.outputs
        if place is not None and place < len(outputs):
            self.pressed.emit(outputs[place].uid)

    def _at(self, x: int) -> int | None:
        return next((n for n, place in enumerate(self._places()) if place.left() <= x <= place.right()), None)

    def _draw(self) -> None:
        if not self.isVisible():
            return
        session = self._session
        silent = self._hearing.sense.silent
        if self._stillness.passes(session, silent):
            return
        cells = cells_of(session.state, session.live, silent, self._recognised())
        if cells != self._cells:
            self._cells = cells
            self.update()

    def _recognised(self) -> dict[str, int]:
        """The gestures that shine still, by uid of their outputs."""
        now, known = time.monotonic(), recognitions_of(self._session)
        gestures = (output for output in self._session.state.outputs if output.kind == "gesture")
        return {output.uid: known.of(output).latest(now) for output in gestures}

    def _places(self) -> Iterator[QRectF]:
        many = max(len(self._cells), 1)
        gap = _GAP if self.width() / many > 3 * _GAP else 1
        wide = min((self.width() - gap * (many - 1)) / many, scale.roomy(_WIDEST))
        return (QRectF(n * (wide + gap), 0, wide, self.height()) for n in range(len(self._cells)))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setFont(scale.font(scale.SMALL))
        for cell, place in zip(self._cells, self._places(), strict=True):
            if place.width() >= scale.roomy(_WORDS):
                self._words(painter, cell, place)
            self._level(painter, cell, place)

    def _words(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        colours, metrics = palette(), QFontMetricsF(painter.font())
        line = place.adjusted(0, 0, 0, -_BAR - 2)
        answer = metrics.elidedText(cell.words, Qt.TextElideMode.ElideRight, 0.6 * line.width())
        room = line.width() - metrics.horizontalAdvance(answer) - _GAP
        name = metrics.elidedText(cell.name, Qt.TextElideMode.ElideRight, max(room, 0))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.dim))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(QColor(colours.dim if cell.words == "–" else colours.text))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, answer)
        painter.setPen(Qt.PenStyle.NoPen)

    def _level(self, painter: QPainter, cell: Cell, place: QRectF) -> None:
        colours = palette()
        bar = QRectF(place.left(), place.bottom() - _BAR, place.width(), _BAR)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        if cell.colour:
            painter.setBrush(QColor(class_colour(cell.colour, colours)))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        elif not math.isnan(cell.level):
            painter.setBrush(QColor(colours.accent))
            bar.setWidth(max(bar.width() * cell.level, _BAR))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
