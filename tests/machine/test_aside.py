"""What takes a moment leaves the stream's processor, and has all of them again afterwards."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import until

from wekipy.machine import aside as module
from wekipy.machine.aside import aside, declare_stream

ALL = os.sched_getaffinity(0) if sys.platform.startswith("linux") else set[int]()
pytestmark = pytest.mark.skipif(len(ALL) < 2, reason="only Linux lets threads choose, and only among several")


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
        until(lambda: not Path(f"/proc/self/task/{thread.native_id}").exists())  # a moment after it is joined


@pytest.fixture(autouse=True)
def _own_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_stream", 0)


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
