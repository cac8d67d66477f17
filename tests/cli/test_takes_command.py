"""`wekipy takes` on a project that lies there, and on one that an engine has open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.engine.engine import Engine
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.offline import working_on
from wekipy.storage.folder import create

Run = Callable[..., str]


def record(engine: Engine, value: float, label: int) -> None:
    engine.set_targets([value, label])
    engine.recording.start()
    start = engine.monotonic()
    for n in range(10):
        engine.feed(np.array([n, label], np.float64), start + n / 10)
    engine.recording.stop()


def filled(path: Path) -> Path:
    folder = create(path, new_project(2, "1,class:3")).path
    with working_on(folder) as engine:
        record(engine, 0.25, 1)
        record(engine, 0.75, 2)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return filled(tmp_path / "piece.wekipy")


def run(project: Path, *arguments: object) -> str:
    result = CliRunner().invoke(commands, ["takes", str(project), *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def work_with(project: Path) -> None:
    """The same, whether an engine has the project open or not."""
    assert run(project).splitlines() == [
        "piece.wekipy: 20 examples to learn from, 2 takes",
        "   1    0.90 s     10 examples: outputs-1 0.25, outputs-2 1",
        "   2    0.90 s     10 examples: outputs-1 0.75, outputs-2 2",
    ]
    run(project, "rename", 1, "wave")
    run(project, "off", 2)
    run(project, "trim", 1, 0.25, 0.75)
    run(project, "relabel", 1, "1=-0.5", "2=none")
    assert run(project).splitlines()[1:] == [
        "   1    0.40 s      5 examples “wave”: outputs-1 -0.5 (trimmed to 0.30–0.70 s)",
        "   2    0.90 s     10 examples: outputs-1 0.75, outputs-2 2 (off)",
    ]
    assert "inputs-1: 0 to 9, mean 4.5" in run(project, "show", 1)
    assert json.loads(run(project, "show", 1, "--json"))["inputs"][1]["most"] == 1.0
    run(project, "on", 2)
    run(project, "trim", 1)
    assert run(project, "split", 2, 0.45) == "takes 3, 4 in place of take 2\n"
    assert run(project, "merge", 1, 3) == "take 5 in place of takes 1, 3\n"
    run(project, "delete", 4, 5)
    run(project, "restore", 1)
    told = json.loads(run(project, "--json"))
    assert [t["number"] for t in told["takes"]] == [1]
    assert [t["number"] for t in told["deleted"]] == [2, 3, 4, 5]
    assert told["undo"] == "restore take 1"
    assert run(project).splitlines()[-1] == "deleted: 2, 3, 4, 5"
    assert run(project, "undo") == "undone: restore take 1\n"
    assert run(project, "undo") == "undone: delete takes\n"
    assert run(project, "redo") == "done again: delete takes\n"
    other = filled(project.parent / "other.wekipy")
    assert run(project, "copy", other, 2) == "copied as take 6\n"
    assert run(project, "copy", other) == "copied as takes 7, 8\n"
    for arguments, words in (
        (("delete", 99), "no take 99"),
        (("show", 99), "no take 99"),
        (("relabel", 6, "x"), "OUTPUT=TARGET"),
        (("relabel", 6, "1=x"), "OUTPUT=TARGET"),
        (("split", 6), "shows no gesture"),
        (("redo",), "nothing to redo"),
        (("copy", project.parent / "none"), "no project"),
    ):
        with pytest.raises(Problem, match=words):
            run(project, *arguments)


def test_takes_of_a_project(project: Path) -> None:
    work_with(project)
    with pytest.raises(Problem, match="into itself"):
        run(project, "copy", project)


def test_takes_of_a_project_that_an_engine_has_open(project: Path, tmp_path: Path) -> None:
    with EngineProcess([str(project), "--workers", "1"]) as engine:
        work_with(project)
        assert "copied as take" in run(project, "copy", filled(tmp_path / "far" / "away.wekipy"))
        with pytest.raises(Problem, match="into itself"):
            run(project, "copy", project)
        assert any("copy takes of other.wekipy" in line for line in engine.lines)


def delete_rows_of(project: Path) -> None:
    """The same, whether an engine has the project open or not."""
    lines = run(project, "rows", 1, "--from", 9).splitlines()
    assert lines == [
        "     9    0.800 s  8 1  →  outputs-1 0.25, outputs-2 1",
        "    10    0.900 s  9 1  →  outputs-1 0.25, outputs-2 1",
    ]
    assert run(project, "delete-rows", 1, 9, 10) == "take 3 in place of take 1\n"
    assert run(project, "delete-rows", 2, 4, "--output", 2) == "take 4 in place of take 2\n"
    assert run(project, "rows", 4, "--from", 4, "--most", 1) == "     4    0.300 s  3 2  →  outputs-1 0.75\n"
    assert run(project, "delete-rows", 3, 1, 8) == "nothing is left of take 3\n"
    assert [run(project, "undo") for _ in range(3)] == [
        "undone: delete examples 1 to 8 of take 3\n",
        "undone: delete example 4 of take 2\n",
        "undone: delete examples 9 to 10 of take 1\n",
    ]
    assert "20 examples to learn from" in run(project)


def test_single_examples_are_shown_and_deleted(project: Path) -> None:
    delete_rows_of(project)
    with EngineProcess([str(project), "--workers", "1"]):
        run(project, "restore", 3)
        run(project, "delete", 3)
    with pytest.raises(Problem, match="used are 1 to 10"):
        run(project, "delete-rows", 1, 11)


def test_single_examples_of_a_project_that_an_engine_has_open(project: Path) -> None:
    with EngineProcess([str(project), "--workers", "1"]):
        delete_rows_of(project)


@pytest.mark.parametrize(
    "words",
    [
        ("takes",),
        ("set", "output", "1", "--algorithm", "svm"),
        ("train",),
        ("evaluate",),
        ("info",),
        ("export", "--format", "csv"),
    ],
    ids=lambda words: words[0],
)
def test_where_no_project_is_nothing_is_written(words: tuple[str, ...], tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "letter.txt").write_text("dear")
    filled(tmp_path / "piece.wekipy")
    before = sorted(tmp_path.iterdir())
    command, *rest = words
    for name, told in (
        ("none", "none; check the name"),
        ("piece", f"piece; did you mean {tmp_path / 'piece.wekipy'}?"),
        ("documents", "is not a project; expected a folder"),
    ):
        result = CliRunner().invoke(commands, [command, str(tmp_path / name), *rest])
        assert isinstance(result.exception, Problem), result.output
        assert told in str(result.exception)
    assert sorted(tmp_path.iterdir()) == before
    assert [path.name for path in documents.iterdir()] == ["letter.txt"]
