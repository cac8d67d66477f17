"""Jobs in worker processes: as many at a time as there is room for, and each with its own result."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from learning_jobs import make_job

from wekipy.learning import pool as pools
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.parcel import Room
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.worker import Result
from wekipy.storage.model_file import load_model, write_model


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(2)
    pool.warm()
    yield pool
    pool.close()


def jobs() -> list[TrainingJob]:
    """Five, of which the third cannot be done."""
    made = [replace(make_job("classification", "knn", seed=n), output=f"o{n}", number=n) for n in range(1, 6)]
    made[2] = replace(made[2], y=made[2].y * 0 + 1)  # one class
    return made


@pytest.mark.parametrize("lanes", [None, 1, 2, 9])
def test_every_job_has_its_own_result(pool: WorkerPool, lanes: int | None) -> None:
    results: dict[str, Result] = {}
    orders = Orders(results.__setitem__, lambda _: None, lambda: False)
    assert pool.run("train", iter(jobs()), orders, lanes)
    assert sorted(results) == ["o1", "o2", "o3", "o4", "o5"]
    failed = str(results.pop("o3"))
    assert failed.startswith("output 3")
    assert "one class" in failed
    for uid, result in results.items():
        assert isinstance(result, Model)
        assert result.header.output == uid


def test_lanes_give_the_same_models(pool: WorkerPool) -> None:
    made: list[dict[str, Result]] = []
    for lanes in (None, 1):
        results: dict[str, Result] = {}
        pool.run("train", jobs(), Orders(results.__setitem__, lambda _: None, lambda: False), lanes)
        made.append(results)
    for uid, result in made[0].items():
        other = made[1][uid]
        if isinstance(result, Model) and isinstance(other, Model):
            assert set(result.arrays) == set(other.arrays)
            assert all((result.arrays[name] == other.arrays[name]).all() for name in result.arrays)
        else:
            assert result == other


def test_models_come_with_files_where_there_is_room(pool: WorkerPool, tmp_path: Path) -> None:
    results: dict[str, Result] = {}
    orders = Orders(results.__setitem__, lambda _: None, lambda: False)
    assert pool.run("train", jobs(), orders, 1, Room(tmp_path, "7", write_model))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["7-1.npz", "7-2.npz", "7-4.npz", "7-5.npz"]
    made = results["o4"]
    assert isinstance(made, Model)
    assert made.made == tmp_path / "7-4.npz"
    stored = load_model(made.made)
    assert stored.header == made.header
    assert all(np.array_equal(stored.arrays[name], array) for name, array in made.arrays.items())


def test_nothing_to_do_is_done_at_once(pool: WorkerPool) -> None:
    told: list[str] = []
    orders = Orders(lambda uid, _: told.append(uid), lambda _: None, lambda: False)
    assert pool.run("train", [], orders, 1)
    assert pool.run("train", [], orders)
    assert told == []


@pytest.mark.parametrize("lanes", [None, 1])
def test_what_is_cancelled_gives_nothing_and_the_next_run_works(pool: WorkerPool, lanes: int | None) -> None:
    told: list[str] = []
    orders = Orders(lambda uid, _: told.append(uid), lambda _: None, lambda: True)
    assert not pool.run("train", jobs(), orders, lanes)
    assert told == []
    results: dict[str, Result] = {}
    assert pool.run("train", jobs(), Orders(results.__setitem__, lambda _: None, lambda: False), lanes)
    assert len(results) == 5


def test_workers_do_not_look_for_garbage_among_what_they_imported(pool: WorkerPool) -> None:
    *_, ready = pool.warm()
    ready.result(60)
    assert pool._executor.submit(gc.get_freeze_count).result(60) > 50_000


def test_a_model_that_could_not_answer_comes_as_a_sentence(pool: WorkerPool) -> None:
    found: list[Result] = []
    job = replace(make_job("continuous", "linear"), inputs=(2, 1, 0, 3))
    assert pool.run("train", [job], Orders(lambda _, result: found.append(result), print, lambda: False))
    (told,) = found
    assert isinstance(told, str)
    assert "the inputs it reads must rise" in told


def test_who_tells_it_to_look_need_not_wait_for_the_next_look(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "_LOOK_UP", 600.0)
    given_up = threading.Event()
    job = make_job("continuous", "gradient-boosting", n=20_000)

    def give_up() -> None:
        given_up.set()
        pool.look()

    threading.Timer(0.1, give_up).start()
    told: list[str] = []
    orders = Orders(lambda uid, _: told.append(uid), print, given_up.is_set)
    assert not pool.run("evaluate", [job], orders)
    assert told == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_that_were_killed_have_ended_before_others_begin() -> None:
    pool = WorkerPool(2)
    workers = {ready.result(60) for ready in pool.warm()}
    pool.run("train", jobs(), Orders(lambda *_: None, print, lambda: True))
    for pid in workers:
        stat = Path(f"/proc/{pid}/stat")
        assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] in "ZX"
    pool.close()
