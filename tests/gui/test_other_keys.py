"""F1 lists every key that works, with a project and without one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtGui import QAction, QKeySequence, QShortcut
from PyQt6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import wekipy.gui
from wekipy.gui.action_table import TABLE
from wekipy.gui.actions import key_named, key_of
from wekipy.gui.keys.cheat import CheatSheet
from wekipy.gui.keys.other_keys import other_keys
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.panels import PANELS
from wekipy.gui.studio.side_views import SHEETS
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation.language import language

_PORTABLE = QKeySequence.SequenceFormat.PortableText

# The place of `other_keys` that lists the keys of a module which handles them itself.
_HANDLERS = {
    "connections/grid.py": ("Connections",),
    "editors/sheet.py": ("Everywhere",),
    "evaluation/bars.py": ("Evaluation",),
    "evaluation/matrix.py": ("Evaluation",),
    "inputs/heat.py": ("Inputs",),
    "inputs/rows.py": ("Inputs",),
    "outputs/class_body.py": ("Names",),
    "outputs/pads.py": ("Pads of classes", "Outputs"),
    "outputs/track.py": ("Tracks of values",),
    "signal/picker.py": ("Everywhere",),
    "stage/button.py": ("Stage",),
    "stage/view.py": ("Stage",),
    "table/view.py": ("Table",),
    "takes/take_list.py": ("Takes",),
    "theme/holding.py": ("Everywhere",),
    "theme/naming.py": ("Names",),
    "theme/reorder.py": ("Signal",),
    "trial/pad.py": ("Test input",),
}
_ANY_KEY = "keys/row.py"  # waits for whatever is pressed
_MODIFIERS = {Qt.Key.Key_Shift}


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(Journal())
    qtbot.addWidget(made)
    made.resize(1024, 768)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def opened(qtbot: QtBot, window: Window, child: Callable[..., Child]) -> Window:
    window.open(child("--inputs", "2", "--outputs", "1,class:3,gesture:2"))
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and len(session.state.outputs) == 3, timeout=30_000)
    return window


@pytest.fixture(params=["en", "zh"])
def large(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    language().choose(request.param)
    theme().choose_text_size(200)
    yield request.param
    theme().choose_text_size(100)
    language().choose("en")


def listed() -> set[str]:
    """All keys that F1 shows."""
    table = {key_of(row).toString(_PORTABLE) for row in TABLE}
    return table | {key for place in other_keys() for each in place.keys for key in each.keys}


def working(top: QWidget) -> set[str]:
    """The keys of all shortcuts and actions in a window."""
    found = {shortcut.key().toString(_PORTABLE) for shortcut in top.findChildren(QShortcut)}
    for action in top.findChildren(QAction):
        found |= {key.toString(_PORTABLE) for key in action.shortcuts()}
    return found - {""}


def handled(source: str) -> set[str]:
    """The keys that a module compares with what was pressed."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
            continue
        if node.value.attr == "Key" and node.attr != "Key_unknown":
            key = getattr(Qt.Key, node.attr)
            found |= set() if key in _MODIFIERS else {QKeySequence(key).toString(_PORTABLE)}
        elif node.value.attr == "StandardKey":
            standard = getattr(QKeySequence.StandardKey, node.attr)
            found |= {key.toString(_PORTABLE) for key in QKeySequence.keyBindings(standard)}
    return found


def test_every_shortcut_of_the_studio_its_panels_and_its_sheets_is_listed(
    qtbot: QtBot, opened: Window
) -> None:
    assert opened.studio is not None
    for panel in PANELS:
        opened.studio.open(panel.id)
    found = working(opened)
    for sheet in SHEETS:
        opened.sheets.toggle(sheet.id)
        found |= working(opened)
    assert {"Alt+9", "F2", "?", "Esc", "Ctrl+F", "Alt+Up", "Ctrl+Down", "7", "R"} <= found
    assert found <= listed()


