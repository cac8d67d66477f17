"""After a training in which all takes say the same, every face says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from waiting import ask_until

from wekipy.cli.main import commands
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

SAYS = "all takes say 0.25 for outputs-1: choose other values and record again"


def recorded(stage: MakeStage, *targets: tuple[float, float]) -> Stage:
    s = stage("--inputs", "1", "--outputs", "2")
    for n, shown in enumerate(targets):
        with s.client.recording(shown):
            for x in range(5):
                s.client.take_inputs(n + x / 10)
    return s


@pytest.mark.own_engine
def test_it_is_in_the_event_the_state_and_the_command_line(stage: MakeStage, tmp_path: Path) -> None:
    s = recorded(stage, (0.25, 0.1), (0.25, 0.9))
    heard: list[str] = []
    s.client.on_event = lambda kind, text: heard.append(text) if kind == "trained" else None
    first, second = s.client.train()["outputs"]
    assert (first["model"]["note"], second["model"]["note"]) == (SAYS, "")
    ask_until(lambda: heard, lambda texts: any(f"output 1: {SAYS}" in text for text in texts))
    s.client.shut_down()
    s.engine.process.wait(20)
    done = CliRunner().invoke(commands, ["train", str(tmp_path / "0.wekipy")])
    assert SAYS in done.output
    assert "outputs-2: choose" not in done.output


def test_it_is_said_for_whatever_algorithm_and_with_inputs_that_never_changed(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    with s.client.recording([0.25]):
        for _ in range(5):
            s.client.take_inputs(1)
    for algorithm in ("neural-network", "linear", "knn", "auto"):
        s.client.set_algorithm(1, algorithm)
        assert s.client.train()["outputs"][0]["model"]["note"].startswith(SAYS)


def test_one_other_value_is_enough(stage: MakeStage) -> None:
    s = recorded(stage, (0.25, 0.1), (0.25, 0.1))
    s.client.add_examples([[3.0]], [[0.5, None]])
    first, second = s.client.train()["outputs"]
    assert first["model"]["note"] == ""
    assert second["model"]["note"].startswith("all takes say 0.1 for outputs-2")


def test_one_class_only_is_said_too(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "class:3")
    with s.client.recording([2]):
        s.client.take_inputs(1)
    with pytest.raises(Problem, match="examples of class 2 only: record another class"):
        s.client.train()
