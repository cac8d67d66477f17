"""The number of inputs changes in a project that has takes, on a real engine over real sockets."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner
from waiting import ask_until

from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def taught(stage: MakeStage, inputs: int = 2) -> Stage:
    """Takes for two outputs, the second one from the first input; running."""
    s = stage("--inputs", str(inputs), "--outputs", "2")
    s.client.connect(2, [1])
    show(s)
    s.client.train()
    s.client.start_running()
    return s


def show(s: Stage) -> None:
    width = len(s.client.state()["inputs"])
    for x in (0.1, 0.9):
        with s.client.recording([x, 1 - x]):
            for n in range(5):
                s.client.take_inputs(*[x + n / 200] * width)


def examples(s: Stage) -> list[int]:
    return [output["examples"] for output in s.client.state()["outputs"]]


def test_an_input_comes_while_playing(stage: MakeStage) -> None:
    s = taught(stage)
    told = s.client.set_inputs(3)
    assert told.startswith(
        "recorded without some of the inputs and not learned from: 10 examples for output 1;"
    )
    assert examples(s) == [0, 10]
    assert s.link.ask([0.9, 0.9, 0.0]) == pytest.approx([0.9, 0.1], abs=0.1)  # as learned before
    with pytest.raises(Problem, match="no examples"):
        s.client.train(1)
    show(s)
    s.client.train()
    assert examples(s) == [10, 20]
    assert s.client.take_inputs(0.9, 0.9, 0.9) == pytest.approx([0.9, 0.1], abs=0.1)
    for _ in range(3):
        s.client.undo()
    state = s.client.state()
    assert (examples(s), len(state["inputs"]), state["fills"]) == ([10, 10], 2, {})
    assert s.client.take_inputs(0.9, 0.9) == pytest.approx([0.9, 0.1], abs=0.1)


def test_older_takes_are_filled(stage: MakeStage) -> None:
    s = taught(stage)
    assert s.client.set_inputs(4, fill=0.5) == ""
    assert (examples(s), s.client.state()["fills"]) == ([10, 10], {"3": 0.5, "4": 0.5})
    np.testing.assert_allclose(s.client.take_rows(1)["inputs"][0], [0.1, 0.1, 0.5, 0.5], rtol=1e-6)
    s.client.train()
    assert s.link.ask([0.9, 0.9, 0.5, 0.5]) == pytest.approx([0.9, 0.1], abs=0.1)
    assert "10 examples for output 1" in s.client.fill_inputs(None, 4)
    assert examples(s) == [0, 10]
    s.client.undo()
    assert examples(s) == [10, 10]


@pytest.mark.own_engine
def test_an_input_goes_and_nothing_is_lost(stage: MakeStage) -> None:
    s = taught(stage, 3)
    assert s.client.set_inputs(1) == ""
    assert examples(s) == [10, 10]
    s.client.train()
    assert s.link.ask([0.9]) == pytest.approx([0.9, 0.1], abs=0.1)
    s.client.undo()
    np.testing.assert_allclose(s.client.take_rows(1)["inputs"][0], [0.1] * 3, rtol=1e-6)
    s.client.redo()
    s.client.save()
    folder = s.client.state()["project"]["folder"]
    s.engine.process.kill()
    s.engine.process.wait(20)
    with EngineProcess([folder]) as engine, Client(port=engine.control_port) as client:
        assert len(client.state()["inputs"]) == 1
        client.undo()
        np.testing.assert_allclose(client.take_rows(1)["inputs"][0], [0.1] * 3, rtol=1e-6)
        assert [take["inputs"] for take in client.state()["takes"]] == [3, 3]
        assert not [line for line in engine.lines if "cannot be used" in line and "take" in line]


@pytest.mark.own_engine
def test_takes_of_several_widths_are_there_after_a_restart(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.set_inputs(3)
    show(s)
    s.client.set_inputs(1)
    show(s)
    folder = s.client.state()["project"]["folder"]
    s.client.shut_down()
    s.engine.process.wait(20)
    with EngineProcess([folder]) as engine, Client(port=engine.control_port) as client:
        assert [take["inputs"] for take in client.state()["takes"]] == [2, 2, 3, 3, 1, 1]
        assert client.state()["examples"] == 30
        client.set_inputs(3, 0.0)
        client.train()
        copied = client.copy_project("again")
        client.open_project(copied)
        assert client.state()["examples"] == 30


def test_takes_are_played_mapped_and_compared_whatever_they_were_recorded_with(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.set_inputs(3)
    show(s)
    with pytest.raises(Problem, match="recorded with 2 inputs, the project has 3"):
        s.client.play_take(1)
    assert set(s.client.embed("pca").takes.tolist()) == {3, 4}
    assert len(s.client.compare_takes(1, 3)["inputs"]) == 2
    with pytest.raises(Problem, match="recorded with 2 and with 3 inputs"):
        s.client.merge_takes(1, 3)
    s.client.fill_inputs(0.25)
    s.client.play_take(1)
    ask_until(s.client.values, lambda values: values["inputs"][2] == 0.25)
    s.client.stop_playing()
    assert set(s.client.embed("pca").takes.tolist()) == {1, 2, 3, 4}
    s.client.set_inputs(1)
    s.client.play_take(3)
    s.client.split_take(3, s.client.take_rows(3)["time"][2])
    s.client.delete_takes(1)
    s.client.restore_takes(1)
    assert s.client.state()["examples"] == 20


def test_gestures_go_on_with_what_they_have_learned(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "gesture:1")
    s.client.add_gesture(1, [[n / 20] for n in range(20)])
    s.client.wait_until(lambda state: state["outputs"][0]["model"]["state"] == "ready")
    s.client.set_inputs(2)
    assert examples(s) == [0]
    assert s.client.state()["outputs"][0]["model"]["number"] == 1
    s.client.undo()
    assert s.client.state()["outputs"][0]["model"]["state"] == "ready"


def test_not_while_a_take_is_recorded_and_over_plain_osc(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.start_recording()
    with pytest.raises(Problem, match="being recorded"):
        s.client.set_inputs(3)
    assert s.client.stop_recording() is None
    s.client.subscribe()
    s.link.send(encode("/wekipy/set_inputs", 3, 0.5))
    s.client.wait_until(lambda state: state["fills"] == {"3": 0.5})
    s.link.send(encode("/wekipy/set_inputs", 4))
    s.client.wait_until(lambda state: len(state["inputs"]) == 4)
    assert examples(s) == [0, 10]


@pytest.mark.own_engine
def test_from_the_command_line_and_in_tables(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    project = s.client.state()["project"]["folder"]
    s.client.shut_down()
    s.engine.process.wait(20)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(commands, [arguments[0], project, *arguments[1:]], catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    told = run("set", "inputs", "3")
    assert "3 inputs" in told and "10 examples for output 1" in told
    table = tmp_path / "table.csv"
    run("export", "--format", "csv", "-o", str(table))
    with table.open(newline="") as file:
        header, first, *_ = csv.reader(file)
    assert first[header.index("inputs-3")] == ""
    assert "inputs-3: not recorded" in run("takes", "show", "1")
    assert "10 examples" not in run("set", "inputs", "3", "--fill", "0.25")
    assert "inputs-3: 0.25 to 0.25" in run("takes", "show", "1")
    assert run("set", "inputs", "1") == "1 input\n"
    run("takes", "undo")
    run("train")
