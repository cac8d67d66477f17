"""Takes, however many, need no open files: macOS allows a process 256, and 64 are enough."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from wekipy.client import Client
from wekipy.exchange.importing.arrived import Arrived, make_project
from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.tables.takes import with_takes
from wekipy.project.create import new_project
from wekipy.project.examples import TakeData, row_type
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import open_folder

resource = pytest.importorskip("resource")
LIMIT, TAKES, ROWS = 64, 320, 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = {}
    for number in range(1, TAKES + 1):
        rows = np.zeros(ROWS, row_type(2, 1))
        rows["inputs"], rows["targets"] = number / TAKES, number / TAKES
        data[number] = TakeData(("o1",), (rows,))
    path = tmp_path / "many.wekipy"
    make_project(path, Arrived(with_takes(new_project(2, "1"), data), data, Report("test")))
    return path


def limited(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A command with few files."""
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, ({LIMIT}, {LIMIT}));"
        "from wekipy.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_an_export_holds_every_row(folder: Path, tmp_path: Path) -> None:
    done = limited("export", folder, "--format", "csv", "-o", tmp_path / "a.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 1 + TAKES * ROWS


def test_as_many_takes_again_are_added(folder: Path, tmp_path: Path) -> None:
    lines = [f"{n // ROWS + 1},{n},{n},0.5" for n in range(TAKES * ROWS)]
    (tmp_path / "a.csv").write_text("\n".join(["take,a,b,outputs-1", *lines]) + "\n")
    done = limited("import", tmp_path / "a.csv", folder, "--take", "take")
    assert (done.returncode, done.stderr) == (0, "")
    opened = open_folder(folder)
    assert opened.notes == []
    assert len(opened.data) == 2 * TAKES
    assert sum(map(len, opened.data.values())) == 2 * TAKES * ROWS


def test_an_engine_opens_records_and_trains(folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (LIMIT, hard))  # which the engine inherits
    try:
        engine = EngineProcess([str(folder), "--workers", "1"])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    with engine, Client(port=engine.control_port) as client:
        assert client.state()["examples"] == TAKES * ROWS
        with client.recording([0.5]):
            client.take_inputs(0.5, 0.5)
        client.set_algorithm(1, "linear")
        client.train()
        client.save()
        assert client.health()["saving"] == ""
    opened = open_folder(folder)
    assert (len(opened.data), opened.notes) == (TAKES + 1, [])
