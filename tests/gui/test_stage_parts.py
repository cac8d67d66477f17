"""The parts of performance mode that need no window: latch, set list, status, grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from PyQt6.QtCore import QSettings

from wekipy.client import Live
from wekipy.client.state import Gesture, Model, Output, State, Take
from wekipy.gui.stage.face import Fired, Scene, face_of
from wekipy.gui.stage.latch import LONG, Latch, Step
from wekipy.gui.stage.order import SetList, arranged, keep_order, kept_order
from wekipy.gui.stage.status import Recorded, clock, status_of
from wekipy.gui.stage.tiles import columns_for
from wekipy.gui.stage.walking import library
from wekipy.gui.wire.hearing import Sense
from wekipy.gui.wording.output_words import class_words

NAMES = st.lists(st.text("abcXY", min_size=1, max_size=3), unique=True)


def test_a_short_press_switches_and_a_long_one_lasts() -> None:
    latch = Latch()
    assert latch.press(1.0, recording=False) is Step.START
    assert latch.release(1.0 + LONG / 2) is Step.NOTHING
    assert latch.press(5.0, recording=True) is Step.STOP
    assert latch.release(9.0) is Step.NOTHING
    assert latch.press(10.0, recording=False) is Step.START
    assert latch.release(10.0 + LONG) is Step.STOP
    assert latch.release(30.0) is Step.NOTHING


@given(NAMES, NAMES)
def test_a_set_list_has_every_project_once_and_keeps_the_order(kept: list[str], found: list[str]) -> None:
    order = arranged(kept, found)
    assert sorted(order.played + order.others) == sorted(found)
    assert list(order.played) == [name for name in kept if name in found]
    everything = arranged(None, found)
    assert everything.others == () and set(everything.played) == set(found)


def test_steps_through_the_set_list_end_at_its_ends() -> None:
    order = SetList(("a", "b", "c"), ("other",))
    assert order.step("a", 1) == "b"
    assert order.step("c", -1) == "b"
    assert order.step("c", 1) is None
    assert order.step("a", -1) is None
    assert order.step("other", 1) == "a"
    assert SetList().step("a", 1) is None


def test_set_lists_are_kept_per_library() -> None:
    assert kept_order("/music/tour") is None
    keep_order("/music/tour", ["b", "a"])
    keep_order("/music/studio", [])
    QSettings().sync()
    assert kept_order("/music/tour") == ["b", "a"]
    assert not kept_order("/music/studio")
    keep_order("/music/tour", ["only"])
    assert kept_order("/music/tour") == ["only"]


def test_projects_that_cannot_be_read_are_not_played() -> None:
    found = [
        {"path": "a.wekipy", "name": "a", "problem": "", "open": True},
        {"path": "b.wekipy", "name": "b", "problem": "damaged", "open": False},
    ]
    known = library("/x", found)
    assert known.present == "a.wekipy" and known.order.played == ("a.wekipy",)


def test_the_status_is_the_most_important_thing() -> None:
    trained = Output(1, "a", "continuous", model=Model(state="ready"))
    state = State(
        outputs=(trained,), takes=(Take(1, 5),), examples=5, running=True, recording=2, training={1: 0.4}
    )
    hears, deaf = Sense(ever=True), Sense(silent=True, why="Nothing arrives at port 1.")
    gone = status_of(state, Recorded(), hears, absent="It has ended.")
    assert (gone.tone, gone.detail) == ("bad", "It has ended.")
    recording = status_of(state, Recorded(67.0, 41, "rest"), hears)
    assert recording.tone == "record" and recording.icon == "record" and "rest" in recording.words
    assert "1:07" in recording.detail and "41" in recording.detail and "2" in recording.detail
    nothing = status_of(state, Recorded(67.0, 41, "rest"), deaf)
    assert nothing.tone == "record" and "nothing arrives" in nothing.detail and nothing.icon == "wrong"
    training = State(outputs=(trained,), running=True, training={1: 0.4})
    assert status_of(training, Recorded(), hears).detail == "40%"
    running = State(outputs=(trained,), running=True)
    assert status_of(running, Recorded(), hears).icon == "run"
    silent = status_of(running, Recorded(), deaf)
    assert (silent.words, silent.tone, silent.detail) == ("NO INPUT", "warning", deaf.why)
    assert status_of(State(outputs=(trained,)), Recorded(), deaf).icon == "hold"
    assert status_of(State(), Recorded(), hears).icon == "stop"
    lost = status_of(running, Recorded(), hears, saving="the folder is gone")
    assert (lost.words, lost.detail) == ("RUNNING", "Saving fails: the folder is gone")
    assert "saving fails" in status_of(state, Recorded(), hears, saving="the folder is gone").detail
    assert status_of(State(), Recorded(), deaf).words == "NO INPUT"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3_725, "62:05")])
def test_time_is_minutes_and_seconds(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@given(st.integers(1, 200))
def test_the_grid_is_wider_than_high(count: int) -> None:
    columns = columns_for(count)
    rows = -(-count // columns)
    assert 1 <= columns <= count
    assert rows <= columns + 1


def scene(live: Live, state: State | None = None, silent: bool = False, ever: bool = True) -> Scene:
    def target(output: Output) -> float:
        known = output.target is not None and output.target < len(live.targets)
        return float(live.targets[output.target]) if known else float("nan")

    return Scene(state or State(running=True), live, target, silent, ever)


KNOB = Output(1, "knob", "continuous", minimum=-1, maximum=1, model=Model(state="ready"), target=0)
POSE = Output(
    2, "pose", "classification", classes=3, class_names=("", "calm"), model=Model(state="ready"), first=1,
    target=1,
)  # fmt: skip


def poses() -> Live:
    return Live(
        outputs=np.array([0.5, 2.0]), targets=np.array([0.0, 1.0]), distributions=np.array([0.04, 0.91, 0.05])
    )


def test_a_face_says_value_class_and_confidence() -> None:
    fired, live = Fired(), poses()
    face = face_of(KNOB, scene(live), fired, 0.0)
    assert (face.words, face.level, face.target) == ("0.50", 0.75, 0.5)
    face = face_of(POSE, scene(live), fired, 0.0)
    assert (face.words, face.note, face.level, face.colour) == ("calm", "91%", 0.91, 2)
    assert class_words(POSE, 3) == "class 3" and class_words(POSE, 1) == "class 1"
    live.outputs = np.array([0.5, 0.0])
    assert face_of(POSE, scene(live), fired, 0.0).dim
    assert face_of(POSE, scene(Live(), State(training={2: 0.25})), fired, 0.0).level == 0.25
    assert face_of(POSE, scene(Live()), fired, 0.0).dim
    assert face_of(Output(1, "new", "continuous"), scene(live), fired, 0.0).dim


def test_a_face_says_what_is_taught_and_while_recording_it_is_large() -> None:
    fired, live = Fired(), poses()
    face = face_of(POSE, scene(live), fired, 0.0)
    assert face.aside == "teaches: class 1"
    assert [pad.number for pad in face.pads if pad.taught] == [1]
    assert [pad.number for pad in face.pads if pad.lit] == [2]
    assert face_of(KNOB, scene(live), fired, 0.0).aside == "teaches: 0.000"
    recording = State(running=True, recording=3)
    face = face_of(POSE, scene(live, recording), fired, 0.0)
    assert (face.words, face.teaching, face.colour) == ("class 1", True, 1)
    assert face.aside == "answers: calm 91%"
    face = face_of(KNOB, scene(live, recording), fired, 0.0)
    assert (face.words, face.aside) == ("0.000", "answers: 0.50")
    off = structs.replace(POSE, record=False)
    face = face_of(off, scene(live, recording), fired, 0.0)
    assert (face.aside, face.teaching, face.dim) == ("not recorded", False, True)
    assert not any(pad.taught for pad in face.pads)
    assert face_of(off, scene(live), fired, 0.0).aside == "not recorded"


def test_only_the_gesture_that_is_taught_is_marked_and_no_class_then() -> None:
    hands = Output(
        3, "hands", "gesture", gestures=(Gesture("wave", 1), Gesture("stamp", 2)), model=Model(state="none")
    )
    state = State(teaches=2)
    face = face_of(hands, scene(poses(), state), Fired(), 0.0)
    assert face.aside == "teaches: stamp" and [pad.name for pad in face.pads if pad.taught] == ["stamp"]
    face = face_of(POSE, scene(poses(), state), Fired(), 0.0)
    assert face.aside == "" and not any(pad.taught for pad in face.pads)
    face = face_of(hands, scene(poses(), State(teaches=0, recording=1)), Fired(), 0.0)
    assert face.words == "idle movement" and not any(pad.taught for pad in face.pads)
    face = face_of(hands, scene(poses()), Fired(), 0.0)
    assert face.aside == ""


def test_without_input_nothing_is_likely_and_no_answer_is_bright() -> None:
    face = face_of(POSE, scene(poses(), silent=True), Fired(), 0.0)
    assert (face.words, face.note, face.dim, face.colour) == ("calm", "", True, None)
    assert np.isnan(face.level) and not any(pad.lit for pad in face.pads)
    assert all(np.isnan(pad.share) for pad in face.pads)
    assert face_of(POSE, scene(poses(), silent=True, ever=False), Fired(), 0.0).words == "–"
    assert face_of(KNOB, scene(poses(), silent=True), Fired(), 0.0).dim


def test_a_gesture_shines_when_it_was_recognised_and_fades() -> None:
    gestures = (Gesture("wave", 2), Gesture("stamp", 3))
    output = Output(2, "hands", "gesture", gestures=gestures, model=Model(state="ready"))
    fired, live = Fired(), Live(courses=np.array([0.9, 1, 5, 0.1, 1, 4, 0.0, 1, 7]))
    assert face_of(output, scene(live), fired, 10.0).dim  # what was before is no news
    live.courses = np.array([0.9, 1, 5, 0.0, 1, 4, 0.0, 1, 8])
    face = face_of(output, scene(live), fired, 11.0)
    assert (face.words, face.colour, face.level, face.dim) == ("stamp", 2, 1.0, False)
    assert 0 < face_of(output, scene(live), fired, 11.5).level < 1
    live.courses = np.array([0.9, 1, 5, 0.6, 1, 4, 0.0, 1, 8])
    face = face_of(output, scene(live), fired, 20.0)
    assert (face.words, face.level, face.dim) == ("wave", 0.6, True)
    assert face.note == "once"
