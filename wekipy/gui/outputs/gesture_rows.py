"""The middle of the card of a gesture output: a row for each gesture, and one for what is none."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QWidget

from wekipy.client import Live
from wekipy.client.state import Gesture, Output, State
from wekipy.gui.outputs.buttons import paint, small, switch
from wekipy.gui.outputs.progress import CourseBar
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.holding import Hold, HoldButton
from wekipy.gui.theme.naming import NameEdit, Refused
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.explained import explain
from wekipy.gui.wording.output_words import count_words, take_words

_NAME, _COUNT = 120, 84  # widths of columns
_LEAST_NAME, _BAR = 64, 84  # the least width of a name; room for the bar, with what is between columns
PER_GESTURE = 3  # numbers in `live.courses`


class ExampleButton(HoldButton):
    """Records an example of a gesture (0: idle movement) while it is held, or until it is clicked again."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session, self.number = session, 0
        self._own = False
        super().__init__(Hold(lambda: self._own, self._begin, self._end), parent)
        role(self, "hold", "record")
        self.setCheckable(True)
        self.setToolTip(tr("Hold while you show it, or click to begin and click again to end."))
        self._follow_words()

    def follow(self, state: State) -> None:
        """A take that has ended by other means ends here, too."""
        if self._own and self._seen and state.recording is None:
            self._become(False)
        self._seen = state.recording is not None

    def _begin(self) -> None:
        self._become(True)
        self._seen = False
        if self.number:
            self._session.do("start_gesture_recording", self.number, refused=self._refuse)
        else:
            self._session.do("start_idle_recording", refused=self._refuse)

    def _end(self) -> None:
        self._become(False)
        self._session.do("stop_recording")

    def _refuse(self, sentence: str) -> None:
        self._become(False)
        self._session.say(sentence)

    def _become(self, own: bool) -> None:
        self._own = own
        self.setChecked(own)
        self._follow_words()

    def _follow_words(self) -> None:
        self.setText(tr("Recording …") if self._own else tr("Record"))

    def toggle_by_key(self) -> None:
        """As a click."""
        (self._end if self._own else self._begin)()

    _seen = False


class GestureRow(QWidget):
    """One gesture."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._gesture = Gesture("")
        self.name = NameEdit(self._rename, self)
        self.on = switch("run", tr("Recognise this gesture"), self)
        self.bar = CourseBar(self)
        explain(self.bar, "threshold")
        self.count = label(kind="small", parent=self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.example = ExampleButton(session, self)
        self.missed = small("wrong", tr("You missed it: I have just made this gesture"), self, tr("Missed"))
        row = across(self)
        row.addWidget(self.on)
        row.addWidget(self.name)
        row.addWidget(self.bar, 1)
        for widget in (self.count, self.example, self.missed):
            row.addWidget(widget)
        self._fit()
        theme().changed.connect(self._fit)
        self.on.clicked.connect(self._switch)
        self.missed.clicked.connect(lambda: session.do("you_missed", self._gesture.number))

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or less fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns below each other; where there is little room, the name, the bar and the buttons stay."""
        name, count = scale.roomy(_NAME), scale.roomy(_COUNT)
        room = self.width()
        for each in (self.on, self.example, self.missed):
            each.ensurePolished()  # else it does not know its size yet
            room -= each.sizeHint().width()
        self.count.setFixedWidth(count)
        self.count.setVisible(room >= name + count + _BAR)
        self.name.setFixedWidth(max(min(name, room - _BAR), _LEAST_NAME))

    def follow(self, gesture: Gesture, state: State) -> None:
        """Another state of the gesture."""
        self._gesture = gesture
        self.name.show_name(gesture.name, tr("name of gesture {name}").format(name=gesture.name))
        show(self.count, count_words(gesture.examples))
        self.on.setChecked(gesture.enabled)
        self.missed.setEnabled(state.running)
        self.example.number = gesture.number
        self.example.setAccessibleName(tr("record an example of {name}").format(name=gesture.name))
        self.example.follow(state)

    def draw(self, live: Live, place: int, running: bool) -> None:
        """The latest; `place` is that of its distance."""
        at = PER_GESTURE * (self._gesture.number - 1)
        if at + PER_GESTURE > len(live.courses) or place >= len(live.outputs):
            return
        progress, threshold, recognised = live.courses[at : at + PER_GESTURE].tolist()
        distance = float(live.outputs[place]) if running else float("inf")
        self.bar.show_progress(distance, threshold, progress, recognised)

    def _switch(self) -> None:
        verb = "disable_gestures" if self._gesture.enabled else "enable_gestures"
        self._session.do(verb, self._gesture.number)

    def _rename(self, name: str, refused: Refused) -> None:
        number = self._gesture.number

        def of_all(state: State) -> list[str]:
            every = [g for output in state.outputs for g in output.gestures]
            return [name if g.number == number else g.name for g in every]

        self._session.amend("rename_gestures", of_all, refused)


class GestureBody(QWidget):
    """All gestures of an output, and idle movement."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: list[GestureRow] = []
        self.idle = ExampleButton(session, self)
        self.idle.setAccessibleName(tr("record idle movement"))
        self._idle_count = label(kind="small", parent=self)
        self._column = column(self, spacing=scale.XS)
        foot = across()
        hint = label(tr("Idle movement, which is no gesture, makes them more dependable."), "small", self)
        hint.setWordWrap(True)
        foot.addWidget(hint, 1)
        foot.addWidget(self._idle_count)
        foot.addWidget(self.idle)
        self._column.addLayout(foot)

    def follow(self, output: Output) -> None:
        """Another state of the output."""
        self._output = output
        state = self._session.state
        while len(self.rows) > len(output.gestures):
            gone = self.rows.pop()
            self._column.removeWidget(gone)
            gone.deleteLater()
        while len(self.rows) < len(output.gestures):
            self.rows.append(GestureRow(self._session, self))
            self._column.insertWidget(len(self.rows) - 1, self.rows[-1])
        for row, gesture in zip(self.rows, output.gestures, strict=True):
            row.follow(gesture, state)
        show(self._idle_count, take_words(output.idle_takes))
        self.idle.follow(state)

    def draw(self, live: Live, answers: bool) -> str:
        """Show the latest of all of them; the one that is furthest, in words."""
        output = self._output
        best, near = "", 0.0
        for n, row in enumerate(self.rows):
            row.draw(live, output.first + n, answers)
            at = PER_GESTURE * (output.gestures[n].number - 1)
            if answers and at < len(live.courses) and live.courses[at] > near:
                best, near = output.gestures[n].name, float(live.courses[at])
        return f"{best}  {round(100 * near)} %" if best else "–"

    def key(self, digit: int) -> None:
        """Begin or end an example of the gesture of that number; 0 of idle movement."""
        if digit == 0:
            self.idle.toggle_by_key()
        elif digit <= len(self.rows):
            self.rows[digit - 1].example.toggle_by_key()

    def repaint_icons(self) -> None:
        """Draw icons in the colours in use."""
        for row in self.rows:
            paint(row.on)
            paint(row.missed)
