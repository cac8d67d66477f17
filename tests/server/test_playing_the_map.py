"""Places on the map of the examples, played in place of the sensor."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest
from waiting import until

from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

POSES = ((0.0, 0.0, 0.0), (4.0, 0.0, 1.0), (0.0, 4.0, 2.0))


def taught(stage: MakeStage) -> Stage:
    """Three poses with a value and a class each, learned and running."""
    s = stage("--inputs", "3", "--outputs", "1,class:3")
    for label, pose in enumerate(POSES, 1):
        with s.client.recording([(label - 1) / 2, label]):
            for n in range(6):
                s.client.take_inputs(*(x + n / 50 for x in pose))
    s.client.train()
    s.client.start_running()
    return s


@contextmanager
def played(s: Stage, x: float, y: float) -> Iterator[None]:
    """Within the block another client plays a place again and again; at its end it only vanishes."""
    gone = threading.Event()

    def play() -> None:
        with Client(port=s.engine.control_port) as other:
            while not gone.is_set():
                other.play_map(x, y)

    playing = threading.Thread(target=play)
    playing.start()
    try:
        s.client.wait_until(lambda state: state.playing_map)
        yield
    finally:
        gone.set()
        playing.join()


def test_an_example_answers_at_its_place_as_its_inputs_do(stage: MakeStage) -> None:
    s = taught(stage)
    found = s.client.embed()
    for number, pose in enumerate(POSES):
        s.client.stop_playing()
        expected = s.client.take_inputs(*np.float32([x + 3 / 50 for x in pose]).tolist())
        mark = len(s.link.got)
        assert s.client.play_map(*found.points[6 * number + 3], found.number) == expected
        assert s.client.values()["inputs"] == pytest.approx([x + 3 / 50 for x in pose])
        sent = s.link.wait("/wek/outputs", mark)
        assert sent is not None
        assert sent[1] == pytest.approx(expected)


def test_between_examples_the_answers_lie_between(stage: MakeStage) -> None:
    s = taught(stage)
    found = s.client.embed()
    first, second = found.points[3], found.points[9]
    ends = [s.client.play_map(*place)[0] for place in (first, second)]
    way = [s.client.play_map(*(first + share * (second - first)))[0] for share in (0.35, 0.5, 0.65)]
    assert min(ends) < way[0] < way[1] < way[2] < max(ends)


def test_meanwhile_the_sensor_is_not_answered_and_then_it_is(stage: MakeStage) -> None:
    s = taught(stage)
    with played(s, *s.client.embed().points[8]):
        before = s.client.values()["inputs"]
        for n in range(20):
            s.link.inputs([n, 2.0, 3.0])
            s.link.send(encode("/wek/inputs", 1.0, 2, 3.0))  # of another form
            assert s.client.values()["inputs"] == before
        for other in (lambda: s.client.take_inputs(1, 2, 3), lambda: s.client.play_take(1)):
            with pytest.raises(Problem, match="the map is being played"):
                other()
    s.client.stop_playing()
    assert not s.client.state().playing_map
    s.link.inputs([1.0, 2.0, 3.0])
    until(lambda: s.client.values()["inputs"] == [1.0, 2.0, 3.0])


def test_sensors_that_are_joined_are_not_answered_either(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.set_sources({"address": "/hand", "inputs": 2}, {"address": "/breath", "inputs": 1})
    with played(s, *s.client.embed().points[8]):
        before = s.client.values()["inputs"]
        for n in range(20):
            s.link.inputs([n, 2.0], "/hand")
            assert s.client.values()["inputs"] == before
    s.client.stop_playing()
    s.link.inputs([1.0, 2.0], "/hand")
    s.link.inputs([3.0], "/breath")
    until(lambda: s.client.values()["inputs"] == [1.0, 2.0, 3.0])


def test_the_sensor_plays_again_when_whoever_played_is_gone(stage: MakeStage) -> None:
    s = taught(stage)
    with played(s, *s.client.embed().points[0]):
        pass
    s.client.wait_until(lambda state: not state.playing_map)
    s.link.inputs([1.0, 2.0, 3.0])
    until(lambda: s.client.values()["inputs"] == [1.0, 2.0, 3.0])


def test_never_while_a_take_is_recorded_or_played(stage: MakeStage) -> None:
    s = taught(stage)
    place = s.client.embed().points[0]
    s.client.play_map(*place)
    s.client.start_recording()
    assert not s.client.state().playing_map
    with pytest.raises(Problem, match="a take is being recorded: the map can be played when it has ended"):
        s.client.play_map(*place)
    s.client.take_inputs(7, 8, 9)
    take = s.client.stop_recording()
    assert take is not None
    assert take["examples"] == 1
    assert s.client.take_rows(take["number"])["inputs"].tolist() == [[7.0, 8.0, 9.0]]
    s.client.add_examples(np.zeros((50, 3)), np.ones((50, 2)), step=1.0)
    s.client.play_take(5)
    s.client.wait_until(lambda state: state.playing == 5)
    with pytest.raises(Problem, match="take 5 is being played: stop it before you play the map"):
        s.client.play_map(*place)
    s.client.stop_playing()
    s.client.play_map(*place)
    s.client.stop_playing()


def test_a_sketch_plays_it_with_plain_messages(stage: MakeStage) -> None:
    s = taught(stage)
    x, y = s.client.embed().points[14].tolist()
    mark = len(s.link.got)
    s.link.send(encode("/wekipy/play_map", x, y))
    assert s.link.wait("/wek/outputs", mark) is not None
    assert s.client.values()["inputs"] == pytest.approx([p + 2 / 50 for p in POSES[2]], abs=1e-3)
    s.client.stop_playing()


def test_what_cannot_be_played_is_said(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    with pytest.raises(Problem, match="there is no map of the examples yet"):
        s.client.play_map(0, 0)
    with s.client.recording([0.5]):
        s.client.take_inputs(1, 2)
    found = s.client.embed()
    with pytest.raises(Problem, match="map 999 is not there any more"):
        s.client.play_map(0, 0, 999)
    with pytest.raises(Problem, match="expected two finite numbers"):
        s.client.play_map(float("nan"), 0)
    s.client.set_inputs(3)
    with pytest.raises(Problem, match="the map was made with 2 inputs, the project has 3: make it anew"):
        s.client.play_map(0, 0, found.number)


def test_the_last_maps_are_kept(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    with s.client.recording([0.5]):
        s.client.take_inputs(1, 2)
    first = s.client.embed().number
    numbers = [s.client.embed().number for _ in range(8)]
    assert numbers == [*range(first + 1, first + 9)]
    s.client.play_map(0, 0, numbers[0])
    with pytest.raises(Problem, match="is not there any more"):
        s.client.play_map(0, 0, first)
    s.client.stop_playing()
