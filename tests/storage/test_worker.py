"""The thread that is handed jobs: what comes together is done together."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from wekipy.storage import job_thread as workers
from wekipy.storage.job_thread import Worker
from wekipy.storage.trouble import Trouble


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=clock.monotonic))
    return clock


@pytest.fixture
def done() -> queue.SimpleQueue[str]:
    return queue.SimpleQueue()


@pytest.fixture
def worker(clock: Clock, done: queue.SimpleQueue[str]) -> Iterator[Worker]:
    del clock

    def work() -> None:
        done.put("work")

    worker = Worker("test", work, Trouble(print), lambda: None)
    yield worker
    assert worker.stop(10.0)


def test_what_comes_after_a_long_rest_is_done_together(
    worker: Worker, clock: Clock, done: queue.SimpleQueue[str]
) -> None:
    worker.hand(lambda: done.put("before"), now=True)
    assert [done.get(timeout=10) for _ in range(2)] == ["before", "work"]
    clock.now += 100.0  # in which nothing comes
    handed = threading.Event()
    for name in ("one", "two", "three"):
        worker.hand(lambda name=name: done.put(name))  # type: ignore[misc]
    worker.hand(handed.set)
    assert handed.wait(10)
    clock.now += workers.TICK
    assert [done.get(timeout=10) for _ in range(4)] == ["one", "two", "three", "work"]


def test_what_is_to_be_done_now_does_not_wait(worker: Worker, done: queue.SimpleQueue[str]) -> None:
    worker.hand(lambda: done.put("one"))
    worker.hand(lambda: done.put("two"), now=True)
    assert [done.get(timeout=10) for _ in range(3)] == ["one", "two", "work"]
