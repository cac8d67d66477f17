"""Sources in the studio: an address joins the inputs, silence and frames are chosen, all of it undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client.state import Source as SourceOfState
from wekipy.client.state import State
from wekipy.gui.inputs.count import count_menu
from wekipy.gui.inputs.sources import sources_menu
from wekipy.gui.monitor.panel import MonitorPanel
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.trial.feed import Feed
from wekipy.gui.wire.hearing import Heard, sense_of
from wekipy.rehearsal.link import Link

Make = Callable[..., Child]
Open = Callable[[Source], Session]


def action(menu: QMenu, *texts: str) -> QAction:
    """The action at the end of a way through menus, each opened as a person would."""
    menu.aboutToShow.emit()
    found = next(each for each in menu.actions() if texts[0] in each.text())
    inner = found.menu()
    return found if inner is None or len(texts) == 1 else action(inner, *texts[1:])


@pytest.fixture
def session(child: Make, open_session: Open) -> Session:
    return open_session(child("--inputs", "2", "--outputs", "1"))


def test_an_address_joins_the_inputs_and_its_silence_is_chosen(qtbot: QtBot, session: Session) -> None:
    monitor = MonitorPanel(session)
    qtbot.addWidget(monitor)
    monitor.show()
    arriving, menu = monitor.arriving, sources_menu(session, QMenu(monitor))
    assert not action(menu, "Choose an address in the monitor").isEnabled()
    with Link(session.state.port, free_port()) as link:
        link.inputs([0.5], address="/knob")
        qtbot.waitUntil(lambda: ("/knob", 1) in arriving.rows)
        qtbot.mouseClick(arriving.rows["/knob", 1], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(arriving.join, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: session.state.inputs == ("inputs-1", "inputs-2", "knob"))
        link.inputs([0.25], address="/knob")
        qtbot.waitUntil(lambda: session.live.inputs.tolist() == [0, 0, 0.25])
        link.inputs([1, 2])
        qtbot.waitUntil(lambda: session.live.inputs.tolist() == [1, 2, 0.25])
    qtbot.waitUntil(arriving.adopt.isHidden)
    action(menu, "knob", "answer nothing").trigger()
    qtbot.waitUntil(lambda: session.state.sources[1].silence == "missing")
    action(menu, "What is answered", "Each message of knob").trigger()
    qtbot.waitUntil(lambda: session.state.frames.source == "knob")
    action(menu, "What is answered", "60 times").trigger()
    qtbot.waitUntil(lambda: session.state.frames.when == "rate")
    assert action(menu, "What is answered", "60 times").isChecked()
    action(menu, "knob", "Without this source").trigger()
    qtbot.waitUntil(lambda: len(session.state.sources) == 1)
    action(menu, "All inputs in one message again").trigger()
    qtbot.waitUntil(lambda: not session.state.sources)


def test_sources_say_how_many_inputs_there_are(qtbot: QtBot, session: Session) -> None:
    session.do("set_sources", {"address": "/a", "inputs": 1}, {"address": "/b/{n}", "inputs": 2})
    qtbot.waitUntil(lambda: len(session.state.sources) == 2)
    menu = count_menu(session, None)
    assert not action(menu, "One input more").isEnabled()
    assert not action(menu, "Without the last input").isEnabled()
    feed = Feed(session)  # the mouse in place of the sensors
    feed.send((0.25, 0.75), 0.0)
    feed.send((0.5, 0.25), 0.1)
    qtbot.waitUntil(lambda: all(x != 0 for x in session.live.inputs.tolist()))
    feed.close()


def test_where_nothing_of_the_sources_arrives_they_are_named() -> None:
    state = State(port=6448, sources=(SourceOfState("a", "/a"), SourceOfState("b", "/b")))
    heard = Heard("/other", 2, "ff", since=0.1, use="unknown")
    assert sense_of([heard], state).why == "/other arrives, /a, /b is expected."
    assert "Nothing arrives at port 6448" in sense_of([], state).why
    old, new = Heard("/a", 1, "f", since=9.0, use="inputs"), Heard("/b", 1, "f", since=0.1, use="inputs")
    assert not sense_of([old, new], state).silent
