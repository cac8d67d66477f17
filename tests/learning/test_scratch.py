"""Files between the engine and its workers: what is told arrives, and nothing stays."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from wekipy.learning.pool import WorkerPool
from wekipy.learning.scratch import Scratch


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    scratch = Scratch()
    yield scratch
    scratch.remove()
    assert not scratch.path.exists()


def test_each_job_tells_how_far_it_is(scratch: Scratch) -> None:
    scratch.begin()
    assert scratch.shares() == []
    scratch.told(2).tell(0.5)
    scratch.told(0).tell(0.25)
    scratch.told(0).tell(0.75)
    assert scratch.shares() == [0.75, 0.0, 0.5]
    scratch.begin()
    assert scratch.shares() == []


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
    scratch.told(0).tell(1.0)
    assert scratch.shares() == [1.0]
    assert scratch.path != before
    assert (scratch.path.stat().st_mode & 0o777) == 0o700


def test_what_cannot_be_told_disturbs_nobody(scratch: Scratch) -> None:
    scratch.begin()
    shutil.rmtree(scratch.path)
    scratch.told(0).tell(0.5)
    assert scratch.shares() == []


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
for ready in pool.warm():
    ready.result()
print(pool._scratch.path, flush=True)
time.sleep(600)
"""


def test_workers_remove_what_a_killed_engine_leaves() -> None:
    with subprocess.Popen([sys.executable, "-c", ENGINE], stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout
        path = Path(engine.stdout.readline().strip())
        assert path.is_dir()
        engine.kill()
        engine.stdout.read()  # until the worker, who has it too, has ended
    assert not path.exists()
