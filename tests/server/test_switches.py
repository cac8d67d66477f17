"""The record, train and run switches of outputs, on a real engine over real sockets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from wekipy.osc.codec import encode
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def shown(stage: MakeStage, outputs: str = "3") -> Stage:
    """Two inputs and outputs with two takes each."""
    s = stage("--inputs", "2", "--outputs", outputs)
    for x in (0.1, 0.9):
        with s.client.recording([x] * len(s.client.state()["outputs"])):
            for n in range(5):
                s.client.take_inputs(x + n / 100, 1 - x)
    return s


def of_outputs(s: Stage, key: str) -> list[Any]:
    return [output[key] for output in s.client.state()["outputs"]]


def models(s: Stage) -> list[str]:
    return [model["state"] for model in of_outputs(s, "model")]


def numbers(s: Stage) -> list[int]:
    return [model.get("number", 0) for model in of_outputs(s, "model")]


def test_a_training_leaves_out_what_is_switched_off(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.disable_training(1, 3)
    s.client.train()
    assert models(s) == ["none", "ready", "none"]
    assert of_outputs(s, "train") == [False, True, False]
    s.client.train(3)
    assert models(s) == ["none", "ready", "ready"]
    s.client.enable_training(1)
    s.client.train()
    assert models(s) == ["ready"] * 3


def test_wekinators_message_leaves_it_out_too(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.disable_training(2)
    s.link.control("train")
    assert s.link.wait("/wekinator/status/done-training", timeout=60) is not None
    assert models(s) == ["ready", "none", "ready"]


def test_the_switch_makes_no_model_stale_and_can_be_undone(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.train()
    s.client.disable_training(1)
    assert models(s) == ["ready"] * 3
    assert s.client.undo() == "disable training"
    assert of_outputs(s, "train") == [True] * 3


def test_an_output_that_is_off_goes_on_answering(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.train()
    s.client.disable_training(1)
    s.client.start_running()
    assert s.client.take_inputs(0.9, 0.1) == pytest.approx([0.9] * 3, abs=0.1)


def test_with_all_switched_off_it_says_so(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.disable_training(1, 2, 3)
    with pytest.raises(Problem, match="training is off for all outputs"):
        s.client.train()
    s.client.live_learning(True)
    with s.client.recording([0.5] * 3):
        s.client.take_inputs(0.5, 0.5)
    assert models(s) == ["none"] * 3
    s.client.train(2)
    assert models(s) == ["none", "ready", "none"]


def test_live_learning_leaves_it_out(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.disable_training(2)
    s.client.live_learning(True)
    with s.client.recording([0.5] * 3):
        s.client.take_inputs(0.5, 0.5)
    s.client.wait_until(lambda state: state["outputs"][0]["model"]["state"] == "ready")
    s.client.wait_until(lambda state: state["training"] is None)
    assert models(s) == ["ready", "none", "ready"]


def test_gestures_that_are_off_learn_when_they_are_switched_on(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "gesture:1")
    s.client.disable_training(1)
    s.client.start_gesture_recording(1)
    for n in range(20):
        s.client.take_inputs(n / 20)
    s.client.stop_recording()
    assert s.client.state()["training"] is None
    assert models(s) == ["none"]
    s.client.enable_training(1)
    s.client.wait_until(lambda state: state["outputs"][0]["model"]["state"] == "ready")


def test_the_switch_is_there_after_a_restart(stage: MakeStage) -> None:
    s = shown(stage, "2")
    s.client.disable_training(2)
    name = s.client.copy_project("again")
    s.client.open_project(name)
    assert of_outputs(s, "train") == [True, False]


def test_all_switches_are_set_in_one_edit(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2,class:3,gesture:2")
    s.client.set_switches({2: {"record": True}, 3: {"run": False, "train": False}}, record=False)
    assert of_outputs(s, "record") == [False, True, False, False]
    assert of_outputs(s, "run") == [True, True, False, True]
    assert of_outputs(s, "train") == [True, True, False, True]
    s.client.set_switches(record=True, run=True, train=True)
    assert of_outputs(s, "record") + of_outputs(s, "run") + of_outputs(s, "train") == [True] * 12
    s.client.undo()
    assert of_outputs(s, "record") == [False, True, False, False]
    s.client.undo()
    assert of_outputs(s, "record") == [True] * 4


def test_all_switches_over_plain_osc(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    s.client.subscribe()
    s.link.send(encode("/wekipy/set_switches", '{"all": {"run": false}, "2": {"run": true}}'))
    s.client.wait_until(lambda state: [o["run"] for o in state["outputs"]] == [False, True])


def test_wrong_switches_change_nothing(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    for switches, words in (
        ('{"3": {"run": false}}', "no output 3"),
        ('{"one": {"run": false}}', "no number of an output"),
        ('{"all": {"run": false}, "1": {"ran": false}}', "no switch “ran”"),
        ('{"all": {"run": 1}}', "expected a JSON object"),
        ('{"all": true}', "expected a JSON object"),
        ("{}", "expected a JSON object"),
        ("[1]", "expected a JSON object"),
    ):
        with pytest.raises(Problem, match=words):
            s.client.ask("set_switches", switches)
    assert of_outputs(s, "run") == [True, True]
    assert s.client.state()["undo"] == ""
