"""What outputs have in common is found out once, and the models are the same as if it were not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import make_job

from wekipy.learning import pool as pools
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.novelty.shared import KnownNovelty
from wekipy.learning.output_training import teach
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.scratch import Scratch
from wekipy.learning.work_item import Result, WorkItem
from wekipy.learning.worker import work


def jobs() -> list[TrainingJob]:
    """Three outputs that learn from the same examples, and one that does not."""
    first = make_job("continuous", "linear")
    others = [replace(first, output=f"o{n}", number=n, y=first.y * n) for n in (2, 3)]
    last = replace(make_job("continuous", "linear", seed=1), output="o4", number=4)
    return [first, *others, last]


def same_arrays(one: Model, other: Model) -> None:
    assert one.arrays.keys() == other.arrays.keys()
    for name, array in one.arrays.items():
        np.testing.assert_array_equal(array, other.arrays[name])


def test_models_are_the_same_as_alone() -> None:
    known = KnownNovelty()
    together = [teach(job, known) for job in jobs()]
    for job, model in zip(jobs(), together, strict=True):
        same_arrays(model, teach(job))
    rows = [model.arrays["novelty.rows"] for model in together]
    assert rows[0] is rows[1] is rows[2] is not rows[3]


def test_classes_have_a_novelty_of_their_own() -> None:
    known, job = KnownNovelty(), make_job("classification", "knn")
    continuous = replace(make_job("continuous", "knn"), X=job.X, takes=job.takes)
    teach(continuous, known)
    same_arrays(teach(job, known), teach(job))


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(1)
    yield pool
    pool.close()


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    scratch = Scratch()
    yield scratch
    scratch.remove()


def trained(pool: WorkerPool) -> dict[str, Model]:
    found: dict[str, Result] = {}
    assert pool.run("train", jobs(), Orders(found.__setitem__, print, lambda: False), lanes=1)
    return {uid: model for uid, model in found.items() if isinstance(model, Model)}


def test_it_comes_back_from_a_worker_once(pool: WorkerPool) -> None:
    found = trained(pool)
    rows = [found[uid].arrays["novelty.rows"] for uid in ("o1", "o2", "o3", "o4")]
    assert rows[0] is rows[1] is rows[2] is not rows[3]


def test_large_examples_go_through_one_file(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    small = trained(pool)
    monkeypatch.setattr(pools, "_THROUGH_A_FILE", 1)
    large = trained(pool)
    for uid, model in small.items():
        same_arrays(model, large[uid])
    assert large["o1"].arrays["novelty.rows"] is large["o3"].arrays["novelty.rows"]


def test_files_are_those_of_their_jobs(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_THROUGH_A_FILE", 1)
    given = jobs()
    items = list(pools._items(given, scratch, None))
    assert len({item.stored for item in items}) == 2
    for job, item in zip(given, items, strict=True):
        assert not item.job.X.size
        np.testing.assert_array_equal(np.load(item.stored), job.X)


def test_a_job_that_cannot_be_done_spoils_none_after_it() -> None:
    first, second, *_ = jobs()
    bad = replace(first, X=first.X[:0], y=first.y[:0], takes=first.takes[:0])
    told: list[tuple[int, float]] = []
    items = [WorkItem(job, "", n, None) for n, job in enumerate((bad, second))]
    none, model = work("train", items, lambda place, share: told.append((place, share)))
    assert {(0, 1.0), (1, 1.0)} <= set(told)
    assert isinstance(none, str)
    assert isinstance(model, Model)
    same_arrays(model, teach(second))
