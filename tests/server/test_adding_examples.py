"""Examples that are given as numbers become takes like any other, on a real engine over real sockets."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

ROWS = [[0.1, 0.9], [0.2, 0.8], [0.9, 0.1], [0.8, 0.2]]
TARGETS = [[0.0, 1], [0.0, 1], [1.0, 2], [1.0, 2]]


def test_examples_are_added_learned_from_and_taken_back(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    assert s.client.add_examples(ROWS, TARGETS, step=0.5) == 1
    found = s.client.take_rows(1)
    np.testing.assert_array_equal(found["inputs"], np.array(ROWS, np.float32))
    np.testing.assert_array_equal(found["targets"], np.array(TARGETS, np.float32))
    assert found["time"].tolist() == [0, 0.5, 1, 1.5]
    s.client.train()
    s.client.start_running()
    assert s.client.take_inputs(0.85, 0.15) == pytest.approx([1, 2], abs=0.1)
    assert s.client.undo() == "add 4 examples"
    state = s.client.state()
    assert (state["takes"], state["outputs"][0]["model"]["state"]) == ([], "changed")
    s.client.redo()
    assert s.client.state()["outputs"][0]["model"]["state"] == "ready"


def test_a_target_may_be_missing(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    s.client.add_examples(ROWS, [[0.5, None], [None, 2], [0.5, float("nan")], [None, None]])
    assert s.client.state()["takes"][0]["outputs"] == {"1": 2, "2": 1}
    assert [output["examples"] for output in s.client.state()["outputs"]] == [2, 1]


@pytest.mark.own_engine
def test_they_are_on_disk_as_any_take(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    s.client.add_examples(ROWS, TARGETS)
    s.client.save()
    folder = s.client.state()["project"]["folder"]
    s.engine.process.kill()
    s.engine.process.wait(20)
    with EngineProcess([folder]) as engine, Client(port=engine.control_port) as client:
        np.testing.assert_array_equal(client.take_rows(1)["inputs"], np.array(ROWS, np.float32))
        assert client.undo() == "add 4 examples"


def test_while_a_take_is_recorded(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    with s.client.recording([0.5, 1]) as recorded:
        s.client.take_inputs(0.3, 0.3)
        assert s.client.add_examples(ROWS, TARGETS) == recorded + 1
        s.client.take_inputs(0.4, 0.4)
    takes = {take["number"]: take["examples"] for take in s.client.state()["takes"]}
    assert takes == {recorded: 2, recorded + 1: 4}
    s.client.save()
    np.testing.assert_array_equal(s.client.take_rows(recorded)["inputs"][:, 0], np.float32([0.3, 0.4]))
    s.client.undo()
    s.client.undo()
    assert s.client.state()["takes"] == []


def test_while_running_and_learning_at_once(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    s.client.live_learning(True)
    s.client.start_running()
    s.client.add_examples(ROWS, TARGETS)
    s.client.wait_until(lambda state: [o["model"]["state"] for o in state["outputs"]] == ["ready", "ready"])
    assert s.link.ask([0.15, 0.85]) == pytest.approx([0, 1], abs=0.1)


def test_over_plain_osc(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    s.client.subscribe()
    s.link.send(encode("/wekipy/add_example", 0.1, 0.9, 0.0, 1))
    s.client.wait_until(lambda state: len(state["takes"]) == 1)
    flat = [number for row, target in zip(ROWS, TARGETS, strict=True) for number in (*row, *target)]
    s.link.send(encode("/wekipy/add_example", *map(float, flat)))
    s.client.wait_until(lambda state: len(state["takes"]) == 2)
    np.testing.assert_array_equal(s.client.take_rows(2)["inputs"], np.array(ROWS, np.float32))
    s.link.send(encode("/wekipy/add_examples", json.dumps(ROWS), json.dumps(TARGETS)))
    s.client.wait_until(lambda state: [take["examples"] for take in state["takes"]] == [1, 4, 4])


def test_gestures_are_added(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,gesture:1,gesture:2")
    up = [[n / 20, 0.5] for n in range(20)]
    assert s.client.add_gesture(3, up, step=0.05) == 1
    assert s.client.add_gesture(0, up[::-1]) == 2
    first, second = s.client.state()["takes"]
    assert (first["gesture"], first["seconds"]) == (3, pytest.approx(0.95))
    assert second["gesture"] == 0
    gestures = [g["examples"] for o in s.client.state()["outputs"][1:] for g in o["gestures"]]
    assert gestures == [0, 0, 1]
    s.client.wait_until(lambda state: state["outputs"][2]["model"]["state"] == "ready")
    assert s.client.undo() == "add idle movement"
    assert s.client.undo().startswith("add an example of")


WRONG: list[tuple[object, object, str]] = [
    (
        [[1, 2]],
        [[0.5, 3]],
        r"row 1, output 2 \(“outputs-2”\): 3 is no legal target; expected a class from 1 to 2",
    ),
    ([[1, 2]] * 3, [[0.5, 1], [0.5, 1.4], [0.5, 1]], "row 2, output 2"),
    ([[1, 2], [1, float("nan")]], [[0.5, 1]] * 2, "row 2, input 2 is nan: expected a finite number"),
    ([[1, 2], [1e39, 2]], [[0.5, 1]] * 2, "row 2, input 1 is inf"),
    ([[1, 2, 3]], [[0.5, 1]], "rows of 3 numbers arrived, expected 2: one for each input"),
    ([[1, 2]], [[0.5]], "1 target for each row arrived, expected 2"),
    ([[1, 2]] * 2, [[0.5, 1]], "2 rows and targets for 1 row"),
    ([[1, 2]], [[None, None]], "no row has a target"),
    ([[1, 2], [3]], [[0.5, 1]] * 2, "rows: expected as many numbers in each row"),
    ([["a", 2]], [[0.5, 1]], "rows: expected as many numbers in each row"),
    (np.empty((0, 2)), np.empty((0, 2)), "no row arrived"),
]


def test_what_is_wrong_is_named_and_nothing_added(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    for rows, targets, words in WRONG:
        with pytest.raises(Problem, match=words):
            s.client.add_examples(rows, targets)  # type: ignore[arg-type]
    assert s.client.state()["takes"] == []


NO_TABLES = [
    ("[[1, 2], [3]]", "rows: row 2 has 1 number, the first one has 2"),
    ("[1, 2]", "rows: expected rows of numbers"),
    ("nonsense", "rows: expected rows of numbers"),
    (
        '{"type": "<f4", "shape": [1, 2], "data": "AAAA"}',
        "rows: 3 bytes arrived, expected 8 for 1 row of 2 numbers",
    ),
    ('{"type": "<f4", "shape": [1, 2], "data": "?"}', "rows: its data is not base64"),
    ('{"type": "|O", "shape": [1, 2], "data": ""}', "rows: expected rows of numbers"),
    ("[" * 100_000, "rows: expected rows of numbers"),
    ("[" + "[1, 2]," * 200_000 + "[1, 2]]", "expected at most 1,048,576"),
]


def test_tables_that_are_none_are_refused(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    for rows, words in NO_TABLES:
        with pytest.raises(Problem, match=words):
            s.client.ask("add_examples", rows, "[[1]]")
    assert s.client.state()["takes"] == []


def test_too_few_numbers_over_plain_osc(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    for numbers in ([], [0.5], [0.5] * 5):
        with pytest.raises(Problem, match="expected 4 for each example: 2 inputs and 2 targets"):
            s.client.ask("add_example", *numbers)


def test_a_hundred_thousand_examples_in_one_call(stage: MakeStage) -> None:
    s = stage("--inputs", "20", "--outputs", "1")
    rows = np.random.default_rng(1).random((100_000, 20))
    s.client.add_examples(rows, rows[:, :1])
    assert s.client.state()["examples"] == 100_000
    np.testing.assert_array_equal(s.client.take_rows(1, 2)["inputs"], rows[[0, -1]].astype(np.float32))
    with pytest.raises(Problem, match="give them in several calls"):
        s.client.add_examples(np.zeros((200_000, 20)), np.zeros((200_000, 1)))


def test_a_float_that_is_nearly_a_class_is_that_class(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,class:2")
    s.client.configure_output(1, maximum=0.1, limits="hard")
    s.client.add_examples([[1]], [[float(np.float32(0.1)), 1.0000001]])
    assert s.client.take_rows(1)["targets"].tolist() == [[pytest.approx(0.1), 1]]
