"""The panel of takes on a real engine: deleting, restoring, naming, relabelling, cutting, playing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QItemSelectionModel, Qt
from PyQt6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from studio_scene import numbers, opened, parts, record

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
    assert [action.text() for action in menu.actions()] == ["sister"]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(session.state.takes) == 4, timeout=20_000)
    assert numbers(panel) == [4, 3, 2, 1]
    assert session.state.takes[3].targets[1] == 2.0
