"""The panel of takes on a real engine: deleting, restoring, naming, relabelling, cutting, playing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QItemSelectionModel, Qt
from PyQt6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from studio_scene import VECTORS, numbers, opened, parts, record

from wekipy.gui.exchange.imports import Importing
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window


@pytest.fixture
def window(qtbot: QtBot, child: Callable[..., Child]) -> Window:
    return opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))


def test_a_take_is_deleted_restored_and_all_is_undone(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2), (3, 3))
    session, studio, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [3, 2, 1])
    panel.view.choose([])
    panel.view.setCurrentIndex(panel.model.place(2))
    assert panel.selected()[0].labels[0].text == "class 2"
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: numbers(panel) == [3, 1])
    qtbot.mouseClick(panel.deleted, Qt.MouseButton.LeftButton)
    assert numbers(panel) == [3, 1, 2]
    panel.view.setCurrentIndex(panel.model.place(2))
    assert panel.selected()[0].deleted
    qtbot.mouseClick(panel.tools.buttons["restore"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: numbers(panel) == [3, 2, 1])
    panel.view.setCurrentIndex(panel.model.place(1))
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Backspace)  # elsewhere it is the key of the last take
    qtbot.waitUntil(lambda: [t.number for t in session.state.takes] == [2, 3])
    for left in ([3, 2, 1], [3, 1], [3, 2, 1]):
        qtbot.keyClick(studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda left=left: [t.number for t in session.state.takes[::-1]] == left)


def test_a_take_is_renamed_in_place_and_relabelled(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 1))
    session, studio, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [2, 1])
    panel.view.setCurrentIndex(panel.model.place(2))
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "low")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.model.rows[0].title == "low")
    panel.relabel.choice.setCurrentIndex(1)
    qtbot.mouseClick(panel.relabel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.state.takes[1].targets.get(1) == 2.0)
    assert panel.model.rows[0].labels[0].text == "class 2"
    qtbot.mouseClick(panel.relabel.none, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 1 not in session.state.takes[1].outputs)
    for _ in range(3):
        qtbot.keyClick(studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.model.rows[0].title == "take 2")
    assert session.state.takes[1].targets[1] == 1.0


def test_several_takes_are_relabelled_and_taken_back_in_one_step(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 1), (3, 1))
    session, studio, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [3, 2, 1])

    def shown() -> list[float | None]:
        return [take.targets.get(1) for take in session.state.takes]

    panel.view.selectAll()
    panel.view.selectionModel().select(  # type: ignore[union-attr]
        panel.model.place(2), QItemSelectionModel.SelectionFlag.Deselect
    )
    assert [row.take.number for row in panel.selected()] == [3, 1]
    panel.relabel.choice.setCurrentIndex(2)
    qtbot.mouseClick(panel.relabel.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown() == [3.0, 1.0, 3.0])
    qtbot.keyClick(studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown() == [1.0, 1.0, 1.0])


def test_a_take_is_looked_at_trimmed_split_switched_off_and_merged(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2))
    session, _, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [2, 1])
    panel.view.setCurrentIndex(panel.model.place(1))
    chart, times = panel.details.chart, panel.details.times
    qtbot.waitUntil(lambda: chart.shown == [0, 1])
    whole = session.state.takes[0].seconds
    chart._region.setRegion((0.0, whole / 2))
    qtbot.waitUntil(lambda: session.state.takes[0].trim is not None)
    assert 0 < session.state.takes[0].examples < 12
    qtbot.mouseClick(panel.tools.buttons["switch"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.state.takes[0].on)
    assert session.state.examples == 12
    panel.view.setCurrentIndex(panel.model.place(2))
    qtbot.waitUntil(lambda: times.at.maximum() > 0 and times.end.value() > 0)
    times.cut.emit(session.state.takes[1].seconds / 2)
    qtbot.waitUntil(lambda: len(session.state.takes) == 3)
    panel.view.selectAll()
    assert len(panel.selected()) == 3
    panel.view.choose(numbers(panel)[:2])
    panel.view.chosen.emit(panel.view.selected())
    qtbot.mouseClick(panel.tools.buttons["merge"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(session.state.takes) == 2)
    assert session.state.takes[-1].examples == 12


def test_two_takes_are_compared_and_one_is_played_again(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2))
    session, _, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [2, 1])
    panel.view.selectAll()
    qtbot.waitUntil(panel.details.compared.isVisible)
    assert "%" in panel.details.compared.text()
    assert not panel.relabel.isHidden()
    panel.view.setCurrentIndex(panel.model.place(1))
    assert session.live.inputs[0] > 0.8
    heard: list[int | None] = []
    session.changed.connect(lambda state: heard.append(state.playing))
    qtbot.mouseClick(panel.tools.buttons["play"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.live.inputs[0] < 0.2)
    qtbot.waitUntil(lambda: bool(heard) and session.state.playing is None)


def test_the_list_is_narrowed_and_put_in_order(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2), (3, 1))
    session, _, panel = parts(window)
    session.do("rename_take", 3, "alto")
    qtbot.waitUntil(lambda: panel.model.rows and panel.model.rows[0].title == "alto")
    wanted = [text for text, _ in panel._offered]
    panel.wanted.setCurrentIndex(wanted.index(f"{session.state.outputs[0].name}: class 1"))
    assert numbers(panel) == [3, 1]
    panel.order.setCurrentIndex(panel.order.findData("oldest"))
    assert numbers(panel) == [1, 3]
    panel.search.setText("alt")
    assert numbers(panel) == [3]
    panel._selection.choose([2])  # as another panel does
    assert numbers(panel) == [1, 2, 3]
    assert panel.view.selected() == (2,)


def test_takes_of_another_project_are_copied(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2))
    session, _, panel = parts(window)
    session.do("save")
    session.do("copy_project", "sister")
    qtbot.mouseClick(panel.tools.buttons["copy"], Qt.MouseButton.LeftButton)
    menu = panel.tools.menu
    qtbot.waitUntil(lambda: not menu.isEmpty())
    assert [action.text() for action in menu.actions()] == ["sister", "", "Elsewhere …"]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(session.state.takes) == 4, timeout=20_000)
    assert numbers(panel) == [4, 3, 2, 1]
    assert session.state.takes[3].targets[1] == 2.0


def test_a_table_is_imported_into_the_open_project_and_taken_back(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From anywhere: the button asks for the file, the engine adds the takes, a report is shown."""
    record(qtbot, window, (1, 1))
    session, _, panel = parts(window)
    table = tmp_path / "elsewhere" / "more.csv"
    table.parent.mkdir()
    table.write_text("take,inputs-1,inputs-2,outputs-1,outputs-2\n1,0.25,0.5,2,0.75\n2,bad,0,3,0.5\n"
                     + "2,1,0,3,0.5\n" * 20)  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(table), ""))
    qtbot.mouseClick(panel.tools.buttons["import"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(session.state.takes) == 3, timeout=30_000)
    (dialog,) = panel.findChildren(Importing)
    qtbot.waitUntil(lambda: len(dialog.report.lines.findChildren(QLabel)) > 2, timeout=30_000)
    told = [line.text() for line in dialog.report.lines.findChildren(QLabel)]
    assert any(line.startswith("✓") and "takes 2 to 3" in line for line in told)
    assert any(line.startswith("–") and "column “inputs-1”: “bad”" in line for line in told)
    qtbot.mouseClick(dialog.report.back, Qt.MouseButton.LeftButton)
    assert session.state.undo == "import examples of more.csv"
    session.do("undo")
    qtbot.waitUntil(lambda: len(session.state.takes) == 1)


def test_examples_are_exported_and_the_person_is_told_where(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1))
    session, _, panel = parts(window)
    told: list[str] = []
    session.made.connect(lambda text, _path: told.append(text))
    qtbot.mouseClick(panel.tools.buttons["export"], Qt.MouseButton.LeftButton)
    menu = panel.tools.menu
    assert len(menu.actions()) == 7
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    (written,) = (Path(session.state.folder) / "exports").glob("*.csv")
    assert str(written) in told[0]
    assert len(written.read_text().splitlines()) == VECTORS + 1


