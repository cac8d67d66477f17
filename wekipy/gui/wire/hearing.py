"""Finds out whether inputs arrive; if not, why, and how to fix that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import msgspec
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import INPUT_PORT
from wekipy.gui.start.recent import new_folder
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wire.heard import Heard
from wekipy.gui.wording.output_words import spec_of

_EVERY = 400  # milliseconds
_LONG = float("inf")
_NAMED = 3  # sources in a sentence
_SILENT = 1.5  # seconds without an input vector

Deed = Literal["first", "inputs", "filled", "address", "new", "listen"]


@dataclass(frozen=True)
class Fix:
    """A fix that makes inputs arrive.

    Attributes:
        count: numbers in the messages that arrive.
        address: theirs.
        port: where to listen.
    """

    deed: Deed
    count: int = 0
    address: str = ""
    port: int = INPUT_PORT

    def words(self, state: State) -> str:
        """What its button says."""
        if self.deed == "first":
            return tr("Use the first {count}").format(count=len(state.inputs))
        if self.deed == "inputs":
            return tr("Make it {inputs}").format(inputs=input_count(self.count))
        if self.deed == "filled":
            return tr("{inputs}, 0 in older takes").format(inputs=input_count(self.count))
        if self.deed == "address":
            return tr("Listen to {address}").format(address=self.address)
        return tr("New project") if self.deed == "new" else tr("Listen at {port}").format(port=self.port)


@dataclass(frozen=True)
class Sense:
    """The state of the inputs.

    Attributes:
        silent: no vector has arrived for a while. ever: one has arrived since the engine listens so.
        why: why it is silent, in a sentence; "" where it is not.
        fixes: what can be done.
    """

    silent: bool = False
    ever: bool = False
    why: str = ""
    fixes: tuple[Fix, ...] = ()


def input_count(count: int) -> str:
    """So many inputs, in words."""
    return counted(count, mark("1 input"), mark("{count} inputs"))


def sense_of(found: list[Heard], state: State, elsewhere: bool = False) -> Sense:
    """What the addresses that arrived lately say about the inputs.

    Args:
        elsewhere: the engine may be made to listen at another port.
    """
    known = [heard for heard in found if heard.use == "inputs"]
    inputs = min(known, key=lambda heard: _LONG if heard.since is None else heard.since, default=None)
    if inputs is not None and inputs.since is not None and inputs.since <= _SILENT:
        return Sense(ever=True)
    ever = inputs is not None and inputs.count > 0
    others = [heard for heard in found if heard.numbers and not heard.quiet and heard.use != "control"]
    if state.sources:
        return _of_sources([heard for heard in others if heard.use != "inputs"], state, ever)
    for heard in others:
        if heard.address == state.input_address and heard.arguments != len(state.inputs):
            return Sense(True, ever, _count_words(heard, state), _count_fixes(heard, state))
    for heard in others:
        if heard.use == "unknown":
            return Sense(True, ever, _address_words(heard, state), _address_fixes(heard, state))
    words = tr("Nothing arrives at port {port}.").format(port=state.port or "–")
    # The project's own port, where that was taken at the start; else the one that every sketch knows.
    port = INPUT_PORT if state.port == state.receive_port else state.receive_port
    fixes = (Fix("listen", port=port),) if elsewhere and state.port != port else ()
    return Sense(True, ever, words, fixes)


def _of_sources(others: list[Heard], state: State, ever: bool) -> Sense:
    """Of inputs that come from several sources: what is expected is in the list of sources."""
    expected = ", ".join(source.address for source in state.sources[:_NAMED])
    for heard in others:
        words = tr("{address} arrives, {expected} is expected.").format(
            address=heard.address, expected=expected
        )
        return Sense(True, ever, words)
    return Sense(True, ever, tr("Nothing arrives at port {port}.").format(port=state.port or "–"))


def _count_words(heard: Heard, state: State) -> str:
    arrived = counted(heard.arguments, mark("1 number arrives"), mark("{count} numbers arrive"))
    return tr("{arrived}, {inputs} expected.").format(arrived=arrived, inputs=input_count(len(state.inputs)))


def _address_words(heard: Heard, state: State) -> str:
    words = tr("{address} arrives, {expected} is expected.")
    return words.format(address=heard.address, expected=state.input_address)


def _count_fixes(heard: Heard, state: State) -> tuple[Fix, ...]:
    first = (Fix("first", heard.arguments),) if heard.arguments > len(state.inputs) else ()
    return (*first, *_new_count(heard, state))


def _address_fixes(heard: Heard, state: State) -> tuple[Fix, ...]:
    if heard.arguments == len(state.inputs):
        return (Fix("address", heard.arguments, heard.address), Fix("new", heard.arguments, heard.address))
    return _new_count(heard, state)


def _new_count(heard: Heard, state: State) -> tuple[Fix, ...]:
    more = heard.arguments > len(state.inputs)
    deeds: tuple[Deed, ...] = ("inputs", "filled", "new") if more and state.takes else ("inputs", "new")
    return tuple(Fix(deed, heard.arguments, heard.address) for deed in deeds)


def do(fix: Fix, session: Session) -> None:
    """Do it."""
    state = session.state
    if fix.deed == "first":
        session.do("use_first_numbers", True)
    elif fix.deed == "listen":
        session.do("set_receive_port", fix.port)
    elif fix.deed == "new":
        name = new_folder(tr("{name} with {inputs}").format(name=state.name, inputs=input_count(fix.count)))
        outputs = ",".join(map(spec_of, state.outputs))
        session.do("new_project", name.stem, fix.count, outputs, fix.address)
    else:
        if fix.deed in ("inputs", "filled"):
            session.do("set_inputs", fix.count, 0.0 if fix.deed == "filled" else None)
        if fix.address != state.input_address:
            session.do("set_addresses", fix.address)


class Hearing(QObject):
    """Polls what arrives at the engine while that is visible, and interprets it.

    Signals:
        reported(Sense): when it has changed.

    Attributes:
        sense: as last emitted; before that, one without any fault.
    """

    reported = pyqtSignal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.sense = Sense()
        session.lost.connect(partial(self._become, Sense()))
        session.happened.connect(lambda kind, _text: self._become(Sense()) if kind == "opened" else None)

    def watch(self, watcher: QWidget) -> None:
        """Ask while this widget is visible."""
        asking = Asking(
            self._session, "heard", _EVERY, watcher, arguments=(0,)
        )  # no values: they may be many
        asking.answered.connect(self._take)

    def _take(self, entries: list[dict[str, Any]]) -> None:
        found = [msgspec.convert(entry, Heard) for entry in entries]
        elsewhere = self._session.source.own
        self._become(sense_of(found, self._session.state, elsewhere))

    def _become(self, sense: Sense) -> None:
        if sense != self.sense:
            self.sense = sense
            self.reported.emit(sense)


def hearing_of(session: Session) -> Hearing:
    """The hearing of a session's engine; made on first use."""
    return session.findChild(Hearing) or Hearing(session)
