"""Messages between an engine and its workers: a letter for the kind, then the content.

multiprocessing's connection pickles work and results, as in any process pool: both ends are our own
processes, and no data from a file or a network passes here.
"""

from __future__ import annotations

import os
import struct
import sys
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import ForkingPickler
from typing import Any, Final

READY: Final = b"R"  # the worker is warm
THREAD: Final = b"T"  # the job runs in this thread
ALIVE: Final = b"A"  # a sign of life
SHARE: Final = b"S"  # the progress of a job
DONE: Final = b"D"  # the results
_SHARE: Final = struct.Struct("<Id")
_THREAD: Final = struct.Struct("<Q")


def share_frame(place: int, share: float) -> bytes:
    """Make a message with the progress of the job at a place, 0 to 1."""
    return SHARE + _SHARE.pack(place, share)


def read_share(frame: bytes) -> tuple[int, float]:
    """Read the place and share of a message."""
    place, share = _SHARE.unpack_from(frame, 1)
    return place, share


def thread_frame(thread: int) -> bytes:
    """Make a message with the thread of a job."""
    return THREAD + _THREAD.pack(thread)


def read_thread(frame: bytes) -> int:
    """The thread in a frame."""
    return int(_THREAD.unpack_from(frame, 1)[0])


def done_frame(results: object) -> bytes:
    """Make a message with results."""
    return DONE + bytes(ForkingPickler.dumps(results))


def read_done(frame: bytes) -> Any:
    """Read the results in a message from a process of our own."""
    return ForkingPickler.loads(memoryview(frame)[1:])


def make_pair() -> tuple[Connection, Connection, int]:
    """Make a connection; returns both ends and the number by which a child process gets the second."""
    mine, its = Pipe()
    number = its.fileno()
    if sys.platform == "win32":
        os.set_handle_inheritable(number, True)
    return mine, its, number


def connect(number: int) -> Connection:
    """In the child process, its end of the connection."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection  # noqa: PLC0415

        return PipeConnection(number)
    return Connection(number)
