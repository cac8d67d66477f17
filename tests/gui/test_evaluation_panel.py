"""The evaluation on a real engine, and that it leads to the takes at fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot
from studio_scene import opened, parts, record

from wekipy.client.evaluation import Evaluation, read_evaluation
from wekipy.client.state import Gesture, Output, State, Take
from wekipy.gui.evaluation.confusion import table_of
from wekipy.gui.evaluation.panel import EvaluationPanel
from wekipy.gui.session.source import Child
from wekipy.gui.stores.remarks import remarks_of
from wekipy.gui.studio.window import Window
from wekipy.gui.takes.panel import TakesPanel
from wekipy.gui.wording.evaluation_words import figures_of


@pytest.fixture
def window(qtbot: QtBot, child: Callable[..., Child]) -> Window:
    return opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))


def test_evaluation_opens_the_take_at_fault_from_the_confusion_matrix(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2), (1, 1), (2, 2), (1, 2))
    session, studio, _ = parts(window)
    evaluation = studio.open("evaluation")
    assert isinstance(evaluation, EvaluationPanel)
    qtbot.mouseClick(evaluation.button, Qt.MouseButton.LeftButton)
    assert evaluation.busy
    qtbot.waitUntil(lambda: evaluation.report.isVisible() and not evaluation.busy, timeout=30_000)
    matrix, heading = evaluation.report.matrix, session.state.outputs[0].name
    assert evaluation.output.itemText(0).startswith(heading) and "%" in evaluation.output.itemText(0)
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.area(1, 0).center())
    panel = studio.open("takes")
    assert isinstance(panel, TakesPanel)
    assert panel.isVisible()
    assert [row.take.number for row in panel.selected()] == [5]
    qtbot.waitUntil(lambda: bool(panel.selected()[0].remarks))
    qtbot.mouseClick(panel.tools.buttons["delete"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.state.outputs[0].quality.current)  # type: ignore[union-attr]
    studio.open("evaluation")
    qtbot.waitUntil(evaluation.report.stale.isVisible)
    evaluation.open_output(2)
    points = evaluation.report.pairs.points
    assert points is not None
    points.sigClicked.emit(points, points.points()[:1], None)
    assert panel.isVisible()
    assert len(panel.selected()) == 1 and panel.selected()[0].take.number in range(1, 5)


def test_an_evaluation_can_be_given_up(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2), (1, 1), (2, 2))
    session, studio, _ = parts(window)
    evaluation = studio.open("evaluation")
    assert isinstance(evaluation, EvaluationPanel)
    qtbot.mouseClick(evaluation.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.state.evaluating is not None)
    with qtbot.waitSignal(session.problem, timeout=20_000) as told:
        qtbot.mouseClick(evaluation.button, Qt.MouseButton.LeftButton)
    assert "cancel" in told.args[0]
    qtbot.waitUntil(lambda: not evaluation.busy)
    assert evaluation.empty.isVisible()


def gestures() -> tuple[Evaluation, State]:
    told = {
        "number": 1, "name": "moves", "kind": "gesture", "method": "takes",
        "gesture": {
            "confusion": [[1, 3, 0], [0, 1, 2]], "tested": [4, 3], "right": 5 / 7, "missed": 1,
            "false_per_minute": 2.0, "findings": [],
        },
        "findings": [{"kind": "take", "sentence": "Take 4 is unlike the others.", "takes": [4]}],
        "current": True, "fingerprint": "x",
    }  # fmt: skip
    found = read_evaluation(told)
    assert found is not None
    output = Output(1, "moves", "gesture", gestures=(Gesture("cut", 1), Gesture("circle", 2)))
    takes = tuple(Take(n, outputs={1: 1}, gesture=1 + n % 2) for n in range(1, 5))
    return found, State(outputs=(output,), takes=takes)


def test_gestures_have_a_table_with_nothing_and_figures_per_minute() -> None:
    evaluation, state = gestures()
    table = table_of(evaluation, state)
    assert table is not None
    assert table.columns == ("nothing", "cut", "circle")
    assert [cell.right for cell in table.cells[0]] == [False, True, False]
    assert table.cells[0][0].takes == (2, 4)
    assert table.recall == (pytest.approx(3 / 4), pytest.approx(2 / 3))
    assert [figure for figure, _ in figures_of(evaluation)] == ["71 %", "1", "2.0"]


def test_findings_become_remarks_on_the_takes_they_are_about() -> None:
    evaluation, _ = gestures()
    assert remarks_of({1: evaluation}) == {4: ("moves: Take 4 is unlike the others.",)}
