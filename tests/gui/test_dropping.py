"""Projects, Wekinator projects and tables are dropped onto the start screen and onto an open project."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.gui.exchange.imports import Importing
from wekipy.gui.places.choosing_files import choose_file, choose_folder, choose_new_file, kinds
from wekipy.gui.places.dropped import look_at
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.start.bringing import Bringing
from wekipy.gui.studio.window import Window
from wekipy.project.create import new_project
from wekipy.storage.folder import create

LONG = 30_000
DATA = Path(__file__).parents[1] / "exchange" / "data"
MOVE, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def carried(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(window: Window, data: QMimeData) -> bool:
    """Drag something over a window; whether it would take it."""
    event = QDragEnterEvent(QPoint(300, 300), MOVE, data, LEFT, NONE)
    QApplication.sendEvent(window, event)
    move = QDragMoveEvent(QPoint(310, 310), MOVE, data, LEFT, NONE)
    QApplication.sendEvent(window, move)
    assert event.isAccepted() == move.isAccepted()
    return event.isAccepted()


def drop(window: Window, data: QMimeData) -> None:
    assert drag(window, data)
    event = QDropEvent(QPointF(310, 310), MOVE, data, LEFT, NONE)
    QApplication.sendEvent(window, event)
    assert event.isAccepted() and window.drops.shown is None


def says(window: Window) -> str:
    """What is seen while something is dragged over a window."""
    assert window.drops.shown is not None and window.drops.shown.isVisible()
    return window.drops.shown.accessibleName()


def fresh(qtbot: QtBot) -> Window:
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    return window


def test_what_is_dropped_is_known_for_what_it_is(tmp_path: Path) -> None:
    project = create(tmp_path / "piece.wekipy", new_project(2, "1")).path
    shutil.copytree(DATA / "classify4x2", tmp_path / "violin")
    wekinator = tmp_path / "violin" / "classify4x2.wekproj"
    (tmp_path / "rows.CSV").write_text("x,y\n1,2\n")
    (tmp_path / "song.mp3").write_text("la")
    (tmp_path / "empty").mkdir()
    for path, kind, found in (
        (project, "project", project),
        (project / "project.json", "project", project),
        (tmp_path / "violin", "wekinator", wekinator),
        (wekinator, "wekinator", wekinator),
        (tmp_path / "rows.CSV", "table", tmp_path / "rows.CSV"),
        (tmp_path / "song.mp3", "unknown", tmp_path / "song.mp3"),
        (tmp_path / "empty", "unknown", tmp_path / "empty"),
        (tmp_path / "not there.csv", "unknown", tmp_path / "not there.csv"),
    ):
        seen = look_at([path])
        assert (seen.kind, seen.path) == (kind, found)
    assert look_at([project, wekinator]).kind == "several"


def test_a_project_is_dropped_onto_the_start_screen(qtbot: QtBot, tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(3, "1")).path
    window = fresh(qtbot)
    data = carried(folder)
    assert drag(window, data)
    assert says(window) == "Open “piece”"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert window.drops.shown is None
    drop(window, data)
    qtbot.waitUntil(lambda: window.session is not None and window.session.state.name == "piece", timeout=LONG)


def test_a_table_dropped_onto_the_start_screen_begins_a_project(qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("inputs-1,inputs-2,outputs-1\n0.5,0.25,1\n0.25,0.5,2\n")
    window = fresh(qtbot)
    assert window.start is not None
    data = carried(table)
    assert drag(window, data)
    assert says(window) == "Begin a project with “rows.csv”"
    drop(window, data)
    qtbot.waitUntil(lambda: window.start.findChild(Bringing) is not None)
    report = window.start.findChild(Bringing)
    qtbot.waitUntil(report.open.isVisible, timeout=LONG)


def test_what_is_dropped_onto_an_open_project_is_imported_or_opened(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session = window.session
    assert session is not None
    table = tmp_path / "rows.csv"
    table.write_text("inputs-1,inputs-2,outputs-1\n0.5,0.25,1\n0.25,0.5,0\n")
    data = carried(table)
    assert drag(window, data)
    assert says(window) == "Import the examples of “rows.csv”"
    drop(window, data)
    qtbot.waitUntil(lambda: session.state.examples == 2, timeout=LONG)
    assert window.findChild(Importing) is not None
    other = create(tmp_path / "other.wekipy", new_project(3, "1")).path
    drop(window, carried(other / "project.json"))
    qtbot.waitUntil(lambda: session.state.name == "other", timeout=LONG)


def test_what_is_of_no_use_is_said_in_a_sentence(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    song = tmp_path / "song.mp3"
    song.write_text("la")
    window = fresh(qtbot)
    assert drag(window, carried(song))
    assert says(window).startswith("“song.mp3” is neither a project nor a table")
    drop(window, carried(song))
    assert window.start is not None
    start = window.start
    qtbot.waitUntil(lambda: "neither a project" in start._toast.text())
    drop(window, carried(song, tmp_path))
    qtbot.waitUntil(lambda: start._toast.text() == "Drop one file or folder at a time.")
    text = QMimeData()
    text.setText("words")
    assert not drag(window, text) and window.drops.shown is None
    web = QMimeData()
    web.setUrls([QUrl("https://example.com/piece.wekipy")])
    assert not drag(window, web)


def test_nothing_is_taken_on_stage(qtbot: QtBot, child: Callable[..., Child], tmp_path: Path) -> None:
    other = create(tmp_path / "other.wekipy", new_project(3, "1")).path
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session = window.session
    assert session is not None
    session.do("performance_mode", True)
    qtbot.waitUntil(lambda: window.stage is not None)
    assert not drag(window, carried(other))
    event = QDropEvent(QPointF(310, 310), MOVE, carried(other), LEFT, NONE)
    QApplication.sendEvent(window, event)
    assert not event.isAccepted() and session.state.name == "piece"
    session.do("performance_mode", False)
    qtbot.waitUntil(lambda: window.stage is None)


def test_what_is_seen_while_dragging_fills_the_window_and_takes_no_events(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(3, "1")).path
    window = fresh(qtbot)
    assert drag(window, carried(folder))
    shown, inside = window.drops.shown, window.centralWidget()
    assert shown is not None and inside is not None
    assert shown.geometry() == inside.geometry()
    assert not window.childAt(shown.geometry().center()).objectName().startswith("drop")
    assert shown.findChild(QLabel) not in (window.childAt(shown.geometry().center()), None)
    window.drops.eventFilter(window, QEvent(QEvent.Type.DragLeave))
    assert window.drops.shown is None


def test_dialogs_begin_where_something_was_chosen_last(
    qtbot: QtBot, tmp_path: Path, monkeypatch: object
) -> None:
    window = fresh(qtbot)
    chosen, asked = tmp_path / "chosen", []
    chosen.mkdir()

    def folder(*given: object) -> str:
        asked.append(given[2])
        return str(chosen / "piece.wekipy")

    def file(*given: object) -> tuple[str, str]:
        asked.append(given[2])
        assert given[3] == "Tables (*.csv *.arff)"
        return str(chosen / "rows.csv"), ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)  # type: ignore[attr-defined]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", file)  # type: ignore[attr-defined]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))  # type: ignore[attr-defined]
    filters = kinds("Tables", "csv", "arff")
    for _ in range(2):
        assert choose_folder(window, "open", "Open", tmp_path) == chosen / "piece.wekipy"
        assert choose_file(window, "import", "Import", tmp_path, filters) == chosen / "rows.csv"
    assert asked == [str(tmp_path), str(tmp_path), str(chosen), str(chosen)]
    assert choose_new_file(window, "save", "Save", "model.npz", filters) is None
    shutil.rmtree(chosen)
    choose_folder(window, "open", "Open", tmp_path)
    assert asked[-1] == str(tmp_path)
