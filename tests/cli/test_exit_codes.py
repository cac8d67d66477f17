"""Each kind of problem has an exit code of its own, and one line that says what to do."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import nursery
import pytest

from wekipy.child import free_port
from wekipy.cli.exit_codes import (
    ALL_WELL,
    FAULT,
    MEANINGS,
    NO_ENGINE,
    NO_PROJECT,
    NOT_ALL,
    NOT_YET,
    REFUSED,
    SOMETHING_LOST,
    USAGE,
    Misused,
    NotAll,
    code_of,
)
from wekipy.project.create import new_project
from wekipy.project.editing import set_switch
from wekipy.project.missing import DataMissing, NotSaved
from wekipy.project.problem import NoEngine, NoProject, NotYet, Problem
from wekipy.server.offline import working_on
from wekipy.storage.folder import create


def wekipy(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return nursery.run(*arguments, cwd=folder, env={**os.environ, "HOME": str(folder)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With piece.wekipy: one output has examples, the other has none."""
    place = create(tmp_path / "piece.wekipy", new_project(1, "1,class:2")).path
    with working_on(place) as engine:
        engine.set_targets([0.5, 1])
        engine.edit("no classes", set_switch(engine.project, [2], "record", False))
        for value in (0.0, 1.0):
            engine.set_targets([value, 1])
            engine.recording.start()
            start = engine.monotonic()
            for n in range(10):
                engine.feed(np.array([value + n / 100]), start + n / 10)
            engine.recording.stop()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("info", "piece.wekipy"), ALL_WELL, ""),
        (("trian", "piece.wekipy"), USAGE, "Did you mean train?"),
        (("takes", "piece.wekipy", "delte", "1"), USAGE, "Did you mean delete?"),
        (("info", "piece.wekipy", "--jsn"), USAGE, "--json"),
        (("set", "piece.wekipy", "output", "1"), USAGE, "nothing to set"),
        (("takes", "piece.wekipy", "relabel", "1", "x"), USAGE, "OUTPUT=TARGET"),
        (("new", "b", "--outputs", "class:0"), USAGE, "class:0"),
        (("serve", "b", "--send", "somewhere"), USAGE, "HOST:PORT"),
        (("takes", "piece.wekipy", "delete", "9"), REFUSED, "no take 9"),
        (("set", "piece.wekipy", "output", "1", "--algorithm", "knnn"), REFUSED, "did you mean “knn”"),
        (("export", "piece.wekipy", "--format", "cpp"), REFUSED, "wekipy train"),
        (("info", "peice.wekipy"), NO_PROJECT, "piece.wekipy?"),
        (("undo", "piece"), NO_PROJECT, "piece.wekipy?"),
        (("install-service", "none.wekipy", "--to", "x"), NO_PROJECT, "no project"),
        (("ask", "state", "--project", "piece.wekipy"), NO_ENGINE, "no engine has piece.wekipy open"),
        (("train", "piece.wekipy"), NOT_ALL, "not trained: outputs-2; the others were"),
        (("serve", "piece.wekipy", "--host", "198.51.100.1"), NOT_YET, "does not have that address"),
    ],
)  # fmt: skip
def test_a_kind_of_problem_has_its_code(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = wekipy(*arguments, folder=folder)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_where_nobody_answers_is_no_engine(folder: Path) -> None:
    done = wekipy("ask", "state", "--control-port", str(free_port()), folder=folder)
    assert done.returncode == NO_ENGINE
    assert "no engine answers" in done.stderr


def test_a_port_in_use_is_refused(folder: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        done = wekipy("serve", "piece.wekipy", "--port", str(taken.getsockname()[1]), folder=folder)
    assert done.returncode == REFUSED


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (Misused, USAGE), (NotAll, NOT_ALL), (DataMissing, 3), (NotSaved, SOMETHING_LOST),
        (NoProject, NO_PROJECT), (NoEngine, NO_ENGINE), (NotYet, NOT_YET), (Problem, REFUSED),
        (OSError, REFUSED), (MemoryError, REFUSED), (KeyError, FAULT),
    ],
)  # fmt: skip
def test_every_error_has_a_code_that_is_documented(make: Callable[[str], Exception], code: int) -> None:
    assert code_of(make("words")) == code
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert f"| {code} | {MEANINGS[code]} |" in page
