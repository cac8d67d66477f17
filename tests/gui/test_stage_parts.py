"""The parts of performance mode that need no window: latch, set list, status, grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QSettings

from wekipy.client import Live
from wekipy.gui.session.state import Gesture, Model, Output, State, Take
from wekipy.gui.stage.face import Fired, class_name, face_of
from wekipy.gui.stage.latch import LONG, Latch, Step
from wekipy.gui.stage.order import SetList, arranged, keep_order, kept_order
from wekipy.gui.stage.status import clock, status_of
from wekipy.gui.stage.tiles import columns_for
from wekipy.gui.stage.walking import library

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
    assert status_of(state, False, 0, 0).tone == "bad"
    recording = status_of(state, True, 67.0, 41)
    assert recording.tone == "record" and recording.icon == "record"
    assert "1:07" in recording.detail and "41" in recording.detail and "2" in recording.detail
    training = State(outputs=(trained,), running=True, training={1: 0.4})
    assert status_of(training, True, 0, 0).detail == "40%"
    assert status_of(State(outputs=(trained,), running=True), True, 0, 0).icon == "run"
    assert status_of(State(outputs=(trained,)), True, 0, 0).icon == "hold"
    assert status_of(State(), True, 0, 0).icon == "stop"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3_725, "62:05")])
def test_time_is_minutes_and_seconds(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@given(st.integers(1, 200))
def test_the_grid_is_wider_than_high(count: int) -> None:
    columns = columns_for(count)
    rows = -(-count // columns)
    assert 1 <= columns <= count
    assert rows <= columns + 1


def test_a_face_says_value_class_and_confidence() -> None:
    ready, fired = Model(state="ready"), Fired()
    knob = Output(1, "knob", "continuous", minimum=-1, maximum=1, model=ready, target=0)
    pose = Output(
        2, "pose", "classification", classes=3, class_names=("", "calm"), model=ready, first=1, target=1
    )
    live = Live(
        outputs=np.array([0.5, 2.0]), targets=np.array([0.0, 1.0]), distributions=np.array([0.04, 0.91, 0.05])
    )
    face = face_of(knob, live, fired, None, 0.0)
    assert (face.words, face.level, face.target) == ("0.50", 0.75, 0.5)
    face = face_of(pose, live, fired, None, 0.0)
    assert (face.words, face.note, face.level, face.colour) == ("calm", "91%", 0.91, 2)
    assert class_name(pose, 3) == "class 3" and class_name(pose, 1) == "class 1"
    live.outputs = np.array([0.5, 0.0])
    assert face_of(pose, live, fired, None, 0.0).dim
    assert face_of(pose, Live(), fired, 0.25, 0.0).level == 0.25
    assert face_of(pose, Live(), fired, None, 0.0).dim
    assert face_of(Output(1, "new", "continuous"), live, fired, None, 0.0).dim


def test_a_gesture_shines_when_it_was_recognised_and_fades() -> None:
    gestures = (Gesture("wave", 2), Gesture("stamp", 3))
    output = Output(2, "hands", "gesture", gestures=gestures, model=Model(state="ready"))
    fired, live = Fired(), Live(courses=np.array([0.9, 1, 5, 0.1, 1, 4, 0.0, 1, 7]))
    assert face_of(output, live, fired, None, 10.0).dim  # what was before is no news
    live.courses = np.array([0.9, 1, 5, 0.0, 1, 4, 0.0, 1, 8])
    face = face_of(output, live, fired, None, 11.0)
    assert (face.words, face.colour, face.level, face.dim) == ("stamp", 2, 1.0, False)
    assert 0 < face_of(output, live, fired, None, 11.5).level < 1
    live.courses = np.array([0.9, 1, 5, 0.6, 1, 4, 0.0, 1, 8])
    face = face_of(output, live, fired, None, 20.0)
    assert (face.words, face.level, face.dim) == ("wave", 0.6, True)
    assert "1" in face.note
