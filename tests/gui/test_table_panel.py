"""The table of examples in a real window: rows, edits, filter, clipboard, keys, and very many rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from msgspec import structs
from PyQt6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from studio_scene import opened, parts

from wekipy.client import Client
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.gui.table.model import ExamplesModel
from wekipy.gui.table.pages import MOST_KEPT
from wekipy.gui.table.panel import TablePanel

Make = Callable[..., Child]
TAKES = ((0.5, 2), (1.0, 3))


@pytest.fixture
def window(qtbot: QtBot, child: Make) -> Window:
    """A project of two inputs and three outputs, with takes of 10 and 5 examples and one of a gesture."""
    made = opened(qtbot, child("--inputs", "2", "--outputs", "1,class:3,gesture:2"))
    session = made.session
    assert session is not None
    for n, targets in enumerate(TAKES):
        x = np.arange(10.0 - 5 * n) + 100 * n
        session.do("add_examples", np.column_stack([x, -x]), list(targets))
    session.do("add_gesture", 1, np.ones((3, 2)))
    qtbot.waitUntil(lambda: len(session.state.takes) == 3)
    return made


def table_of(qtbot: QtBot, window: Window, rows: int) -> TablePanel:
    """The panel, once it shows so many rows."""
    assert window.studio is not None
    panel = window.studio.open("table")
    assert isinstance(panel, TablePanel)
    qtbot.waitUntil(lambda: panel.model.rowCount() == rows and text(panel, 0, 1) != "…", timeout=20_000)
    return panel


def text(panel: TablePanel, row: int, column: int) -> str:
    return str(panel.model.data(panel.model.index(row, column)))


def waited(qtbot: QtBot, panel: TablePanel, row: int, column: int, words: str) -> None:
    qtbot.waitUntil(lambda: text(panel, row, column) == words, timeout=20_000)


def choose(panel: TablePanel, first: tuple[int, int], last: tuple[int, int] | None = None) -> None:
    """Select cells, first to last."""
    picking = panel.view.selectionModel()
    assert picking is not None
    panel.view.setFocus()
    only = QItemSelectionModel.SelectionFlag.ClearAndSelect
    picking.setCurrentIndex(panel.model.index(*first), only)
    if last is not None:
        picking.select(QItemSelection(panel.model.index(*first), panel.model.index(*last)), only)


def type_into(qtbot: QtBot, panel: TablePanel, row: int, column: int, typed: str) -> None:
    """Enter edits a cell, and Enter ends it."""
    choose(panel, (row, column))
    qtbot.waitUntil(lambda: panel.view.findChild(QLineEdit) is None)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    editor = panel.view.viewport().findChild(QLineEdit)  # type: ignore[union-attr]
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def clipboard() -> str:
    found = QGuiApplication.clipboard()
    assert found is not None
    return found.text()


def put_on_clipboard(words: str) -> None:
    found = QGuiApplication.clipboard()
    assert found is not None
    found.setText(words)


def test_the_table_shows_numbers_classes_and_gestures(qtbot: QtBot, window: Window) -> None:
    panel = table_of(qtbot, window, 18)
    model = panel.model
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["time", "inputs-1", "inputs-2", "outputs-1", "outputs-2", "outputs-3"]
    assert [text(panel, 9, n) for n in range(6)] == ["0.180", "9", "-9", "0.5", "class 2", ""]
    assert [text(panel, 15, n) for n in range(6)] == ["0.000", "1", "1", "", "", "gesture-1"]
    assert model.headerData(12, Qt.Orientation.Vertical) == "2 · 3"
    assert panel.note.text() == "18 rows"


def test_a_number_is_typed_over_and_undo_brings_it_back(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    type_into(qtbot, panel, 2, 1, "0,25")
    waited(qtbot, panel, 2, 1, "0.25")
    assert panel.view.currentIndex().row() == 3
    type_into(qtbot, panel, 2, 4, "class 3")
    waited(qtbot, panel, 2, 4, "class 3")
    qtbot.waitUntil(lambda: session.state.undo == "edit 1 number of take 1")
    session.do("undo")
    waited(qtbot, panel, 2, 4, "class 2")
    session.do("undo")
    waited(qtbot, panel, 2, 1, "2")


def test_what_is_no_number_is_refused_with_one_sentence(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    for typed, sentence in (("nan", "is no number"), ("inf", "is no number"), ("abc", "is no number")):
        with qtbot.waitSignal(session.problem) as told:
            type_into(qtbot, panel, 0, 1, typed)
        assert sentence in told.args[0]
        QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    with qtbot.waitSignal(session.problem) as told:
        type_into(qtbot, panel, 0, 4, "7")
    assert "none of its names" in told.args[0]
    assert text(panel, 0, 1) == "0"
    assert not panel.model.flags(panel.model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not panel.model.flags(panel.model.index(0, 5)) & Qt.ItemFlag.ItemIsEditable


def test_keys_in_the_table_mean_its_cells(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    window.activateWindow()
    targets = session.live.targets.tolist()
    choose(panel, (0, 1))
    QApplication.setActiveWindow(window)
    for key in ("r", "t", "p", "3", "2", ".", "n"):
        QTest.keyClick(panel.view, key)
        editor = panel.view.viewport().findChild(QLineEdit)  # type: ignore[union-attr]
        assert editor is not None and editor.text() == key
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: panel.view.viewport().findChild(QLineEdit) is None)  # type: ignore[union-attr]
    session.do("state", then=lambda _: None)
    state = session.state
    assert (state.recording, state.running, state.training) == (None, False, None)
    assert session.live.targets.tolist() == targets
    assert len(state.takes) == 3


def test_delete_deletes_rows_and_ctrl_a_all_of_them(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    choose(panel, (8, 1), (11, 2))
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 14)
    waited(qtbot, panel, 8, 1, "102")
    assert panel.model.headerData(8, Qt.Orientation.Vertical) == "2 · 3"
    session.do("undo")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 18)
    waited(qtbot, panel, 8, 1, "8")
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not session.state.takes)
    qtbot.waitUntil(panel.empty.isVisible)
    session.do("undo")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 18)


def test_rows_are_copied_and_pasted_over_and_as_a_take(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    choose(panel, (0, 0), (2, 5))
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first = clipboard().splitlines()
    assert first[0] == "take\ttime\tinputs-1\tinputs-2\toutputs-1\toutputs-2\toutputs-3"
    assert first[3] == "1\t0.040000\t2\t-2\t0.5\t2\t"
    choose(panel, (10, 1))
    QTest.keyClick(panel.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    waited(qtbot, panel, 12, 1, "2")
    assert [text(panel, 12, n) for n in range(1, 5)] == ["2", "-2", "0.5", "class 2"]
    qtbot.waitUntil(lambda: session.state.undo == "edit 12 numbers of take 2")
    panel.work.paste_as_take()
    qtbot.waitUntil(lambda: len(session.state.takes) == 4)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 21)
    waited(qtbot, panel, 20, 1, "2")
    choose(panel, (4, 1))
    put_on_clipboard("7\t8\n9\t10\n")
    panel.paste()
    waited(qtbot, panel, 5, 2, "10")


def test_what_does_not_fit_is_not_pasted_at_all(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    undo = session.state.undo
    for words, row, column, sentence in (
        ("7\n8\nx\n", 0, 1, "Line 3 to paste: inputs-1: “x” is no number. Nothing was pasted."),
        ("7\n" * 19, 0, 1, "19 rows do not fit"),
        ("1\t2\t3\t4\t5\t6\n", 0, 1, "6 columns do not fit there"),
        ("7\n", 0, 0, "time of an example cannot be changed"),
        ("0.5\n", 15, 5, "one gesture from beginning to end"),
        ("", 0, 1, "nothing to paste"),
    ):
        put_on_clipboard(words)
        choose(panel, (row, column))
        with qtbot.waitSignal(session.problem) as told:
            panel.paste()
        assert sentence in told.args[0]
    put_on_clipboard("0.5\n")  # of one row in the engine: its take has no such output
    choose(panel, (0, 3))
    panel.paste()
    waited(qtbot, panel, 0, 3, "0.5")
    assert session.state.undo == undo
    assert text(panel, 0, 1) == "0"


def test_rows_are_added_to_a_take(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    choose(panel, (12, 1))
    panel.work.add_copy(12)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 19)
    waited(qtbot, panel, 15, 1, "102")
    assert [text(panel, 15, n) for n in range(1, 5)] == ["102", "-102", "1", "class 3"]
    session.do("take_inputs", 0.25, 0.75)
    qtbot.waitUntil(lambda: session.live.inputs.tolist() == [0.25, 0.75])
    panel.work.add_present(0)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 20)
    waited(qtbot, panel, 10, 2, "0.75")
    panel.work.add_present(None)
    qtbot.waitUntil(lambda: len(session.state.takes) == 4)


def test_the_filter_by_takes_class_and_number(qtbot: QtBot, window: Window) -> None:
    _, studio, takes = parts(window)
    panel = table_of(qtbot, window, 18)
    panel.view.setFocus()
    choose(panel, (0, 4))
    panel.search()
    assert panel.filter.column.currentText() == "outputs-2"
    panel.filter.value.setText("class 3")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5)
    waited(qtbot, panel, 0, 1, "100")
    assert panel.note.text() == "5 of 18 rows"
    panel.filter.value.setText("jump")
    assert "none of its names" in panel.note.text()
    panel.filter.value.setText("")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 18)
    panel.filter.column.setCurrentIndex(panel.filter.column.findText("inputs-1"))
    panel.filter.comparison.setCurrentIndex(panel.filter.comparison.findData(">"))
    panel.filter.value.setText("101")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    panel.filter.value.setText("1000")
    qtbot.waitUntil(panel.empty.isVisible)
    panel.filter.column.setCurrentIndex(0)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 18)
    studio.open("takes")
    takes.view.choose([2])
    takes._choose((2,))
    takes.tools.buttons["table"].click()
    qtbot.waitUntil(lambda: panel.isVisible() and panel.model.rowCount() == 5)
    panel.filter.takes.setCurrentIndex(1)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 18)


def test_copied_rows_can_be_imported_as_a_table(qtbot: QtBot, window: Window, tmp_path: object) -> None:
    from pathlib import Path

    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    choose(panel, (0, 0), (14, 4))
    panel.copy()
    file = Path(str(tmp_path)) / "from-a-spreadsheet.tsv"
    file.write_text(clipboard(), encoding="utf-8")
    assert isinstance(session.source, Child) and session.source.process is not None
    before = len(session.state.takes)
    with Client(port=session.source.process.control_port) as client:
        client.import_table(file)
        qtbot.waitUntil(lambda: len(session.state.takes) > before)
        new = [take.number for take in client.state().takes][before:]
        page = client.example_table(takes=new, most=100)
    assert len(new) == 2
    assert page["inputs"][:, 0].tolist() == [*range(10), *range(100, 105)]
    assert page["targets"][:, :2].tolist() == [[0.5, 2]] * 10 + [[1, 3]] * 5


def test_the_table_follows_what_others_do(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    assert isinstance(session.source, Child) and session.source.process is not None
    with Client(port=session.source.process.control_port) as client:
        client.edit_examples([(1, 1, 1, 55.0)])
        waited(qtbot, panel, 0, 1, "55")
        client.edit_examples([(1, 1, 1, 56.0)])
        waited(qtbot, panel, 0, 1, "56")
        client.rename_outputs("pitch", "pose", "wave")
        qtbot.waitUntil(lambda: panel.model.headerData(4, Qt.Orientation.Horizontal) == "pose")
        waited(qtbot, panel, 0, 1, "56")
        client.delete_takes(1)
        qtbot.waitUntil(lambda: panel.model.rowCount() == 8)


def test_a_take_is_in_the_table_once_it_has_ended(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    session.do("start_recording")
    qtbot.waitUntil(lambda: session.state.recording is not None)
    session.do("take_inputs", 0.25, 0.75)
    type_into(qtbot, panel, 0, 1, "42")  # editing goes on meanwhile
    waited(qtbot, panel, 0, 1, "42")
    assert panel.model.rowCount() == 18
    assert session.state.recording is not None
    session.do("stop_recording")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 19)
    waited(qtbot, panel, 18, 2, "0.75")
    assert text(panel, 0, 1) == "42"


def test_a_project_that_cannot_be_written_is_shown_with_the_reason(qtbot: QtBot, window: Window) -> None:
    session, _, _ = parts(window)
    panel = table_of(qtbot, window, 18)
    read_only = structs.replace(session.state.project, read_only="The folder cannot be written.")
    session._become(structs.replace(session.state, project=read_only))
    choose(panel, (0, 1), (2, 2))
    assert panel.note.text() == "The folder cannot be written."
    assert not panel.model.flags(panel.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not panel.buttons["delete"].isEnabled() and not panel.buttons["add"].isEnabled()
    assert panel.buttons["copy"].isEnabled()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_V):
        modifier = (
            Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_V else Qt.KeyboardModifier.NoModifier
        )
        with qtbot.waitSignal(session.problem) as told:
            QTest.keyClick(panel.view, key, modifier)
        assert told.args[0] == "The folder cannot be written."
    panel.copy()
    assert clipboard().splitlines()[1] == "1\t0\t0"


@pytest.fixture
def empty(qtbot: QtBot, child: Make) -> Window:
    return opened(qtbot, child("--inputs", "3", "--outputs", "1"))


def test_600_000_rows_are_scrolled_from_top_to_end(qtbot: QtBot, empty: Window) -> None:
    window, session = empty, empty.session
    assert session is not None
    count = 300_000
    for part in range(2):
        x = np.arange(count, dtype=np.float32) + part * count
        rows = np.column_stack([x, -x, np.ones(count, np.float32)])
        session.do("add_examples", rows, [0.5])
    qtbot.waitUntil(lambda: session.state.examples == 2 * count, timeout=60_000)
    panel = table_of(qtbot, window, 2 * count)
    assert isinstance(panel.model, ExamplesModel)
    bar = panel.view.verticalScrollBar()
    assert bar is not None
    for step in range(0, 101):
        bar.setValue(bar.maximum() * step // 100)
        top = panel.view.rowAt(1)
        waited(qtbot, panel, top, 1, f"{top:.6g}")
        assert text(panel, top, 2) == f"{-top:.6g}"
        take, row = divmod(top, count)
        assert panel.model.headerData(top, Qt.Orientation.Vertical) == f"{take + 1} · {row + 1}"
    assert panel.view.rowAt(panel.view.viewport().height() - 3) in (-1, 2 * count - 1)  # type: ignore[union-attr]
    waited(qtbot, panel, 2 * count - 1, 1, "599999")
    assert len(panel.pages._kept) <= MOST_KEPT
    choose(panel, (599_990, 1), (599_999, 1))
    panel.delete()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2 * count - 10, timeout=30_000)
    # Far away rows that are not here are fetched before they are deleted.
    choose(panel, (200_000, 1), (399_999, 1))
    panel.delete()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 400_000 - 10, timeout=60_000)
    session.do("undo")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2 * count - 10, timeout=30_000)
