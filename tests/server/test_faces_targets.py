"""Targets by hand: one output at a time, and by chance."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from waiting import ask_until

from wekipy.engine.engine import Engine
from wekipy.engine.randomising import randomise
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.editing import replace_outputs
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def test_one_target_is_set_and_the_others_stay(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,gesture:2,class:3")
    s.client.set_target(3, 2)
    s.client.set_target(1, 0.5)
    assert s.client.values()["targets"] == [0.5, 2]
    assert s.client.sent()["count"] == 0
    s.client.set_output(1, 0.75)
    found = s.link.wait("/wek/outputs")
    assert found is not None
    assert [found[1][0], found[1][3]] == [0.75, 2]
    s.client.configure_output(3, classes=1)
    s.client.set_target(1, 0.25)
    assert s.client.values()["targets"] == [0.25, 1]
    s.client.configure_output(3, classes=3)
    for number, value, words in ((2, 1, "spots gestures"), (3, 4, "4 for output 3"), (4, 1, "no output 4")):
        with pytest.raises(Problem, match=words):
            s.client.set_target(number, value)


def test_outputs_are_randomised_over_the_wire(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "3")
    targets = s.client.randomise(1.0, 1, 3, seed=4)
    assert targets[1] == 0
    assert 0 < targets[0] < 1
    found = s.link.wait("/wek/outputs")
    assert found is not None
    assert found[1] == pytest.approx(targets)
    assert s.client.values()["targets"] == targets
    with pytest.raises(Problem, match="expected 0 to 1"):
        s.client.randomise(2)


def test_random_targets_are_legal_and_move_as_far_as_asked() -> None:
    hard = {"minimum": 0.4, "maximum": 3.6, "limits": "hard"}
    project = replace_outputs(
        new_project(1, "3,class:4,gesture:2"),
        {1: {"minimum": 20.0, "maximum": 120.0}, 2: {**hard, "integer": True}, 3: hard},
    )
    engine = Engine(project)
    outputs = project.value_outputs()
    seen: list[set[float]] = [set() for _ in outputs]
    for seed in range(200):
        targets = randomise(engine, 1.0, seed=seed)
        for output, value, before in zip(outputs, targets, seen, strict=True):
            assert output.accepts(value)
            before.add(value)
    assert seen[1] == {1, 2, 3}
    assert seen[3] == {1, 2, 3, 4}
    assert min(seen[0]) < 25
    assert max(seen[0]) > 115
    assert max(seen[2]) <= 3.6
    engine.set_targets([70.0, 1, 1, 1])
    moved = [randomise(engine, 0.1, [1], seed=seed) for seed in range(50)]
    steps = [abs(b[0] - a[0]) for a, b in itertools.pairwise(moved)]
    assert max(steps) <= 10
    assert {tuple(targets[1:]) for targets in moved} == {(1, 1, 1)}


def test_the_same_seed_gives_the_same_targets() -> None:
    first, second = Engine(new_project(1, "4")), Engine(new_project(1, "4"))
    assert randomise(first, 1.0, seed=9) == randomise(second, 1.0, seed=9)
    assert randomise(first, 1.0) != randomise(second, 1.0)
    only = Engine(new_project(1, "4"))
    assert randomise(only, 1.0, [4], seed=9)[3] == randomise(second, 1.0, seed=9)[3]


def test_a_foot_switch_chooses_what_the_next_take_teaches(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,class:3,gesture:2")
    assert s.client.next_class() == 2
    assert s.client.previous_class(2) == 1
    s.link.send(encode("/wekipy/next_class"))
    ask_until(s.client.values, lambda values: values["targets"] == [0, 2])
    ask_until(s.client.state, lambda told: told["teaches"] is None)
    assert s.client.next_class(3) == 1
    s.client.choose_gesture(2)
    assert s.client.state()["teaches"] == 2
    s.link.control("startRecording")
    s.link.inputs([0.5])
    s.link.control("stopRecording")
    found = ask_until(s.client.state, lambda state: state["takes"])
    assert found["takes"][0]["gesture"] == 2
    s.client.choose_gesture(0)
    with s.client.recording():
        s.client.take_inputs(0.25)
    assert s.client.state()["takes"][1]["targets"] == {"1": 0, "2": 2}
    with pytest.raises(Problem, match="is a number"):
        s.client.next_class(1)


@pytest.mark.own_engine
def test_the_first_numbers_of_longer_messages_are_used_when_asked(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.link.inputs([0.1, 0.2, 0.3])
    ask_until(s.client.health, lambda health: health["refused"] == 1)
    s.client.use_first_numbers(True)
    s.link.inputs([0.5, 0.25, 0.75])
    assert ask_until(s.client.values, lambda values: values["arrived"])["inputs"] == [0.5, 0.25]
    s.link.inputs([0.5])
    ask_until(s.client.health, lambda health: health["refused"] == 2)
    s.client.undo()
    s.link.inputs([0.1, 0.2, 0.3])
    ask_until(s.client.health, lambda health: health["refused"] == 3)
    ask_until(s.client.values, lambda told: told["arrived"] == 1)
