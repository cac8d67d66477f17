"""Whatever is in a project's names, the command line prints it in lines that a terminal cannot obey."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import nursery
import pytest

import wekipy.cli
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.schema import ClassificationOutput, Input, Project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.reporter import Reporter
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

NAME = "\x1b[2J\x1b]0;owned\x07a\r\nwekipy: all is well\u202egpj.\x9b31m\u2066"
UNSAFE = "\x1b\x07\r\x9b\u202e\u2066"


def hostile() -> Project:
    """With names that a terminal would obey."""
    project = new_project(2, "1,class:2,gesture:1")
    outputs = [msgspec.structs.replace(o, name=f"{n}{NAME}") for n, o in enumerate(project.outputs)]
    assert isinstance(outputs[1], ClassificationOutput)
    outputs[1] = msgspec.structs.replace(outputs[1], class_names=(NAME,))
    return msgspec.structs.replace(project, inputs=(Input(NAME), Input("b")), outputs=tuple(outputs))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    place = tmp_path / "gift.wekipy"
    create(place, hostile())
    return place


def printed(*arguments: str, **environment: str) -> str:
    """What a command prints, on both outputs."""
    if not environment:
        plain = nursery.run(*arguments)
        return plain.stdout + plain.stderr
    command = [sys.executable, "-m", "wekipy", *arguments]
    done = subprocess.run(command, capture_output=True, timeout=60, env={**os.environ, **environment})
    return (done.stdout + done.stderr).decode(environment.get("PYTHONIOENCODING", "utf-8"), "replace")


@pytest.mark.parametrize(
    "command",
    [
        ("info", "{}"),
        ("takes", "{}"),
        ("takes", "{}", "show", "1"),
        ("set", "{}", "output", "1", "--setting", "maximum=2"),
        ("train", "{}"),
        ("evaluate", "{}"),
        ("export", "{}", "--format", "csv"),
        ("info", "{}" + NAME.partition("\r")[0]),
        ("serve", "--port", NAME),
        (NAME,),
    ],
)
def test_no_control_of_a_name_reaches_the_terminal(project: Path, command: tuple[str, ...]) -> None:
    text = printed(*(part.replace("{}", str(project)) for part in command))
    assert text.strip()
    assert not set(text) & set(UNSAFE), ascii(text)
    assert "\nwekipy: all is well" not in text, "no name makes a line of its own"


def test_json_means_what_is_in_the_project(project: Path) -> None:
    text = printed("info", str(project), "--json")
    assert not set(text) & set(UNSAFE)
    assert json.loads(text)["inputs"] == [NAME, "b"]


@pytest.mark.own_engine
def test_what_an_engine_prints_is_clean(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.add_output("1", NAME)
    s.client.undo()
    s.engine.wait_for("undone: add output")
    s.link.send(encode("/wekipy/rename_output", 7, NAME))
    s.link.send(encode("/wekipy/open_project", NAME))
    s.engine.wait_for("open_project")
    text = "\n".join(s.engine.lines)
    assert "all is well" in text
    assert not set(text) & set(UNSAFE), ascii(text)
    assert "\nwekipy: all is well" not in text


def test_replies_of_ask_are_clean(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.rename_output(1, NAME)
    text = printed("ask", "state", "--control-port", str(s.engine.control_port))
    assert not set(text) & set(UNSAFE)
    assert json.loads(text)["outputs"][0]["name"] == NAME


def test_characters_that_the_terminal_lacks_are_replaced(tmp_path: Path) -> None:
    create(tmp_path / "a.wekipy", msgspec.structs.replace(new_project(1, "1"), inputs=(Input("音 →"),)))
    text = printed("info", str(tmp_path / "a.wekipy"), PYTHONIOENCODING="cp1252")
    assert "1 inputs (? ?)" in text or "1 input (? ?)" in text
    assert "Traceback" not in text


def calls() -> Iterator[tuple[Path, int, str]]:
    """What prints by itself in the command line's modules."""
    for path in Path(wekipy.cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name in ("print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"):
                    yield path, node.lineno, name


def test_all_printing_goes_through_one_function() -> None:
    assert {path.name for path, _, _ in calls()} == {"say.py"}


# Logs


def test_a_log_is_for_its_owner_and_holds_no_token(tmp_path: Path) -> None:
    log, token = tmp_path / "logs" / "engine.log", "a token of these tests"
    log.parent.mkdir()
    log.touch(mode=0o644)
    for earlier in (1, 2):
        (log.parent / f"engine.log.{earlier}").touch(mode=0o644)
    options = ("--allow-control", "127.0.0.1", "--token", token, "--log", str(log))
    with EngineProcess([str(tmp_path / "a.wekipy"), *options]) as engine:
        assert engine.wait_for("with the token").endswith(token)
        with Client(port=engine.control_port) as client:
            client.rename_output(1, f"x{token}y")
    text = log.read_text(encoding="utf-8")
    assert "with the token (not written here)" in text
    assert token not in text
    for path in log.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_rotated_logs_are_for_their_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wekipy.server import reporter

    monkeypatch.setattr(reporter, "MOST_BYTES", 200)
    one = Reporter(tmp_path / "a.log")
    for n in range(40):
        one.report(f"line {n}")
    one.close()
    files = list(tmp_path.iterdir())
    assert len(files) == 1 + reporter.KEPT
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
