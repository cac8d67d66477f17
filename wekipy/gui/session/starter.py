"""The window steps back behind engines, sound programs and sketches; what it starts does not.

On Linux every thread has a priority of its own, which new threads and processes take from the one that makes
them, and which can only be lowered. So engines are started from a thread that is as it was.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
NICENESS: Final = 10  # as the workers that train

_starting = ThreadPoolExecutor(1, "starting")


def step_back() -> None:
    """Lower the priority of the calling thread and of all threads that it starts from now on.

    Drawing takes some milliseconds, 60 times a second; an engine on the same processor would wait for them.
    """
    _starting.submit(bool).result()  # the thread is made now, before
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def start(make: Callable[[], T]) -> T:
    """Start a process in the usual priority, and wait for what `make` returns or raises."""
    return _starting.submit(make).result()
