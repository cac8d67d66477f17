"""When outputs are sent, over real sockets, in a time that the test sets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from on_stage import EngineInGivenTime, Hall, Stage
from waiting import until

from wekipy.osc.codec import decode, numbers
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    MakeStage = Callable[..., Stage]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    made = Hall(tmp_path_factory.getbasetemp(), EngineInGivenTime)
    yield made
    made.close()


def steps(stage: MakeStage, *values: float) -> Stage:
    """Running, with an output that answers each of these values to the input that is the same."""
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.set_algorithm(1, "knn", k=1)
    for value in values:
        with s.client.recording([value]):
            s.client.take_inputs(value)
    s.client.train()
    s.client.start_running()
    return s


def outputs(s: Stage, mark: int) -> list[float]:
    """What was sent since, all of it: a message set by hand comes after everything that was due."""
    s.client.set_outputs(0.875)
    found: list[float] = []
    while 0.875 not in found:
        found = [round(float(values[0]), 3) for values in _sent(s, mark)]
    return found[: found.index(0.875)]


def _sent(s: Stage, mark: int) -> list[list[float]]:
    s.link.pump(0.01)
    messages = [decode(packet)[0] for _, packet in s.link.got[mark:]]
    return [numbers(message).tolist() for message in messages if message.address == "/wek/outputs"]


def played(s: Stage, *values: float, seconds: float = 0.1) -> list[float]:
    mark = len(s.link.got)
    s.play([[value] for value in values], seconds)
    return outputs(s, mark)


def test_changes_only_and_undone(stage: MakeStage) -> None:
    s = steps(stage, 0.0, 0.25, 0.5)
    assert played(s, 0.25, 0.25, 0.5) == [0.25, 0.25, 0.5]
    s.client.set_sending("changes")
    assert s.client.state().sending.when == "changes"
    assert played(s, 0.25, 0.25, 0.5, 0.5, 0.25) == [0.25, 0.5, 0.25]
    assert s.client.sent()["count"] < s.client.values()["answered"] + 3
    s.client.undo()
    assert played(s, 0.25, 0.25) == [0.25, 0.25]


def test_every_second_answer(stage: MakeStage) -> None:
    s = steps(stage, 0.0, 0.25, 0.5)
    s.client.set_sending(every=2)
    assert played(s, 0.0, 0.25, 0.5, 0.25) == [0.25, 0.25]


def test_at_most_so_often_and_the_last_values_follow(stage: MakeStage) -> None:
    s = steps(stage, 0.0, 0.25, 0.5)
    s.client.set_sending(at_most=2)
    mark = len(s.link.got)
    s.play([[0.0], [0.25], [0.5], [0.25]], 0.01)
    assert [x[0] for x in _sent(s, mark)] == [0.0]
    s.let_pass(1.0)
    until(lambda: [x[0] for x in _sent(s, mark)] == [0.0, 0.25])


def test_a_constant_rate_goes_on_while_it_runs(stage: MakeStage) -> None:
    s = steps(stage, 0.0, 0.25)
    s.client.set_sending("rate", rate=20)
    mark = len(s.link.got)
    s.play([[0.25]], 0.0)
    assert _sent(s, mark) == []
    for n in range(1, 4):
        s.let_pass(0.05)
        until(lambda n=n: [x[0] for x in _sent(s, mark)] == [0.25] * n)
    s.client.stop_running()
    s.let_pass(1.0)
    assert outputs(s, mark) == [0.25] * 3


def test_only_while_a_condition_holds_or_once(stage: MakeStage) -> None:
    s = steps(stage, 0.0, 0.25, 0.5)
    s.client.set_sending(condition="outputs-1 >= 0.25")
    assert played(s, 0.0, 0.25, 0.5, 0.0, 0.25) == [0.25, 0.5, 0.25]
    s.client.set_sending(condition="inputs-1 > 0.2", once=True)
    assert s.client.state().sending.condition.once
    assert played(s, 0.0, 0.25, 0.5, 0.0, 0.25) == [0.25, 0.25]
    with pytest.raises(Problem, match="no output or input is called “pitch”"):
        s.client.set_sending(condition="pitch > 1")
    s.client.rename_output(1, "pitch")
    s.client.set_sending(condition="pitch > 0.3")
    assert played(s, 0.25, 0.5) == [0.5]


def test_the_rule_is_of_the_project(stage: MakeStage) -> None:
    s = steps(stage, 0.0, 0.25)
    s.client.set_sending("changes", at_most=30, condition="outputs-1 > 0")
    told = s.client.state().raw["sending"]
    s.client.ask("set_sending", '{"when": "answers"}')
    s.client.ask("set_sending", json.dumps(told))
    assert s.client.state().raw["sending"] == told
