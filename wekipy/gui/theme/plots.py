"""Plots of pyqtgraph in the colours of the theme. Import this when a plot is first needed: it is slow."""

from __future__ import annotations

import pyqtgraph as pg

from wekipy.gui.theme.theme import palette


def plot() -> pg.PlotWidget:
    """An empty plot: no menu, no frame, quiet axes."""
    colours = palette()
    made = pg.PlotWidget(background=colours.surface)
    item = made.getPlotItem()
    item.setMenuEnabled(False)
    item.hideButtons()
    for name in ("left", "bottom"):
        axis = item.getAxis(name)
        axis.setPen(pg.mkPen(colours.strong))
        axis.setTextPen(pg.mkPen(colours.dim))
    return made
