"""The switches of an output on its card, and those of all outputs in a menu, on a real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from wekipy.gui.outputs.menu import load_model, save_model
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child


@pytest.fixture
def shown(
    qtbot: QtBot, child: Callable[..., Child], open_session: Callable[[Child], Session]
) -> tuple[Session, OutputsPanel]:
    session = open_session(child("--inputs", "2", "--outputs", "2,gesture:2"))
    panel = OutputsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(420, 700)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.cards) == 3)
    return session, panel


def test_the_train_switch_of_a_card(qtbot: QtBot, shown: tuple[Session, OutputsPanel]) -> None:
    session, panel = shown
    button = panel.cards[1].train
    assert button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [o.train for o in session.state.outputs] == [True, False, True])
    assert not button.isChecked()
    session.do("undo")
    qtbot.waitUntil(button.isChecked)


def test_all_switches_from_the_menu(qtbot: QtBot, shown: tuple[Session, OutputsPanel]) -> None:
    session, panel = shown
    menu = panel.switches.menu()
    assert menu is not None
    actions = {action.text(): action for action in menu.actions()}
    for text, switch, on in (
        ("Record none", "record", False),
        ("Train none", "train", False),
        ("Run none", "run", False),
        ("Record all outputs", "record", True),
        ("Train all outputs", "train", True),
        ("Run all outputs", "run", True),
    ):
        actions[text].trigger()
        qtbot.waitUntil(
            lambda switch=switch, on=on: [getattr(o, switch) for o in session.state.outputs] == [on] * 3
        )


def test_a_card_says_that_all_takes_say_the_same(qtbot: QtBot, shown: tuple[Session, OutputsPanel]) -> None:
    session, panel = shown
    session.do("add_examples", [[0.0, 1.0], [1.0, 0.0]], [[0.25, 0.0], [0.25, 1.0]])
    session.do("train")
    qtbot.waitUntil(lambda: session.state.outputs[1].model.state == "ready", timeout=60_000)
    qtbot.waitUntil(lambda: "outputs-1" in panel.cards[0].examples.text())
    assert "all takes say 0.25 for outputs-1" in panel.cards[0].examples.text()
    assert "all takes say" not in panel.cards[1].examples.text()


def test_a_model_is_saved_and_loaded_from_the_menu(
    qtbot: QtBot, shown: tuple[Session, OutputsPanel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, panel = shown
    session.do("add_examples", [[0.0, 1.0], [1.0, 0.0]], [[0.25, 0.0], [0.5, 1.0]])
    session.do("train")
    qtbot.waitUntil(lambda: session.state.outputs[0].model.state == "ready", timeout=60_000)
    file = tmp_path / "elsewhere" / "hand.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    save_model(session, session.state.outputs[0], panel)
    qtbot.waitUntil(file.exists)
    load_model(session, session.state.outputs[1], panel)
    qtbot.waitUntil(lambda: session.state.outputs[1].examples == 4)
    assert session.state.outputs[1].model.number == 2
    session.do("undo")
    qtbot.waitUntil(lambda: session.state.outputs[1].examples == 2)
