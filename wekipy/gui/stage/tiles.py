"""All outputs on stage, each in the room that it needs; one of them has the keys."""

from __future__ import annotations

import time
from functools import partial

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import Output, State
from wekipy.gui.stage.arrangement import Need, arranged
from wekipy.gui.stage.face import Scene, face_of
from wekipy.gui.stage.lettering import ems, fitted
from wekipy.gui.stage.tile import Tile
from wekipy.gui.stores.recognitions import Recognitions
from wekipy.gui.stores.targets import Targets
from wekipy.gui.theme.theme import stage_palette
from wekipy.gui.translation import mark
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.output_words import class_words

_AT_ONCE = 32  # tiles that are drawn in a frame: the others follow in the next ones
_EM_MOST = 9.0  # a name that is longer is cut


def has_choice(output: Output) -> bool:
    """Whether what a take teaches this output can be chosen with a key."""
    return output.record and output.kind != "continuous"


def need_of(output: Output) -> Need:
    """The room that an output needs."""
    if output.kind == "continuous":
        return Need("continuous")
    if output.kind == "gesture":
        names = [gesture.name for gesture in output.gestures]
    else:
        names = [class_words(output, n) for n in range(0 if output.nothing else 1, output.classes + 1)]
    return Need(output.kind, len(names), min(max(map(ems, names), default=4.0), _EM_MOST))


class Tiles(QWidget):
    """The tiles, laid out.

    Args:
        targets: know the output that keys are for.
        recognitions: know which gestures were recognised.

    Signals:
        chosen(int, int): number of an output, and of its class or gesture that is to be taught.
        pressed(int): number of an output whose tile was pressed beside its pads.

    Attributes:
        tiles: of all outputs, in their order; those that there is no room for are hidden.
        more: how many are hidden, in words; "" for none.
    """

    chosen = pyqtSignal(int, int)
    pressed = pyqtSignal(int)

    def __init__(self, targets: Targets, recognitions: Recognitions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets, self._recognitions = targets, recognitions
        self._outputs: tuple[Output, ...] = ()
        self._needs: list[Need] = []
        self._next = 0  # the first tile to be drawn in the next frame
        self.tiles: list[Tile] = []
        self.more = ""
        self._place_of_more = QRectF()

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
        if [output.kind for output in self._outputs] != [tile.kind for tile in self.tiles]:
            self._fill()
        needs = [need_of(output) for output in self._outputs]
        if needs != self._needs:
            self._needs = needs
            self._lay_out()

    def draw(self, scene: Scene) -> None:
        """Show the latest values; where there are very many outputs, of some of them in each frame."""
        now = time.monotonic()
        focused = self.focused
        several = sum(map(has_choice, self._outputs)) > 1
        for n in self._turn():
            output, tile = self._outputs[n], self.tiles[n]
            if tile.isHidden():
                continue
            keys = output is focused
            face = face_of(output, scene, self._recognitions.of(output), now)
            tile.show_face(output.name, face, keys, keys and several, now)

    def step_focus(self, by: int) -> None:
        """Let keys be for the next output, or the one before."""
        choices = [output for output in self._outputs if has_choice(output)]
        focused = self.focused
        if focused is not None:
            self._targets.focused = choices[(choices.index(focused) + by) % len(choices)].uid

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Lay them out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _turn(self) -> range:
        count = len(self.tiles)
        if count <= _AT_ONCE:
            return range(count)
        first = self._next if self._next < count else 0
        self._next = first + _AT_ONCE
        return range(first, min(self._next, count))

    def _press(self, place: int, number: int | None = None) -> None:
        output = self._outputs[place]
        if has_choice(output):
            self._targets.focused = output.uid
        if number is None:
            self.pressed.emit(output.number)
        elif output.record:
            self.chosen.emit(output.number, number)

    def _fill(self) -> None:
        for tile in self.tiles:
            tile.setParent(None)
            tile.deleteLater()
        self.tiles = [Tile(output, self) for output in self._outputs]
        for n, tile in enumerate(self.tiles):
            tile.chosen.connect(partial(self._press, n))
            tile.pressed.connect(partial(self._press, n))
        self._needs = []

    def _lay_out(self) -> None:
        places = arranged(self._needs, self.width(), self.height())
        left = len(self._needs) - len(places)
        for n, tile in enumerate(self.tiles):
            shown = n < len(places) - (1 if left else 0)
            tile.setVisible(shown)
            if shown:
                tile.setGeometry(places[n].toRect())
        self.more = counted(left + 1, mark("1 more"), mark("{count} more")) if left and places else ""
        self._place_of_more = places[-1] if places else QRectF()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Say how many there is no room for."""
        if self.more:
            painter = QPainter(self)
            painter.setPen(QColor(stage_palette().text))
            painter.setFont(fitted(self.more, self._place_of_more.width(), 20))
            painter.drawText(self._place_of_more, Qt.AlignmentFlag.AlignCenter, self.more)