def test_single_examples_are_deleted(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2))
    session, studio, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [2, 1])
    panel.view.setCurrentIndex(panel.model.place(1))
    examples = panel.details.examples
    qtbot.waitUntil(lambda: examples.last.maximum() == 12)
    assert not panel.details.chart._marked.isVisible()
    examples.first.setValue(3)
    assert examples.last.value() == 3
    examples.last.setValue(5)
    assert panel.details.chart._marked.isVisible()
    start, end = panel.details.chart._marked.getRegion()
    assert 0 < start < end < session.state.takes[0].seconds
    assert [examples.of.itemText(n) for n in range(examples.of.count())] == [
        "Of all outputs",
        "Only for outputs-1",
        "Only for outputs-2",
    ]
    examples.button.click()
    qtbot.waitUntil(lambda: [t.examples for t in session.state.takes] == [12, 9])
    qtbot.waitUntil(lambda: [row.take.number for row in panel.selected()] == [3])
    qtbot.waitUntil(lambda: examples.last.maximum() == 9)
    examples.first.setValue(9)
    examples.of.setCurrentIndex(2)
    examples.button.click()
    qtbot.waitUntil(lambda: session.state.takes[-1].outputs == {1: 9, 2: 8})
    for left in ([12, 9], [12, 12]):
        qtbot.keyClick(studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda left=left: sorted(t.examples for t in session.state.takes)[::-1] == left)


def test_takes_of_a_project_anywhere_are_copied(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(qtbot, window, (1, 1))
    session, _, panel = parts(window)
    session.do("save")
    far = tmp_path / "far" / "away.wekipy"
    shutil.copytree(session.state.folder, far)
    told: list[str] = []
    session.problem.connect(told.append)
    for chosen in (tmp_path, far):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, chosen=chosen: str(chosen))
        qtbot.mouseClick(panel.tools.buttons["copy"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not panel.tools.menu.isEmpty())
        panel.tools.menu.actions()[-1].trigger()
        panel.tools.menu.close()
        if chosen != far:
            qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    qtbot.waitUntil(lambda: len(session.state.takes) == 2, timeout=30_000)
    (sentence,) = told
    assert "project" in sentence
