"""The matrix of connections: strokes, searching, and one step of undo for each gesture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from wekipy.client.state import Output
from wekipy.gui.connections.grid import Grid
from wekipy.gui.connections.panel import ConnectionsPanel
from wekipy.gui.connections.stroke import Stroke
from wekipy.gui.connections.table import changes, sought, table_of
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source


@pytest.fixture
def panel(
    qtbot: QtBot, child: Callable[..., Child], open_session: Callable[[Source], Session]
) -> ConnectionsPanel:
    session = open_session(child("--inputs", "6", "--outputs", "1,1,class:3"))
    made = ConnectionsPanel(session)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def inputs_of(panel: ConnectionsPanel, output: int) -> tuple[int, ...] | None:
    return panel._session.state.output(output).inputs


def at(grid: Grid, row: int, column: int) -> QPoint:
    return grid.cell_point(row, column)


def test_a_cell_a_row_and_a_column_are_turned_with_one_press(qtbot: QtBot, panel: ConnectionsPanel) -> None:
    grid, left = panel.grid, Qt.MouseButton.LeftButton
    qtbot.mouseClick(grid.viewport(), left, pos=at(grid, 2, 0))
    qtbot.waitUntil(lambda: inputs_of(panel, 1) == (1, 2, 4, 5, 6))
    qtbot.mouseClick(grid.viewport(), left, pos=at(grid, 0, -1))
    qtbot.waitUntil(lambda: inputs_of(panel, 3) == (2, 3, 4, 5, 6))
    assert inputs_of(panel, 1) == (2, 4, 5, 6)
    qtbot.mouseClick(grid.viewport(), left, pos=at(grid, -1, 0))
    qtbot.waitUntil(lambda: inputs_of(panel, 1) is None)
    for left_over in ((2, 4, 5, 6), (1, 2, 4, 5, 6), None):
        panel._session.do("undo")
        qtbot.waitUntil(lambda left_over=left_over: inputs_of(panel, 1) == left_over)
    assert inputs_of(panel, 3) is None


def test_a_drag_is_one_step_of_undo(qtbot: QtBot, panel: ConnectionsPanel) -> None:
    grid, left = panel.grid, Qt.MouseButton.LeftButton
    qtbot.mousePress(grid.viewport(), left, pos=at(grid, 0, 1))
    qtbot.mouseMove(grid.viewport(), at(grid, 4, 1))
    assert inputs_of(panel, 2) is None
    qtbot.mouseRelease(grid.viewport(), left, pos=at(grid, 4, 1))
    qtbot.waitUntil(lambda: inputs_of(panel, 2) == (6,))
    panel._session.do("undo")
    qtbot.waitUntil(lambda: inputs_of(panel, 2) is None)
    qtbot.waitUntil(lambda: bool(grid.table.all()))


def test_keys_turn_cells_rows_and_paint_with_shift(qtbot: QtBot, panel: ConnectionsPanel) -> None:
    grid = panel.grid
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: inputs_of(panel, 2) == (2, 3, 4, 5, 6))
    assert grid.at == (0, 1)
    for _ in range(3):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyRelease(grid, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: inputs_of(panel, 2) == (5, 6))
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.at == (5, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: inputs_of(panel, 3) == (1, 2, 3, 4, 5))


def test_what_the_engine_refuses_is_shown_as_it_is(qtbot: QtBot, panel: ConnectionsPanel) -> None:
    with qtbot.waitSignal(panel._session.problem):
        qtbot.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=at(panel.grid, -1, 0))
    assert panel.grid.table.all()


def test_only_inputs_that_are_found_are_shown_and_turned(qtbot: QtBot, panel: ConnectionsPanel) -> None:
    panel.search.setText("2-3")
    assert panel.grid.shown == [1, 2]
    qtbot.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=at(panel.grid, -1, 0))
    qtbot.waitUntil(lambda: inputs_of(panel, 1) == (1, 4, 5, 6))
    panel.search.clear()
    session = panel._session
    session.do("set_blocks", [{"name": "hand", "inputs": [1, 2], "stages": ['history:delays="0,1,2"']}])
    qtbot.waitUntil(lambda: "6 features" in panel.found.text())
    assert panel.search.accessibleName() == "Find features"
    panel.search.setText(session.state.features[4])
    assert panel.found.text() == "1 of 6 features"
    assert panel.grid.shown == [4]
    qtbot.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=at(panel.grid, 0, 0))
    qtbot.waitUntil(lambda: inputs_of(panel, 1) not in (None, ()) and 5 not in inputs_of(panel, 1))


@pytest.mark.parametrize(
    ("text", "found"), [("", [0, 1, 2]), ("LEFT", [0]), ("2", [1]), ("2-9", [1, 2]), ("x", [])]
)
def test_inputs_are_found_by_name_and_number(text: str, found: list[int]) -> None:
    assert sought(["left hand", "right hand", "foot"], text) == found


CELLS = st.tuples(st.integers(-1, 4), st.integers(-1, 3))


@given(st.lists(st.booleans(), min_size=20, max_size=20), CELLS, st.lists(CELLS, max_size=5))
def test_a_stroke_paints_one_value_and_its_changes_make_the_table(
    start: list[bool], first: tuple[int, int], places: list[tuple[int, int]]
) -> None:
    before = np.array(start).reshape(5, 4)
    stroke = Stroke(before, range(5), first)
    value = bool(stroke.table[max(first[0], 0), max(first[1], 0)])
    for place in places:
        stroke.to(place)
    assert np.all(stroke.table[stroke.table != before] == value)
    asked = changes(before, stroke.table)
    outputs = [
        Output(n + 1, str(n), "continuous", inputs=tuple(int(i) + 1 for i in np.flatnonzero(before[:, n])))
        for n in range(4)
    ]
    for number, inputs in asked.items():
        outputs[number - 1] = Output(
            number, "", "continuous", inputs=None if inputs is None else tuple(inputs)
        )
    assert np.array_equal(table_of(5, outputs), stroke.table)


def test_thousands_of_inputs_are_painted_where_they_are_seen(qtbot: QtBot) -> None:
    grid = Grid()
    qtbot.addWidget(grid)
    grid.resize(500, 400)
    outputs = [Output(n + 1, f"output {n}", "continuous") for n in range(50)]
    grid.show_names([f"input {n}" for n in range(4_096)], [o.name for o in outputs], [False] * 50)
    grid.show_table(table_of(4_096, outputs), range(4_096))
    grid.show()
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.at == (4_095, 0)
    area = grid.places().cell(4_095, 0)
    assert grid.viewport().rect().contains(area.center())
    assert len(grid.places().visible_rows(grid.viewport().height())) < 30
