"""The help menu: the documentation with its links and pictures, keys, examples, sketches, the version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QObject, Qt, QUrl, pyqtSlot
from PyQt6.QtGui import QAction, QDesktopServices, QTextDocument
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.gui.help.about import AboutView
from wekipy.gui.help.documentation import DocumentationView
from wekipy.gui.help.menu import HelpMenu
from wekipy.gui.help.page import Page, anchor_of
from wekipy.gui.help.shipped import examples, pages
from wekipy.gui.keys.cheat import CheatSheet
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.version import __version__

LONG = 30_000


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(Journal())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def help_menu(window: Window) -> HelpMenu:
    bar = window.menuBar()
    assert bar is not None
    return next(menu for action in bar.actions() if isinstance(menu := action.menu(), HelpMenu))


def entry(window: Window, text: str) -> QAction:
    return next(action for action in help_menu(window).actions() if action.text() == text)


class Asked(QObject):
    """Takes what the system is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []
        for scheme in ("file", "https"):
            QDesktopServices.setUrlHandler(scheme, self, "take")

    @pyqtSlot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def asked() -> Iterator[Asked]:
    yield Asked()
    for scheme in ("file", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


def documentation(window: Window) -> tuple[DocumentationView, Page]:
    entry(window, "Documentation").trigger()
    view = window.sheets.view
    assert isinstance(view, DocumentationView) and view.page is not None
    return view, view.page


def test_the_documentation_is_read_without_a_project(qtbot: QtBot, window: Window, asked: Asked) -> None:
    view, page = documentation(window)
    assert view.contents.currentText() == "The window"
    assert "the program that learns and answers" in page.toPlainText()
    page.follow(QUrl("security.md"))
    assert (
        page.source().fileName() == "security.md"
        and view.contents.currentText() == "What wekipy promises about safety"
    )
    assert view.back.isEnabled() and not view.forward.isEnabled()
    qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert page.source().fileName() == "window.md"
    page.follow(QUrl("https://example.com/"))
    page.follow(QUrl("../examples/p5/bridge.mjs"))
    assert asked.urls[0] == QUrl("https://example.com/")
    assert asked.urls[1].fileName() == "bridge.mjs"
    page.follow(QUrl("nothing.md"))
    assert view.said.isVisible() and "nothing.md" in view.said.text()


def test_a_link_leads_to_its_heading(window: Window) -> None:
    _, page = documentation(window)
    page.follow(QUrl("algorithms.md#many-examples"))
    assert page.source().fileName() == "algorithms.md"
    bar = page.verticalScrollBar()
    assert bar is not None and bar.value() > page.height()
    assert anchor_of("Keys, foot switches and MIDI") == "keys-foot-switches-and-midi"


def test_pictures_are_there_and_no_wider_than_the_page(window: Window) -> None:
    _, page = documentation(window)
    kind = QTextDocument.ResourceType.ImageResource.value
    image = page.loadResource(kind, QUrl("screenshots/start.png"))
    assert image is not None and 400 < image.width() <= page.width()
    page.follow(QUrl("benchmarks.md"))
    drawing = page.loadResource(kind, QUrl("benchmarks.svg"))
    assert drawing is not None and drawing.width() > 400
    assert page.loadResource(kind, QUrl("https://example.com/spy.png")) is None
    assert page.loadResource(kind, QUrl("gone.png")) is None


def test_words_are_found_in_a_page(qtbot: QtBot, window: Window) -> None:
    view, page = documentation(window)
    view.words.setText("foot switch")
    for _ in range(2):
        qtbot.keyClick(view.words, Qt.Key.Key_Return)
        assert page.textCursor().selectedText().lower() == "foot switch"
    view.words.setText("no such words here")
    qtbot.keyClick(view.words, Qt.Key.Key_Return)
    assert "is not in this page" in view.said.text()


def test_every_link_of_the_documentation_leads_somewhere(window: Window) -> None:
    _, page = documentation(window)
    missing = []
    for each in pages():
        page.open(each)
        document = page.document()
        assert document is not None
        block = document.begin()
        while block.isValid():
            at = block.begin()
            while not at.atEnd():
                href = at.fragment().charFormat().anchorHref()
                target = page.source().resolved(QUrl(href))
                if href and target.isLocalFile() and not Path(target.toLocalFile()).exists():
                    missing.append(f"{each.name}: {href}")
                at += 1
            block = block.next()
    assert missing == []


def test_all_keys_examples_and_the_version_without_a_project(window: Window, asked: Asked) -> None:
    entry(window, "All keys").trigger()
    assert isinstance(window.sheets.view, CheatSheet)
    entry(window, "About wekipy").trigger()
    view = window.sheets.view
    assert isinstance(view, AboutView)
    assert f"wekipy {__version__}" in [label.text() for label in view.findChildren(QLabel)]
    entry(window, "Examples folder").trigger()
    assert asked.urls[0].toLocalFile() == str(examples())
    assert not help_menu(window).sketches.isEnabled()


def test_a_sketch_is_written_from_the_menu_and_can_be_shown(
    qtbot: QtBot, child: Callable[..., Child], asked: Asked
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    menu = help_menu(window).sketches
    titles = [action.text() for action in menu.actions()]
    assert titles == ["Processing", "p5.js", "Pure Data", "SuperCollider", "Max", "Python"]
    menu.actions()[2].trigger()
    patch = Path(session.state.folder) / "sketches/piece_puredata/piece_puredata.pd"
    qtbot.waitUntil(lambda: str(patch) in studio._toast.text(), timeout=LONG)
    assert f"connect 127.0.0.1 {session.state.port}" in patch.read_text()
    qtbot.mouseClick(studio._toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(asked.urls))
    assert asked.urls[0].toLocalFile() == str(patch.parent)
    assert entry(window, "All keys").shortcut().toString() == "F1"
