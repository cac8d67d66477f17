"""The bar at the top: record, train, run, what may be taken back; and in words what the engine is doing."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.actions import Actions
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.holding import HoldButton
from wekipy.gui.theme.parts import across, column, grow_icon, show
from wekipy.gui.theme.steady import keep_steady
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import said, tr
from wekipy.gui.transport.folding import Folding
from wekipy.gui.transport.health_line import HealthLine
from wekipy.gui.transport.take_options import CountOverlay, RecordOptions, randomise_button
from wekipy.gui.wire.hearing import hearing_of
from wekipy.gui.wording.output_words import amount_words, training_words
from wekipy.gui.wording.target_words import all_taught

_EVERY = 4  # frames: tenths of a second of a take are read, no more
_MAIN = ("train", "run")
_MORE = ("live-learning", "wrong", "take-outputs", "delete-last-take", "undo", "redo")
_LEAVE = (3, 2, 0, 4, 1, 6, 5)  # of the row of `_MORE` with the random menu as its third: what goes first


class TransportBar(QFrame):
    """Buttons of the main actions, and below them what goes on.

    Attributes:
        buttons: by the id of their action.
        panels: the button of the menu of panels, which the studio gives it.
    """

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._actions = session, actions
        self.recording = recording_of(session)
        self._targets, self._frame = targets_of(session), 0
        self.buttons: dict[str, QToolButton] = {"record": self._record_button()}
        for name in (*_MAIN, *_MORE):
            self.buttons[name] = actions.button(name, self, text=name in _MAIN)
        self.options = RecordOptions(self.recording, self)
        self.random = randomise_button((actions["randomise-little"], actions["randomise"]), self)
        role(self.random, "quiet")
        grow_icon(self.random)
        theme().changed.connect(self._paint)
        self._doing, self._undo = Elided(self), Elided(self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 100)
        self.progress.setFixedWidth(160)
        self.health = HealthLine(session, self)
        self.panels = small("panels", tr("Panels: show, hide, or arrange them anew"), self)
        self.panels.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        keep_steady(self.buttons["train"], (tr("Train"), tr("Stop · {percent} %").format(percent=100)))
        self._lay_out()
        if parent is not None:
            self.overlay = CountOverlay(self.recording, parent)
        session.changed.connect(self._follow)
        session.tick.connect(self._count)
        for signal in (session.lost, session.problem, session.restored, hearing_of(session).reported):
            signal.connect(self._follow_again)
        hearing_of(session).watch(self)
        self._follow(session.state)

    def _paint(self) -> None:
        paint(self.random)
        paint(self.panels)

    def _record_button(self) -> QToolButton:
        made = HoldButton(self.recording.hold, self)
        self._actions.dress(made, "record")
        return made

    def _lay_out(self) -> None:
        rows = column(self, spacing=scale.XS)
        row, foot = QHBoxLayout(), across()
        row.setSpacing(scale.S)
        row.addWidget(self.buttons["record"])
        row.addWidget(self.options)
        for name in _MAIN:
            row.addWidget(self.buttons[name])
        row.addSpacing(scale.M)
        others = [self.buttons[name] for name in _MORE]
        others.insert(2, self.random)
        self.others = Folding(others, _LEAVE, self)
        self.others.end_with(self._undo)
        row.addWidget(self.others, 1)
        foot.addWidget(self._doing, 1)
        foot.addWidget(self.progress)
        foot.addWidget(self.health)
        foot.addWidget(self.panels)
        rows.addLayout(row)
        rows.addLayout(foot)

    def _follow(self, state: State) -> None:
        if not self._session.connected:
            show(self._doing, self._session.absence)
            return
        self._say_doing()
        show(self._undo, tr("Undo: {what}").format(what=said(state.undo)) if state.undo else "")
        self._show_training(state)
        self.random.setEnabled(any(output.target is not None for output in state.outputs))

    def _show_training(self, state: State) -> None:
        under_way, share = state.training is not None, _percent(state)
        told = tr("Stop") if share is None else tr("Stop · {percent} %").format(percent=share)
        self.buttons["train"].setText(told if under_way else tr("Train"))
        self.progress.setVisible(under_way)
        self.progress.setRange(0, 0 if under_way and share is None else 100)  # 0 to 0 moves to and fro
        self.progress.setTextVisible(share is not None)
        self.progress.setValue(share or 0)

    def _follow_again(self, _: object = None) -> None:
        self._follow(self._session.state)

    def _count(self) -> None:
        self._frame += 1
        if self._frame % _EVERY == 0 and self.isVisible() and self._session.connected:
            self._say_doing()

    def _say_doing(self) -> None:
        state = self._session.state
        taught = all_taught(state, self._targets.of)
        silent = hearing_of(self._session).sense.silent
        show(self._doing, doing(state, self.recording.seconds, taught, silent))


class Elided(QLabel):
    """A line that is cut with dots where there is no room, and whole in its tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        role(self, "small")
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The whole of it."""
        return self._whole

    def setText(self, text: str | None) -> None:  # noqa: N802  Qt's name
        """Show as much of it as there is room for."""
        self._whole = text or ""
        self.setToolTip(self._whole)
        self._cut()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or less fits."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        fit = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        super().setText(fit if self.width() > 60 else "")


def _percent(state: State) -> int | None:
    """How far a training is; None if nobody knows, or none is under way."""
    share = state.training_share
    return None if share is None else round(100 * share)


def doing(state: State, seconds: float = 0.0, taught: str = "", silent: bool = False) -> str:
    """What the engine is doing, in a few words.

    Args:
        seconds: how long the take that is being recorded is.
        taught: what that take teaches, or the next one.
        silent: no inputs arrive.
    """
    parts = []
    if state.recording is not None:
        take = tr("recording take {number}").format(number=state.recording)
        length = tr("{seconds} s").format(seconds=f"{seconds:.1f}")
        parts.append(f"{take}: {length}" if seconds else take)
        parts += [tr("nothing arrives")] * silent
    if state.training is not None:
        outlook = state.training_outlook
        parts.append(training_words(state.training_share, outlook.left if outlook else None))
        parts += [outlook.text] if outlook and outlook.text else []
    if state.playing_map:
        parts.append(tr("playing the map"))
    if state.running:
        parts.append(tr("running, no input") if silent else tr("running"))
    if taught:
        parts.append(tr("teaches: {what}").format(what=taught))
    return "  ·  ".join((*parts, amount_words(state)))
