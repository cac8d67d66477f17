"""Single examples of a take are deleted by their numbers, on a real engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def shown(stage: MakeStage) -> Stage:
    """A take of ten examples 1 to 10 for two outputs."""
    s = stage("--inputs", "1", "--outputs", "1,class:3")
    with s.client.recording([0.5, 2]):
        for n in range(1, 11):
            s.client.take_inputs(n)
    s.client.rename_take(1, "wave")
    return s


def inputs(s: Stage, take: int) -> list[float]:
    found: list[float] = s.client.take_rows(take)["inputs"][:, 0].tolist()
    return found


def take(s: Stage) -> Any:
    (found,) = s.client.state()["takes"]
    return found


def test_examples_go_and_come_back(stage: MakeStage) -> None:
    s = shown(stage)
    times = s.client.take_rows(1)["time"]
    assert s.client.delete_rows(1, 4, 6) == 2
    assert inputs(s, 2) == [1, 2, 3, 7, 8, 9, 10]
    np.testing.assert_allclose(s.client.take_rows(2)["time"], np.delete(times, [3, 4, 5]), atol=1e-6)
    assert (take(s)["name"], take(s)["outputs"]) == ("wave", {"1": 7, "2": 7})
    assert s.client.undo() == "delete examples 4 to 6 of take 1"
    assert take(s)["number"] == 1
    s.client.redo()
    s.client.delete_takes(2)
    s.client.restore_takes(1)
    assert inputs(s, 1) == [float(n) for n in range(1, 11)]


def test_at_both_ends_one_and_all(stage: MakeStage) -> None:
    s = shown(stage)
    assert s.client.delete_rows(1, 1, 1) == 2
    assert s.client.delete_rows(2, 8, 9) == 3
    assert inputs(s, 3) == [2, 3, 4, 5, 6, 7, 8]
    assert s.client.delete_rows(3, 1, 7) is None
    assert s.client.state()["takes"] == []
    assert s.client.undo() == "delete examples 1 to 7 of take 3"
    assert take(s)["number"] == 3


def test_only_the_targets_of_one_output_go(stage: MakeStage) -> None:
    s = shown(stage)
    assert s.client.delete_rows(1, 2, 4, 2) == 2
    assert take(s)["outputs"] == {"1": 10, "2": 7}
    targets = s.client.take_rows(2)["targets"]
    assert np.flatnonzero(np.isnan(targets[:, 1])).tolist() == [1, 2, 3]
    assert inputs(s, 2) == inputs(s, 1)
    assert [len(s.client.examples(output)["targets"]) for output in (1, 2)] == [10, 7]


def test_numbers_are_those_of_the_whole_take_also_where_it_is_trimmed_and_relabelled(
    stage: MakeStage,
) -> None:
    s = shown(stage)
    times = s.client.take_rows(1)["time"]
    s.client.trim_take(1, (times[1] + times[2]) / 2, (times[7] + times[8]) / 2)
    s.client.relabel_take(1, {1: 0.25, 2: None})
    assert take(s)["examples"] == 6
    for first, last in ((2, 4), (8, 9), (0, 3), (5, 4), (-1, 2)):
        with pytest.raises(Problem, match="those that are used are 3 to 8"):
            s.client.delete_rows(1, first, last)
    assert s.client.delete_rows(1, 4, 5) == 2
    assert inputs(s, 2) == [3, 6, 7, 8]
    assert (take(s)["targets"], take(s)["outputs"]) == ({"1": 0.25}, {"1": 4})


@pytest.mark.own_engine
def test_over_plain_osc_and_after_a_crash(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.subscribe()
    s.link.send(encode("/wekipy/delete_rows", 1, 10, 10))
    s.client.wait_until(lambda state: [t["number"] for t in state["takes"]] == [2])
    s.client.save()
    folder = s.client.state()["project"]["folder"]
    s.engine.process.kill()
    s.engine.process.wait(20)
    with EngineProcess([folder]) as engine, Client(port=engine.control_port) as client:
        assert client.state()["examples"] == 9
        client.undo()
        assert client.state()["examples"] == 10


def test_what_is_not_there_is_said(stage: MakeStage) -> None:
    s = shown(stage)
    with pytest.raises(Problem, match="no take 7"):
        s.client.delete_rows(7, 1, 2)
    with pytest.raises(Problem, match="no output 3"):
        s.client.delete_rows(1, 1, 2, 3)
    assert take(s)["examples"] == 10
