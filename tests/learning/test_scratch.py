"""Files between the engine and its workers: nothing stays."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from waiting import until

from wekipy.learning.pool import WorkerPool
from wekipy.learning.scratch import Scratch


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    scratch = Scratch()
    yield scratch
    scratch.remove()
    assert not scratch.path.exists()


def test_examples_go_at_the_end_and_no_name_comes_twice(scratch: Scratch) -> None:
    X = np.arange(6, dtype=np.float32).reshape(3, 2)
    first, second = scratch.store(X), scratch.store(X + 1)
    np.testing.assert_array_equal(np.load(second), X + 1)
    scratch.end()
    assert not Path(first).exists()
    assert not Path(second).exists()
    assert scratch.store(X) not in {first, second}


def test_a_folder_that_was_cleaned_away_is_made_anew(scratch: Scratch) -> None:
    before = scratch.path
    shutil.rmtree(before)
    scratch.begin()
    assert Path(scratch.store(np.zeros((1, 1), np.float32))).exists()
    assert scratch.path != before
    assert (scratch.path.stat().st_mode & 0o777) == 0o700


def test_a_pool_that_is_closed_leaves_nothing() -> None:
    pool = WorkerPool(1)
    path = pool._scratch.path
    assert path.is_dir()
    pool.close()
    assert not path.exists()


ENGINE = """
import time
from wekipy.learning.pool import WorkerPool
pool = WorkerPool(1)
pool.warm()
while not pool.ready:
    time.sleep(0.01)
print(pool._scratch.path, pool._crew[0].pid, flush=True)
time.sleep(600)
"""


def test_workers_end_with_a_killed_engine_and_remove_what_it_leaves() -> None:
    with subprocess.Popen([sys.executable, "-c", ENGINE], stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout
        path, pid = engine.stdout.readline().split()
        assert Path(path).is_dir()
        engine.kill()
    until(lambda: not Path(path).exists())
    until(lambda: not Path(f"/proc/{pid}").exists() or sys.platform != "linux")


def test_without_a_place_for_files_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(**_: object) -> str:
        raise FileNotFoundError("No usable temporary directory")

    monkeypatch.setattr("wekipy.learning.scratch.tempfile.mkdtemp", nowhere)
    scratch = Scratch()
    scratch.begin()
    assert scratch.path is None
    with pytest.raises(OSError, match="make /tmp writable"):
        scratch.store(np.zeros((1, 1), np.float32))
    scratch.end()
    scratch.remove()
