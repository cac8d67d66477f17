"""`wekipy set` on a project that lies there, and on one that an engine has open."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create, open_folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return create(tmp_path / "piece.wekipy", new_project(2, "1,class:3")).path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(commands, [*map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def saved(project: Path) -> Project:
    return open_folder(project).project


def test_switches_of_one_output(project: Path) -> None:
    told = run("set", project, "output", 2, "--no-train", "--no-run")
    assert told.strip() == "output 2 “outputs-2”: knn; off: run, train"
    assert [o.train for o in saved(project).outputs] == [True, False]
    assert "; off: run, train" in run("info", project)
    run("set", project, "output", 2, "--train", "--run", "--no-record")
    assert [(o.record, o.run, o.train) for o in saved(project).outputs] == [
        (True, True, True),
        (False, True, True),
    ]


def test_switches_of_all_outputs(project: Path) -> None:
    assert (
        run("set", project, "outputs", "--no-record", "--train").strip()
        == "all outputs: record off, train on"
    )
    assert [o.record for o in saved(project).outputs] == [False, False]
    run("takes", project, "undo")
    assert [o.record for o in saved(project).outputs] == [True, True]


def test_switches_of_all_outputs_of_a_running_engine(project: Path) -> None:
    with EngineProcess([str(project)]):
        run("set", project, "outputs", "--no-train")
    assert [o.train for o in saved(project).outputs] == [False, False]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("outputs", "--algorithm", "svm"), "only switches"),
        (("outputs", 2, "--no-train"), "only switches"),
        (("output", "--no-train"), "give its number"),
        (("output", 1), "nothing to set"),
        (("output", 3, "--no-train"), "no output 3"),
    ],
)
def test_what_cannot_be_set_is_said(project: Path, arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(Problem, match=words):
        run("set", project, *arguments)