@pytest.mark.parametrize("stage", ["stage", "compact-stage"])
def test_every_shortcut_of_both_stages_is_listed(qtbot: QtBot, opened: Window, stage: str) -> None:
    assert opened.studio is not None
    opened.studio.keys[stage].trigger()
    qtbot.waitUntil(lambda: opened.stage is not None or opened.compact_stage is not None)
    shown = opened.stage or opened.compact_stage
    assert shown is not None
    found = working(shown) | {
        key.toString(_PORTABLE) for action in shown.actions() for key in action.shortcuts()
    }
    assert {"T", "P", "H"} <= found <= listed()


def test_every_shortcut_of_the_start_screen_is_listed(window: Window) -> None:
    found = working(window)
    assert {"F1", "?", "Ctrl+Q", "Ctrl+O", "Ctrl+N"} <= found <= listed()


def test_every_key_that_a_part_handles_itself_is_listed_at_its_place() -> None:
    root = Path(wekipy.gui.__file__).parent
    places = {place.title: {key for each in place.keys for key in each.keys} for place in other_keys()}
    seen = set()
    for path in root.rglob("*.py"):
        source, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
        if "def keyPressEvent" not in source or name == _ANY_KEY:
            continue
        seen.add(name)
        assert name in _HANDLERS, f"{name} handles keys that F1 does not list"
        known = set().union(*(places[title] for title in _HANDLERS[name]))
        assert handled(source) <= known, name
    assert seen == set(_HANDLERS)


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_keys_are_shown_on_the_start_screen_too(qtbot: QtBot, window: Window, key: Qt.Key) -> None:
    assert window.start is not None
    qtbot.keyClick(window.start, key)
    sheet = window.sheets.view
    assert isinstance(sheet, CheatSheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {key.shown for place in other_keys() for key in place.keys} <= texts
    assert key_named("close").toString() in texts
    qtbot.keyClick(sheet, key)
    assert window.sheets.view is None


def test_all_keys_can_be_read_in_a_small_window_with_large_text(
    qtbot: QtBot, window: Window, large: str
) -> None:
    window.sheets.toggle("cheat-sheet")
    sheet = window.sheets.view
    assert isinstance(sheet, CheatSheet)
    bar, inside = sheet.area.horizontalScrollBar(), sheet.area.widget()
    assert bar is not None and inside is not None
    qtbot.waitUntil(lambda: sheet.area.width() > 0 and bar.maximum() == 0)
    for label in sheet.findChildren(QLabel):
        qtbot.waitUntil(lambda label=label: label.height() >= label.heightForWidth(label.width()))
        qtbot.waitUntil(lambda label=label: label.width() >= label.minimumSizeHint().width())
    down = sheet.area.verticalScrollBar()
    assert down is not None and down.maximum() > 0


def test_blocks_of_keys_stand_side_by_side_where_there_is_room(qtbot: QtBot, window: Window) -> None:
    window.sheets.toggle("cheat-sheet")
    sheet = window.sheets.view
    assert isinstance(sheet, CheatSheet)
    qtbot.waitUntil(lambda: sheet.columns == 2)
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: sheet.columns == 4)
    window.resize(900, 700)
    qtbot.waitUntil(lambda: sheet.columns == 2)


def test_the_project_menu_of_the_start_screen_begins_opens_and_closes(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = window.menuBar()
    assert bar is not None and window.start is not None
    menu = bar.actions()[0].menu()
    assert menu is not None and menu.title() == "Project"
    by_text = {action.text(): action for action in menu.actions() if action.text()}
    asked = []
    monkeypatch.setattr("wekipy.gui.start.known.choose_folder", lambda *about: asked.append(about) or None)
    by_text["Open another project …"].trigger()
    assert len(asked) == 1
    new = by_text["New"].menu()
    assert new is not None
    next(action for action in new.actions() if action.text() == "Poses").trigger()
    qtbot.waitUntil(lambda: window.session is not None, timeout=30_000)
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: [output.kind for output in session.state.outputs] == ["classification"])


@pytest.mark.parametrize("chosen", ["Ctrl+Q", "Ctrl+W"])
def test_the_key_that_closes_the_window_closes_it_on_the_start_screen(
    qtbot: QtBot, chosen: str, settings: None
) -> None:
    QSettings().setValue("keys/close", chosen)
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.start is not None
    key = Qt.Key.Key_Q if chosen == "Ctrl+Q" else Qt.Key.Key_W
    qtbot.keyClick(window.start, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.closed)
