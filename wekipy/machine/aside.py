"""Keeps work that takes a moment off the processor that the stream is on.

A system that does not interrupt its own calls (reading a file of 8 MB is some 6 ms of them) keeps the stream
waiting on that processor even if another one is idle: on waking up, both stay where the other one is. So does
the politest of busy processes, now and then until the next tick of the clock.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAKE_WAY_EVERY: Final = 0.05  # seconds
_PROCESSOR = 36  # its place in /proc/…/stat, counted from behind the name, proc_pid_stat(5)


@dataclass(frozen=True)
class Thread:
    """A thread as the system knows it."""

    process: int
    number: int

    def processor(self) -> int:
        """The one that it is on, or was on last; OSError if it has ended, or the system cannot tell."""
        told = Path(f"/proc/{self.process}/task/{self.number}/stat").read_bytes()
        return int(told.rpartition(b")")[2].split()[_PROCESSOR])

    @staticmethod
    def this() -> Thread:
        """The calling thread."""
        return Thread(os.getpid(), threading.get_native_id())


_streams: list[Thread] = []  # the last one is that of this process


def declare_stream() -> None:
    """The calling thread is the stream, for which the others step aside."""
    _streams[:] = [Thread.this()]


def stream() -> Thread | None:
    """The thread that was declared; None if none was."""
    return _streams[0] if _streams else None


@contextmanager
def aside() -> Iterator[None]:
    """Leave the processor that the stream is on while the block runs; where the system can (Linux).

    Processes that are started in the block stay off that processor for ever: start none.
    """
    allowed, others = _choices(stream(), 0)
    if not others:
        yield
        return
    with suppress(OSError):  # the machine may have fewer processors by now
        os.sched_setaffinity(0, others)
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, allowed)


@contextmanager
def making_way(for_stream: Thread | None) -> Iterator[None]:
    """Have the calling thread, busy for long, leave the processor of another process's stream at once.

    Looked after every 50 ms while the block runs; in between, the system may send it where it likes.
    """
    if for_stream is None or not _choices(for_stream, 0)[1]:
        yield
        return
    own, ended = Thread.this(), threading.Event()

    def look_after() -> None:
        while True:
            make_way(own, for_stream)
            if ended.wait(MAKE_WAY_EVERY):
                return

    threading.Thread(target=look_after, name="making way", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def make_way(thread: Thread, for_stream: Thread) -> bool:
    """Send a thread of this process elsewhere if it is on the stream's processor; whether it was."""
    try:
        if thread.processor() != for_stream.processor():
            return False
        allowed, others = _choices(for_stream, thread.number)
        if others:
            os.sched_setaffinity(thread.number, others)
            os.sched_setaffinity(thread.number, allowed)
    except OSError:  # one of them has ended
        return False
    return bool(others)


def _choices(for_stream: Thread | None, thread: int) -> tuple[set[int], set[int]]:
    """The processors that a thread may use (0: the calling one), and those without the stream's.

    The latter are none where there is no choice, or nothing to leave.
    """
    if for_stream is None:
        return set(), set()
    try:
        allowed = os.sched_getaffinity(thread)
        others = allowed - {for_stream.processor()}
    except (AttributeError, OSError):  # no Linux, or the stream has ended
        return set(), set()
    return allowed, set() if others == allowed else others
