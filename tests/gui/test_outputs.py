"""Outputs, inputs and the transport on a real engine: set, shown, recorded, trained, changed, taken back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest
from msgspec import structs
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wekipy.client.state import Model, Quality
from wekipy.gui.inputs.panel import MOST_ROWS, InputsPanel
from wekipy.gui.inputs.trace import STILL_AFTER, Trace
from wekipy.gui.outputs.card import OutputCard
from wekipy.gui.outputs.class_body import ClassBody
from wekipy.gui.outputs.gesture_rows import GestureBody
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.outputs.progress import nearness
from wekipy.gui.outputs.values import NumberBody
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.stores.locks import locks_of
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.studio.studio import Studio
from wekipy.gui.takes.panel import TakesPanel
from wekipy.gui.theme.holding import Hold
from wekipy.gui.theme.parts import Rows
from wekipy.gui.wording.output_words import quality_words

P = TypeVar("P", bound=QWidget)
OpenStudio = Callable[..., Studio]


@pytest.fixture
def open_studio(
    qtbot: QtBot, child: Callable[..., Child], open_session: Callable[[Child], Session]
) -> OpenStudio:
    def make(*arguments: str) -> Studio:
        session = open_session(child(*arguments))
        studio = Studio(session)
        qtbot.addWidget(studio)
        studio.resize(1200, 800)
        studio.show()
        qtbot.waitUntil(studio.isActiveWindow)
        return studio

    return make


def session_of(studio: Studio) -> Session:
    return studio._session


def panel(studio: Studio, name: str, kind: type[P]) -> P:
    found = studio.panels[name]
    assert isinstance(found, kind)
    return found


def outputs(studio: Studio) -> OutputsPanel:
    return panel(studio, "outputs", OutputsPanel)


def target(studio: Studio, output: int) -> float:
    session = session_of(studio)
    place = session.state.output(output).target
    assert place is not None
    return float(session.live.targets[place]) if place < len(session.live.targets) else np.nan


def test_targets_are_set_by_hand_key_and_number(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "1,class:3")
    number, classes = (card.body for card in outputs(studio).cards)
    assert isinstance(number, NumberBody) and isinstance(classes, ClassBody)
    qtbot.waitUntil(lambda: len(session_of(studio).live.targets) == 2)
    middle = QPointF(number.track.width() / 2, 20).toPoint()
    qtbot.mouseClick(number.track, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: abs(target(studio, 1) - 0.5) < 0.02)
    qtbot.keyClick(number.track, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: target(studio, 1) == 1)
    number.field.setText("0.25")
    qtbot.keyClick(number.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: target(studio, 1) == 0.25)
    outputs(studio).select("o2")
    outputs(studio)._key(3)
    qtbot.waitUntil(lambda: target(studio, 2) == 3)
    qtbot.keyClick(classes.pads, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: target(studio, 2) == 2)


def test_poses_are_recorded_trained_and_seen(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "class:3")
    session, card = session_of(studio), outputs(studio).cards[0]
    assert card.state.text() == "needs training"
    record = studio.transport.buttons["record"]
    session.do("name_classes", 1, "fist", "", "wave")
    for pose in (1, 2, 3):
        card.body.key(pose)
        qtbot.waitUntil(lambda pose=pose: target(studio, 1) == pose)
        qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: session.state.recording is not None)
        for n in range(10):
            session.do("take_inputs", pose, n / 10)
        qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: session.state.recording is None)
    assert card.examples.text() == "30 examples"
    assert "record take 3" in studio.transport._undo.text()
    studio.keys["train"].trigger()
    qtbot.waitUntil(lambda: card.state.text() == "ready", timeout=30_000)
    studio.keys["run"].trigger()
    session.do("take_inputs", 3.0, 0.5)
    qtbot.waitUntil(lambda: card.value.text().startswith("wave"), timeout=10_000)
    assert card.value.text().endswith("%")
    session.do("take_inputs", 2.0, 0.5)
    qtbot.waitUntil(lambda: card.value.text().startswith("class 2"))
    studio.keys["delete-last-take"].trigger()
    qtbot.waitUntil(lambda: card.state.text() == "changed since trained")
    studio.keys["undo"].trigger()
    qtbot.waitUntil(lambda: card.state.text() == "ready")


def test_a_training_that_fails_says_why_in_its_card(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "class:3")
    session, card = session_of(studio), outputs(studio).cards[0]
    session.do("start_recording")
    session.do("take_inputs", 1, 2)
    session.do("stop_recording")
    session.do("train")
    qtbot.waitUntil(lambda: bool(card.failure.text()), timeout=30_000)
    assert card.failure.isVisible()
    assert card.state.text() == "cannot be trained"


def test_outputs_come_go_move_and_keep_their_cards(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "1,class:3")
    session, shown = session_of(studio), outputs(studio)
    first, second = shown.cards
    session.do("move_output", 1, 2)
    qtbot.waitUntil(lambda: shown.cards == [second, first])
    session.do("copy_output", 1)
    qtbot.waitUntil(lambda: len(shown.cards) == 3)
    assert shown.cards[0] is second and shown.cards[1] is not first
    session.do("change_kind", 3, "gesture:2")
    qtbot.waitUntil(lambda: isinstance(shown.cards[2].body, GestureBody))
    session.do("undo")
    qtbot.waitUntil(lambda: isinstance(shown.cards[-1].body, NumberBody))
    session.do("remove_output", 1)
    qtbot.waitUntil(lambda: len(shown.cards) == 2)
    card = shown.cards[0]
    card.name.edit()
    card.name.setText("mood")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.state.output(1).name == "mood")
    card.name.edit()
    card.name.setText(session.state.output(2).name)
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "twice" in card.name.toolTip())
    assert session.state.output(1).name == "mood"


def test_locked_outputs_stay_when_others_are_randomised(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "2")
    session, shown = session_of(studio), outputs(studio)
    session.do("set_targets", 0.25, 0.25)
    qtbot.waitUntil(lambda: len(session.live.targets) == 2 and target(studio, 1) == 0.25)
    qtbot.mouseClick(shown.cards[0].lock, Qt.MouseButton.LeftButton)
    assert locks_of(session).free(session.state) == [2]
    studio.keys["randomise"].trigger()
    qtbot.waitUntil(lambda: target(studio, 2) != 0.25)
    assert target(studio, 1) == 0.25
    qtbot.mouseClick(shown.cards[1].lock, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(session.problem, timeout=5_000) as told:
        studio.keys["randomise-little"].trigger()
    assert "locked" in told.args[0]


def test_a_gesture_is_shown_by_holding_its_button(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "gesture:2")
    session, body = session_of(studio), outputs(studio).cards[0].body
    assert isinstance(body, GestureBody)
    button = body.rows[1].example
    button._hold._clock = lambda: 0.0
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.state.recording is not None)
    for n in range(20):
        session.do("take_inputs", n / 20, 0.5)
    button._hold._clock = lambda: 5.0
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.state.recording is None and len(session.state.takes) == 1)
    assert session.state.takes[0].gesture == 2
    assert body.rows[1].count.text() == "1 example"
    body.key(0)
    qtbot.waitUntil(lambda: session.state.recording is not None)
    session.do("take_inputs", 1, 1)
    body.key(0)
    qtbot.waitUntil(lambda: session.state.output(1).idle_takes == 1)


def test_recording_counts_in_and_ends_by_itself(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "1")
    session = session_of(studio)
    recording = recording_of(session)
    counted: list[int] = []
    recording.counting.connect(counted.append)
    recording.choose(count_in=1, length=1)
    assert recording_of(session) is recording
    recording.toggle()
    assert counted == [1] and studio.transport.overlay.text() == "1"
    assert session.state.recording is None
    qtbot.waitUntil(lambda: session.state.recording is not None)
    session.do("take_inputs", 1, 1)
    qtbot.waitUntil(lambda: len(session.state.takes) == 1)
    assert not recording.is_on
    recording.toggle()
    recording.toggle()
    assert not recording.is_on and counted[-1] == 0


def test_a_press_toggles_and_a_hold_lasts_while_it_is_held() -> None:
    did: list[str] = []
    now = [0.0]
    on = [False]

    def turn(what: str, to: bool) -> None:
        did.append(what)
        on[0] = to

    hold = Hold(lambda: on[0], lambda: turn("begin", True), lambda: turn("end", False), clock=lambda: now[0])
    for seconds in (0.1, 0.1, 2.0):
        hold.press()
        now[0] += seconds
        hold.release()
    assert did == ["begin", "end", "begin", "end"]


def test_the_key_of_record_can_be_held(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "1")
    session = session_of(studio)
    recording_of(session).hold._clock = lambda: 0.0
    qtbot.keyPress(studio, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: session.state.recording is not None)
    recording_of(session).hold._clock = lambda: 1.0
    qtbot.keyRelease(studio, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: session.state.recording is None)


def test_inputs_are_rows_renamed_in_place_or_a_picture(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "3", "--outputs", "1")
    session, shown = session_of(studio), panel(studio, "inputs", InputsPanel)
    assert shown._stack.currentWidget() is shown.rows
    qtbot.keyClick(shown.rows, Qt.Key.Key_Down)
    qtbot.keyClick(shown.rows, Qt.Key.Key_F2)
    assert shown.name.isVisible()
    shown.name.setText("bow")
    qtbot.keyClick(shown.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.state.inputs[1] == "bow")
    assert not shown.name.isVisible()
    session.do("set_inputs", MOST_ROWS + 1)
    qtbot.waitUntil(lambda: shown._stack.currentWidget() is shown.heat)
    session.do("take_inputs", *np.linspace(0.1, 1, MOST_ROWS + 1).tolist())
    qtbot.waitUntil(lambda: "bow" not in shown.readout.text() and bool(shown.readout.text()))
    qtbot.keyClick(shown.heat, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown.readout.text().startswith("bow (2)"))


def test_what_no_longer_moves_is_told_apart_from_silence() -> None:
    trace = Trace(2)
    for n in range(200):
        trace.add(np.array([0.5, n % 3]), n / 10)
    assert trace.still(20.0).tolist() == [True, False]
    assert not trace.at_rest(20.0)
    assert trace.at_rest(20.0 + STILL_AFTER)
    assert trace.shares().tolist() == [0.5, 0.5]
    assert trace.curve(1).max() == 1 and trace.curve(1).min() == 0


def test_words_and_bars_follow_their_figures() -> None:
    assert nearness(0.0, 2.0) == 1
    assert nearness(2.0, 2.0) == pytest.approx(0.6)
    assert nearness(4.0, 2.0) < 0.6
    assert nearness(float("inf"), 2.0) == nearness(1.0, 0.0) == 0
    assert quality_words(Quality(accuracy=0.934)) == ("93 % right", "good")
    assert quality_words(Quality(share=0.08)) == ("± 8.0 % of the range", "warning")
    assert quality_words(Quality(right=0.5, current=False)) == ("50 % right, earlier", "")
    assert quality_words(None) == ("", "")


@pytest.mark.parametrize("width", [300, 430, 700])
def test_the_head_of_a_card_never_prints_over_itself(
    qtbot: QtBot, open_studio: OpenStudio, width: int
) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "class:3")
    session = studio._session
    output = structs.replace(
        session.state.outputs[0],
        name="a rather long name of an output",
        class_names=("both arms raised high", "", ""),
        model=Model(state="changed", number=1),
        quality=Quality(accuracy=0.85, current=False),
    )
    card, rows = OutputCard(session, output, lambda *_: None), Rows()
    qtbot.addWidget(rows)
    rows.fill([card])
    rows.resize(width, 400)
    rows.show()
    card.follow(output, session.state)
    card.value.setText("both arms raised high  91 %")
    card.teaches.setText("teaches: both arms raised high")
    qtbot.waitUntil(lambda: card.width() <= width and card.teaches.width() > 0)
    qtbot.wait(50)  # the layout is done with the next turn
    parts = [card.name, card.value, card.state, card.quality, card.teaches]
    assert all(part.isVisible() for part in parts)
    for one, other in itertools.combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry()), (one.text(), other.text())
    assert all(card.rect().contains(part.geometry()) for part in parts)
    assert card.value.text() == "both arms raised high  91 %"


def test_inputs_come_and_go_from_their_menu(qtbot: QtBot, open_studio: OpenStudio) -> None:
    studio = open_studio("--inputs", "2", "--outputs", "1")
    session, shown = session_of(studio), panel(studio, "inputs", InputsPanel)
    session.do("add_examples", [[0.1, 0.2]], [[0.5]])
    menu = shown.change.menu()
    assert menu is not None
    more, fewer, _, fill, leave, *_ = menu.actions()
    more.trigger()
    qtbot.waitUntil(lambda: len(session.state.inputs) == 3 and session.state.outputs[0].examples == 0)
    menu.aboutToShow.emit()
    assert (fill.isEnabled(), leave.isEnabled()) == (True, False)
    fill.trigger()
    qtbot.waitUntil(lambda: session.state.outputs[0].examples == 1 and bool(session.state.fills))
    menu.aboutToShow.emit()
    assert (fill.isEnabled(), leave.isEnabled()) == (False, True)
    leave.trigger()
    qtbot.waitUntil(lambda: session.state.outputs[0].examples == 0)
    takes = studio.open("takes")
    assert isinstance(takes, TakesPanel)
    qtbot.waitUntil(lambda: bool(takes.model.rows) and bool(takes.model.rows[0].remarks))
    assert takes.model.rows[0].remarks[0].startswith("Recorded with fewer inputs (2)")
    fewer.trigger()
    qtbot.waitUntil(lambda: len(session.state.inputs) == 2)
    fewer.trigger()
    qtbot.waitUntil(lambda: len(session.state.inputs) == 1 and session.state.outputs[0].examples == 1)
    menu.aboutToShow.emit()
    assert not fewer.isEnabled()


def test_the_bar_moves_to_and_fro_while_nobody_knows(qtbot: QtBot, open_studio: OpenStudio) -> None:
    bar = open_studio("--inputs", "2", "--outputs", "1").transport
    state = bar._session.state
    for share, largest, told in ((None, 0, "Stop"), (0.4, 100, "Stop · 40 %")):
        bar._show_training(structs.replace(state, training={1: share}))
        assert bar.progress.maximum() == largest
        assert bar.buttons["train"].text() == told
    bar._show_training(state)
    assert (bar.progress.isVisible(), bar.buttons["train"].text()) == (False, "Train")
