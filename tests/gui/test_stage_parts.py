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
from wekipy.gui.stage.face import Scene, face_of
from wekipy.gui.stage.latch import LONG, Latch, Step
from wekipy.gui.stage.order import SetList, arranged, keep_order, kept_order
from wekipy.gui.stage.status import Recorded, clock, status_of
from wekipy.gui.stage.walking import library
from wekipy.gui.stores.recognitions import KEPT, Recognised
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
    seen, live = Recognised(), poses()
    face = face_of(KNOB, scene(live), seen, 0.0)
    assert (face.words, face.level, face.target, face.ends) == ("0.50", 0.75, 0.5, ("-1.00", "1.00"))
    face = face_of(POSE, scene(live), seen, 0.0)
    assert (face.words, face.note, face.level, face.colour) == ("calm", "91%", 0.91, 2)
    assert class_words(POSE, 3) == "class 3" and class_words(POSE, 1) == "class 1"
    live.outputs = np.array([0.5, 0.0])
    assert face_of(POSE, scene(live), seen, 0.0).dim
    assert face_of(POSE, scene(Live(), State(training={2: 0.25})), seen, 0.0).level == 0.25
    assert face_of(POSE, scene(Live()), seen, 0.0).dim
    assert face_of(Output(1, "new", "continuous"), scene(live), seen, 0.0).dim


def test_a_face_says_what_is_taught_and_while_recording_it_is_large() -> None:
    seen, live = Recognised(), poses()
    face = face_of(POSE, scene(live), seen, 0.0)
    assert face.aside == "teaches: class 1"
    assert [pad.number for pad in face.pads if pad.taught] == [1]
    assert [pad.number for pad in face.pads if pad.lit] == [2]
    assert [pad.share for pad in face.pads] == [0.04, 0.91, 0.05]
    assert face_of(KNOB, scene(live), seen, 0.0).aside == "teaches: 0.000"
    recording = State(running=True, recording=3)
    face = face_of(POSE, scene(live, recording), seen, 0.0)
    assert (face.words, face.teaching, face.colour) == ("class 1", True, 1)
    assert face.aside == "answers: calm 91%"
    face = face_of(KNOB, scene(live, recording), seen, 0.0)
    assert (face.words, face.aside) == ("0.000", "answers: 0.50")
    off = structs.replace(POSE, record=False)
    face = face_of(off, scene(live, recording), seen, 0.0)
    assert (face.aside, face.teaching, face.dim) == ("not recorded", False, True)
    assert not any(pad.taught for pad in face.pads)
    assert face_of(off, scene(live), seen, 0.0).aside == "not recorded"


def test_only_the_gesture_that_is_taught_is_marked_and_no_class_then() -> None:
    hands = Output(
        3, "hands", "gesture", gestures=(Gesture("wave", 1), Gesture("stamp", 2)), model=Model(state="none")
    )
    state = State(teaches=2)
    face = face_of(hands, scene(poses(), state), Recognised(), 0.0)
    assert face.aside == "teaches: stamp" and [pad.name for pad in face.pads if pad.taught] == ["stamp"]
    face = face_of(POSE, scene(poses(), state), Recognised(), 0.0)
    assert face.aside == "" and not any(pad.taught for pad in face.pads)
    face = face_of(hands, scene(poses(), State(teaches=0, recording=1)), Recognised(), 0.0)
    assert face.words == "idle movement" and not any(pad.taught for pad in face.pads)
    face = face_of(hands, scene(poses()), Recognised(), 0.0)
    assert face.aside == ""


def test_without_input_nothing_is_likely_and_no_answer_is_bright() -> None:
    face = face_of(POSE, scene(poses(), silent=True), Recognised(), 0.0)
    assert (face.words, face.note, face.dim, face.colour) == ("calm", "", True, None)
    assert np.isnan(face.level) and not any(pad.lit for pad in face.pads)
    assert all(np.isnan(pad.share) for pad in face.pads)
    assert face_of(POSE, scene(poses(), silent=True, ever=False), Recognised(), 0.0).words == "–"
    assert face_of(KNOB, scene(poses(), silent=True), Recognised(), 0.0).dim


def test_a_gesture_shines_when_it_was_recognised_and_fades() -> None:
    gestures = (Gesture("wave", 2), Gesture("stamp", 3))
    output = Output(2, "hands", "gesture", gestures=gestures, model=Model(state="ready"))
    seen, live = Recognised(), Live(courses=np.array([0.9, 1, 5, 0.1, 1, 4, 0.0, 1, 7]))
    seen.see([4, 7], 10.0)
    assert face_of(output, scene(live), seen, 10.0).dim  # what was before is no news
    seen.see([4, 8], 11.0)
    face = face_of(output, scene(live), seen, 11.0)
    assert (face.words, face.colour, face.level, face.dim) == ("stamp", 2, 1.0, False)
    assert [pad.shine for pad in face.pads] == [0.0, 1.0]
    face = face_of(output, scene(live), seen, 11.5)
    assert 0 < face.level < 1 and 0 < face.pads[1].shine < 1 and face.pads[1].lit
    live.courses = np.array([0.9, 1, 5, 0.6, 1, 4, 0.0, 1, 8])
    face = face_of(output, scene(live), seen, 20.0)
    assert (face.words, face.level, face.dim) == ("wave", 0.6, True)
    assert (face.note, face.marks) == ("once", ((2, 11.0),))
    assert [pad.share for pad in face.pads] == [0.6, 0.0] and not any(pad.lit for pad in face.pads)


def test_recognitions_stay_for_a_minute_and_several_shine_at_once() -> None:
    seen = Recognised()
    seen.see([0, 0, 0], 1.0)
    seen.see([1, 0, 1], 2.0)
    seen.see([1, 1, 1], 3.0)
    assert seen.marks == ((1, 2.0), (3, 2.0), (2, 3.0)) and seen.times == 3
    assert min(seen.shine(n, 3.0) for n in (1, 2, 3)) > 0 and seen.latest(3.0) == 2
    seen.see([1, 1, 1], 2.5 + KEPT)
    assert seen.marks == ((2, 3.0),) and seen.times == 3
    seen.see([1, 1, 1], 3.5 + KEPT)
    assert seen.marks == () and seen.shine(2, 3.5 + KEPT) == 0 and seen.latest(3.5 + KEPT) == 0


def test_counts_that_begin_anew_or_are_of_other_gestures_are_no_recognitions() -> None:
    seen = Recognised()
    seen.see([3, 4], 1.0)
    seen.see([0, 0], 2.0)  # stopped, and run again
    seen.see([1, 0], 3.0)
    assert seen.marks == ((1, 3.0),)
    seen.begin_again()  # another engine
    seen.see([9, 9], 4.0)
    assert seen.marks == ((1, 3.0),)
    seen.see([9, 9, 5], 5.0)  # one more gesture
    assert seen.marks == ()
