"""Inputs as rows, all painted by one widget: only those that are seen cost anything."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QRect, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PyQt6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from wekipy.gui.inputs.trace import LENGTH, Trace
from wekipy.gui.theme import scale
from wekipy.gui.theme.polyline import PEN, Polyline
from wekipy.gui.theme.scale import roomy
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr

_ROW, _LINE, _PAD = 50, 20, 8  # pixels: of a row, of its first line, at its sides
_MOST = 2.2  # times the least height of a row, that it may grow to
_VALUE = 84  # width of the value
_USUAL = "-0.000"  # a value: as wide as most
_POINTS = LENGTH // 2  # of a curve; more are not seen


class InputRows(QAbstractScrollArea):
    """Name, value, place in the range observed, and the last two seconds of each input.

    Signals:
        rename(int, QRect): the name of an input (from 1) is to be changed, in this place.
    """

    rename = pyqtSignal(int, QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._trace = Trace(0)
        self._now = 0.0
        self._selected = 0
        self._marks: dict[int, str] = {}
        self._dim = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Inputs"))
        theme().changed.connect(self._fit)
        self._curve = Polyline(_POINTS)

    def show_inputs(self, names: tuple[str, ...], trace: Trace) -> None:
        """The inputs there are, and what follows them."""
        self._names, self._trace = names, trace
        self._selected = min(self._selected, max(len(names) - 1, 0))
        self._fit()
        self._repaint()

    def mark(self, stuck: Iterable[int], drifting: Iterable[int]) -> None:
        """Mark inputs (from 1) whose sensors seem to have failed, as the engine finds."""
        self._marks = {n - 1: tr("drifts {value}") for n in drifting} | {
            n - 1: tr("stuck {value}") for n in stuck
        }
        self._repaint()

    def dim(self, on: bool) -> None:
        """Whether these are old values: nothing arrives."""
        if on != self._dim:
            self._dim = on
            self._repaint()

    def draw(self, now: float) -> None:
        """Show the latest, at a time in seconds."""
        self._now = now
        self._repaint()

    def _repaint(self) -> None:
        port = self.viewport()
        if port is not None:
            port.update()

    def _fit(self) -> None:
        bar, port = self.verticalScrollBar(), self.viewport()
        if bar is not None and port is not None:
            bar.setRange(0, max(0, len(self._names) * self._row() - port.height()))
            bar.setPageStep(port.height())
            bar.setSingleStep(self._row() // 2)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or fewer are seen."""
        super().resizeEvent(event)
        self._fit()

    def _row(self) -> int:
        """The height of a row, in pixels: more where there are few, to see their curves from afar."""
        port, least = self.viewport(), roomy(_ROW)
        share = port.height() // max(len(self._names), 1) if port is not None else least
        return min(max(share, least), round(least * _MOST))

    def _top(self) -> int:
        bar = self.verticalScrollBar()
        return 0 if bar is None else bar.value()

    # The hand

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Select a row."""
        if event is not None:
            self._select(int(event.position().y() + self._top()) // self._row())

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """Rename it."""
        if event is not None:
            self._select(int(event.position().y() + self._top()) // self._row())
            self.edit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Up and down; F2 or Enter rename."""
        key = None if event is None else event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._select(self._selected + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        else:
            super().keyPressEvent(event)

    def edit(self) -> None:
        """Ask for the name of the selected input to be changed."""
        port = self.viewport()
        if self._names and port is not None:
            top = self._selected * self._row() - self._top()
            self.rename.emit(
                self._selected + 1, QRect(_PAD, top + 1, port.width() - roomy(_VALUE) - 2 * _PAD, roomy(26))
            )

    def _select(self, row: int) -> None:
        if not 0 <= row < len(self._names):
            return
        self._selected = row
        bar, port = self.verticalScrollBar(), self.viewport()
        if bar is not None and port is not None:
            least, most = (row + 1) * self._row() - port.height(), row * self._row()
            bar.setValue(min(max(bar.value(), least), most))
        self.setAccessibleDescription(self._names[row])
        self._repaint()

    # The picture

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw the rows that are seen."""
        port = self.viewport()
        if port is None or not self._names:
            return
        painter = QPainter(port)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scale.font())
        colours, top, width = palette(), self._top(), port.width()
        shares, still = self._trace.shares(), self._trace.still(self._now)
        still &= not still.all()  # where nothing arrives at all, it is not the sensors
        first, last = top // self._row(), min(len(self._names), (top + port.height()) // self._row() + 1)
        for row in range(first, last):
            y = row * self._row() - top
            if row == self._selected and self.hasFocus():
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(1, y + 1, width - 2, self._row() - 3), 5, 5)
            quiet = bool(still[row]) and self._trace.seen
            self._words(painter, row, QRect(_PAD, y + 5, width - 2 * _PAD, roomy(_LINE)), quiet)
            figures = QRectF(_PAD, y + roomy(28), width - 2 * _PAD, self._row() - roomy(28) - 6)
            self._figures(painter, row, figures, shares[row], quiet)

    def _words(self, painter: QPainter, row: int, place: QRect, quiet: bool) -> None:
        colours, middle = palette(), Qt.AlignmentFlag.AlignVCenter
        value = number(float(self._trace.values[row])) if self._trace.seen else "–"
        words = self._marks.get(row) or (tr("still {value}") if quiet else "{value}")
        said = words.format(value=value)
        painter.setPen(QColor(colours.dim if self._dim else colours.text))
        name = name_beside(painter.fontMetrics(), self._names[row], said, place.width())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, name)
        marked = (quiet or row in self._marks) and not self._dim
        painter.setPen(QColor(colours.warning if marked else colours.dim))
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, said)

    def _figures(self, painter: QPainter, row: int, place: QRectF, share: float, quiet: bool) -> None:
        colours = palette()
        middle = place.left() + 0.5 * place.width()
        line = QRectF(place.left(), place.center().y() - 3, middle - place.left() - _PAD, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(line, 3, 3)
        if not self._trace.seen:
            return
        painter.setBrush(QColor(colours.strong if quiet or self._dim else colours.dim))
        painter.drawRoundedRect(QRectF(line.left(), line.top(), max(6, line.width() * share), 6), 3, 3)
        if len(self._trace.frames):
            painter.setPen(QPen(QColor(colours.strong if quiet or self._dim else colours.accent), PEN))
            inside = QRectF(middle, place.top() + 1, place.right() - middle, place.height() - 1)
            self._curve.draw(painter, inside, self._trace.curve(row)[1::2])


def name_beside(metrics: QFontMetrics, name: str, value: str, width: int) -> str:
    """As much of an input's name as fits beside its value, within a width in pixels.

    The middle is left out, since numbered names (`inputs-1`, `inputs-2`) differ at their ends.
    """
    least = metrics.horizontalAdvance(_USUAL)  # so that the name stands still while the value moves
    room = width - max(least, metrics.horizontalAdvance(value)) - _PAD
    return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)


def number(value: float) -> str:
    """A value in at most eight characters."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.3f}" if abs(value) < 1000 else f"{value:.1f}"
    return f"{value:.1e}"
