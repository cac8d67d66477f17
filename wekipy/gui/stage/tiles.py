"""All outputs on stage, in a grid that fills the room there is."""

from __future__ import annotations

import math
import time

from PyQt6.QtWidgets import QGridLayout, QWidget

from wekipy.client import Live
from wekipy.gui.session.state import Output, State
from wekipy.gui.stage.face import face_of
from wekipy.gui.stage.tile import Tile
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import clear


def columns_for(count: int) -> int:
    """How many columns show that many outputs largest on a wide screen."""
    return max(1, min(count, 2 if count <= 4 else math.ceil(math.sqrt(count * 1.3))))


class Tiles(QWidget):
    """The grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(scale.M)
        self._outputs: tuple[Output, ...] = ()
        self._training: dict[int, float] = {}
        self.tiles: list[Tile] = []

    def follow(self, state: State) -> None:
        """Show the outputs of this state."""
        self._training = state.training or {}
        if state.outputs is self._outputs:
            return
        self._outputs = state.outputs
        if len(self._outputs) != len(self.tiles):
            self._fill()

    def draw(self, live: Live) -> None:
        """Show the latest values."""
        now = time.monotonic()
        for output, tile in zip(self._outputs, self.tiles, strict=True):
            progress = self._training.get(output.number)
            tile.show_face(output.name, face_of(output, live, tile.fired, progress, now))

    def _fill(self) -> None:
        clear(self._grid)
        for n in range(self._grid.rowCount()):
            self._grid.setRowStretch(n, 0)
        for n in range(self._grid.columnCount()):
            self._grid.setColumnStretch(n, 0)
        self.tiles = [Tile(output, self) for output in self._outputs]
        columns = columns_for(len(self.tiles))
        for n, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, n // columns, n % columns)
            self._grid.setRowStretch(n // columns, 1)
            self._grid.setColumnStretch(n % columns, 1)
