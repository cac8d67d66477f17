"""The stage: what a performer needs, readable from three metres, and nothing that could lose anything."""

from __future__ import annotations

import time

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
from wekipy.gui.stage.header import Header
from wekipy.gui.stage.latch import Latch, Step
from wekipy.gui.stage.status import Recorded, colours_of, status_of
from wekipy.gui.stage.tiles import Tiles
from wekipy.gui.stage.walking import Library, look
from wekipy.gui.stage.watch import Watch
from wekipy.gui.stage.ways import StageWays
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.studio.toast import Toast
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column
from wekipy.gui.theme.style import sheet
from wekipy.gui.theme.theme import stage_palette, theme
from wekipy.gui.translation import tr
from wekipy.gui.wire.hearing import hearing_of
from wekipy.gui.wording.target_words import all_taught

# Their keys count here; recording has its own way, and nothing else that the studio can do is here.
_KEYS = (
    "train", "run", "hold", "next-class", "previous-class", "next-project", "previous-project", "set-list",
)  # fmt: skip
_FRAME = 14  # pixels of the border, which is visible from afar


class StageScreen(QWidget):
    """Performance mode.

    Args:
        actions: of the session.

    Signals:
        left(): the performer wants the studio back.
    """

    left = pyqtSignal()

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session, self._actions = session, actions
        self._targets = targets_of(session)
        hearing_of(session).watch(self)
        health_of(session).watch(session, self)
        self._latch, self._watch = Latch(), Watch(session, self)
        self._known: Library | None = None
        self._began: float | None = None  # when the take that is being recorded was first seen
        self._last_before: int | None = None  # the last take when this project came on stage
        self._folder = ""
        self.header, self.banner = Header(self._watch, self), Banner(self)
        self.ways = StageWays(session, self)
        self.tiles = Tiles(self._targets, self)
        self.tiles.chosen.connect(self._choose)
        self.tiles.pressed.connect(self._choose_values)
        self._make_buttons()
        self._lay_out()
        self._toast = Toast(self)
        self.addActions([actions[name] for name in _KEYS])
        session.changed.connect(self._follow)
        session.set_list_changed.connect(self._set_list_changed)
        session.tick.connect(self._draw)
        session.problem.connect(self._toast.say)
        theme().changed.connect(self._dress)
        self._dress()
        self._follow(session.state)

    def _make_buttons(self) -> None:
        self.record = StageButton("record", "record", self)
        self.record.mirror(self._actions["record"])
        self.record.pressed.connect(self._press)
        self.record.released.connect(self._release)
        tones = (("train", "train", "accent"), ("run", "run", "accent"), ("hold", "hold", "warning"))
        self.buttons = {}
        for name, icon, tone in tones:
            self.buttons[name] = StageButton(icon, tone, self)  # type: ignore[arg-type]
        for name, icon in (("previous-project", "back"), ("next-project", "forward"), ("set-list", "open")):
            self.buttons[name] = StageButton(icon, "plain", self, small=True)
        for name, button in self.buttons.items():
            button.mirror(self._actions[name])
            button.clicked.connect(self._actions[name].trigger)
        self.take_back = HoldButton("undo", "warning", self, small=True)
        self.take_back.held.connect(lambda: self._session.do("delete_last_take"))
        self.leave = HoldButton("close", "plain", self, small=True)
        self.leave.say(tr("Hold Esc to leave"), "", tr("Back to the studio; everything goes on."))
        self.leave.held.connect(self.left)

    def _lay_out(self) -> None:
        rows = column(self, _FRAME + scale.M, scale.M)
        large, small = across(spacing=scale.M), across(spacing=scale.S)
        for button in (self.record, *(self.buttons[name] for name in ("train", "run", "hold"))):
            large.addWidget(button, 1)
        for name in ("previous-project", "next-project", "set-list"):
            small.addWidget(self.buttons[name])
        small.addStretch(1)
        small.addWidget(self.take_back)
        small.addWidget(self.leave)
        rows.addWidget(self.header)
        rows.addWidget(self.banner)
        rows.addWidget(self.ways)
        rows.addWidget(self.tiles, 1)
        rows.addLayout(large)
        rows.addLayout(small)

    def _dress(self) -> None:
        self.setStyleSheet(sheet(stage_palette()))
        self.update()

    # What is shown

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Look at the set list, and begin to ask for what only the stage shows."""
        super().showEvent(event)
        self._watch.start()
        self.look_at_set_list()
        self.setFocus()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        """Ask for nothing more."""
        self._watch.stop()
        self.leave.give_up()
        super().hideEvent(event)

    def look_at_set_list(self) -> None:
        """Show where in the set list this project is; again when the list has changed."""
        if self._session.connected and self._session.state.folder:
            look(self._session, self._learn)

    def _set_list_changed(self) -> None:
        if self.isVisible():
            self.look_at_set_list()

    def _learn(self, known: Library) -> None:
        self._known = known
        state = self._session.state
        self.header.say(state.name, known, bool(state.project.read_only))

    def _follow(self, state: State) -> None:
        if state.folder != self._folder:
            self._folder, self._known, self._last_before = state.folder, None, None
            self.header.say(state.name, None, bool(state.project.read_only))
            if self.isVisible():
                self.look_at_set_list()
        if self._last_before is None:
            self._last_before = state.takes[-1].number if state.takes else 0
        self._began = None if state.recording is None else self._began or time.monotonic()
        self.tiles.follow(state)
        self._follow_last_take(state)

    def _follow_last_take(self, state: State) -> None:
        # Only what was recorded here can be taken back here.
        last = state.takes[-1].number if state.takes else 0
        mine = last > (self._last_before or 0) and state.recording is None
        self.take_back.setEnabled(mine)
        text = (
            tr("Hold to take back take {number}").format(number=last) if mine else tr("Nothing to take back")
        )
        tip = tr("Takes back what was recorded last here; undo in the studio brings it back.")
        if text != self.take_back.text():
            self.take_back.say(text, "", tip)

    def _draw(self) -> None:
        if not self.isVisible():
            return
        state, connected = self._session.state, self._session.connected
        seconds = 0.0 if self._began is None else time.monotonic() - self._began
        before, sense = self.banner.status.tone, self._watch.sense
        taught = all_taught(state, self._targets.of) if state.recording is not None else ""
        take = Recorded(seconds, self._watch.recorded, taught)
        self.banner.say(status_of(state, take, sense, self._session.absence, self.ways.saving))
        if self.banner.status.tone != before:
            self.update()  # the frame
        self.header.activity.draw(self._session.live.inputs)
        silent = sense.silent or not connected
        self.tiles.draw(Scene(state, self._session.live, self._targets.of, silent, sense.ever))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw the ground, and a frame that says from afar what is going on."""
        colours = stage_palette()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.background))
        tone = self.banner.status.tone
        if tone not in ("record", "bad", "warning"):
            return
        pen = QPen(QColor(colours_of(tone, colours)[0]), _FRAME)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if tone != "record":  # distinguishable without colours, too
            pen.setDashPattern([2.0, 1.5])
        painter.setPen(pen)
        half = _FRAME // 2
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
