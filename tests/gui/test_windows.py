"""Several projects at once: each has a window and an engine of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from wekipy.child import engine_of, is_free, next_free_port
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import INPUT_PORT, Child
from wekipy.gui.studio.projects import ProjectMenu
from wekipy.gui.studio.window import Window
from wekipy.gui.windows import Windows
from wekipy.project.create import new_project
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import create


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[Windows]:
    made = Windows(Journal())
    yield made
    made.close_all()


def folder(tmp_path: Path, name: str) -> Path:
    return create(tmp_path / f"{name}.wekipy", new_project(2, "1")).path


def there(qtbot: QtBot, window: Window) -> Session:
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    return session


def test_two_projects_play_side_by_side_and_end_each_by_itself(
    qtbot: QtBot, windows: Windows, tmp_path: Path
) -> None:
    one, other = folder(tmp_path, "one"), folder(tmp_path, "other")
    first = windows.every[0]
    first.show()
    first.open(Child((str(one), "--port", str(INPUT_PORT))))
    session = there(qtbot, first)
    qtbot.waitUntil(lambda: not is_free(INPUT_PORT))
    first.another.emit(other)
    second = windows.every[1]
    beside = there(qtbot, second)
    assert (session.state.name, beside.state.name) == ("one", "other")
    assert session.state.port == INPUT_PORT
    assert beside.state.port > INPUT_PORT
    says = f"Port {INPUT_PORT} is taken: the inputs of this project are awaited at {beside.state.port}."
    qtbot.waitUntil(lambda: any(entry.text == says for entry in beside.journal.entries))
    assert not any(entry.text == says for entry in session.journal.entries)
    QSettings().setValue("listen/port", INPUT_PORT)
    chosen = windows.show_another(second)
    assert chosen._listener is not None
    listener = chosen._listener
    qtbot.waitUntil(lambda: listener.session is not None and listener.session.connected, timeout=30_000)
    assert beside.state.port < listener.port <= INPUT_PORT + 100
    chosen.close()
    with Link(beside.state.port, next_free_port(20_000)) as link:
        link.inputs([0.25, 0.5])
        qtbot.waitUntil(lambda: beside.live.inputs.tolist() == [0.25, 0.5])
    assert session.live.inputs.tolist() == [0, 0]
    session.do("add_examples", [[0, 1]], [[0.5]])
    qtbot.waitUntil(lambda: session.state.examples == 1)
    assert beside.state.examples == 0
    first.close()
    assert windows.open_ones == [second]
    qtbot.waitUntil(lambda: engine_of(one) is None, timeout=30_000)
    assert beside.connected and engine_of(other) is not None
    windows.close_all()
    assert engine_of(other) is None


def test_what_is_open_already_is_brought_to_the_front(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    one = folder(tmp_path, "one")
    windows.every[0].show()
    windows.every[0].open(Child((str(one), "--port", str(next_free_port(20_000)))))
    there(qtbot, windows.every[0])
    windows.every[0].another.emit(one)
    assert len(windows.every) == 1


def test_a_project_that_another_window_shows_is_never_asked_for_twice(
    qtbot: QtBot, windows: Windows, tmp_path: Path
) -> None:
    one, other = folder(tmp_path, "one"), folder(tmp_path, "other")
    first = windows.every[0]
    first.show()
    first.open(Child((str(one), "--port", str(next_free_port(20_000)))))
    there(qtbot, first)
    second = windows.show_another(first)
    raised = []
    first.raise_ = lambda: raised.append("first")  # type: ignore[method-assign]
    assert second.start is not None
    second.start.known.chosen.emit(one)
    assert raised == ["first"] and second.start is not None and second.session is None
    second.open(Child((str(other), "--port", str(next_free_port(20_000)))))
    session = there(qtbot, second)
    menu = second.findChild(ProjectMenu)
    assert menu is not None
    for known, look in ((menu.recent, menu.remember), (menu.beside, menu.look)):
        look()
        qtbot.waitUntil(lambda known=known: any(a.text().startswith("one\t") for a in known.actions()))
        next(a for a in known.actions() if a.text().startswith("one\t")).trigger()
    assert raised == ["first"] * 3 and second.session is session and session.state.name == "other"


def test_another_window_is_on_the_screen_as_a_whole(qtbot: QtBot, windows: Windows) -> None:
    first = windows.every[0]
    screen = first.screen()
    assert screen is not None
    room = screen.availableGeometry()
    first.show()
    for place in (room.topLeft(), room.bottomRight()):
        first.move(place)
        second = windows.show_another(first)
        assert (second.x(), second.y()) == (
            max(room.left(), min(place.x() + 40, room.right() + 1 - second.width())),
            max(room.top(), min(place.y() + 40, room.bottom() + 1 - second.height())),
        )
        second.close()


def test_from_the_menus(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    one, other = folder(tmp_path, "one"), folder(tmp_path, "other")
    first = windows.every[0]
    first.show()
    for place in (other, one):
        first.open(Child((str(place), "--port", str(next_free_port(20_000)))))
        there(qtbot, first)
        qtbot.waitUntil(lambda place=place: first.windowTitle().startswith(place.stem))
    menu = first.findChild(ProjectMenu)
    assert menu is not None
    assert first.studio is not None
    menu.elsewhere.aboutToShow.emit()
    known = {action.text().partition("\t")[0]: action for action in menu.elsewhere.actions()}
    assert not known["one"].isEnabled()
    known["other"].trigger()
    assert there(qtbot, windows.every[1]).state.folder == str(other)
    first.studio.keys["new-window"].trigger()
    chosen = windows.every[2]
    assert chosen.isVisible() and chosen.start is not None and chosen.session is None
    chosen.close()


def test_no_menu_of_a_project_that_is_shown_no_more_is_kept(
    qtbot: QtBot, windows: Windows, tmp_path: Path
) -> None:
    window = windows.every[0]
    window.show()
    for name in ("one", "other"):
        window.open(Child((str(folder(tmp_path, name)), "--port", str(next_free_port(20_000)))))
        there(qtbot, window)
        qtbot.waitUntil(lambda: len(window.findChildren(ProjectMenu)) == 1)
    window.show_start()
    qtbot.waitUntil(lambda: not window.findChildren(ProjectMenu))
    bar = window.menuBar()
    assert bar is not None
    assert [action.text() for action in bar.actions()] == ["Project", "View", "Help"]
    assert len([menu for menu in bar.findChildren(QMenu) if menu.title() == "View"]) == 1


def test_our_own_faults_are_noted_in_every_window(qtbot: QtBot, windows: Windows) -> None:
    first = windows.every[0]
    second = windows.show_another(first)
    first._journal.add("fault", "oops")
    first._journal.add("problem", "of the first only")
    qtbot.waitUntil(lambda: [entry.text for entry in second._journal.entries] == ["oops"])


@pytest.mark.parametrize("taken", [0, 3])
def test_the_next_free_port_is_found(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    free: Callable[[int], bool] = lambda port: port > 9_000 + taken  # noqa: E731
    monkeypatch.setattr("wekipy.child.is_free", free)
    assert next_free_port(9_000) == 9_001 + taken
