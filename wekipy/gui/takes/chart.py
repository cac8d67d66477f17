"""The curves of takes, with handles to trim, a line where one is to be cut, and where it is played."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QResizeEvent
from PyQt6.QtWidgets import QWidget

from wekipy.gui.takes.lanes import F64, MOST, Curves, lanes, liveliest
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.plots import plot
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr

_LONGEST_NAME = 14
_FEWEST, _LANE, _AXIS = 2, 18, 28  # lanes at least, pixels of one, pixels below them


class Chart(QWidget):
    """Draws `Curves`.

    Signals:
        trimmed(float, float): a handle was let go; seconds of the whole take.
        placed(float): the cutting line was moved.
    """

    trimmed = pyqtSignal(float, float)
    placed = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = column(self)
        self._curves: tuple[Curves, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._used: tuple[float, float] = (0.0, 0.0)
        self.shown: list[int] = []
        self._lines: list[pg.PlotCurveItem] = []
        self._plot = self._make()
        self.setMinimumHeight(_FEWEST * _LANE + _AXIS)
        self.setAccessibleName(tr("Inputs of the selected take over time"))
        theme().changed.connect(self._again)

    def show_curves(
        self,
        curves: Sequence[Curves],
        names: tuple[str, ...],
        colours: Sequence[str],
        used: tuple[float, float],
    ) -> None:
        """Draw takes over each other, each in its colour; the first can be trimmed to `used` and cut."""
        self._curves, self._names, self._colours, self._used = tuple(curves), names, tuple(colours), used
        self.shown = liveliest(curves, self._room()) if curves else []
        for line in self._lines:
            self._plot.removeItem(line)
        self._lines = []
        for take, heights in reversed(list(enumerate(lanes(curves, self.shown) if curves else []))):
            self._draw(curves[take], heights, colours[take])
        self._scale()
        self.show_used(used)

    def show_used(self, used: tuple[float, float]) -> None:
        """Put the handles here."""
        self._used = used
        seconds = self._curves[0].seconds if self._curves else 0.0
        one = len(self._curves) == 1 and seconds > 0
        for item in (self._region, self._cut):
            item.setVisible(one)
        self._region.blockSignals(True)
        self._region.setBounds((0.0, seconds))
        self._region.setRegion(used)
        self._region.blockSignals(False)

    @property
    def place(self) -> float:
        """Where the cutting line is, in seconds."""
        return float(self._cut.value())

    def set_place(self, seconds: float) -> None:
        """Put the cutting line here."""
        self._cut.setValue(seconds)

    def show_marked(self, marked: tuple[float, float] | None) -> None:
        """Show what is meant to be deleted, in seconds; None: nothing."""
        self._marked.setVisible(marked is not None)
        if marked is not None:
            self._marked.setRegion(marked)

    def show_playing(self, seconds: float | None) -> None:
        """Show where the take is played; None: it is not."""
        self._playing.setVisible(seconds is not None)
        if seconds is not None:
            self._playing.setValue(seconds)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """As many lanes as there is room for."""
        super().resizeEvent(event)
        if self._curves and len(self.shown) != min(self._room(), self._curves[0].inputs.shape[1]):
            self.show_curves(self._curves, self._names, self._colours, self._used)

    def _room(self) -> int:
        return max(_FEWEST, min(MOST, (self.height() - _AXIS) // _LANE))

    def _draw(self, curves: Curves, heights: F64, colour: str) -> None:
        for lane in range(heights.shape[1]):
            line = pg.PlotCurveItem(
                curves.time, heights[:, lane], pen=pg.mkPen(colour, width=1.6), antialias=True
            )
            self._lines.append(line)
            self._plot.addItem(line)

    def _scale(self) -> None:
        count = len(self.shown)
        seconds = max((c.seconds for c in self._curves), default=0.0) or 1.0
        box = self._plot.getViewBox()
        box.setLimits(xMin=0, xMax=seconds, yMin=0, yMax=max(count, 1))
        box.setRange(xRange=(0, seconds), yRange=(0, max(count, 1)), padding=0)
        names = [_short(self._names[n]) if n < len(self._names) else str(n + 1) for n in self.shown]
        ticks = [(count - 0.5 - lane, name) for lane, name in enumerate(names)]
        self._plot.getPlotItem().getAxis("left").setTicks([ticks])
        self._plot.getPlotItem().getAxis("left").setWidth(max(map(len, names), default=1) * 7 + 12)

    def _make(self) -> pg.PlotWidget:
        made, colours = plot(), palette()
        made.setMouseEnabled(x=False, y=False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        accent, shade = QColor(colours.accent), QColor(colours.background)
        shade.setAlpha(150)
        clear = QColor(colours.accent)
        clear.setAlpha(20)
        self._lines.clear()
        self._region = pg.LinearRegionItem(
            brush=clear, hoverBrush=clear, pen=pg.mkPen(accent, width=2), hoverPen=pg.mkPen(accent, width=4)
        )
        self._region.sigRegionChangeFinished.connect(self._let_go)
        self._cut = pg.InfiniteLine(
            movable=True, pen=pg.mkPen(colours.text, width=1, style=Qt.PenStyle.DashLine),
            hoverPen=pg.mkPen(colours.text, width=3),
        )  # fmt: skip
        self._cut.sigPositionChanged.connect(lambda: self.placed.emit(self.place))
        self._playing = pg.InfiniteLine(pen=pg.mkPen(colours.target, width=2))
        meant = QColor(colours.bad)
        meant.setAlpha(60)
        self._marked = pg.LinearRegionItem(brush=meant, pen=pg.mkPen(colours.bad, width=1), movable=False)
        for item in (self._region, self._cut, self._playing, self._marked):
            item.setVisible(False)
            item.setZValue(20)
            made.addItem(item)
        self._region.setZValue(-10)
        self._rows.addWidget(made)
        return made

    def _let_go(self) -> None:
        start, end = self._region.getRegion()
        if (start, end) != self._used:
            self.trimmed.emit(float(start), float(end))

    def _again(self) -> None:
        """Colours of a plot are fixed when it is made."""
        place = self.place
        self._rows.removeWidget(self._plot)
        self._plot.deleteLater()
        self._plot = self._make()
        self.show_curves(self._curves, self._names, self._colours, self._used)
        self.set_place(place)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
