"""Every action has a key that can be changed, and a message that a foot switch can send."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtGui import QGuiApplication, QKeySequence
from PyQt6.QtWidgets import QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from wekipy.faces.operations import OPERATIONS
from wekipy.faces.wekinator import CONTROLS
from wekipy.gui.action_table import TABLE
from wekipy.gui.keys.cheat import CheatSheet
from wekipy.gui.keys.row import KeyButton
from wekipy.gui.keys.view import KeysView
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window


@pytest.fixture
def window(qtbot: QtBot, child: Callable[..., Child]) -> Window:
    made = Window(Journal())
    qtbot.addWidget(made)
    made.show()
    made.open(child("--inputs", "2", "--outputs", "1"))
    session = made.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    return made


@pytest.fixture
def view(qtbot: QtBot, window: Window) -> KeysView:
    assert window.studio is not None
    qtbot.keyClick(window.studio, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.sheets.view, KeysView)
    return window.sheets.view


def press(qtbot: QtBot, button: KeyButton, key: Qt.Key, with_: Qt.KeyboardModifier) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    qtbot.keyClick(button, key, with_)


PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def test_no_two_actions_have_the_same_key_at_first() -> None:
    keys = [QKeySequence(row.key).toString() for row in TABLE if row.key]
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_every_message_is_one_that_the_engine_knows() -> None:
    known = {control.address for control in CONTROLS}
    known |= {f"/wekipy/{operation.name}" for operation in OPERATIONS}
    told = {message.split()[0] for row in TABLE for message in row.osc}
    assert len(told) > 10
    assert told <= known


def test_a_new_key_is_pressed_and_kept(qtbot: QtBot, window: Window, view: KeysView) -> None:
    assert window.studio is not None
    keys = window.studio.keys
    press(qtbot, view.rows["record"].key, Qt.Key.Key_F5, SHIFT)
    assert keys["record"].shortcut() == QKeySequence("Shift+F5")
    assert view.rows["record"].key.text() == "Shift+F5"
    assert QSettings().value("keys/record") == "Shift+F5"
    assert "[Shift+F5]" in window.studio.transport.buttons["record"].toolTip()
    qtbot.mouseClick(view.rows["record"].reset, Qt.MouseButton.LeftButton)
    assert keys["record"].shortcut() == QKeySequence("R")
    press(qtbot, view.rows["train"].key, Qt.Key.Key_Backspace, PLAIN)
    assert keys["train"].shortcut().isEmpty()
    press(qtbot, view.rows["run"].key, Qt.Key.Key_Escape, PLAIN)
    assert keys["run"].shortcut() == QKeySequence("P")


def test_a_key_that_is_taken_is_told_and_changes_nothing(
    qtbot: QtBot, window: Window, view: KeysView
) -> None:
    assert window.studio is not None
    press(qtbot, view.rows["train"].key, Qt.Key.Key_R, PLAIN)
    assert "Record" in view.problem.text() and view.problem.isVisible()
    assert window.studio.keys["train"].shortcut() == QKeySequence("T")
    press(qtbot, view.rows["train"].key, Qt.Key.Key_F7, PLAIN)
    assert not view.problem.isVisible()


def test_all_keys_go_back_also_exchanged_ones(qtbot: QtBot, window: Window, view: KeysView) -> None:
    assert window.studio is not None
    keys = window.studio.keys
    for name, key in (("record", ""), ("train", "R"), ("record", "T")):
        keys.set_key(name, key)
    qtbot.mouseClick(view.reset_all, Qt.MouseButton.LeftButton)
    assert {name: keys[name].shortcut() for name in keys} == {row.id: QKeySequence(row.key) for row in TABLE}
    assert not view.problem.isVisible()


def test_search_finds_words_keys_and_messages(qtbot: QtBot, view: KeysView) -> None:
    def found(text: str) -> set[str]:
        view.search.setText(text)
        return {name for name, row in view.rows.items() if row.isVisible()}

    assert found("startRecording") == {"record"}
    assert found("F11") == {"stage", "compact-stage"}
    assert "undo" in found("take back")
    assert found("no such thing") == set()
    assert found("") == set(view.rows)


def test_a_message_is_copied(qtbot: QtBot, view: KeysView) -> None:
    buttons = view.rows["undo"].findChildren(QToolButton)
    copy = next(button for button in buttons if "/wekipy/undo" in button.accessibleName())
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    board = QGuiApplication.clipboard()
    assert board is not None and board.text() == "/wekipy/undo"


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_cheat_sheet_shows_every_key_and_goes_again(qtbot: QtBot, window: Window, key: Qt.Key) -> None:
    assert window.studio is not None
    window.studio.keys.set_key("record", "F9")
    qtbot.keyClick(window.studio, key)
    sheet = window.sheets.view
    assert isinstance(sheet, CheatSheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert "F9" in texts and "Record" in texts
    assert len(texts) > len(TABLE)
    qtbot.keyClick(sheet, key)
    assert window.sheets.view is None


def test_what_learns_by_itself_is_guarded_from_the_menu(qtbot: QtBot, window: Window) -> None:
    assert window.studio is not None
    session, action = window.session, window.studio.keys["live-learning-guard"]
    assert session is not None
    session.do("live_learning_guard", False, 0.125)
    qtbot.waitUntil(lambda: session.state.live_learning_margin == 0.125)
    assert not action.isChecked()
    action.trigger()
    qtbot.waitUntil(lambda: session.state.live_learning_guard)
    assert action.isChecked()
    assert session.state.live_learning_margin == 0.125
    action.trigger()
    qtbot.waitUntil(lambda: not session.state.live_learning_guard)


def test_control_over_osc_is_switched_in_the_menu(qtbot: QtBot, window: Window) -> None:
    assert window.studio is not None and window.session is not None
    session, action = window.session, window.studio.keys["control-over-osc"]
    bar = window.menuBar()
    assert bar is not None
    assert any(action in menu.actions() for menu in bar.findChildren(QMenu))
    qtbot.waitUntil(action.isChecked)
    action.trigger()
    qtbot.waitUntil(lambda: not session.state.accept_control_over_osc)
    qtbot.waitUntil(lambda: not action.isChecked())
    action.trigger()
    qtbot.waitUntil(lambda: session.state.accept_control_over_osc)
