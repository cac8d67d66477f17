"""A thread that works beside the stream begins each job in a gap between two packets, and in their order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest
from waiting import until

from wekipy.machine import gaps
from wekipy.machine.beside import Beside
from wekipy.machine.gaps import begin_gap


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No packets have come, and whoever waits for one waits long."""
    monkeypatch.setattr(gaps, "LONGEST", 60.0)
    monkeypatch.setattr(gaps, "_packets_come", False)


@pytest.fixture
def beside() -> Iterator[Beside]:
    made = Beside("beside")
    yield made
    begin_gap(lambda: False)
    gaps._packets_come = False
    made.close()
    assert not made._thread.is_alive()


def test_jobs_are_done_in_the_order_they_were_handed_over(beside: Beside) -> None:
    done: queue.SimpleQueue[int] = queue.SimpleQueue()
    for n in range(5):
        beside.hand(lambda n=n: done.put(n))
    beside.start()
    assert [done.get(timeout=10) for _ in range(5)] == list(range(5))


def test_each_job_begins_in_a_gap(beside: Beside) -> None:
    done: queue.SimpleQueue[int] = queue.SimpleQueue()
    beside.start()
    begin_gap(lambda: False)  # packets come
    for n in range(2):
        beside.hand(lambda n=n: done.put(n))
    for n in range(2):
        until(lambda: len(gaps._waiting) == 1)
        assert done.empty()
        begin_gap(lambda: False)
        assert done.get(timeout=10) == n


def test_a_job_is_done_when_it_is_due_and_others_meanwhile(beside: Beside) -> None:
    done: queue.SimpleQueue[str] = queue.SimpleQueue()
    beside.later(3_600.0, lambda: done.put("in an hour"))
    beside.later(0.05, lambda: done.put("soon"))
    beside.hand(lambda: done.put("now"))
    beside.start()
    assert [done.get(timeout=10) for _ in range(2)] == ["now", "soon"]
    assert done.empty()


def test_after_the_end_no_job_begins() -> None:
    beside, under_way, go_on = Beside("beside"), threading.Event(), threading.Event()
    done: list[int] = []
    beside.hand(lambda: (under_way.set(), go_on.wait(10)))
    beside.hand(lambda: done.append(1))
    beside.start()
    assert under_way.wait(10)
    threading.Timer(0.05, go_on.set).start()
    beside.close(10.0)
    assert not beside._thread.is_alive()
    assert not done
