"""Outputs and inputs come, go, move and change their kind while the engine plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from waiting import ask_until

from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def taught(stage: MakeStage) -> Stage:
    """Two inputs; a number that follows the first, a classifier that follows the second; running."""
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    for x, y in ((0, 0), (0, 1), (1, 0), (1, 1)):
        with s.client.recording([0.2 + 0.6 * x, 1 + y]):
            for n in range(5):
                s.client.take_inputs(x + n / 500, y + n / 500)
    s.client.train()
    s.client.start_running()
    return s


def names(s: Stage) -> list[str]:
    return [output["name"] for output in s.client.state()["outputs"]]


def kinds(s: Stage) -> list[Any]:
    return [output["kind"] for output in s.client.state()["outputs"]]


def test_an_output_is_added_while_playing(stage: MakeStage) -> None:
    s = taught(stage)
    assert s.client.add_output("class:3", "mood") == 3
    assert s.link.ask([0, 0]) == pytest.approx([0.2, 1, 1], abs=0.1)
    assert s.client.take_inputs(1, 1) == pytest.approx([0.8, 2, 1], abs=0.1)
    s.client.set_targets(0.1, 1, 3)
    assert s.client.values()["targets"] == pytest.approx([0.1, 1, 3])
    assert s.client.add_output("gesture:2") == 4
    assert len(s.client.take_inputs(1, 1)) == 5
    s.client.undo()
    s.client.undo()
    assert s.client.take_inputs(1, 1) == pytest.approx([0.8, 2], abs=0.1)
    assert names(s) == ["outputs-1", "outputs-2"]


def test_an_output_is_duplicated_with_its_settings(stage: MakeStage) -> None:
    s = stage("--inputs", "3", "--outputs", "1,gesture:2")
    s.client.configure_output(1, maximum=127.0)
    s.client.set_algorithm(1, "knn", k=3)
    s.client.connect(1, [2])
    s.client.copy_output(1)
    s.client.copy_output(3)
    first, copy, gestures, more = s.client.state()["outputs"]
    assert (copy["maximum"], copy["algorithm"], copy["options"], copy["inputs"]) == (
        127,
        "knn",
        {"k": 3},
        [2],
    )
    assert copy["name"] == f"{first['name']}-2" and copy["uid"] != first["uid"]
    addresses = [gesture["address"] for output in (gestures, more) for gesture in output["gestures"]]
    assert len(set(addresses)) == 4
    s.client.undo()
    assert len(names(s)) == 3


def test_an_output_that_is_removed_comes_back_with_model_and_examples(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.remove_output(1)
    assert s.link.ask([1, 1]) == [2.0]
    assert s.client.state()["outputs"][0]["examples"] == 20
    with pytest.raises(Problem, match="only output"):
        s.client.remove_output(1)
    s.client.undo()
    first = s.client.state()["outputs"][0]
    assert (first["examples"], first["model"]["state"]) == (20, "ready")
    assert s.client.take_inputs(1, 1) == pytest.approx([0.8, 2], abs=0.1)


def test_a_new_output_never_inherits_from_one_that_was_removed(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.add_output("1", "third")
    s.client.set_targets(0.5, 1, 0.9)
    with s.client.recording():
        for n in range(5):
            s.client.take_inputs(0.5, n / 10)
    s.client.train(3)
    assert s.client.undo().startswith("record take")
    assert s.client.undo() == "add output third"
    s.client.add_output("1", "another")
    another = s.client.state()["outputs"][2]
    assert (another["examples"], another["model"]["state"]) == (0, "none")


def test_outputs_are_moved(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.set_targets(0.7, 2)
    s.client.move_output(2, 1)
    assert names(s) == ["outputs-2", "outputs-1"]
    assert s.client.values()["targets"] == pytest.approx([2, 0.7])
    assert s.link.ask([1, 1]) == pytest.approx([2, 0.8], abs=0.1)
    with pytest.raises(Problem, match="no output 3"):
        s.client.move_output(1, 3)
    s.client.undo()
    assert s.client.take_inputs(1, 1) == pytest.approx([0.8, 2], abs=0.1)


def test_an_output_changes_its_kind(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.connect(1, [1])
    s.client.change_kind(1, "class:3")
    first = s.client.state()["outputs"][0]
    assert (first["kind"], first["classes"], first["examples"]) == ("classification", 3, 0)
    assert (first["name"], first["inputs"]) == ("outputs-1", [1])
    assert s.client.take_inputs(1, 1) == [1, 2]
    s.client.change_kind(2, "class:5")
    second = s.client.state()["outputs"][1]
    assert (second["classes"], second["examples"]) == (5, 20)
    s.client.change_kind(1, "gesture:2")
    s.client.change_kind(1, "gesture:3")
    gestures = s.client.state()["outputs"][0]["gestures"]
    assert len({gesture["address"] for gesture in gestures}) == 3
    for _ in range(4):
        s.client.undo()
    assert kinds(s) == ["continuous", "classification"]
    assert s.client.take_inputs(1, 1) == pytest.approx([0.8, 2], abs=0.1)
    with pytest.raises(Problem, match="makes 2"):
        s.client.change_kind(1, "2")


def test_nothing_changes_shape_under_a_recording(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    s.client.add_output("1")
    with s.client.recording([0.5, 0.5, 0.5]):
        s.client.take_inputs(1, 2)
        for change in (lambda: s.client.remove_output(1), s.client.undo, lambda: s.client.move_output(1, 2)):
            with pytest.raises(Problem, match="being recorded"):
                change()
        s.client.rename_output(1, "still possible")
    assert s.client.state()["examples"] == 1


@pytest.mark.own_engine
def test_inputs_come_and_go(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    s.client.connect(2, [2])
    s.client.start_running(anyway=True)
    s.client.set_inputs(4)
    assert s.client.state()["inputs"] == ["inputs-1", "inputs-2", "inputs-3", "inputs-4"]
    s.link.inputs([1, 2, 3, 4])
    values = ask_until(s.client.values, lambda values: values["arrived"] == 1)
    assert values["inputs"] == [1, 2, 3, 4]
    s.client.set_inputs(1)
    assert [output["inputs"] for output in s.client.state()["outputs"]] == [None, None]
    s.client.undo()
    assert s.client.state()["outputs"][1]["inputs"] == [2]
    with s.client.recording([0.5, 0.5]):
        s.client.take_inputs(1, 2, 3, 4)
    s.client.delete_last_take()
    s.client.set_inputs(3)
    s.client.restore_takes(1)
    assert s.client.state()["takes"][0]["inputs"] == 4


def test_names_are_given_singly(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.rename_input(2, "tilt")
    s.client.rename_output(1, "cutoff")
    s.client.name_classes(2, "clap", "")
    state = s.client.state()
    assert state["inputs"] == ["inputs-1", "tilt"]
    assert state["outputs"][0]["name"] == "cutoff"
    assert state["outputs"][1]["class_names"] == ["clap", ""]
    assert [output["model"]["state"] for output in state["outputs"]] == ["ready", "ready"]
    for call, words in (
        (lambda: s.client.rename_input(3, "x"), "no input 3"),
        (lambda: s.client.rename_input(1, "tilt"), "is there twice"),
        (lambda: s.client.rename_output(2, "cutoff"), "is there twice"),
        (lambda: s.client.rename_output(2, ""), "output 2"),
        (lambda: s.client.name_classes(1, "a"), "no classes"),
        (lambda: s.client.name_classes(2, "a", "b", "c"), "has 2 classes"),
    ):
        with pytest.raises(Problem, match=words):
            call()


def test_many_connections_are_one_edit(stage: MakeStage) -> None:
    s = stage("--inputs", "4", "--outputs", "3")

    def connections() -> list[Any]:
        return [output["inputs"] for output in s.client.state()["outputs"]]

    s.client.connect_all({1: [2, 1], 3: [4]})
    assert connections() == [[1, 2], None, [4]]
    s.client.connect_input(4, False, 2)
    s.client.connect_input(3, True)
    assert connections() == [[1, 2, 3], [1, 2, 3], [3, 4]]
    s.client.connect_all({1: None, 2: [1, 2, 3, 4]})
    assert connections() == [None, None, [3, 4]]
    for _ in range(4):
        s.client.undo()
    assert connections() == [None, None, None]
    for call, words in (
        (lambda: s.client.connect_all({1: [1], 2: []}), "at least one input"),
        (lambda: s.client.connect_all({4: [1]}), "no output 4"),
        (lambda: s.client.connect_all({1: [5]}), "no input 5"),
        (lambda: s.client.ask("connect_all", '{"one": [1]}'), "no number of an output"),
        (lambda: s.client.ask("connect_all", '{"1": ["a"]}'), "a list of numbers"),
        (lambda: s.client.ask("connect_all", "[1]"), "a JSON object"),
        (lambda: s.client.connect_input(5, True), "no input 5"),
    ):
        with pytest.raises(Problem, match=words):
            call()
    assert connections() == [None, None, None]
