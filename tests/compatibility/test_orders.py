"""In which order sketches for Wekinator say what they want: many never end a recording, and rely on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from on_stage import Stage
from waiting import ask_until

DONE = "/wekinator/status/done-training"
MakeStage = Callable[..., Stage]
LEFT, RIGHT = [0.0, 0.1], [1.0, 0.9]


def click(s: Stage, place: Sequence[float], target: float) -> None:
    """One example as explorers record them: recording begins each time, and nobody ends it."""
    s.link.control("startRecording")
    s.link.control("outputs", target)
    s.link.inputs(place)


def train(s: Stage) -> None:
    mark = len(s.link.got)
    s.link.control("train")
    assert s.link.wait(DONE, mark, 60) is not None


def ready(s: Stage, examples: int) -> None:
    s.client.wait_until(lambda state: state["examples"] == examples)


def test_an_explorer_that_never_ends_a_recording(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:3")
    for n in range(8):
        click(s, *((LEFT, 1.0), (RIGHT, 2.0))[n % 2])
    train(s)
    ready(s, 8)
    for n in range(20):  # it says so before each test, too
        s.link.control("startRunning")
        place, target = ((LEFT, 1.0), (RIGHT, 2.0))[n % 2]
        assert s.link.ask(place) == [target]
    state = s.client.state()
    assert (state["examples"], state["recording"]) == (8, None)
    click(s, [0.5, 5.0], 3.0)  # and goes on to record
    train(s)
    ready(s, 9)
    s.link.control("startRunning")
    assert s.link.ask([0.5, 5.0]) == [3.0]
    ask_until(s.client.state, lambda told: told["examples"] == 9)


def test_training_while_recording_loses_and_doubles_nothing(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.link.control("startRecording")
    for n in range(30):
        s.link.control("outputs", n / 30)
        s.link.inputs([n / 30])
        if n % 10 == 9:
            s.link.control("train")
    s.link.control("stopRecording")
    ready(s, 30)
    takes = s.client.state()["takes"]
    assert [take["examples"] for take in takes] == [10, 10, 10]
    targets = [take["targets"]["1"] for take in takes]
    assert targets == pytest.approx([4.5 / 30, 14.5 / 30, 24.5 / 30])


def test_running_leaves_an_example_of_a_gesture_under_way_alone(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "gesture:2")
    s.link.control("startDtwRecording", 1)
    for n in range(20):
        s.link.inputs([n / 20])
        if n in (5, 10):
            s.link.control(("startRunning", "train")[n == 10])
    s.link.control("stopDtwRecording")
    ready(s, 20)
    ask_until(s.client.state, lambda told: [take["examples"] for take in told["takes"]] == [20])


@pytest.mark.parametrize("delete", ["deleteAllExamples", "deleteExamplesForOutput"])
def test_examples_are_deleted_while_recording(stage: MakeStage, delete: str) -> None:
    s = stage("--inputs", "2", "--outputs", "class:3")
    for _ in range(4):
        click(s, LEFT, 2.0)  # a mistake
    s.link.control(delete, 1)
    for n in range(6):
        click(s, *((LEFT, 1.0), (RIGHT, 2.0))[n % 2])
    train(s)
    s.client.wait_until(lambda state: state["outputs"][0]["examples"] == 6)
    s.link.control("startRunning")
    assert s.link.ask(LEFT) == [1.0]
    s.client.undo()  # what was recorded last
    s.client.undo()
    s.client.wait_until(lambda state: state["outputs"][0]["examples"] == 4)


@pytest.mark.own_engine
def test_nothing_recorded_yet_goes_on(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.link.control("startRecording")
    number = s.client.wait_until(lambda state: state["recording"])["recording"]
    s.link.control("deleteAllExamples")
    s.link.control("train")
    s.link.inputs([0.5])
    assert ask_until(s.client.values, lambda values: values["arrived"] == 1)
    ask_until(s.client.state, lambda told: told["recording"] == number)
    s.link.control("stopRecording")
    ready(s, 1)


@pytest.mark.own_engine
def test_examples_of_a_gesture_are_deleted_by_its_number(stage: MakeStage) -> None:
    """As remotes do that let people show a gesture anew: a project of gestures has one output."""
    s = stage("--inputs", "1", "--outputs", "gesture:3")
    for takes, gesture in enumerate((1, 2, 2, 3), 1):
        s.link.control("startDtwRecording", gesture)
        for n in range(6):
            s.link.inputs([n * gesture / 6])
        s.link.control("stopDtwRecording")
        s.client.wait_until(lambda state, takes=takes: len(state["takes"]) == takes)
    s.link.control("deleteExamplesForOutput", 2)
    state = s.client.wait_until(lambda state: len(state["takes"]) == 2)
    assert [take["number"] for take in state["takes"]] == [1, 4]
    s.link.control("deleteExamplesForOutput", 1.0)
    state = s.client.wait_until(lambda state: len(state["takes"]) == 1)
    assert [take["number"] for take in state["takes"]] == [4]
    s.link.control("deleteExamplesForOutput", 4)
    s.engine.wait_for("there is no gesture 4")
