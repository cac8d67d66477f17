"""The test input and the picture that the outputs play."""

from __future__ import annotations

import time
from typing import Any, Literal

import numpy as np
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QWidget

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.sound.player import player_of
from wekipy.gui.sound.score import Changes, tone_of
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import mark, tr
from wekipy.gui.trial.feed import Feed
from wekipy.gui.trial.heard import HeardButton
from wekipy.gui.trial.movement import hand
from wekipy.gui.trial.pad import Pad
from wekipy.gui.trial.picture import Picture
from wekipy.gui.trial.teacher import Teacher
from wekipy.gui.wire.network import FarHint

Mode = Literal["off", "mouse", "hand"]
_MODES: dict[Mode, tuple[str, str]] = {
    "off": (mark("Off"), mark("Inputs come from your sensor or sketch only.")),
    "mouse": (mark("Mouse"), mark("The mouse over the pad, or the arrow keys, are the inputs.")),
    "hand": (mark("Hand"), mark("A simulated hand moves the inputs.")),
}
_LOOK = 0.2  # seconds between looks for recognised gestures


class TrialPanel(QWidget):
    """Inputs without a sensor, outputs without a synthesiser.

    Attributes:
        mode: what sends inputs.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._feed = Feed(session)
        self._looked = 0.0
        self._triggers: dict[str, int] | None = None  # how often each was sent, once that is known
        self.mode: Mode = "off"
        self.teacher = Teacher(session)
        self.pad = Pad(self)
        self.picture = Picture(self)
        self.player, self._changes = player_of(session), Changes()
        self.heard = HeardButton(self.player, self)
        self.buttons = {mode: self._button(mode) for mode in _MODES}
        self._teach, self._next = self._switches()
        self.far = FarHint(session, self)
        self._lay_out()
        self.pad.pressed.connect(self._press)
        self.pad.released.connect(self.teacher.release)
        session.tick.connect(self._frame)
        session.changed.connect(self._follow)
        self.destroyed.connect(self._feed.close)
        self.use("off")

    def use(self, mode: Mode) -> None:
        """Let this send the inputs from now on."""
        self.mode = mode
        self.buttons[mode].setChecked(True)
        self.pad.by_hand = mode == "mouse"
        self.far.ask()

    def teach(self, on: bool) -> None:
        """Whether a press on the pad records."""
        self._teach.setChecked(on)

    def begin(self, mode: Mode) -> None:
        """All that a first try needs: inputs, a press that teaches, learning at once, answers at once."""
        self.use(mode)
        self.teach(mode == "mouse")
        if mode == "mouse":
            self.teacher.learns = True
            self._session.do("start_running")
        self.player.offer()
        self.pad.setFocus()

    def _button(self, mode: Mode) -> QPushButton:
        made = QPushButton(tr(_MODES[mode][0]), self)
        made.setCheckable(True)
        made.setToolTip(tr(_MODES[mode][1]))
        made.setAccessibleDescription(tr(_MODES[mode][1]))
        made.clicked.connect(lambda: self.use(mode))
        return made

    def _switches(self) -> tuple[QCheckBox, QCheckBox]:
        teach = QCheckBox(tr("Record while pressed"), self)
        teach.setToolTip(tr("While the button (or Space) is held over the pad, a take is recorded."))
        teach.toggled.connect(lambda on: setattr(self.teacher, "on", on))
        after = QCheckBox(tr("Pick new values afterwards"), self)
        after.setToolTip(tr("After each take the next class, gesture or other values are chosen."))
        after.setChecked(True)
        after.toggled.connect(lambda on: setattr(self.teacher, "goes_on", on))
        return teach, after

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        rows = column(self)
        head = across()
        for button in self.buttons.values():
            group.addButton(button)
            head.addWidget(button)
        head.addStretch(1)
        foot = across()
        foot.addWidget(self._teach)
        foot.addWidget(self._next)
        foot.addStretch(1)
        rows.addLayout(head)
        rows.addWidget(self.far)
        rows.addWidget(self.pad, 3)
        rows.addLayout(foot)
        play = across()
        play.addWidget(label(tr("What the outputs play"), "heading", self))
        play.addStretch(1)
        play.addWidget(self.heard)
        rows.addLayout(play)
        rows.addWidget(self.picture, 2)

    def _press(self) -> None:
        if self.teacher.press():
            self.pad.mark(self.teacher.colour(palette()))

    def _follow(self, state: State) -> None:
        if not state.takes and state.recording is None:
            self.pad.forget_marks()

    def _frame(self) -> None:
        now = time.monotonic()
        if self.mode == "hand":
            self.pad.move_to(hand(now))
        if self.mode != "off":
            self._feed.send(self.pad.place, now)
        if self.isVisible():
            self._draw(now)

    def _draw(self, now: float) -> None:
        self.pad.step()
        state, live = self._session.state, self._session.live
        hint = self.teacher.on and state.recording is None
        self.pad.say(
            self.teacher.words() if hint else "", self.teacher.colour(palette()) if self.teacher.on else ""
        )
        wide = sum(output.width for output in state.outputs)
        values = live.outputs
        if state.recording is not None or not state.running:
            values = _targets_in_place(state, live.targets)
        if len(values) == wide and wide:
            self.picture.show_values(state.outputs, values)
            self._sound(state, values)
        if now - self._looked > _LOOK and any(output.kind == "gesture" for output in state.outputs):
            self._looked = now
            self._session.do("sent", then=self._look_for_gestures)

    def _sound(self, state: State, values: Any) -> None:
        if not state.running and state.recording is None:
            self._fall_silent()
            return
        self.player.play(tone_of(self.picture.shares))
        for number in self._changes.begun(state.outputs, values):
            self.player.strike(number)

    def _fall_silent(self) -> None:
        self.player.play(None)
        self._changes.forget()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        """What is not seen is not heard."""
        self._fall_silent()
        super().hideEvent(event)

    def _look_for_gestures(self, sent: dict[str, Any]) -> None:
        gestures = [gesture for output in self._session.state.outputs for gesture in output.gestures]
        counts = {entry["address"]: entry["count"] for entry in sent["triggers"]}
        for number, gesture in enumerate(gestures, 1):
            before = counts if self._triggers is None else self._triggers
            if counts.get(gesture.address, 0) > before.get(gesture.address, 0):
                self.picture.flash(number, gesture.name)
                self.player.strike(number)
        self._triggers = counts


def _targets_in_place(state: State, targets: Any) -> Any:
    """Targets at the places of the outputs' values; gestures have none."""
    values = np.full(sum(output.width for output in state.outputs), np.nan)
    for output in state.outputs:
        if output.target is not None and output.target < len(targets):
            values[output.first] = targets[output.target]
    return values
