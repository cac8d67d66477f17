"""The test input and the picture: movement as inputs, pressing as showing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wekipy.gui.actions import Actions
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.trial.movement import Movement, hand
from wekipy.gui.trial.panel import TrialPanel


def test_a_movement_has_as_many_inputs_as_are_wanted() -> None:
    movement = Movement()
    for n in range(30):
        told = movement.inputs((n / 30, 0.5), n * 0.02, 8)
    assert told[:2].tolist() == [29 / 30, 0.5]
    assert 0 < told[2] <= 1  # it moves
    assert told[4] == pytest.approx(told[0] - 0.1 / 0.02 / 30, abs=0.05)  # where it was 0.1 s before
    assert movement.inputs((0.5, 0.5), 1.0, 1).tolist() == [0.5]
    rest = [movement.inputs((0.5, 0.5), 1 + n / 10, 4) for n in range(20)][-1]
    assert rest[2] < 0.01 and rest[3] == 0
    assert len(movement.inputs((0.1, 0.2), 4.0, 4_096)) == 4_096


def test_the_hand_stays_on_the_pad_and_goes_about() -> None:
    places = np.array([hand(n / 20) for n in range(2_000)])
    assert places.min() >= 0 and places.max() <= 1
    assert np.ptp(places, axis=0).min() > 0.7
    assert np.abs(np.diff(places, axis=0)).max() < 0.05


@pytest.fixture
def panel(
    qtbot: QtBot, child: Callable[..., Child], open_session: Callable[[Source], Session]
) -> Callable[..., TrialPanel]:
    def make(*arguments: str) -> TrialPanel:
        session = open_session(child(*arguments))
        made = TrialPanel(session)
        Actions(session, made)
        qtbot.addWidget(made)
        made.resize(400, 500)
        made.show()
        return made

    return make


def test_a_hand_of_its_own_moves_the_inputs_at_the_address_of_the_project(
    qtbot: QtBot, panel: Callable[..., TrialPanel]
) -> None:
    shown = panel("--inputs", "3", "--outputs", "1", "--input-address", "/hand")
    session = shown._session
    qtbot.mouseClick(shown.buttons["hand"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(session.live.inputs) == 3 and session.live.inputs.any())
    before = session.live.inputs
    qtbot.waitUntil(lambda: not np.allclose(session.live.inputs, before, atol=1e-3))
    qtbot.mouseClick(shown.buttons["off"], Qt.MouseButton.LeftButton)
    arrived: list[dict[str, int]] = []
    session.do("values", then=arrived.append)
    qtbot.waitUntil(lambda: len(arrived) == 1)
    for n in range(2):
        with qtbot.waitSignal(session.tick):
            pass
        session.do("values", then=arrived.append)
        qtbot.waitUntil(lambda n=n: len(arrived) == n + 2)
    assert arrived[-1]["inputs"] == arrived[-2]["inputs"]


def test_pressing_shows_one_class_after_the_other(qtbot: QtBot, panel: Callable[..., TrialPanel]) -> None:
    shown = panel("--inputs", "2", "--outputs", "class:2")
    session = shown._session
    shown.use("mouse")
    shown.teach(True)
    for take in range(3):
        qtbot.keyPress(shown.pad, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: session.state.recording is not None)
        qtbot.keyClick(shown.pad, Qt.Key.Key_Left)
        qtbot.waitUntil(lambda: session.live.inputs.sum() > 0)
        for _ in range(5):
            with qtbot.waitSignal(session.tick):
                pass
        qtbot.keyRelease(shown.pad, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda take=take: len(session.state.takes) == take + 1)
        expected = (2, 1, 2)[take]
        qtbot.waitUntil(lambda expected=expected: session.live.targets.tolist() == [expected])
    assert "class 2" in shown.teacher.words()


def test_pressing_shows_gestures_and_the_picture_flashes(
    qtbot: QtBot, panel: Callable[..., TrialPanel]
) -> None:
    shown = panel("--inputs", "2", "--outputs", "gesture:2")
    session = shown._session
    shown.begin("mouse")
    assert "gesture-1" in shown.teacher.words()
    qtbot.keyPress(shown.pad, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.state.recording is not None)
    for n in range(40):
        shown.pad.move_to((n / 40, n / 40))
        with qtbot.waitSignal(session.tick):
            pass
    qtbot.keyRelease(shown.pad, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(session.state.takes) == 1)
    assert session.state.takes[0].gesture == 1
    qtbot.waitUntil(lambda: "gesture-2" in shown.teacher.words())
    qtbot.waitUntil(lambda: shown._triggers is not None)
    shown._look_for_gestures({"triggers": [{"address": "/output_2", "count": 1, "since": 0.1}]})
    assert shown.picture._flashed[:2] == (2, "gesture-2")


def test_without_teaching_a_press_records_nothing(qtbot: QtBot, panel: Callable[..., TrialPanel]) -> None:
    shown = panel("--inputs", "2", "--outputs", "1")
    shown.use("mouse")
    assert not shown.teacher.press()
    assert shown._session.state.recording is None
