"""A file of vectors and its answers, test messages, control that is refused, engines beside."""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from on_stage import Stage
from waiting import until

from wekipy.child import free_port
from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.faces.wekinator import ANSWERS_PORT
from wekipy.osc.codec import Message, decode, encode
from wekipy.project.problem import Problem

pytestmark = pytest.mark.own_engine

MakeStage = Callable[..., Stage]


def taught(make: MakeStage, *arguments: str) -> Stage:
    """One number that follows the first input, trained and running."""
    s = make("--inputs", "2", "--outputs", "1", *arguments)
    for takes, (x, target) in enumerate((((0.0, 0.0), 0.25), ((1.0, 1.0), 0.75)), 1):
        with s.client.recording([target]):
            for n in range(5):
                s.client.take_inputs(x[0] + 0.01 * n, x[1])
        assert len(s.client.state()["takes"]) == takes
    s.client.train()
    s.client.start_running()
    return s


@pytest.fixture
def told() -> Iterator[Callable[[Path], Message]]:
    """What arrives at port 12001 about a folder, where a sketch waits for the answers to a file.

    Engines of tests that run at the same time send to the same port.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.bind(("127.0.0.1", ANSWERS_PORT))
        except OSError:
            pytest.skip(f"another program has port {ANSWERS_PORT}")
        sock.settimeout(20)

        def about(folder: Path) -> Message:
            while True:
                message = decode(sock.recv(65_536))[0]
                if Path(str(message.args[0])).is_relative_to(folder):
                    return message

        yield about


def rows_of(path: Path) -> np.ndarray:
    return np.loadtxt(path, delimiter=",", ndmin=2)


# A file of vectors (D8)


def test_the_answers_to_a_file_are_a_file_beside_it_and_its_place_is_told(
    stage: MakeStage, told: Callable[[Path], Message]
) -> None:
    s = taught(stage)
    folder = Path(s.client.state()["project"]["folder"]).resolve()
    (folder / "walk.csv").write_text("0,0\n1,1\n0.5,0.5\n")
    mark = len(s.link.got)
    s.link.send(encode("/wek/inputs/bundle", "walk.csv"))
    message = told(folder)
    assert message == Message("/wek/outputs/bundle", "s", (str(folder / "wekOutputs.csv"),))
    answers = s.link.collect("/wek/outputs", 3, mark)
    assert len(answers) == 3
    np.testing.assert_allclose(rows_of(folder / "wekOutputs.csv"), answers, rtol=1e-6)
    s.link.send(encode("/wek/inputs/bundle", "walk.csv", 1))  # again, as a button would
    assert told(folder) == message


def test_beside_files_elsewhere_nothing_is_written(stage: MakeStage, told: Callable[[Path], Message]) -> None:
    s = taught(stage)
    folder = Path(s.client.state()["project"]["folder"]).resolve()
    (folder.parent / "walk.csv").write_text("0,0\n1,1\n")
    for path in ("walk.csv", str(folder.parent / "walk.csv")):
        s.link.send(encode("/wek/inputs/bundle", path))
        assert told(folder).args == (str(folder / "saved" / "wekOutputs.csv"),)
        assert len(rows_of(folder / "saved" / "wekOutputs.csv")) == 2
    vectors = "1,1\n0,0\n0,0\n"
    (folder / "saved" / "wekOutputs.csv").write_text(vectors)
    s.link.send(encode("/wek/inputs/bundle", "saved/wekOutputs.csv"))
    assert told(folder).args == (str(folder / "saved" / "wekOutputs 2.csv"),)
    assert (folder / "saved" / "wekOutputs.csv").read_text() == vectors  # what was asked about stays
    assert "wekOutputs.csv" not in {entry.name for entry in folder.parent.iterdir()}


def test_the_answers_of_several_outputs_stand_in_a_row(
    stage: MakeStage, told: Callable[[Path], Message]
) -> None:
    s = stage("--inputs", "1", "--outputs", "2,class:2")
    for x, targets in ((0.0, [0.1, 0.2, 1]), (1.0, [0.9, 0.8, 2])):
        with s.client.recording(targets):
            for n in range(5):
                s.client.take_inputs(x + 0.01 * n)
    s.client.train()
    s.client.start_running()
    folder = Path(s.client.state()["project"]["folder"])
    (folder / "x.csv").write_text("0\n1\n")
    assert s.client.feed_file("x.csv") == 2
    folder = Path(s.client.state()["project"]["folder"]).resolve()
    rows = rows_of(Path(str(told(folder).args[0])))
    assert rows.shape == (2, 3)
    assert rows[:, 2].tolist() == [1.0, 2.0]


def test_where_nothing_answers_nothing_is_written(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    folder = Path(s.client.state()["project"]["folder"])
    (folder / "walk.csv").write_text("0,0\n")
    assert s.client.feed_file("walk.csv") == 1
    assert not (folder / "wekOutputs.csv").exists()


def test_answers_that_cannot_be_written_are_told(stage: MakeStage) -> None:
    s = taught(stage)
    folder = Path(s.client.state()["project"]["folder"])
    (folder / "walk.csv").write_text("0,0\n")
    (folder / "wekOutputs.csv").mkdir()
    with pytest.raises(Problem, match=r"all were sent, but wekOutputs\.csv cannot be written"):
        s.client.feed_file("walk.csv")


# Control that is refused


def test_control_over_osc_can_be_refused(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    assert s.client.state()["accept_control_over_osc"] is True
    s.client.accept_control_over_osc(False)
    for packet in (
        encode("/wekinator/control/startRunning"),
        encode("/wekinator/control/start*"),
        encode("/wekipy/start_running"),
        encode("/wekipy/accept_control_over_osc", 1),
        encode("/*/control/startRecording"),
    ):
        for _ in range(20):
            s.link.send(packet)
    s.link.inputs([0.5])
    until(lambda: s.client.values()["arrived"] == 1)
    state = s.client.state()
    assert (state["running"], state["recording"], state["accept_control_over_osc"]) == (False, None, False)
    lines = [line for line in s.engine.lines if "does not accept control over OSC" in line]
    assert len(lines) == 1
    s.client.start_running(anyway=True)  # the own protocol works
    s.client.undo()
    assert s.client.state()["accept_control_over_osc"] is True
    s.link.control("stopRunning")
    s.client.wait_until(lambda state: not state["running"])


def test_that_is_part_of_the_project(tmp_path: Path, stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.accept_control_over_osc(False)
    folder = Path(s.client.save())
    s.client.shut_down()
    assert s.engine.process.wait(20) == 0
    again = Stage(str(folder))
    try:
        assert again.client.state()["accept_control_over_osc"] is False
        again.link.control("startRecording")
        again.engine.wait_for("does not accept control over OSC")
        (folder / "x.csv").write_text("0.5\n")
        again.link.send(encode("/wek/inputs/bundle", "x.csv"))  # inputs are inputs
        until(lambda: again.client.values()["arrived"] == 1)
    finally:
        again.close()


def test_control_is_switched_from_the_command_line_with_and_without_an_engine(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    folder = s.client.save()

    def run(*words: str) -> str:
        done = CliRunner().invoke(commands, ["set", folder, *words])
        return done.output if done.exit_code == 0 else str(done.exception)

    assert "over OSC is off; inputs are taken" in run("control", "off")
    assert s.client.state()["accept_control_over_osc"] is False
    assert run("control", "perhaps") == "control is on or off, got “perhaps”"
    assert run("control", "on", "--algorithm", "knn").startswith(
        "--algorithm, --option, --setting, --after and switches are for outputs"
    )
    assert run("port", "seven").startswith("which port? ") and "“seven”" in run("port", "seven")
    s.client.shut_down()
    assert s.engine.process.wait(20) == 0
    assert "over OSC is on" in run("control", "on")
    again = Stage(folder)
    try:
        assert again.client.state()["accept_control_over_osc"] is True
    finally:
        again.close()


# A test message


def test_a_test_message_says_whether_it_arrives(stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RES_OPTIONS", "timeout:1 attempts:1")  # where no server of names answers
    s = stage("--inputs", "1", "--outputs", "2")
    s.client.set_targets(0.25, 0.5)
    mark, nobody = len(s.link.got), free_port()
    here = f"127.0.0.1:{s.engine.out_port}"
    (found,) = s.client.send_test_message()
    assert found == {"place": here, "address": "/wek/outputs", "numbers": 2, "problem": ""}
    answer = s.link.wait("/wek/outputs", mark)
    assert answer is not None
    assert answer[1] == [0.25, 0.5]
    (found,) = s.client.send_test_message(f"127.0.0.1:{nobody}")
    assert found["problem"] == f"no program listens at 127.0.0.1:{nobody}"
    (found,) = s.client.send_test_message(f"localhost:{s.engine.port}")
    assert "this engine listens there itself" in found["problem"]
    (found,) = s.client.send_test_message("no-such-host.invalid:9000")
    assert found["problem"] == "cannot find the host no-such-host.invalid"
    with pytest.raises(Problem, match="cannot read destination"):
        s.client.send_test_message("http://nowhere")
    s.client.set_destinations(here, f"127.0.0.1:{nobody}")
    assert [each["problem"] for each in s.client.send_test_message()] == [
        "", f"no program listens at 127.0.0.1:{nobody}",
    ]  # fmt: skip


# Engines beside


def test_a_project_is_run_beside_the_present_one(stage: MakeStage) -> None:
    first, second = taught(stage), taught(stage)
    folder = Path(second.client.save())
    second.client.shut_down()
    assert second.engine.process.wait(20) == 0
    first.link.control("runNewProject", folder.name, "KEEPCURRENTRUNNING")
    line = first.engine.wait_for("runs in an engine beside this one", timeout=60)
    port, control = map(int, re.findall(r"at port (\d+)", line))
    assert f"{folder.stem} runs" in line
    with Client(port=control) as beside:
        state = beside.state()
        assert (state["port"], state["running"], state["project"]["folder"]) == (port, True, str(folder))
        assert first.client.state()["running"] is True
        assert first.client.state()["project"]["folder"] != str(folder)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sensor:
            sensor.sendto(encode("/wek/inputs", 1.0, 1.0), ("127.0.0.1", port))
        until(lambda: beside.values()["answered"] >= 1)
        with pytest.raises(Problem, match="is open already in the engine"):
            first.client.open_beside(folder.name)
        with pytest.raises(Problem, match=r"there is no project at none\.wekipy"):
            first.client.open_beside("none.wekipy")
        with pytest.raises(Problem, match="outside"):
            first.client.open_beside("/etc")
        first.client.shut_down()
        assert first.engine.process.wait(30) == 0
        with contextlib.suppress(Problem):
            until(lambda: beside.closed)
        assert beside.closed  # it ends with the engine that has started it


@pytest.mark.parametrize("mode", ["CLOSECURRENT", "STOPCURRENTLISTENING", "stopcurrentlistening"])
def test_the_other_modes_close_the_present_project(stage: MakeStage, mode: str) -> None:
    first, second = stage("--inputs", "1", "--outputs", "1"), taught(stage)
    folder = Path(second.client.save())
    second.client.shut_down()
    assert second.engine.process.wait(20) == 0
    first.link.control("runNewProject", folder.name, mode)
    state = first.client.wait_until(lambda state: state["project"]["folder"] == str(folder))
    assert state["running"] is True
    first.link.control("runNewProject", folder.name, "SOMETHING")
    first.engine.wait_for("expected one of CLOSECURRENT")
