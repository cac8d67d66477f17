"""Jobs in worker processes: as many at a time as there is room for, and each with its own result."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from learning_jobs import make_job
from waiting import until

from wekipy.learning import pool as pools
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.model_transport import LARGE, Room
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.work_item import Result
from wekipy.storage.model_file import load_model, write_model


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(2)
    pool.warm()
    yield pool
    pool.close()


def jobs(examples: int = 60) -> list[TrainingJob]:
    """Five, of which the third cannot be done."""
    made = [
        replace(make_job("classification", "knn", seed=n, n=examples), output=f"o{n}", number=n)
        for n in range(1, 6)
    ]
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
    assert "examples of class 1 only" in failed
    for uid, result in results.items():
        assert isinstance(result, Model)
        assert result.header.output == uid


def test_what_does_not_tell_its_progress_has_none_and_what_has_ended_has_1(pool: WorkerPool) -> None:
    told = list[dict[str, float | None]]()
    slow = replace(make_job("continuous", "svm", {"epsilon": 0.0}, n=1_500), output="slow")
    orders = Orders(lambda *_: None, told.append, lambda: False)
    assert pool.run("train", iter([replace(jobs()[0], output="quick"), slow]), orders)
    assert {"quick": 1.0, "slow": None} in told
    assert 0.0 not in [share for shares in told for share in shares.values()]


def test_a_worker_that_ends_while_jobs_are_made_is_replaced() -> None:
    pool = WorkerPool(1)

    def made() -> Iterator[TrainingJob]:
        (worker,) = pool._crew
        os.kill(worker.pid, signal.SIGKILL)
        until(lambda: not worker.alive)
        yield from jobs()

    end = time.monotonic() + 60.0
    results: dict[str, Result] = {}
    try:
        pool.warm()
        until(lambda: pool.ready)
        orders = Orders(results.__setitem__, lambda _: None, lambda: time.monotonic() > end)
        assert pool.run("train", made(), orders, lanes=1)
    finally:
        pool.close()
    assert sorted(results) == ["o1", "o2", "o3", "o4", "o5"]


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
    assert pool.run("train", jobs(LARGE // 16), orders, 1, Room(tmp_path, "7", write_model))
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


def test_workers_do_not_look_for_garbage_among_what_they_imported() -> None:
    told = (
        "from wekipy.learning.worker_main import warm_up; import gc; warm_up(); print(gc.get_freeze_count())"
    )
    assert int(subprocess.check_output([sys.executable, "-c", told])) > 50_000


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
    pool.warm()
    until(lambda: pool.ready)
    worker = pool._crew[0]
    asked = iter([False, False, True])  # given up once it is at work
    pool.run("train", jobs(), Orders(lambda *_: None, print, lambda: next(asked, True)))
    assert not worker.alive
    stat = Path(f"/proc/{worker.pid}/stat")
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] in "ZX"
    pool.close()


# Workers that are lost


def long_jobs(count: int = 2) -> list[TrainingJob]:
    """Jobs that last long enough to be disturbed."""
    made = [make_job("continuous", "gradient-boosting", n=3_000, seed=n) for n in range(count)]
    return [replace(job, output=f"o{n}", number=n) for n, job in enumerate(made, 1)]


class Disturbed:
    """Does something to the worker at work when the first progress is told."""

    def __init__(self, pool: WorkerPool, times: int, disturb: Callable[[int], None]) -> None:
        self.results: dict[str, Result] = {}
        self.troubles: list[str] = []
        self._pool, self._disturb = pool, disturb
        self._left = times
        self._seen: set[int] = set()

    def orders(self) -> Orders:
        return Orders(self.results.__setitem__, self._progress, lambda: False, self.troubles.append)

    def _progress(self, _: dict[str, float]) -> None:
        worker = next((w for w in self._pool._crew if w.ready and w.pid not in self._seen), None)
        if self._left and worker:
            self._left -= 1
            self._seen.add(worker.pid)
            self._disturb(worker.pid)


def test_the_jobs_of_a_killed_worker_are_begun_again() -> None:
    pool = WorkerPool(1)
    disturbed = Disturbed(pool, 1, lambda pid: os.kill(pid, signal.SIGTERM))
    assert pool.run("train", long_jobs(), disturbed.orders(), lanes=1)
    pool.close()
    assert disturbed.troubles == ["a worker process ended; what it did is begun again"]
    assert all(isinstance(result, Model) for result in disturbed.results.values())
    assert sorted(disturbed.results) == ["o1", "o2"]


def test_jobs_that_lose_their_worker_twice_say_so_and_the_next_run_works() -> None:
    pool = WorkerPool(1)
    disturbed = Disturbed(pool, 2, lambda pid: os.kill(pid, signal.SIGTERM))
    assert pool.run("train", long_jobs(1), disturbed.orders())
    assert "output 1 could not be done: its worker process ended, twice" in str(disturbed.results["o1"])
    results: dict[str, Result] = {}
    assert pool.run("train", jobs(), Orders(results.__setitem__, lambda _: None, lambda: False))
    assert isinstance(results["o1"], Model)
    pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no processes")
def test_a_worker_that_gives_no_sign_of_life_is_given_up_and_its_jobs_begin_again() -> None:
    pool = WorkerPool(1, silent=3.0)
    disturbed = Disturbed(pool, 1, lambda pid: os.kill(pid, signal.SIGSTOP))
    assert pool.run("train", long_jobs(1), disturbed.orders())
    pool.close()
    assert disturbed.troubles == ["a worker process gave no sign of life for 3 s; what it did is begun again"]
    assert isinstance(disturbed.results["o1"], Model)


def test_a_long_job_gives_signs_of_life() -> None:
    pool = WorkerPool(1, silent=2.5)
    results: dict[str, Result] = {}
    troubles: list[str] = []
    job = make_job("continuous", "gradient-boosting", n=20_000)
    assert pool.run(
        "train", [job], Orders(results.__setitem__, lambda _: None, lambda: False, troubles.append)
    )
    pool.close()
    assert troubles == []
    assert isinstance(results[job.output], Model)


# How many, and who goes first


def test_it_begins_with_one_worker_and_rests_with_one() -> None:
    pool = WorkerPool(2)
    pool.warm()
    pool.warm()
    assert len(pool._crew) == 1
    until(lambda: pool.ready)
    first = pool._crew[0].pid
    pool.run("train", long_jobs(3), Orders(lambda *_: None, lambda _: None, lambda: False))
    assert len(pool._crew) == 2
    assert pool.rest()
    assert len(pool._crew) == 1
    assert pool._crew[0].ready
    assert not pool.rest()
    assert first
    pool.close()


@pytest.mark.usefixtures("real_processes")
def test_no_words_of_a_library_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    job = make_job("classification", "knn", n=30)
    rare = replace(job, y=np.arange(30) % 20 + 1.0, classes=20)  # scikit-learn warns of so many classes
    results: dict[str, Result] = {}
    own = WorkerPool(1)
    try:
        own.run("train", [rare], Orders(results.__setitem__, lambda _: None, lambda: False))
    finally:
        own.close()
    assert all(isinstance(result, Model) for result in results.values())
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("real_processes")
@pytest.mark.skipif(sys.platform != "linux", reason="each thread has a priority of its own on Linux only")
def test_work_is_polite_only_while_something_runs() -> None:
    pool = WorkerPool(1)
    seen: list[list[int]] = []

    def look(_: dict[str, float]) -> None:
        threads = Path(f"/proc/{pool._crew[0].pid}/task").iterdir()
        seen.append(sorted(os.getpriority(os.PRIO_PROCESS, int(thread.name)) for thread in threads))

    usual = os.getpriority(os.PRIO_PROCESS, 0)
    orders = Orders(lambda *_: None, look, lambda: False)
    pool.run("train", long_jobs(1), orders, polite=True)
    assert 10 in {threads[-1] for threads in seen}  # the job may have ended at the last look
    assert all(threads[0] == usual for threads in seen)
    seen.clear()
    pool.run("train", long_jobs(1), orders)  # the same worker, and a person waits
    assert {threads[-1] for threads in seen} == {usual}
    seen.clear()

    def begin_to_run(shares: dict[str, float]) -> None:
        pool.be_polite()
        look(shares)

    pool.run("train", long_jobs(1), Orders(lambda *_: None, begin_to_run, lambda: False))
    assert 10 in {threads[-1] for threads in seen}  # the job may have ended at the last look
    pool.close()
