"""Suggestions: blocks that help an output, found by trying them on its takes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFrame, QLabel, QProgressBar, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.signal.suggested import (
    Found,
    Suggested,
    how_it_is,
    in_figures,
    read_found,
    what_matters,
)
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows, across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr


class SuggestionRow(QFrame):
    """A suggestion: what it does, what it brings, and a button that puts it in place."""

    def __init__(self, one: Suggested, figures: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "output")
        self.words, self.figures = label(said(one.sentence), parent=self), label(figures, "small", self)
        self.use = small(
            "add",
            tr("Give the output a block of its own: {what}").format(what=said(one.sentence)),
            self,
            tr("Use"),
        )
        rows, line = column(self, scale.S, scale.XS), across(spacing=scale.S)
        for words in (self.words, self.figures):
            words.setWordWrap(True)
        line.addWidget(self.figures, 1)
        line.addWidget(self.use)
        rows.addWidget(self.words)
        rows.addLayout(line)


class Suggestions(QWidget):
    """Tries what may help an output, and lists what does.

    Signals:
        left(): there is nothing more to do here.

    Attributes:
        rows: one for each suggestion.
        notes: what matters, and what does not.
        busy: whether ways are being tried for this window.
    """

    left = pyqtSignal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked, self._uid, self._names = State(), "", [""]
        self._cancelled = False
        self.busy = False
        self.rows: list[SuggestionRow] = []
        self.notes: list[QLabel] = []
        self.output = QComboBox(self)
        self.output.setAccessibleName(tr("Output"))
        self.output.setMinimumContentsLength(6)
        self.output.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.button = small("evaluate", tr("Try on the takes what may help this output"), self, tr("Try"))
        self.back = small("close", tr("Back to the blocks"), self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("How many ways have been tried"))
        self.words, self.error = label(kind="dim", parent=self), label(kind="error", parent=self)
        self._list = Rows(self, scale.S)
        self._lay_out()
        self.button.clicked.connect(self._press)
        self.back.clicked.connect(self.left)
        self.output.currentIndexChanged.connect(lambda _: self._forget())
        session.changed.connect(self.follow)
        self.follow(session.state)

    def _lay_out(self) -> None:
        self.button.setMinimumWidth(scale.roomy(scale.HIT))  # where there is no room for its text
        rows, head = column(self), across(spacing=scale.XS)
        head.addWidget(self.output, 1)
        head.addWidget(self.button)
        head.addWidget(self.back)
        rows.addLayout(head)
        for words in (self.words, self.error):
            words.setWordWrap(True)
            words.hide()
        for widget in (self.progress, self.words, self.error):
            rows.addWidget(widget)
        rows.addWidget(self._list, 1)

    def start(self) -> None:
        """Try what may help the output that is selected, unless something is being tried."""
        if self.busy:
            return
        focused = targets_of(self._session).focused
        uids = [output.uid for output in self._session.state.outputs]
        if focused in uids:
            self.output.setCurrentIndex(uids.index(focused))
        self._try()

    def follow(self, state: State) -> None:
        """Show what there is by now."""
        names = [output.name for output in state.outputs]
        if names != self._names:
            self._name(names)
        self.output.setVisible(len(names) > 1)
        if (self.rows or self.notes) and state.inputs != self._asked.inputs:
            self._forget()  # their numbers are those of other inputs now
        self.progress.setVisible(self.busy)
        share = state.suggesting if self.busy else None
        self.progress.setRange(0, 0 if share is None else 100)
        if share is not None:
            self.progress.setValue(round(100 * share))
        self.button.setText(tr("Cancel") if self.busy else tr("Try"))
        self.button.setEnabled(self.busy or bool(state.outputs))
        self.output.setEnabled(not self.busy)

    def repaint_icons(self) -> None:
        """Draw them in the colours in use."""
        for button in (self.button, self.back, *(row.use for row in self.rows)):
            paint(button)

    def _name(self, names: list[str]) -> None:
        at, self._names = max(self.output.currentIndex(), 0), names
        self.output.blockSignals(True)
        self.output.clear()
        self.output.addItems(names)
        self.output.setCurrentIndex(at if at < len(names) else 0)
        self.output.blockSignals(False)

    def _press(self) -> None:
        if self.busy:
            self._cancelled = True
            self._session.do("cancel_evaluation")
        else:
            self._try()

    def _try(self) -> None:
        state, at = self._session.state, self.output.currentIndex()
        self._forget()
        if not 0 <= at < len(state.outputs):
            return
        self._asked, self._uid = state, state.outputs[at].uid
        self.busy, self._cancelled = True, False
        self._say(tr("Each way is tried on takes that were held out. All else goes on meanwhile …"))
        self._session.do("suggest", at + 1, then=self._show, refused=self._refuse)
        self.follow(state)

    def _show(self, told: dict[str, Any]) -> None:
        self.busy = False
        self.follow(self._session.state)
        output = self._output_of(self._asked)
        if output is None or self._session.state.inputs != self._asked.inputs:
            self._forget()
            return
        found = read_found(told)
        self._say(how_it_is(found, output))
        self._list_all(found, output)

    def _list_all(self, found: Found, output: Output) -> None:
        self.rows = []
        for n, one in enumerate(found.suggestions):
            row = SuggestionRow(one, in_figures(one, n == 0, output))
            row.use.clicked.connect(partial(self._use, one))
            self.rows.append(row)
        every = self._asked.features or self._asked.inputs
        names = every if output.inputs is None else [every[n - 1] for n in output.inputs]
        self.notes = [label(words, "small") for words in what_matters(found, names) if words]
        for note in self.notes:
            note.setWordWrap(True)
        self._list.fill([*self.rows, *self.notes])

    def _use(self, one: Suggested, _checked: bool = False) -> None:
        output = self._output_of(self._session.state)
        if output is not None:
            self._session.do(
                "apply_suggestion", output.number, one.block, then=self._used, refused=self._refuse
            )

    def _used(self, _: object) -> None:
        self._forget()
        words = tr("The suggestion is in place: train again to use it. Undo takes it back.")
        self._session.confirm("edited", words)
        self.left.emit()

    def _refuse(self, why: str) -> None:
        self.busy = False
        self.follow(self._session.state)
        self._say("")
        show(self.error, tr("Cancelled: nothing has changed.") if self._cancelled else why)
        self.error.show()

    def _output_of(self, state: State) -> Output | None:
        return next((output for output in state.outputs if output.uid == self._uid), None)

    def _say(self, text: str) -> None:
        show(self.words, text)
        self.words.setVisible(bool(text))

    def _forget(self) -> None:
        """Show nothing of what was found."""
        self.rows, self.notes = [], []
        self._list.fill([])
        for part in (self.words, self.error):
            part.hide()
