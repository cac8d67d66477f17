"""The menu of projects: a copy, those beside, those opened before, and the end of an engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Child, Source
from wekipy.gui.studio.projects import ProjectMenu
from wekipy.gui.studio.window import Window

Open = Callable[[Source], Session]


def opened(qtbot: QtBot, source: Source) -> tuple[Window, Session, ProjectMenu]:
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    window.open(source)
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    menu = window.findChild(ProjectMenu)
    assert menu is not None
    return window, session, menu


def test_a_copy_and_the_way_to_it_and_back(qtbot: QtBot, child: Callable[..., Child], tmp_path: Path) -> None:
    window, session, menu = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    menu.copy()
    qtbot.waitUntil(lambda: any(entry.kind == "copied" for entry in session.journal.entries))
    assert session.state.name == "piece"
    menu.look()
    qtbot.waitUntil(lambda: len(menu.beside.actions()) == 2)
    (copy,) = (action for action in menu.beside.actions() if action.isEnabled())
    copy.trigger()
    qtbot.waitUntil(lambda: session.state.name.startswith("piece – "))
    menu.remember()
    (back,) = (action for action in menu.recent.actions() if action.isEnabled())
    assert back.text().startswith("piece\t")
    back.trigger()
    qtbot.waitUntil(lambda: session.state.name == "piece")
    assert window.session is session


def test_a_project_of_another_folder_gets_an_engine_at_its_own_port(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "other.wekipy"
    elsewhere.parent.mkdir()
    own = free_port()
    made = Child((str(elsewhere), "--port", str(own)))
    made.connect().close()
    made.close()
    window, session, _ = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    window.open_folder(elsewhere)
    other = window.session
    assert other is not None and other is not session
    qtbot.waitUntil(lambda: other.state.name == "other", timeout=30_000)
    assert other.state.port == own


def test_an_engine_that_is_not_ours_can_be_ended_from_here(qtbot: QtBot, child: Callable[..., Child]) -> None:
    source = child("--inputs", "2", "--outputs", "1")
    source.connect().close()
    assert source.process is not None
    window, _, menu = opened(qtbot, Attached(port=source.process.control_port))
    (end,) = (action for action in menu.actions() if action.text() == "End the engine")
    end.trigger()
    assert source.process.process.wait(30) == 0
    assert window.start is not None
    source.close()
