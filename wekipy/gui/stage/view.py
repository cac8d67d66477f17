"""What every stage has: what goes on, the outputs, Record, and the keys that count there."""

from __future__ import annotations

import time

from msgspec import structs
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHideEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShowEvent
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.actions import Actions
from wekipy.gui.session.health import health_of
from wekipy.gui.session.session import Session
from wekipy.gui.stage.banner import Banner
from wekipy.gui.stage.button import HoldButton, StageButton
from wekipy.gui.stage.face import Scene
from wekipy.gui.stage.latch import Latch, Step
from wekipy.gui.stage.status import Recorded, Tone, colours_of, status_of
from wekipy.gui.stage.tiles import Tiles
from wekipy.gui.stage.watch import Watch
from wekipy.gui.stage.ways import StageWays
from wekipy.gui.stores.recognitions import recognitions_of
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.studio.toast import Toast
from wekipy.gui.theme.style import sheet
from wekipy.gui.theme.theme import stage_palette, theme
from wekipy.gui.translation import tr
from wekipy.gui.wire.hearing import hearing_of
from wekipy.gui.wording.target_words import all_taught

_TONES: dict[str, Tone] = {"train": "accent", "run": "accent", "hold": "warning"}
_ALARMS = ("record", "bad", "warning")  # tones that a frame says, too


class StageView(QWidget):
    """The parts and keys of a stage; how they are laid out, each kind of stage says.

    Args:
        actions: of the session.
        keys: of them, those that count here; recording has its own way.
        frame: pixels of the border that says what goes on.

    Signals:
        left(): the performer wants the studio back.

    Attributes:
        buttons: of actions, by their ids.
        leave: the button that is held to go back, as Esc is.
    """

    left = pyqtSignal()

    def __init__(
        self, session: Session, actions: Actions, keys: tuple[str, ...], frame: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session, self._actions, self._frame = session, actions, frame
        self._targets = targets_of(session)
        hearing_of(session).watch(self)
        health_of(session).watch(session, self)
        self._latch, self._watch = Latch(), Watch(session, self)
        self._began: float | None = None  # when the take that is being recorded was first seen
        self.banner, self.ways = Banner(self), StageWays(session, self)
        self.tiles = Tiles(self._targets, recognitions_of(session), self)
        self.tiles.chosen.connect(self._choose)
        self.tiles.pressed.connect(self._choose_values)
        self.record = StageButton("record", "record", self)
        self.record.mirror(actions["record"])
        self.record.pressed.connect(self._press)
        self.record.released.connect(self._release)
        self.buttons: dict[str, StageButton] = {}
        self.leave = HoldButton("close", "plain", self, small=True)
        self.leave.say(tr("Hold Esc to leave"), "", tr("Back to the studio; everything goes on."))
        self.leave.held.connect(self.left)
        self._toast = Toast(self)
        self.addActions([actions[name] for name in keys])
        session.changed.connect(self._follow)
        session.tick.connect(self._draw)
        session.problem.connect(self._toast.say)
        theme().changed.connect(self._dress)

    def add_button(self, name: str, icon: str, small: bool = False) -> StageButton:
        """A button for an action."""
        made = StageButton(icon, _TONES.get(name, "plain"), self, small)
        made.mirror(self._actions[name])
        made.clicked.connect(self._actions[name].trigger)
        self.buttons[name] = made
        return made

    def _dress(self) -> None:
        self.setStyleSheet(sheet(stage_palette()))
        self.update()

    # What is shown

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Begin to ask for what only a stage shows."""
        super().showEvent(event)
        self._watch.start()
        self.setFocus()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        """Ask for nothing more."""
        self._watch.stop()
        self.leave.give_up()
        super().hideEvent(event)

    def follow(self, state: State) -> None:
        """Show another state."""
        self._began = None if state.recording is None else self._began or time.monotonic()
        self.tiles.follow(state)

    def _follow(self, state: State) -> None:
        self.follow(state)

    def draw(self) -> None:
        """Show the latest values."""
        state, connected = self._session.state, self._session.connected
        seconds = 0.0 if self._began is None else time.monotonic() - self._began
        before, sense = self.banner.status.tone, self._watch.sense
        taught = self._taught(state) if state.recording is not None else ""
        take = Recorded(seconds, self._watch.recorded, taught)
        self.banner.say(status_of(state, take, sense, self._session.absence, self.ways.saving))
        if self.banner.status.tone != before:
            self.update()  # the frame
        silent = sense.silent or not connected
        self.tiles.draw(Scene(state, self._session.live, self._targets.of, silent, sense.ever))

    def _taught(self, state: State) -> str:
        """What the take teaches: classes and gestures, if there are any; numbers are read on their tracks."""
        named = tuple(output for output in state.outputs if output.kind != "continuous")
        return all_taught(structs.replace(state, outputs=named or state.outputs), self._targets.of)

    def _draw(self) -> None:
        if self.isVisible():
            self.draw()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw the ground, and a frame that says from afar what is going on."""
        colours = stage_palette()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.background))
        tone = self.banner.status.tone
        if tone not in _ALARMS:
            return
        pen = QPen(QColor(colours_of(tone, colours)[0]), self._frame)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if tone != "record":  # distinguishable without colours, too
            pen.setDashPattern([2.0, 1.5])
        painter.setPen(pen)
        half = self._frame // 2
        painter.drawRect(self.rect().adjusted(half, half, -half, -half))

    # What the next take teaches

    def _choose(self, number: int, wanted: int) -> None:
        """A class of an output, or a gesture of it; pressed again, a gesture is not taught any more."""
        state = self._session.state
        output = state.output(number)
        if output.kind == "gesture":
            gesture = output.gestures[wanted - 1].number
            values = any(other.target is not None for other in state.outputs)
            self._session.do("choose_gesture", 0 if values and gesture == state.teaches else gesture)
        else:
            self._targets.set(number, float(wanted))

    def _choose_values(self, number: int) -> None:
        """The tile of an output that is no gesture output was pressed: takes store targets again."""
        if self._session.state.teaches is not None and self._session.state.output(number).target is not None:
            self._session.do("choose_gesture", 0)

    def _choose_by_key(self, digit: int) -> bool:
        output = self.tiles.focused
        first = 0 if output is not None and output.nothing and output.kind == "classification" else 1
        if output is None or not first <= digit <= (output.classes or len(output.gestures)):
            return False
        self._choose(output.number, digit)
        return True

    # Keys

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """The key of record, held or not, and Esc to leave."""
        if event is None or event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave.begin()
        elif QKeySequence(event.keyCombination()) == self._actions["record"].shortcut():
            self._press()
        elif event.text().isdecimal() and len(event.text()) == 1 and self._choose_by_key(int(event.text())):
            pass
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.tiles.step_focus(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """The end of what is held."""
        if event is None or event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave.give_up()
        elif event.key() == _key_of(self._actions["record"].shortcut()):
            self._release()
        else:
            super().keyReleaseEvent(event)

    def _press(self) -> None:
        if self._actions["record"].isEnabled():
            self._record(self._latch.press(time.monotonic(), self._session.state.recording is not None))

    def _release(self) -> None:
        self._record(self._latch.release(time.monotonic()))

    def _record(self, step: Step) -> None:
        if step is not Step.NOTHING:
            self._session.do("start_recording" if step is Step.START else "stop_recording")


def _key_of(keys: QKeySequence) -> Qt.Key | None:
    return keys[0].key() if keys.count() else None
