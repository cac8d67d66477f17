"""Lowers the priority of a thread below the stream's."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICENESS = 10
_EACH_THREAD = sys.platform.startswith("linux")  # where each thread has a priority of its own


def this_thread() -> int:
    """Return the id by which another process finds the calling thread for `be_polite`."""
    return threading.get_native_id() if _EACH_THREAD else os.getpid()


def be_polite(thread: int = 0) -> None:
    """Give a thread (0 is this one) low priority, without preference when it wakes up.

    This is permanent: threads without privileges cannot raise their priority. Except on Linux it affects the
    whole process.
    """
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):  # it may have ended
            os.setpriority(os.PRIO_PROCESS, thread, _NICENESS)
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(thread, os.SCHED_BATCH, os.sched_param(0))
