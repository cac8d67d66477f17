"""The choice of an input: every address that arrives, and the test inputs."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QPushButton, QSpinBox, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, badge, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.trial.panel import Mode
from wekipy.gui.wire.heard import Ear, Heard, Key
from wekipy.gui.wire.list import HeardList
from wekipy.gui.wire.network import NetworkSwitch, own_address
from wekipy.gui.wire.row import HeardRow
from wekipy.gui.wire.waiting import Waiting

_TRIALS: dict[Mode, str] = {
    "mouse": mark("Try with the mouse"),
    "hand": mark("Try with a simulated hand"),
}
_WORDS: dict[Mode, str] = {"mouse": mark("the mouse"), "hand": mark("the hand"), "off": mark("it")}


class Listening(QFrame):
    """The port, what arrives at it, and what can be used instead.

    Signals:
        port_chosen(int): the user wants to listen there.
        attach(): show the engine that has the port.
        selected(str): the chosen input, in words.

    Attributes:
        heard: the chosen addresses; none without one.
        trial: the chosen test input; "off" without one.
    """

    port_chosen = pyqtSignal(int)
    attach = pyqtSignal()
    selected = pyqtSignal(str)

    def __init__(self, port: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "panel")
        self.heard: tuple[Heard, ...] = ()
        self.trial: Mode = "off"
        self._ear: Ear | None = None
        self._group = QButtonGroup(self)
        self.port = QSpinBox(self)
        self.port.setRange(1, 65_535)
        self.port.setValue(port)
        self.port.setKeyboardTracking(False)
        self.port.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.port.setAccessibleName(tr("Port where inputs arrive"))
        self.port.valueChanged.connect(self.port_chosen)
        self._state = label(kind="badge", parent=self)
        self._note = label(kind="small", parent=self)
        self._note.setWordWrap(True)
        self.attach_button = QPushButton(tr("Show that engine"), self)
        self.attach_button.clicked.connect(self.attach)
        self._list = HeardList(uses=False, group=self._group, parent=self)
        self._list.chosen.connect(self._choose_row)
        self.several = QCheckBox(tr("Take several together"), self)
        self.several.setToolTip(tr("Choose any number of addresses: their numbers become one row of inputs."))
        self.several.toggled.connect(self._choose_several)
        self.several.hide()
        self._nothing = label(kind="dim", parent=self)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again_button = QPushButton(tr("Try again"), self)
        self.again_button.clicked.connect(lambda: self.port_chosen.emit(self.port.value()))
        self._waiting = Waiting(self)
        self.network = NetworkSwitch(self)
        self._address = label(kind="small", parent=self)
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.network.toggled.connect(lambda _: self._say_address())
        self.trials = {mode: self._trial(mode) for mode in _TRIALS}
        self._lay_out()
        self.say_port(port, "")
        self.show_state(tr("starting …"), "")

    @property
    def rows(self) -> dict[Key, HeardRow]:
        """Of the addresses that can be chosen."""
        return self._list.rows

    def listen(self, session: Session) -> None:
        """Show what this session's engine hears."""
        if self._ear is not None:
            self._ear.deleteLater()
        self._ear = Ear(session, self)
        self.network.follow(session)
        self._ear.heard.connect(self._follow)
        self._follow([])

    def show_state(self, words: str, tone: str) -> None:
        """Show whether it listens, as a badge."""
        badge(self._state, words, tone)

    def say_port(self, port: int, note: str, attach: bool = False) -> None:
        """Show the actual port, a note about it, and whether there is an engine to show."""
        show(self._note, note)
        self._note.setVisible(bool(note))
        self.attach_button.setVisible(attach)
        self.again_button.setVisible(bool(note))
        self._listens_at = port
        self._say_address()
        self._nothing.setText(
            tr(
                "Nothing arrives at port {port} yet. Start a sensor, a sketch or a phone that sends OSC"
                " there: each address shows up here."
            ).format(port=port)
        )

    def _say_address(self) -> None:
        address = own_address() if self.network.isChecked() else ""
        words = tr("Phones and other computers send to {address}, port {port}.") if address else ""
        show(self._address, words.format(address=address, port=self._listens_at))

    def _lay_out(self) -> None:
        rows = column(self, scale.L, scale.S)
        head = across()
        head.addWidget(label(tr("1  Choose your input"), "heading", self))
        head.addStretch(1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(label(tr("Port"), "small", self))
        head.addWidget(self.port)
        rows.addLayout(head)
        note = across()
        note.addWidget(self._note, 1)
        note.addWidget(self.again_button)
        note.addWidget(self.attach_button)
        rows.addLayout(note)
        rows.addWidget(self._list, 1000)
        rows.addWidget(self.several)
        rows.addStretch(1)
        rows.addWidget(self._waiting)
        rows.addWidget(self._nothing)
        rows.addStretch(1)
        net = across()
        net.addWidget(self.network)
        net.addWidget(self._address, 1)
        rows.addLayout(net)
        trials = across()
        for button in self.trials.values():
            trials.addWidget(button)
        trials.addStretch(1)
        rows.addLayout(trials)

    def _trial(self, mode: Mode) -> QPushButton:
        made = QPushButton(tr(_TRIALS[mode]), self)
        made.setCheckable(True)
        made.clicked.connect(lambda: self._choose_trial(mode))
        self._group.addButton(made)
        return made

    def _choose_row(self, heard: Heard) -> None:
        for button in self.trials.values():  # where several can be chosen, the group lets them be
            button.setChecked(False)
        chosen = [row.heard for row in self.rows.values() if row.isChecked()] if self._joins else [heard]
        self._choose(chosen, "off")

    def _choose_trial(self, mode: Mode) -> None:
        self.several.setChecked(False)
        self.trials[mode].setChecked(True)
        self._choose((), mode)

    def _choose_several(self, on: bool) -> None:
        chosen = [row for row in self.rows.values() if row.isChecked()]
        self._group.setExclusive(not on)
        if not on:
            for row in chosen[1:]:
                row.setChecked(False)
            self._choose([row.heard for row in chosen[:1]], self.trial)

    @property
    def _joins(self) -> bool:
        return self.several.isChecked()

    def _choose(self, heard: Sequence[Heard], trial: Mode) -> None:
        self.heard, self.trial = tuple(heard), trial
        if len(heard) > 1:
            words = counted(len(heard), mark("1 address"), mark("{count} addresses"))
        else:
            words = heard[0].address if heard else tr(_WORDS[trial])
        self.selected.emit(words)

    def _follow(self, found: list[Heard]) -> None:
        wanted = [heard for heard in found if heard.numbers and heard.use != "control"]
        self._list.follow(wanted, {} if self._ear is None else self._ear.trails)
        self._list.setVisible(bool(wanted))
        self._nothing.setVisible(not wanted)
        self._waiting.setVisible(not wanted)
        self.several.setVisible(len(wanted) > 1)
        # What came so long ago that the engine has forgotten it is not there any more.
        self.heard = tuple(heard for heard in self.heard if heard.key in self.rows)
