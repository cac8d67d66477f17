"""`wekipy sketch` writes a sketch with an engine, at its port, and without one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wekipy.project.create import new_project
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from on_stage import Stage


def sketch(*arguments: object, code: int = 0) -> str:
    command = [sys.executable, "-m", "wekipy", "sketch", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_sketch_for_a_project_that_no_engine_has_open(tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(2, "1")).path
    made = Path(json.loads(sketch(folder, "--for", "puredata", "--json"))["file"])
    assert made == folder / "sketches/piece_puredata/piece_puredata.pd"
    assert "connect 127.0.0.1 6448" in made.read_text()
    assert "in its folder: npm install" in sketch(folder, "--for", "p5")
    assert "no project" in sketch(tmp_path / "nothing.wekipy", "--for", "max", code=6)
    sketch(folder, "--for", "photoshop", code=2)


@pytest.mark.own_engine
def test_a_sketch_has_the_port_of_the_engine_that_runs(stage: Callable[..., Stage]) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    made = Path(json.loads(sketch(s.engine.folder, "--for", "max", "--json"))["file"])
    assert f"udpsend 127.0.0.1 {s.engine.port}" in made.read_text()
