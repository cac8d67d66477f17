"""What scripts want of the command line: JSON, the same with and without an engine, completion."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import nursery
import pytest

from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.offline import working_on
from wekipy.storage.folder import create


def wekipy(*arguments: object) -> subprocess.CompletedProcess[str]:
    return nursery.run(*arguments)


def in_json(*arguments: object) -> Any:
    done = wekipy(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_words(*arguments: object) -> str:
    done = wekipy(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    place = create(tmp_path / "piece.wekipy", new_project(2, "1,class:2")).path
    with working_on(place) as engine:
        for value, label in ((0.25, 1), (0.75, 2)):
            engine.set_targets([value, label])
            engine.recording.start()
            start = engine.monotonic()
            for n in range(12):
                engine.feed(np.array([label + n / 50, value]), start + n / 10)
            engine.recording.stop()
    return place


@pytest.fixture(params=["no engine", "an engine"])
def anyhow(request: pytest.FixtureRequest, project: Path) -> Iterator[Path]:
    """A project that no engine has open, and one that an engine has."""
    if request.param == "no engine":
        yield project
        return
    with EngineProcess([str(project), "--workers", "1"]):
        yield project


def test_a_project_is_worked_on_from_a_script_whoever_has_it_open(anyhow: Path) -> None:
    changed = in_json("set", anyhow, "output", 2, "--algorithm", "svm", "--setting", "sensitivity=0.1")
    assert (changed["algorithm"], changed["sensitivity"]) == ("svm", 0.1)
    assert in_json("undo", anyhow) == {"undone": "settings of output 2"}
    assert in_json("redo", anyhow) == {"done_again": "settings of output 2"}
    trained = in_json("train", anyhow)["outputs"]
    assert [(one["name"], one["failure"], one["examples"]) for one in trained] == [
        ("outputs-1", "", 24), ("outputs-2", "", 24),
    ]  # fmt: skip
    assert trained[1]["algorithm"] == "svm"
    assert in_json("train", anyhow, "--output", 2)["outputs"][0]["number"] == 2
    assert [model["model"]["state"] for model in in_json("info", anyhow)["outputs"]] == ["ready", "ready"]
    rows = in_json("takes", anyhow, "rows", 2, "--most", 1)
    assert rows[0]["inputs"] == pytest.approx([2.0, 0.75])
    assert rows[0]["targets"] == {"outputs-1": 0.75, "outputs-2": 2}
    saved = in_json("save-model", anyhow, 2, anyhow.parent / "hand.npz")
    assert Path(saved["file"]).is_file()
    assert in_json("load-model", anyhow, 2, saved["file"])["output"] == 2
    new = in_json("takes", anyhow, "split", 1, 0.55)["takes"]
    assert in_json("takes", anyhow, "merge", *new) == {"take": 5}
    assert in_json("takes", anyhow, "undo") == {"undone": "merge takes 3, 4"}


def test_each_edit_says_in_a_line_what_is_now(anyhow: Path) -> None:
    takes = ("takes", anyhow)
    for arguments, line in (
        (("delete", 1), "deleted take 1; restore brings them back"),
        (("restore", 1), "take 1 back in the project"),
        (("rename", 1, "wave"), "take 1 is called “wave”"),
        (("rename", 1, ""), "take 1 has no name"),
        (("off", 1, 2), "takes 1, 2 off: outputs learn nothing from them at the next training"),
        (("on", 1, 2), "takes 1, 2 on: outputs learn from them at the next training"),
        (("relabel", 1, "1=-0.5", "2=none"), "take 1 shows: output 1 -0.5, output 2 none"),
        (("trim", 1, 0.1, 0.5), "take 1 is used from 0.1 s to 0.5 s"),
        (("trim", 1), "all of take 1 is used"),
    ):
        assert in_words(*takes, *arguments) == line + "\n"
    assert in_words("set", anyhow, "outputs", "--no-train") == "all outputs: train off\n"
    assert in_words("undo", anyhow).startswith("undone: ")
    assert in_words("set", anyhow, "port", 7000) == "inputs of piece.wekipy arrive at port 7000\n"


def test_train_goes_through_the_engine_which_goes_on_answering(project: Path) -> None:
    with EngineProcess([str(project), "--workers", "1"]) as engine:
        assert "outputs-2" in in_words("train", project)
        with Client(port=engine.control_port) as client:
            assert client.state()["outputs"][1]["model"]["state"] == "ready"
            client.delete_takes(1, 2)
        refused = wekipy("train", project)
        assert refused.returncode == 5
        assert "no examples" in refused.stdout


def test_algorithms_and_new_projects_in_json(tmp_path: Path) -> None:
    knn = in_json("algorithms", "knn")
    assert (knn[0]["name"], knn[0]["options"][0]["name"]) == ("knn", "k")
    assert len(in_json("algorithms")) > 10
    made = in_json("new", tmp_path / "fresh", "--inputs", 3)
    assert Path(made["project"]) == tmp_path / "fresh.wekipy"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_shell_completes_commands() -> None:
    program = Path(sys.executable).with_name("wekipy")
    if not program.exists():
        pytest.skip("the command is not installed beside this Python")
    source = subprocess.run(
        [str(program)], env={**os.environ, "_WEKIPY_COMPLETE": "bash_source"}, capture_output=True, text=True
    )
    assert "complete -o nosort -F _wekipy_completion wekipy" in source.stdout
    found = subprocess.run(
        [str(program)], capture_output=True, text=True,
        env={**os.environ, "_WEKIPY_COMPLETE": "bash_complete", "COMP_WORDS": "wekipy tr", "COMP_CWORD": "1"},
    )  # fmt: skip
    assert found.stdout.split() == ["plain,train"]


def test_an_export_names_its_files_and_what_it_left(project: Path, tmp_path: Path) -> None:
    table = in_json("export", project, "--format", "csv", "-o", tmp_path / "examples.csv")
    assert table == {"files": [str(tmp_path / "examples.csv")], "notes": [], "left": []}
    models = in_json("export", project, "--format", "joblib", "-o", tmp_path / "models")
    assert [Path(file).name for file in models["files"]] == ["output-1.joblib", "output-2.joblib"]
    in_json("train", project, "--output", 1)
    sources = in_json("export", project, "--format", "js", "-o", tmp_path / "piece.js")
    assert sources["files"] == [str(tmp_path / "piece.js")]
    assert "outputs-2 is not trained" in sources["notes"][0]


@pytest.mark.parametrize("arguments", [("takes", "off", "1"), ("set", "port", "7000"), ("info",), ("undo",)])
def test_a_command_that_trains_nothing_imports_no_scikit_learn(
    project: Path, arguments: tuple[str, ...]
) -> None:
    """It takes longer to import than all the rest: on a small computer a command would take seconds."""
    code = (
        "import sys; from wekipy.cli.main import commands;"
        "commands(sys.argv[1:], standalone_mode=False);"
        "print([m for m in ('sklearn', 'scipy') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, arguments[0], str(project), *arguments[1:]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
