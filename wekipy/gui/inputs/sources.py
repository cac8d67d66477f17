"""The messages that the inputs come in, as a menu: what silence does, and when they are answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu

from wekipy.client.state import Source, State
from wekipy.gui.session.session import Session
from wekipy.gui.translation import mark, tr

_SILENCES = {
    "hold": mark("When it is silent: keep its last numbers"),
    "rest": mark("When it is silent: its numbers go to {rest}"),
    "missing": mark("When it is silent: answer nothing"),
}
_RATES = (30, 60, 100)  # frames a second


def sources_of(state: State) -> tuple[Source, ...]:
    """The sources; where all inputs come in one message, that one."""
    if state.sources:
        return state.sources
    return (Source(name="inputs", address=state.input_address, inputs=len(state.inputs)),)


def add_source(session: Session, address: str, inputs: int) -> None:
    """Let the numbers of one more message be inputs, after those that are there."""
    added = {"address": address, "inputs": inputs}
    session.amend("set_sources", lambda state: [*map(_plain, sources_of(state)), added], session.say)


def sources_menu(session: Session, parent: QMenu) -> QMenu:
    """The menu of the sources; what is in it is made as it opens."""
    menu = QMenu(tr("Several sources"), parent)
    menu.aboutToShow.connect(partial(_fill, menu, session))
    return menu


def _fill(menu: QMenu, session: Session) -> None:
    menu.clear()
    state = session.state
    if not state.sources:
        hint = QAction(tr("Choose an address in the monitor and add it to the inputs."), menu)
        hint.setEnabled(False)
        menu.addAction(hint)
        return
    for place, source in enumerate(state.sources):
        menu.addMenu(_of_source(menu, session, place, source))
    menu.addMenu(_of_frames(menu, session))
    menu.addSeparator()
    alone = tr("All inputs in one message again, {address}").format(address=state.input_address)
    _add(menu, alone, lambda: session.do("set_sources"))


def _of_source(parent: QMenu, session: Session, place: int, source: Source) -> QMenu:
    menu = QMenu(f"{source.name}  ·  {source.address}  ·  {source.inputs}", parent)
    for silence, words in _SILENCES.items():
        text = tr(words).format(rest=f"{source.rest:g}")
        _choice(menu, text, source.silence == silence, partial(_change, session, place, silence))
    menu.addSeparator()
    _add(menu, tr("Without this source"), partial(_remove, session, place))
    return menu


def _of_frames(parent: QMenu, session: Session) -> QMenu:
    state, frames = session.state, session.state.frames
    menu = QMenu(tr("What is answered"), parent)

    def offer(text: str, chosen: bool, **wanted: Any) -> None:
        _choice(
            menu, text, chosen, lambda: session.amend("set_sources", _plain_sources, session.say, **wanted)
        )

    offer(tr("Each message of any source"), frames.when == "each", when="each")
    offer(tr("Once all sources have sent"), frames.when == "all", when="all")
    for name in (source.name for source in state.sources):
        text = tr("Each message of {name}").format(name=name)
        offer(text, (frames.when, frames.source) == ("source", name), when="source", source=name)
    for rate in _RATES:
        text = tr("{rate} times a second").format(rate=rate)
        offer(text, (frames.when, frames.rate) == ("rate", rate), when="rate", rate=rate)
    return menu


def _change(session: Session, place: int, silence: str) -> None:
    def with_it(state: State) -> list[dict[str, object]]:
        return [
            one | {"silence": silence} if n == place else one for n, one in enumerate(_plain_sources(state))
        ]

    session.amend("set_sources", with_it, session.say)


def _remove(session: Session, place: int) -> None:
    if len(session.state.sources) == 1:
        session.do("set_sources")  # all inputs in one message again
        return
    session.amend(
        "set_sources",
        lambda state: [one for n, one in enumerate(_plain_sources(state)) if n != place],
        session.say,
    )


def _plain_sources(state: State) -> list[dict[str, object]]:
    return [_plain(source) for source in state.sources]


def _plain(source: Source) -> dict[str, object]:
    names = ("name", "address", "inputs", "port", "sender", "silence", "after", "rest")
    return {name: getattr(source, name) for name in names}


def _add(menu: QMenu, text: str, do: Callable[[], object]) -> QAction:
    made = QAction(text, menu)
    made.triggered.connect(lambda _checked: do())
    menu.addAction(made)
    return made


def _choice(menu: QMenu, text: str, chosen: bool, do: Callable[[], object]) -> None:
    made = _add(menu, text, do)
    made.setCheckable(True)
    made.setChecked(chosen)
