"""Projects are begun, renamed, exported, deleted and restored from the menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QObject, Qt, QUrl, pyqtSlot
from PyQt6.QtGui import QAction, QDesktopServices
from PyQt6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.child import engine_of
from wekipy.gui.projects.beginning import free_name
from wekipy.gui.projects.rename import RenameView
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.stage.order import keep_order, kept_order
from wekipy.gui.start.deleted import DeletedProjects
from wekipy.gui.start.recent import recent
from wekipy.gui.studio.projects import ProjectMenu
from wekipy.gui.studio.window import Window
from wekipy.storage.deleted import DELETED
from wekipy.storage.folder import open_folder

LONG = 30_000


def session_of(window: Window) -> Session:
    assert window.session is not None
    return window.session


def project_menu(window: Window) -> ProjectMenu:
    bar = window.menuBar()
    assert bar is not None
    return next(menu for action in bar.actions() if isinstance(menu := action.menu(), ProjectMenu))


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


class Shown(QObject):
    """Takes the folders that the system would show."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Path] = []
        QDesktopServices.setUrlHandler("file", self, "take")

    @pyqtSlot(QUrl)
    def take(self, url: QUrl) -> None:
        self.places.append(Path(url.toLocalFile()))


@pytest.fixture
def shown() -> Shown:
    made = Shown()
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_a_project_is_begun_beside_the_present_one(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session, menu = session_of(window), project_menu(window)
    assert [action.text() for action in menu.new.actions()] == [
        "Knobs and faders", "Poses", "Gestures", "Mixed",
    ]  # fmt: skip
    names = set()
    for _ in range(2):
        entry(menu.new, "Poses").trigger()
        qtbot.waitUntil(lambda: session.state.name.startswith("Poses ") and session.state.name not in names)
        names.add(session.state.name)
    assert session.state.outputs[0].classes == 3
    assert Path(session.state.folder).parent == tmp_path
    assert len(list(tmp_path.glob("Poses *.wekipy"))) == 2


def test_a_free_name_counts_on() -> None:
    assert free_name("Poses", []) == "Poses"
    assert free_name("Poses", ["poses", "Poses (2)", "other"]) == "Poses (3)"


def test_a_project_is_renamed_in_place(qtbot: QtBot, child: Callable[..., Child], tmp_path: Path) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session = session_of(window)
    session.do("add_examples", [[0, 1], [1, 0]], [0, 1])
    session.do("copy_project", "other")
    qtbot.waitUntil(lambda: session.state.examples == 2)
    keep_order(str(tmp_path), ["other.wekipy", "piece.wekipy"])
    project_menu(window).rename.trigger()
    view = window.sheets.view
    assert isinstance(view, RenameView) and view.field.selectedText() == "piece"
    assert not view.button.isEnabled()
    view.field.setText("other")
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "already" in view.why.text())
    view.field.setText("My violin")
    assert view.why.text() == ""
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.state.name == "My violin")
    qtbot.waitUntil(lambda: window.sheets.view is None)
    renamed = tmp_path / "My violin.wekipy"
    assert window.windowTitle().startswith("My violin")
    assert engine_of(renamed) is not None and not (tmp_path / "piece.wekipy").exists()
    assert recent()[0] == renamed and tmp_path / "piece.wekipy" not in recent()
    assert kept_order(str(tmp_path)) == ["other.wekipy", "My violin.wekipy"]
    source = session.source
    assert isinstance(source, Child) and source.process is not None
    source.process.process.kill()
    qtbot.waitUntil(lambda: not session.connected, timeout=LONG)
    qtbot.waitUntil(lambda: session.connected and session.state.examples == 2, timeout=LONG)
    assert session.state.name == "My violin" and not (tmp_path / "piece.wekipy").exists()
    window.close()
    assert open_folder(renamed).project.takes[0].examples == 2


def test_what_is_exported_can_be_shown(qtbot: QtBot, child: Callable[..., Child], shown: Shown) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session, menu, studio = session_of(window), project_menu(window), window.studio
    assert studio is not None
    session.do("add_examples", [[0, 1], [1, 0], [0.5, 0.5]], [0, 1, 0.5])
    qtbot.waitUntil(lambda: session.state.examples == 3)
    session.do("train", wait=True)
    words = {action.text() for action in menu.exports.actions()}
    assert {"Models as ONNX", "Models for scikit-learn", "Models as C++", "Models as JavaScript"} < words
    entry(menu.exports, "Examples as ARFF, for Wekinator and Weka").trigger()
    toast = studio._toast
    qtbot.waitUntil(lambda: toast.isVisible() and toast.button.isVisible(), timeout=LONG)
    assert "piece.arff" in toast.text()
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown.places))
    assert shown.places == [Path(session.state.folder) / "exports"]
    assert not toast.isVisible()
    entry(menu.exports, "Models for scikit-learn").trigger()
    qtbot.waitUntil(lambda: "piece-skops" in toast.text(), timeout=2 * LONG)
    assert (Path(session.state.folder) / "exports/piece-skops/output-1.skops").is_file()
    session.say("something else")
    assert not toast.button.isVisible()
    menu.show_folder.trigger()
    assert shown.places[-1] == Path(session.state.folder)


def test_a_deleted_project_is_listed_and_comes_back(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session, folder = session_of(window), tmp_path / "piece.wekipy"
    session.do("add_examples", [[0, 1], [1, 0]], [0, 1])
    qtbot.waitUntil(lambda: session.state.examples == 2)
    project_menu(window).delete.trigger()
    start = window.start
    assert start is not None and window.session is None
    qtbot.waitUntil(lambda: not folder.exists(), timeout=LONG)
    qtbot.waitUntil(lambda: "is deleted" in start._toast.text())
    assert folder not in recent() and len(list((tmp_path / DELETED).iterdir())) == 1
    assert start.known.deleted.isVisible()
    qtbot.mouseClick(start.known.deleted, Qt.MouseButton.LeftButton)
    listed = start.findChild(DeletedProjects)
    assert listed is not None
    words = [label.text() for label in listed.findChildren(QLabel)]
    assert "piece" in words and any("kept for 30 more days" in text for text in words)
    button = next(b for b in listed.findChildren(QPushButton) if b.accessibleName() == "Restore piece")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert open_folder(folder).project.takes[0].examples == 2
    assert recent()[0] == folder and not start.known.deleted.isVisible()
    qtbot.waitUntil(start.known.isVisible)  # no other is left to restore


def test_a_window_that_starts_removes_what_is_older_than_30_days(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    project_menu(window).delete.trigger()
    place = tmp_path / DELETED
    qtbot.waitUntil(lambda: place.is_dir() and bool(list(place.iterdir())), timeout=LONG)
    (entry_,) = place.iterdir()
    old = entry_.rename(place / "2026-01-05 10.00.00 piece.wekipy")
    (tmp_path / "mine.txt").write_text("mine")
    window.show_start()
    qtbot.waitUntil(lambda: list(place.iterdir()) == [], timeout=LONG)
    assert (tmp_path / "mine.txt").exists() and not old.exists()


def test_a_project_that_cannot_be_deleted_stays_and_says_why(
    qtbot: QtBot, child: Callable[..., Child], tmp_path: Path
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / DELETED).symlink_to(tmp_path / "elsewhere")
    project_menu(window).delete.trigger()
    start = window.start
    assert start is not None
    qtbot.waitUntil(lambda: "is a link" in start._toast.text(), timeout=2 * LONG)
    assert open_folder(tmp_path / "piece.wekipy").project.outputs
