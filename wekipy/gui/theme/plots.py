"""Plots of pyqtgraph in the colours of the theme. Import this when a plot is first needed: it is slow."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtWidgets import QSizePolicy

from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import palette


def plot() -> pg.PlotWidget:
    """An empty plot: no menu, no frame, quiet axes."""
    colours = palette()
    made = pg.PlotWidget(background=colours.surface)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # it wants 640 by 480
    item = made.getPlotItem()
    item.setMenuEnabled(False)
    item.hideButtons()
    for name in ("left", "bottom"):
        axis = item.getAxis(name)
        axis.setPen(pg.mkPen(colours.strong))
        axis.setTextPen(pg.mkPen(colours.dim))
        axis.setTickFont(scale.font(scale.SMALL))
        axis.enableAutoSIPrefix(False)  # 0.3 is 0.3, and not 300 thousandths
    return made
