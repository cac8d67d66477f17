"""What was demonstrated against what a model answered that had not seen it; a point opens its take."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QWidget

from wekipy.client.evaluation import Continuous
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.plots import plot
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr

_SIZE, _HEIGHT = 7, 280


class Pairs(QWidget):
    """Draws the pairs of a continuous output.

    Signals:
        opened(int): a point was clicked; its take.
    """

    opened = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = column(self)
        self._plot: pg.PlotWidget | None = None
        self._figures: Continuous | None = None
        self.points: pg.ScatterPlotItem | None = None
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(tr("Demonstrated values against answers on takes not seen"))
        theme().changed.connect(self._draw)

    def show_figures(self, figures: Continuous) -> None:
        """Draw these."""
        if figures is not self._figures:
            self._figures = figures
            self._draw()

    def _draw(self) -> None:
        figures, colours = self._figures, palette()
        if figures is None:
            return
        if self._plot is not None:
            self._rows.removeWidget(self._plot)
            self._plot.deleteLater()
        self._plot = plot()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setLabel("bottom", tr("demonstrated"), color=colours.dim)
        self._plot.setLabel("left", tr("answered"), color=colours.dim)
        ideal = pg.PlotCurveItem(
            [figures.low, figures.high], [figures.low, figures.high],
            pen=pg.mkPen(colours.target, width=1.5, style=Qt.PenStyle.DashLine), antialias=True,
        )  # fmt: skip
        self._plot.addItem(ideal)
        self.points = self._scatter(figures, colours.accent)
        self._plot.addItem(self.points)
        self._rows.addWidget(self._plot)

    def _scatter(self, figures: Continuous, colour: str) -> pg.ScatterPlotItem:
        pairs = np.array(figures.pairs, np.float64).reshape(-1, 2)
        ground = QColor(colour)
        ground.setAlpha(120)
        takes = list(figures.pair_takes) or None
        made = pg.ScatterPlotItem(
            x=pairs[:, 0], y=pairs[:, 1], data=takes, size=_SIZE, pen=None, brush=ground, hoverable=True,
            hoverPen=pg.mkPen(palette().text),
            tip=lambda **point: tr("take {number}").format(number=point["data"]),
        )  # fmt: skip
        made.sigClicked.connect(self._open)
        return made

    def _open(self, _: object, points: list[pg.SpotItem]) -> None:
        if len(points) and points[0].data() is not None:
            self.opened.emit(int(points[0].data()))
