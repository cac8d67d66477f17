"""All outputs on stage, in a grid that fills the room there is; one of them has the keys."""

from __future__ import annotations

import math
import time
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.stage.face import Scene, face_of
from wekipy.gui.stage.tile import Tile
from wekipy.gui.stores.targets import Targets
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import clear


def columns_for(count: int) -> int:
    """How many columns show that many outputs largest on a wide screen."""
    return max(1, min(count, 2 if count <= 4 else math.ceil(math.sqrt(count * 1.3))))


def has_choice(output: Output) -> bool:
    """Whether what a take teaches this output can be chosen with a key."""
    return output.record and output.kind != "continuous"


class Tiles(QWidget):
    """The grid.

    Args:
        targets: know the output that keys are for.

    Signals:
        chosen(int, int): number of an output, and of its class or gesture that is to be taught.
        pressed(int): number of an output whose tile was pressed beside its pads.
    """

    chosen = pyqtSignal(int, int)
    pressed = pyqtSignal(int)

    def __init__(self, targets: Targets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets = targets
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(scale.M)
        self._outputs: tuple[Output, ...] = ()
        self.tiles: list[Tile] = []

    @property
    def focused(self) -> Output | None:
        """The output that keys are for: the one they were given to, else the first there is."""
        choices = [output for output in self._outputs if has_choice(output)]
        return next((o for o in choices if o.uid == self._targets.focused), choices[0] if choices else None)

    def follow(self, state: State) -> None:
        """Show the outputs of this state."""
        if state.outputs is self._outputs:
            return
        self._outputs = state.outputs
        if len(self._outputs) != len(self.tiles):
            self._fill()

    def draw(self, scene: Scene) -> None:
        """Show the latest values."""
        now = time.monotonic()
        focused = self.focused
        several = sum(map(has_choice, self._outputs)) > 1
        for output, tile in zip(self._outputs, self.tiles, strict=True):
            keys = output is focused
            tile.show_face(output.name, face_of(output, scene, tile.fired, now), keys, keys and several)

    def step_focus(self, by: int) -> None:
        """Let keys be for the next output, or the one before."""
        choices = [output for output in self._outputs if has_choice(output)]
        focused = self.focused
        if focused is not None:
            self._targets.focused = choices[(choices.index(focused) + by) % len(choices)].uid

    def _press(self, place: int, number: int | None = None) -> None:
        output = self._outputs[place]
        if has_choice(output):
            self._targets.focused = output.uid
        if number is None:
            self.pressed.emit(output.number)
        elif output.record:
            self.chosen.emit(output.number, number)

    def _fill(self) -> None:
        clear(self._grid)
        for n in range(self._grid.rowCount()):
            self._grid.setRowStretch(n, 0)
        for n in range(self._grid.columnCount()):
            self._grid.setColumnStretch(n, 0)
        self.tiles = [Tile(output, self) for output in self._outputs]
        columns = columns_for(len(self.tiles))
        for n, tile in enumerate(self.tiles):
            tile.chosen.connect(partial(self._press, n))
            tile.pressed.connect(partial(self._press, n))
            self._grid.addWidget(tile, n // columns, n % columns)
            self._grid.setRowStretch(n // columns, 1)
            self._grid.setColumnStretch(n % columns, 1)
