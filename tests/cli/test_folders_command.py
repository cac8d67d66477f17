"""`wekipy rename`, `delete` and `restore`, with an engine and without one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wekipy.project.create import new_project
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from on_stage import Stage

pytestmark = pytest.mark.own_engine


def wekipy(*arguments: object, code: int = 0) -> str:
    command = [sys.executable, "-m", "wekipy", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_project_is_renamed_deleted_and_restored_without_an_engine(tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(2, "1")).path
    renamed = tmp_path / "other.wekipy"
    assert of(wekipy("rename", folder, "other", "--json")) == {"project": str(renamed)}
    entry = Path(of(wekipy("delete", renamed, "--json"))["deleted"])
    assert not renamed.exists() and entry.is_dir()
    (listed,) = of(wekipy("restore", "--in", tmp_path, "--json"))["deleted"]
    assert (listed["name"], listed["folder"]) == ("other.wekipy", str(entry))
    assert of(wekipy("restore", entry, "--json")) == {"project": str(renamed)}
    assert "2 inputs" in wekipy("info", renamed)
    assert "no project was deleted" in wekipy("restore", "--in", tmp_path)


def test_what_cannot_be_renamed_or_deleted_is_said_in_a_line(tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(2, "1")).path
    create(tmp_path / "other.wekipy", new_project(2, "1"))
    assert "already" in wekipy("rename", folder, "other", code=5)
    assert "no name for a project" in wekipy("rename", folder, "../up", code=5)
    assert "no project at" in wekipy("delete", tmp_path / "nothing.wekipy", code=6)
    assert "no deleted project" in wekipy("restore", folder, code=6)
    assert {path.name for path in tmp_path.iterdir()} == {"piece.wekipy", "other.wekipy"}


def test_an_engine_renames_its_project_and_keeps_it(stage: Callable[..., Stage], tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    renamed = tmp_path / "other.wekipy"
    assert str(renamed) in wekipy("rename", s.engine.folder, "other")
    assert s.client.state()["project"]["folder"] == str(renamed)
    assert "open already" in wekipy("delete", renamed, code=5)
    assert renamed.is_dir()
