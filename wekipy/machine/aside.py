"""Keeps slow work off the stream's processor.

A system that does not interrupt its own calls (reading a file of 8 MB is some 6 ms of them) keeps the stream
waiting on that processor even if another one is idle: on waking up, both stay where the other one is.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PROCESSOR = 36  # index of its field in /proc/…/stat after the name, proc_pid_stat(5)
_stream = 0  # the system's number of its thread


def declare_stream() -> None:
    """Declare the calling thread to be the stream, which others make way for."""
    global _stream  # noqa: PLW0603  a process has one
    _stream = threading.get_native_id()


@contextmanager
def aside() -> Iterator[None]:
    """Leave the stream's processor while the block runs (on Linux).

    Processes that are started in the block stay off that processor for ever: start none.
    """
    try:
        allowed = os.sched_getaffinity(0)
        others = allowed - {_processor_of_stream()}
    except (AttributeError, OSError):  # no Linux, or no stream
        others = allowed = set()
    if not others or others == allowed:
        yield
        return
    with suppress(OSError):  # the machine may have fewer processors by now
        os.sched_setaffinity(0, others)
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, allowed)


def _processor_of_stream() -> int:
    stat = Path(f"/proc/self/task/{_stream}/stat").read_bytes()
    return int(stat.rpartition(b")")[2].split()[_PROCESSOR])
