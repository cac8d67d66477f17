"""Names of projects on every system, starts that are repeated, and terminals that cannot show everything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.project.editing import rename_outputs
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create, open_folder
from wekipy.storage.library import new_place


def new(name: str) -> None:
    result = CliRunner().invoke(commands, ["new", name])
    if result.exception:
        raise result.exception


def test_a_home_folder_is_meant_by_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    new("~/piece")
    assert [path.name for path in tmp_path.iterdir()] == ["piece.wekipy"]


@pytest.mark.parametrize("name", ["piece", "piece.wekipy", "PIECE.WEKIPY", "Piece.Wekipy"])
def test_the_ending_is_compared_without_case(name: str, tmp_path: Path) -> None:
    new(str(tmp_path / name))
    (made,) = tmp_path.iterdir()
    assert made.name in (name, "piece.wekipy")
    assert new_place(tmp_path, f"other{made.suffix}").name == "other.wekipy"


@pytest.mark.parametrize(
    "name", ["CON", "con.wekipy", "nul", "a\nb", "a\x1b[31m", "a:b", "a?", ".wekipy", " .wekipy", "x" * 300]
)
def test_a_name_that_some_system_refuses_is_refused_everywhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="name"):
        new(str(tmp_path / name))
    with pytest.raises(Problem, match="name"):
        new_place(tmp_path, name)
    with pytest.raises(Problem, match="name"):
        create(tmp_path / name, new_project(1, "1"))
    assert not list(tmp_path.iterdir())


# The same start again


def test_the_same_command_may_start_a_project_twice(tmp_path: Path) -> None:
    arguments = [str(tmp_path / "p.wekipy"), "--inputs", "2", "--outputs", "1,class:3,gesture:2"]
    for _ in range(2):
        with EngineProcess(arguments) as engine:
            assert engine.folder == tmp_path / "p.wekipy"


def test_a_start_that_failed_for_its_port_may_be_repeated(tmp_path: Path) -> None:
    arguments = [str(tmp_path / "p.wekipy"), "--inputs", "2", "--outputs", "1"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Problem, match="port"):
            EngineProcess(arguments, port=taken.getsockname()[1])
    with EngineProcess(arguments) as engine:
        assert len(open_folder(engine.folder).project.inputs) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--inputs", "3"), "exists and has 2 inputs, not 3"),
        (("--outputs", "2"), "other outputs than --outputs 2"),
        (("--outputs", "class:4"), "other outputs than --outputs class:4"),
    ],
)
def test_only_a_contradiction_is_refused(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    create(tmp_path / "p.wekipy", new_project(2, "class:3"))
    with pytest.raises(Problem, match=said):
        EngineProcess([str(tmp_path / "p.wekipy"), *arguments])


# What cannot be shown


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_folder_whose_name_is_no_text_works_and_is_shown_with_replacements(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.wekipy"))
    create(folder, new_project(1, "1"))
    with EngineProcess([str(folder)]) as engine, Client(port=engine.control_port) as client:
        assert client.state()["project"]["name"] == "caf�"
        assert "caf" in client.health()["project"]
        with client.recording([0.5]):
            client.take_inputs(1)
        assert "caf" in client.save()
        assert Path(client.copy_project("copy")).name == "copy.wekipy"
        assert {entry["name"] for entry in client.projects()} == {"caf�", "copy"}
    assert len(open_folder(folder).project.takes) == 1


@pytest.mark.parametrize("command", ["info", "takes", "serve"])
def test_what_a_terminal_cannot_show_is_replaced(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "音 →.wekipy"
    create(folder, rename_outputs(new_project(1, "1"), ["音 →"]))
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    process = subprocess.Popen(
        [sys.executable, "-m", "wekipy", command, str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    told = process.stdout.readline()
    process.terminate()
    told += process.communicate()[0]
    assert b"Traceback" not in told
    assert b"?" in told


def test_a_fault_of_ours_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    broken = (
        "import sys; import wekipy.cli.projects as p; p.open_folder = lambda _: {}['x'];"
        "sys.argv = ['wekipy', 'info', 'p.wekipy']; from wekipy.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("wekipy: it failed: KeyError at cli/projects.py:")
    assert done.stderr.count("\n") == 1
