"""The middle of the card of a classifier: its classes as pads that are named, recorded and added in place."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QWidget

from wekipy.client import Live
from wekipy.client.state import Output, State
from wekipy.gui.outputs.pads import PadNotes, Pads
from wekipy.gui.session.session import Session
from wekipy.gui.stores.class_courses import class_courses_of, shown_of
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme.naming import NameEdit, Refused
from wekipy.gui.theme.parts import column
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import class_words, count_words


class ClassName(NameEdit):
    """The name of one class, over its pad; Enter goes on with the next class."""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Enter takes the name and goes on."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            body = self.parentWidget()
            super().keyPressEvent(event)
            if isinstance(body, ClassBody):
                body.name_next()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        self.hide()
        super()._leave()


class ClassBody(QWidget):
    """A pad for each class."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._targets, self._recording = targets_of(session), recording_of(session)
        self._courses = class_courses_of(session)
        self._seen: tuple[object, ...] = ()
        self._naming = 0  # the class whose name is edited
        self._added = 0  # the class that is to be named as soon as it is there
        self.pads = Pads(self)
        column(self).addWidget(self.pads)
        self.name = ClassName(self._rename, self)
        self.name.hide()
        self.pads.chosen.connect(self._choose)
        self.pads.held.connect(self._record)
        self.pads.let_go.connect(self._recording.let_go)
        self.pads.naming.connect(self.edit_name)
        self.pads.adding.connect(self.add)
        self._courses.come.connect(self._note)

    def follow(self, output: Output) -> None:
        """Another state of the output."""
        self._output = output
        numbers = tuple(range(0 if output.nothing else 1, output.classes + 1))
        names = tuple(
            f"{n}  {output.class_name(n)}".rstrip() if n else class_words(output, 0) for n in numbers
        )
        self.pads.show_classes(numbers, names)
        self.pads.setAccessibleName(tr("class demonstrated for {name}").format(name=output.name))
        self._note()
        if self._added and output.classes >= self._added:
            self._added, number = 0, self._added
            self._targets.set(output.number, float(number))
            self.edit_name(number)

    def _note(self) -> None:
        """Say what was shown of the classes, if that has changed."""
        state, output = self._session.state, self._output
        seen = (state.takes, output.number, output.classes, self._courses.known)
        if not self.pads.full or seen == self._seen:
            return
        self._seen = seen
        shown = shown_of(state, output)
        more = "+" if shown.mixed else ""
        words = {n: count_words(shown.examples.get(n, 0)) + more for n in range(1, output.classes + 1)}
        courses = self._courses.of(list(shown.last.values()))
        known = {n: courses[take] for n, take in shown.last.items() if take in courses}
        self.pads.show_notes(PadNotes(words, known))

    def draw(self, live: Live, answers: bool) -> str:
        """Show the latest answer; it, and how sure it is, in words."""
        output = self._output
        if output.target is None or output.target >= len(live.targets):
            return "–"
        value = round(float(live.outputs[output.first]))
        shares = live.distributions[output.chance : output.chance + output.classes]
        known = len(shares) == output.classes and not np.isnan(shares).any()
        sure = f"  {round(100 * float(shares.max()))} %" if known and answers else ""
        target = round(self._targets.of(output)) if self._teaches(output) else -1
        recorded = self._session.state.recording is not None
        self.pads.show_answer(value if answers else -1, target, shares if answers else shares[:0], recorded)
        return class_words(output, value) + sure if answers else "–"

    def grow(self, extra: int) -> None:
        """Be about so many pixels higher than need be."""
        self.pads.grow(extra)

    def key(self, digit: int) -> None:
        """The class of that number."""
        self.pads.choose(digit)

    # What is done at a pad

    def edit_name(self, number: int) -> None:
        """Edit the name of a class where it stands."""
        if not 0 < number <= self._output.classes or self._session.state.project.read_only:
            return
        self.take_name()
        self._naming = number
        name = self._output.class_name(number)
        self.name.show_name(name, tr("name of class {number}").format(number=number))
        self.name.setText(name)
        self.name.setPlaceholderText(tr("class {number}").format(number=number))
        place = self.pads.name_place(number).toAlignedRect()
        self.name.setGeometry(place.translated(self.pads.pos()))
        self.name.show()
        self.name.raise_()
        self.name.edit()

    def take_name(self) -> None:
        """Take the name that is being edited: whatever is pressed next, it counts."""
        if self.name.isVisible():
            self.name.finish()

    def name_next(self) -> None:
        """Go on with the next class, after the last one with none."""
        self.edit_name(self._naming + 1)

    def add(self) -> None:
        """Add a class, and name it as soon as it is there."""
        self.take_name()
        number = self._output.number
        self._added = self._output.classes + 1
        self._session.amend("change_kind", lambda state: [number, _spec(state, number, 1)], self._session.say)

    def _rename(self, name: str, refused: Refused) -> None:
        number, naming = self._output.number, self._naming

        def names(state: State) -> list[object]:
            output = state.output(number)
            known = [output.class_name(n) for n in range(1, output.classes + 1)]
            return [number, *(name if n == naming else one for n, one in enumerate(known, 1))]

        def say(why: str) -> None:
            refused(why)
            self._session.say(why)

        self._session.amend("name_classes", names, say)

    def _choose(self, number: int) -> None:
        self.take_name()
        self._targets.set(self._output.number, float(number))

    def _record(self, _number: int) -> None:
        if not self._recording.is_on:
            self._recording.begin()

    def _teaches(self, output: Output) -> bool:
        return output.record and self._session.state.teaches is None


def _spec(state: State, number: int, more: int) -> str:
    return f"class:{state.output(number).classes + more}"
