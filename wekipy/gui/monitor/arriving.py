"""What arrives: every address, with its values, and why it is not used where it is not."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QButtonGroup, QPushButton, QWidget

from wekipy.gui.inputs.sources import add_source, sources_of
from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.translation import said, tr
from wekipy.gui.wire.heard import Ear, Heard, Key
from wekipy.gui.wire.list import HeardList
from wekipy.gui.wire.row import HeardRow
from wekipy.gui.wording.explained import explain

_VALUES = 12
_ADVICE_EVERY = 2_000  # milliseconds
_MOST_ADVICE = 4  # sentences


class Arriving(QWidget):
    """Rows of addresses; below, what can be said and done about the one that is chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ear = Ear(session, self)
        self._chosen: Key | None = None
        self._list = HeardList(uses=True, group=QButtonGroup(self), parent=self)
        self._list.chosen.connect(self._choose)
        self._heading = label(tr("Arriving"), "heading", self)
        explain(self._heading, "OSC")
        self._values = label(kind="small", parent=self)
        self._values.setWordWrap(True)
        self.advice = label(kind="small", parent=self)
        self.advice.setWordWrap(True)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.advice.hide()
        Asking(session, "advice", _ADVICE_EVERY, self).answered.connect(self._advise)
        self.adopt = QPushButton(tr("Use as inputs"), self)
        self.adopt.setToolTip(tr("Listen to this address for inputs from now on."))
        self.adopt.clicked.connect(self._adopt)
        self.join = QPushButton(tr("Add to the inputs"), self)
        self.join.setToolTip(tr("Its numbers become further inputs, beside those that are there."))
        self.join.clicked.connect(self._join)
        rows = column(self)
        rows.addWidget(self._heading)
        rows.addWidget(self._list, 1)
        rows.addWidget(self.advice)
        foot = across()
        foot.addWidget(self._values, 1)
        foot.addWidget(self.adopt)
        foot.addWidget(self.join)
        rows.addLayout(foot)
        self.adopt.hide()
        self.join.hide()
        self._ear.heard.connect(self._follow)
        self._follow([])

    @property
    def rows(self) -> dict[Key, HeardRow]:
        """Of the addresses, by key."""
        return self._list.rows

    def _follow(self, found: list[Heard]) -> None:
        self._list.follow(found, self._ear.trails)
        self._list.setVisible(bool(found))  # the advice needs its room then, with large text above all
        where = self._session.state.port
        words = tr("Arriving at port {port}") if found else tr("Nothing arrives at port {port}")
        show(self._heading, words.format(port=where or "–"))
        self._show_details(next((heard for heard in found if heard.key == self._chosen), None))

    def _advise(self, sentences: list[str]) -> None:
        """What the engine says of the inputs, in its own words."""
        shown = [f"• {said(sentence)}" for sentence in sentences[:_MOST_ADVICE]]
        show(self.advice, "\n".join(shown))
        self.advice.setToolTip("\n".join(shown))
        self.advice.setVisible(bool(shown))

    def _choose(self, heard: Heard) -> None:
        self._chosen = heard.key
        self._show_details(heard)

    def _show_details(self, heard: Heard | None) -> None:
        self._values.setVisible(heard is not None)
        if heard is None:
            self.adopt.hide()
            self.join.hide()
            return
        values = "  ".join(f"{v:.4g}" if isinstance(v, float) else str(v) for v in heard.values[:_VALUES])
        more = "  …" if heard.arguments > _VALUES else ""
        show(self._values, "\n".join(filter(None, (said(heard.why), values + more))))
        state = self._session.state
        free = heard.numbers and heard.use not in ("inputs", "control")
        self.adopt.setVisible(heard.numbers and heard.use != "inputs" and not state.sources)
        self.join.setVisible(free and not any(s.address == heard.address for s in sources_of(state)))

    def _join(self) -> None:
        heard = self.rows[self._chosen].heard if self._chosen in self.rows else None
        if heard is not None:
            add_source(self._session, heard.address, heard.arguments)

    def _adopt(self) -> None:
        heard = self.rows[self._chosen].heard if self._chosen in self.rows else None
        if heard is None:
            return
        if heard.arguments != len(self._session.state.inputs):
            self._session.do("set_inputs", heard.arguments)
        if heard.address != self._session.state.input_address:
            self._session.do("set_addresses", heard.address)
