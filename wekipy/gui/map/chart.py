"""The map itself: points, those of the chosen takes ringed, and the live input with a trail."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QWidget

from wekipy.client import ExampleMap
from wekipy.gui.map.colours import F64
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.plots import plot
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr

_POINT, _RING, _LIVE = 8, 12, 18
_TRAIL = 40  # places that the live input was at
_JUMP = 0.15  # of the map's width or height, within a frame: no hand is that fast


class MapChart(QWidget):
    """Draws an `ExampleMap`.

    Signals:
        picked(int, bool): the take of a point that was clicked, and whether it is to be added to the chosen.
        moved(float, float): the mouse is here, in the map's coordinates; left(): it is not over the map.
    """

    picked = pyqtSignal(int, bool)
    moved = pyqtSignal(float, float)
    left = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = column(self)
        self._plot: pg.PlotWidget | None = None
        self._map: ExampleMap | None = None
        self._trail: deque[tuple[float, float]] = deque(maxlen=_TRAIL)
        self._plays = False
        self.setAccessibleName(tr("Map of the examples"))

    def show_map(self, found: ExampleMap, colours: Sequence[str], chosen: Iterable[int]) -> None:
        """Draw these points in these colours."""
        if found is not self._map:
            self._trail.clear()
        self._map = found
        self._make()
        points = pg.ScatterPlotItem(
            x=found.points[:, 0], y=found.points[:, 1], data=found.takes.tolist(), size=_POINT, pen=None,
            brush=_brushes(colours) if colours else palette().dim, hoverable=True,
            hoverPen=pg.mkPen(palette().text, width=2),
            tip=lambda **point: tr("take {number}").format(number=point["data"]),
        )  # fmt: skip
        points.sigClicked.connect(self._pick)
        self._add(points)
        ring = QColor(palette().text)
        ring.setAlpha(110)  # where they are close together, the colours are still to be seen
        self._rings = pg.ScatterPlotItem(size=_RING, pen=pg.mkPen(ring, width=1), brush=None)
        self._line = pg.PlotCurveItem(pen=pg.mkPen(palette().accent, width=2), antialias=True)
        self._live = pg.ScatterPlotItem(
            size=_LIVE, pen=pg.mkPen(palette().text, width=3), brush=palette().accent
        )
        for item in (self._rings, self._line, self._live):
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            self._add(item)
        self.choose(chosen)
        self._draw_live()

    def play(self, on: bool) -> None:
        """Whether the mouse plays what is below it, and picks nothing."""
        self._plays = on
        self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
        self._free_mouse()

    def _free_mouse(self) -> None:
        """The mouse drags and zooms the map, unless it plays it."""
        if self._plot is not None:
            self._plot.getPlotItem().vb.setMouseEnabled(x=not self._plays, y=not self._plays)

    def leaveEvent(self, event: QEvent | None) -> None:  # noqa: N802  Qt's name
        """The mouse is elsewhere."""
        super().leaveEvent(event)
        self.left.emit()

    def choose(self, takes: Iterable[int]) -> None:
        """Ring the points of these takes."""
        if self._map is None:
            return
        chosen = np.isin(self._map.takes, list(takes))
        self._rings.setData(x=self._map.points[chosen, 0], y=self._map.points[chosen, 1])

    def show_live(self, x: float, y: float) -> None:
        """The live input is here now."""
        if self._map is None or (self._trail and self._trail[-1] == (x, y)):
            return
        self._trail.append((x, y))
        self._draw_live()

    def _draw_live(self) -> None:
        if self._map is not None and self._trail:
            trail = np.array(self._trail)
            self._line.setData(*trail.T, connect=unbroken(trail, np.ptp(self._map.points, axis=0)))
            self._live.setData(pos=[self._trail[-1]])

    def _make(self) -> None:
        if self._plot is not None:
            self._rows.removeWidget(self._plot)
            self._plot.deleteLater()
        self._plot = plot()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAspectLocked(False)
        for side in ("left", "bottom"):  # what the axes of a map are says nothing
            self._plot.getPlotItem().hideAxis(side)
        self._free_mouse()
        self._plot.scene().sigMouseMoved.connect(self._move)
        self._rows.addWidget(self._plot)

    def _move(self, place: QPointF) -> None:
        if self._plot is not None and self._map is not None:
            found = self._plot.getPlotItem().vb.mapSceneToView(place)
            self.moved.emit(found.x(), found.y())

    def _add(self, item: pg.GraphicsObject) -> None:
        if self._plot is not None:
            self._plot.addItem(item, ignoreBounds=isinstance(item, pg.PlotCurveItem))

    def _pick(self, _: object, points: Sequence[pg.SpotItem], event: object) -> None:
        more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)  # type: ignore[attr-defined]
        if len(points) and not self._plays:
            self.picked.emit(int(points[0].data()), more)


def unbroken(trail: F64, extent: F64) -> npt.NDArray[np.int32]:
    """Whether a line leads from each place of a trail to the next, (places,): not where the input jumped.

    Args:
        trail: (places, 2).
        extent: (2,), width and height of the map.
    """
    steps = np.abs(np.diff(trail, axis=0, append=trail[-1:]))
    return np.asarray((steps <= _JUMP * extent).all(axis=1), np.int32)


def _brushes(colours: Sequence[str]) -> list[QColor]:
    made: dict[str, QColor] = {}
    for colour in set(colours):
        made[colour] = QColor(colour)
        made[colour].setAlpha(190)
    return [made[colour] for colour in colours]
