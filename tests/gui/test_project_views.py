"""Filters and what is chosen belong to a project: they come back with it, and are in no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from studio_scene import numbers, opened

from wekipy.gui.evaluation.panel import EvaluationPanel
from wekipy.gui.map.panel import MapPanel
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.projects.rename import RenameView
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.gui.table.panel import TablePanel
from wekipy.gui.takes.panel import TakesPanel


@pytest.fixture
def window(qtbot: QtBot, child: Callable[..., Child]) -> Window:
    made = opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))
    examine(qtbot, made)
    return made


def examine(qtbot: QtBot, window: Window) -> None:
    """Three takes, of which the last one is deleted."""
    session = window.session
    assert session is not None
    for label in (1, 2, 3):
        session.do("add_examples", [[label / 9, 0.5]] * 4, [[label, label / 9]] * 4)
    qtbot.waitUntil(lambda: len(session.state.takes) == 3)
    session.do("delete_last_take")
    qtbot.waitUntil(lambda: len(session.state.deleted) == 1)


def move(qtbot: QtBot, window: Window, operation: str, *about: object) -> str:
    """Go to another project; returns its folder."""
    session = window.session
    assert session is not None
    before = session.state.folder
    session.do(operation, *about)
    qtbot.waitUntil(lambda: session.state.folder != before, timeout=30_000)
    return session.state.folder


def panel_of(window: Window, name: str) -> object:
    assert window.studio is not None
    return window.studio.open(name)


def test_the_filter_of_the_takes_goes_and_comes_with_the_project(qtbot: QtBot, window: Window) -> None:
    assert window.session is not None
    panel = panel_of(window, "takes")
    assert isinstance(panel, TakesPanel)
    first = window.session.state.folder
    panel.order.setCurrentIndex(1)
    panel.wanted.setCurrentIndex(panel.wanted.count() - 1)
    kept = panel.wanted.currentText()
    panel.search.setText("2")
    qtbot.mouseClick(panel.deleted, Qt.MouseButton.LeftButton)
    before = numbers(panel)
    second = move(qtbot, window, "new_project", "other", 2, "class:3,1")
    assert (panel.wanted.currentIndex(), panel.search.text(), panel.deleted.isChecked()) == (0, "", False)
    assert panel.order.currentIndex() == 1
    examine(qtbot, window)
    qtbot.waitUntil(lambda: sorted(numbers(panel)) == [1, 2])
    panel.search.setText("1")
    move(qtbot, window, "open_project", Path(first).name)
    assert (panel.wanted.currentText(), panel.search.text(), panel.deleted.isChecked()) == (kept, "2", True)
    assert numbers(panel) == before
    move(qtbot, window, "open_project", Path(second).name)
    assert (panel.wanted.currentIndex(), panel.search.text()) == (0, "1")
    assert panel.order.currentIndex() == 1


def test_the_filter_of_the_table_goes_and_comes_with_the_project(qtbot: QtBot, window: Window) -> None:
    assert window.session is not None
    panel = panel_of(window, "table")
    assert isinstance(panel, TablePanel)
    qtbot.waitUntil(lambda: panel.filter.column.count() > 2)
    first = window.session.state.folder
    bar = panel.filter
    bar.takes.setCurrentIndex(1)
    bar.column.setCurrentIndex(2)
    bar.comparison.setCurrentIndex(bar.comparison.findData(">="))
    bar.value.setText("0.2")
    kept, where = bar.kept(), bar.where
    assert where
    qtbot.waitUntil(lambda: panel.pages.rows == 4)
    move(qtbot, window, "new_project", "other", 2, "class:3,1")
    assert bar.where == () and bar.column.currentIndex() == 0 and bar.value.text() == ""
    examine(qtbot, window)
    qtbot.waitUntil(lambda: panel.pages.rows == 8)
    move(qtbot, window, "open_project", Path(first).name)
    assert bar.kept() == kept and bar.where == where
    qtbot.waitUntil(lambda: panel.pages.rows == 4)


def test_a_table_that_was_hidden_meanwhile_filters_no_other_project(qtbot: QtBot, window: Window) -> None:
    assert window.session is not None
    panel = panel_of(window, "table")
    assert isinstance(panel, TablePanel)
    qtbot.waitUntil(lambda: panel.filter.column.count() > 2)
    first = window.session.state.folder
    panel.filter.column.setCurrentIndex(2)
    panel.filter.value.setText("0.5")
    where = panel.filter.where
    panel_of(window, "takes")
    qtbot.waitUntil(lambda: not panel.isVisible())
    move(qtbot, window, "new_project", "other", 2, "class:3,1")
    panel_of(window, "table")
    qtbot.waitUntil(panel.isVisible)
    assert panel.filter.where == ()
    move(qtbot, window, "open_project", Path(first).name)
    assert panel.filter.where == where


def test_the_outputs_that_are_chosen_go_and_come_with_the_project(qtbot: QtBot, window: Window) -> None:
    assert window.session is not None and window.studio is not None
    outputs, plan = panel_of(window, "outputs"), panel_of(window, "map")
    evaluation = panel_of(window, "evaluation")
    assert isinstance(outputs, OutputsPanel) and isinstance(plan, MapPanel)
    assert isinstance(evaluation, EvaluationPanel)
    first = window.session.state.folder
    outputs.select(outputs.cards[1].output.uid)
    plan.output.setCurrentIndex(1)
    evaluation.output.setCurrentIndex(1)
    move(qtbot, window, "new_project", "other", 2, "1,1,1")
    assert outputs.selected is outputs.cards[0]
    assert (plan.output.currentIndex(), evaluation.output.currentIndex()) == (0, 0)
    plan.output.setCurrentIndex(2)
    move(qtbot, window, "open_project", Path(first).name)
    assert outputs.selected is outputs.cards[1]
    assert (plan.output.currentIndex(), evaluation.output.currentIndex()) == (1, 1)
    move(qtbot, window, "open_project", "other.wekipy")
    assert (plan.output.currentIndex(), evaluation.output.currentIndex()) == (2, 0)


def test_a_project_that_is_renamed_keeps_its_filter(qtbot: QtBot, window: Window) -> None:
    assert window.session is not None
    session, panel = window.session, panel_of(window, "takes")
    assert isinstance(panel, TakesPanel)
    panel.search.setText("class 2")
    window.sheets.toggle("rename")
    view = window.sheets.view
    assert isinstance(view, RenameView) and isinstance(view.field, QLineEdit)
    view.field.setText("renamed")
    view.rename()
    qtbot.waitUntil(lambda: session.state.name == "renamed" and not window.sheets.shown)
    assert panel.search.text() == "class 2"
    move(qtbot, window, "new_project", "piece", 2, "class:3,1")  # the name that it had before
    assert panel.search.text() == ""
    move(qtbot, window, "open_project", "renamed.wekipy")
    assert panel.search.text() == "class 2"
