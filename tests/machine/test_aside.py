"""What takes a moment, or long, leaves the stream's processor, and may use all of them again afterwards."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from wekipy.machine import aside as module
from wekipy.machine.aside import Thread, aside, declare_stream, make_way, making_way, stream

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lets threads choose"),
]
if sys.platform.startswith("linux"):
    ALL = os.sched_getaffinity(0)
    pytestmark.append(pytest.mark.skipif(len(ALL) < 2, reason="there is one processor only"))


@contextmanager
def stream_on(processor: int) -> Iterator[None]:
    """A thread that is the stream, and stays on a processor."""
    declared, end = threading.Event(), threading.Event()

    def run() -> None:
        os.sched_setaffinity(0, {processor})
        declare_stream()
        declared.set()
        end.wait()

    thread = threading.Thread(target=run)
    thread.start()
    declared.wait()
    try:
        yield
    finally:
        end.set()
        thread.join()


@pytest.fixture(autouse=True)
def _own_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_streams", [])


@pytest.mark.parametrize("processor", sorted(ALL)[:2])
def test_a_thread_leaves_the_processor_of_the_stream_while_it_works(processor: int) -> None:
    with stream_on(processor):
        with aside():
            assert os.sched_getaffinity(0) == ALL - {processor}
        assert os.sched_getaffinity(0) == ALL


def test_all_processors_are_back_after_a_failure() -> None:
    with stream_on(min(ALL)):
        with pytest.raises(OSError, match="disk"), aside():
            raise OSError("disk")
        assert os.sched_getaffinity(0) == ALL


def test_without_a_stream_nothing_changes() -> None:
    with aside():
        assert os.sched_getaffinity(0) == ALL
    with stream_on(min(ALL)):
        pass
    with aside():  # its thread has ended
        assert os.sched_getaffinity(0) == ALL


def test_a_thread_that_may_use_one_processor_only_stays() -> None:
    one = {min(ALL)}
    os.sched_setaffinity(0, one)
    try:
        with stream_on(min(ALL)), aside():
            assert os.sched_getaffinity(0) == one
    finally:
        os.sched_setaffinity(0, ALL)


def busy() -> tuple[Thread, threading.Event, threading.Thread]:
    """A thread that never waits, so that nothing but the system or somebody else moves it."""
    found: list[Thread] = []
    begun, end = threading.Event(), threading.Event()

    def run() -> None:
        found.append(Thread.this())
        begun.set()
        while not end.is_set():
            pass

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait()
    return found[0], end, thread


@pytest.mark.parametrize("processor", sorted(ALL)[:2])
def test_a_busy_thread_is_sent_elsewhere_and_may_go_everywhere(processor: int) -> None:
    worker, end, thread = busy()
    with stream_on(processor):
        declared = stream()
        assert declared is not None
        os.sched_setaffinity(worker.number, {processor})
        assert worker.processor() == processor
        assert not make_way(worker, declared)  # it may not go anywhere else
        os.sched_setaffinity(worker.number, ALL)
        while make_way(worker, declared):
            pass
        assert os.sched_getaffinity(worker.number) == ALL
    end.set()
    thread.join()
    assert not make_way(worker, declared)  # neither is there any more


def test_who_works_for_long_makes_way_while_it_works() -> None:
    with stream_on(min(ALL)), making_way(stream()):
        looking = [thread for thread in threading.enumerate() if thread.name == "making way"]
        assert looking
        while Thread.this().processor() == min(ALL):
            pass
    with making_way(None):
        pass
    for thread in looking:
        thread.join(10)
        assert not thread.is_alive()
