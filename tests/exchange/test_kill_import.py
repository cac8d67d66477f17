"""kill -9 while something is imported: what is there is whole, and what was there before is still there."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from wekipy.project.create import new_project
from wekipy.storage.folder import create, open_folder

ROWS, TAKES = 20_000, 40


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("kill") / "examples.npz"
    np.savez(
        path,
        inputs=np.random.default_rng(0).random((ROWS, 30), np.float32),
        targets=np.ones((ROWS, 1)),
        take=np.arange(ROWS) * TAKES // ROWS + 1,
    )
    return path


def start(source: Path, dest: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "wekipy", "import", str(source), str(dest)], stdout=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def usual(source, tmp_path_factory) -> tuple[float, float]:
    """Seconds that an import takes: a new project, and into one that is there."""
    folder = tmp_path_factory.mktemp("usual")
    create(folder / "there.wekipy", new_project(30, "1"))
    times = []
    for name in ("new.wekipy", "there.wekipy"):
        started = time.monotonic()
        assert start(source, folder / name).wait(60) == 0
        times.append(time.monotonic() - started)
    return times[0], times[1]


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.mark.parametrize("share", [0.7, 0.9])
def test_a_new_project_is_whole_or_not_there(source, usual, tmp_path, share):
    dest = tmp_path / "new.wekipy"
    kill_after(start(source, dest), share * usual[0])
    if dest.exists():
        opened = open_folder(dest)
        assert not opened.notes
        assert sum(take.examples for take in opened.project.takes) == ROWS


@pytest.mark.parametrize("share", [0.7, 0.9])
def test_a_project_that_was_there_keeps_what_it_had(source, usual, tmp_path, share):
    folder = create(tmp_path / "there.wekipy", new_project(30, "1"))
    few = tmp_path / "few.npz"
    np.savez(few, inputs=np.full((3, 30), 0.5), targets=np.ones((3, 1)))
    assert start(few, folder.path).wait(60) == 0
    kill_after(start(source, folder.path), share * usual[1])
    opened = open_folder(folder.path)
    assert opened.project.takes[0].examples == 3
    np.testing.assert_array_equal(opened.data[1].blocks[0]["inputs"], 0.5)
    assert start(few, folder.path).wait(60) == 0
