"""`wekipy serve` as a person or an init system meets it: processes, signals, exit codes, files."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import nursery
import pytest

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link


def wekipy(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return nursery.run(*arguments, env={**os.environ, **(env or {})})


def record(engine: EngineProcess, count: int = 20) -> None:
    with Client(port=engine.control_port) as client:
        with client.recording([0.25, 2]):
            for n in range(count):
                client.take_inputs(n / count, 0)
        with client.recording([0.75, 1]):
            for n in range(count):
                client.take_inputs(n / count, 1)


ARGUMENTS = ("--inputs", "2", "--outputs", "1,class:2")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_on_signals_with_everything_saved(tmp_path: Path, how: signal.Signals) -> None:
    project = tmp_path / "a.wekipy"
    engine = EngineProcess([str(project), *ARGUMENTS])
    record(engine)
    with Client(port=engine.control_port) as client:
        client.start_recording()
        client.take_inputs(0.5, 0.5)  # a take is still being recorded
    engine.process.send_signal(how)
    assert engine.process.wait(20) == 0
    info = json.loads(wekipy("info", str(project), "--json").stdout)
    assert info["examples"] == 41
    assert isinstance(info["inputs"], list)
    assert [output["kind"] for output in info["outputs"]] == ["continuous", "classification"]


def test_a_killed_engine_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    project = tmp_path / "a.wekipy"
    engine = EngineProcess([str(project), *ARGUMENTS])
    record(engine)
    with Client(port=engine.control_port) as client:
        client.save()
    engine.kill()
    with EngineProcess([str(project)]) as engine, Client(port=engine.control_port) as client:
        assert client.state()["examples"] == 40


def test_workers_end_with_an_engine_that_was_killed(tmp_path: Path) -> None:
    engine = EngineProcess([str(tmp_path / "a.wekipy"), *ARGUMENTS])
    engine.kill()  # at once: the workers are still starting
    assert engine.gone()


def test_models_are_there_after_a_restart_and_run_at_once(tmp_path: Path) -> None:
    project = tmp_path / "a.wekipy"
    with EngineProcess([str(project), *ARGUMENTS]) as engine:
        record(engine)
        with Client(port=engine.control_port) as client:
            client.train()
    with EngineProcess([str(project), "--run"]) as engine, Link(engine.port, engine.out_port) as link:
        answer = link.ask([0.5, 0.0])
        assert answer is not None
        assert answer[1] == 2.0


def test_run_starts_as_soon_as_there_are_models(tmp_path: Path) -> None:
    with EngineProcess([str(tmp_path / "a.wekipy"), *ARGUMENTS, "--run"]) as engine:
        record(engine)
        with Client(port=engine.control_port) as client, Link(engine.port, engine.out_port) as link:
            assert client.state()["running"] is False
            client.train()
            client.wait_until(lambda state: state["running"])
            assert link.ask([0.5, 1.0]) is not None


def test_a_port_in_use_is_one_line_and_exit_code_5(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        done = wekipy("serve", str(tmp_path / "a.wekipy"), "--port", str(port))
    assert done.returncode == 5
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(port) in done.stderr and "--port" in done.stderr
    assert done.stdout == ""


def test_it_runs_where_there_is_no_qt(tmp_path: Path) -> None:
    (tmp_path / "PyQt6.py").write_text("raise ImportError('there is no Qt here')\n")
    code = (
        "import sys, runpy; sys.argv = ['wekipy', 'info', '--help']\n"
        "import wekipy.server.server, wekipy.cli.serve, wekipy.client\n"
        "wrong = ('PyQt', 'sklearn', 'wekipy.gui')\n"
        "assert not any(m.startswith(wrong) for m in sys.modules), sorted(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    os.environ["PYTHONPATH"] = str(tmp_path)
    try:
        with EngineProcess([str(tmp_path / "a.wekipy"), *ARGUMENTS]) as engine:
            record(engine)
            with Client(port=engine.control_port) as client:
                state = client.train()
        assert state["outputs"][1]["model"]["state"] == "ready"
    finally:
        del os.environ["PYTHONPATH"]


def test_without_a_project_it_keeps_what_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    with EngineProcess(ARGUMENTS) as engine:
        empty = engine.folder
    assert not empty.exists()
    with EngineProcess(ARGUMENTS) as engine:
        record(engine)
        kept = engine.folder
    assert tmp_path in kept.parents
    assert json.loads(wekipy("info", str(kept), "--json").stdout)["examples"] == 40


def test_two_engines_do_not_share_a_project(tmp_path: Path) -> None:
    project = tmp_path / "a.wekipy"
    with EngineProcess([str(project), *ARGUMENTS]) as engine:
        done = wekipy("serve", str(project), "--port", str(free_port()))
        assert done.returncode == 5
        assert str(engine.process.pid) in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--inputs", "0"), "expected 1 to"),
        (("--outputs", "five"), "cannot read “five”"),
        (("--outputs", "class:0"), "cannot read “class:0”"),
        (("--send", "somewhere"), "HOST:PORT"),
        (("--port", "99999"), "1 to 65535"),
        (("--host", "192.0.2.1"), "cannot listen"),
        (("--input-address", "wek"), "input address"),
    ],
)
def test_what_makes_no_engine_is_said_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    port = () if "--port" in arguments else ("--port", str(free_port()))
    done = wekipy("serve", str(tmp_path / "a.wekipy"), *arguments, *port)
    assert done.returncode == (9 if "--host" in arguments else 2)
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_projects_are_made_trained_and_set_from_the_command_line(tmp_path: Path) -> None:
    project = tmp_path / "song.wekipy"
    assert wekipy("new", str(tmp_path / "song"), *ARGUMENTS).returncode == 0
    assert wekipy("new", str(project)).returncode == 5  # is there already
    with EngineProcess([str(project)]) as engine:
        record(engine)
    done = wekipy("set", str(project), "output", "2", "--algorithm", "svm", "--option", "kernel=linear")
    assert done.returncode == 0, done.stderr
    done = wekipy("set", str(project), "output", "1", "--setting", "maximum=127", "--setting", "limits=hard")
    assert done.returncode == 0, done.stderr
    done = wekipy("train", str(project))
    assert done.returncode == 0, done.stderr
    assert "svm" in done.stdout
    info = json.loads(wekipy("info", str(project), "--json").stdout)
    first, second = info["outputs"]
    assert (first["maximum"], first["limits"]) == (127, "hard")
    assert second["options"] == {"kernel": "linear"}
    assert [output["model"]["state"] for output in info["outputs"]] == ["ready", "ready"]
    text = wekipy("info", str(project)).stdout
    assert "40 examples in 2 takes" in text
    assert "svm" in text


def test_wrong_settings_change_nothing(tmp_path: Path) -> None:
    project = tmp_path / "song.wekipy"
    wekipy("new", str(project), *ARGUMENTS)
    before = (project / "project.json").read_bytes()
    for arguments, words in (
        (("1", "--algorithm", "svn"), "did you mean “svm”"),
        (("1", "--algorithm", "svm", "--option", "kernel=round"), "linear, polynomial, rbf"),
        (("3", "--algorithm", "svm"), "there is no output 3"),
        (("1", "--setting", "minimum=2"), "must be below maximum"),
    ):
        done = wekipy("set", str(project), "output", *arguments)
        assert done.returncode == 5
        assert words in done.stderr
    assert (project / "project.json").read_bytes() == before


def test_training_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    project = tmp_path / "song.wekipy"
    wekipy("new", str(project), "--outputs", "1")
    done = wekipy("train", str(project))
    assert done.returncode == 5
    assert "no examples" in done.stdout


def test_the_engine_of_the_demonstration_can_be_kept() -> None:
    done = wekipy("demo", "--keep")
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(
        r"\(process (\d+)\).*to port\s+(\d+),\s+it\s+answers\s+at\s+port\s+(\d+)", done.stdout, re.DOTALL
    )
    assert told is not None, done.stdout
    pid, port, out_port = map(int, told.groups())
    try:
        with Link(port, out_port) as link:
            answer = link.ask([0.5, 0.5, 0.3, 0.9, 0.85, 0.2])
        assert answer is not None
        assert answer[2] == 2.0
    finally:
        os.kill(pid, signal.SIGTERM)


@pytest.mark.timing  # a hand that moves in real time
def test_the_demonstration_runs_to_its_end() -> None:
    done = wekipy("demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "360 examples recorded" in done.stdout
    assert "500 of 500 answered" in done.stdout
    error = re.search(r"error ([0-9.]+) of a range", done.stdout)
    poses = re.search(r"([0-9]+)% of poses right", done.stdout)
    assert error is not None and float(error[1]) < 0.1
    assert poses is not None and int(poses[1]) > 95


@pytest.mark.timing  # a hand that moves in real time
def test_the_demonstration_of_gestures_runs_to_its_end(tmp_path: Path) -> None:
    done = wekipy("demo", "--gestures", "--picture", str(tmp_path / "gestures.svg"))
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(r"([0-9]) of 9 gestures recognised, [0-9] missed,\s+([0-9]+) wrong", done.stdout)
    assert told is not None, done.stdout
    assert int(told[1]) >= 8
    assert int(told[2]) <= 1
    assert "recognised" in (tmp_path / "gestures.svg").read_text()
