"""The card of an output: what it says, what was demonstrated, how it is doing, what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from wekipy.client import Live
from wekipy.client.state import Output, State
from wekipy.gui.outputs.buttons import paint, small, switch
from wekipy.gui.outputs.class_body import ClassBody
from wekipy.gui.outputs.gesture_rows import GestureBody
from wekipy.gui.outputs.menu import output_menu
from wekipy.gui.outputs.values import NumberBody
from wekipy.gui.session.session import Session
from wekipy.gui.stores.algorithm_names import algorithm_names_of
from wekipy.gui.stores.locks import locks_of
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.naming import NameEdit, Refused
from wekipy.gui.theme.parts import Shrinking, across, badge, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr
from wekipy.gui.wording.explained import explain
from wekipy.gui.wording.output_words import count_words, quality_words, state_words
from wekipy.gui.wording.target_words import taught_words, teaches_words

Body = NumberBody | ClassBody | GestureBody
_BODIES: dict[str, Callable[[Session, QWidget], Body]] = {
    "continuous": NumberBody,
    "classification": ClassBody,
    "gesture": GestureBody,
}
Edit = Callable[[str, str], None]
# What the words beside the model are about, by kind.
_TAUGHT = {"continuous": ("target",), "classification": ("class", "target"), "gesture": ("example",)}
_NARROW = 330  # pixels of a card
_LEAST = 150  # pixels for what it is taught, which counts more than how the model is doing


class OutputCard(QFrame):
    """One output.

    Args:
        edit: opens an editor ("output", "algorithm" or "gestures") of the output with this uid.

    Signals:
        selected(str): its uid; keys are for it from now on.
    """

    selected = pyqtSignal(str)

    def __init__(self, session: Session, output: Output, edit: Edit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._edit, self.output = session, edit, output
        role(self, "output")
        self.number = label(kind="dim", parent=self)
        self.name = NameEdit(self._rename, self)
        self.state, self.quality = Shrinking(kind="badge", parent=self), Shrinking(kind="badge", parent=self)
        self.teaches = Shrinking(kind="teaches", parent=self, least=_LEAST)
        self.value = Shrinking("–", "value", self)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.failure = label(kind="error", parent=self)
        self.failure.setWordWrap(True)
        self.body = _BODIES[output.kind](session, self)
        self.wrong = self._wrong_button()
        self.algorithm = small("settings", tr("Choose the algorithm"), self, " ")
        self.examples = Shrinking(kind="small", parent=self)
        explain(self.state, "model")
        explain(self.examples, "example")
        explain(self.teaches, *_TAUGHT[output.kind])
        self.record = switch("record", tr("Takes store a target for this output"), self)
        self.train = switch("train", tr("Train trains it, and so does live learning"), self)
        self.run = switch("run", tr("Its model answers"), self)
        self.lock = switch("lock", tr("Locked: its target stays when outputs are randomised"), self)
        self.more = small("more", tr("More: rename, settings, duplicate, move, remove"), self)
        self._targets, self._names = targets_of(session), algorithm_names_of(session)
        self._names.come.connect(self._rename_algorithm)
        self._seen: tuple[object, ...] = ()
        self._lay_out()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._watch()

    def _wrong_button(self) -> QToolButton:
        text = tr("Treat the last second as “none of these”.")
        return small("wrong", text, self, tr("Wrong"))

    def _lay_out(self) -> None:
        rows = column(self, scale.S, scale.XS)
        head, foot = across(), across(spacing=2)
        head.addWidget(self.number)
        head.addWidget(self.name, 1)
        head.addWidget(self.value)
        # In a line of their own: beside a long answer they would print over each other.
        line = across()
        for words in (self.state, self.quality):
            line.addWidget(words)
        line.addStretch(1)
        self._beside, self._below = line, across()
        line.addWidget(self.teaches)
        foot.addWidget(self.algorithm)
        foot.addWidget(self.examples, 1)
        for widget in (self.wrong, self.record, self.train, self.run, self.lock, self.more):
            foot.addWidget(widget)
        rows.addLayout(head)
        rows.addLayout(line)
        rows.addLayout(self._below)
        rows.addWidget(self.body)
        rows.addWidget(self.failure)
        rows.addLayout(foot)

    def _connect(self) -> None:
        do = self._session.do
        self.record.clicked.connect(
            lambda: do("disable_recording" if self.output.record else "enable_recording", self.output.number)
        )
        self.train.clicked.connect(
            lambda: do("disable_training" if self.output.train else "enable_training", self.output.number)
        )
        self.run.clicked.connect(
            lambda: do("disable_running" if self.output.run else "enable_running", self.output.number)
        )
        self.lock.clicked.connect(lambda on: locks_of(self._session).lock(self.output.uid, on))
        self.wrong.clicked.connect(lambda: do("that_was_wrong", self.output.number))
        self.algorithm.clicked.connect(
            lambda: self._edit("gestures" if self.output.kind == "gesture" else "algorithm", self.output.uid)
        )
        self.more.clicked.connect(self.open_menu)

    def _watch(self) -> None:
        for widget in self.findChildren(QWidget):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Whatever is used in it selects it."""
        if event is not None and event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self.selected.emit(self.output.uid)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802  Qt's name
        """So does a press beside everything."""
        self.selected.emit(self.output.uid)
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """In a narrow card what it teaches has a line of its own, before all is cut to a few letters."""
        super().resizeEvent(event)
        narrow = self.width() < scale.roomy(_NARROW)
        here, there = (self._below, self._beside) if narrow else (self._beside, self._below)
        if here.indexOf(self.teaches) < 0:
            there.removeWidget(self.teaches)
            here.addWidget(self.teaches)

    def grow(self, extra: int) -> None:
        """Be so many pixels higher than need be: what moves is seen from farther away."""
        if isinstance(self.body, NumberBody | ClassBody):
            self.body.grow(extra)

    def select(self, on: bool) -> None:
        """Show whether keys are for it."""
        role(self, "output", "selected" if on else "")

    def open_menu(self) -> None:
        """What else can be done with it."""
        menu = output_menu(self._session, self.output, self._edit, self.name.edit, self)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def follow(self, output: Output, state: State) -> None:
        """Show what this output is now."""
        share = (state.training or {}).get(output.number)
        seen = (output, share, state.running, state.recording, output.uid in locks_of(self._session))
        if seen == self._seen:
            return  # progress of one output is nothing to the other fifty
        self._seen, self.output = seen, output
        show(self.number, str(output.number))
        self.name.show_name(output.name, tr("name of output {name}").format(name=output.name))
        badge(self.state, *state_words(output, state))
        badge(self.quality, *quality_words(output.quality))
        show(self.failure, said(output.model.failure))
        self.failure.setVisible(bool(output.model.failure))
        algorithm = self._names.of(output.algorithm)
        self.algorithm.setText(algorithm)
        self.algorithm.setAccessibleName(
            tr("algorithm of {name}: {algorithm}").format(name=output.name, algorithm=algorithm)
        )
        note = self._names.within(output.model.note) if output.model.state == "ready" else ""
        # One line whatever it says: a card that grows with a note would push the ones below it about.
        show(self.examples, " · ".join(filter(None, (count_words(output.examples), note))))
        self.record.setChecked(output.record)
        self.train.setChecked(output.train)
        self.run.setChecked(output.run)
        self.lock.setVisible(output.kind != "gesture")
        self.lock.setChecked(output.uid in locks_of(self._session))
        self.wrong.setVisible(output.kind == "gesture" or output.nothing)
        self.wrong.setEnabled(state.running)
        self.body.follow(output)
        self.setAccessibleName(tr("output {name}").format(name=output.name))

    def _rename_algorithm(self) -> None:
        self._seen = ()
        if self.output in self._session.state.outputs:
            self.follow(self.output, self._session.state)

    def draw(self, live: Live, running: bool, silent: bool = False) -> None:
        """Show the latest values; answers to inputs that no longer arrive are none."""
        output, state = self.output, self._session.state
        answer = "–"
        if output.first + output.width <= len(live.outputs):
            answers = running and output.run and output.model.number > 0 and not silent
            answer = self.body.draw(live, answers)
        words = teaches_words(output, state, self._targets.of)
        taught = taught_words(output, state, self._targets.of)
        recorded = state.recording is not None and bool(taught)
        # What is stored is large; what is answered meanwhile is on the pads and tracks.
        show(self.value, taught if recorded else answer)
        show(self.teaches, tr("records: {what}").format(what=taught) if recorded else words)
        _tone(self.teaches, "teaches", "record" if recorded else "" if taught else "off")
        _tone(self.value, "value", "record" if recorded else "off" if running and silent else "")

    def repaint_icons(self) -> None:
        """Draw icons in the colours in use."""
        for button in (self.algorithm, self.record, self.train, self.run, self.lock, self.more, self.wrong):
            paint(button)
        if isinstance(self.body, GestureBody):
            self.body.repaint_icons()

    def _rename(self, name: str, refused: Refused) -> None:
        self._session.do("rename_output", self.output.number, name, refused=refused)


def _tone(shown: QLabel, kind: str, tone: str) -> None:
    if shown.property("tone") != tone:
        role(shown, kind, tone)
