"""Asks the scheduler to run the stream's thread as soon as a packet arrives, also beside busy workers."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys

_SHORT_TURN = 100_000  # nanoseconds; the least that Linux grants
_NORMAL = 0  # SCHED_OTHER
_CALLS = {"x86_64": 314, "aarch64": 274, "riscv64": 274, "armv7l": 380}  # sched_setattr(2)


class _Attributes(ctypes.Structure):
    """`struct sched_attr` in its first version."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_uint32),
        ("flags", ctypes.c_uint64),
        ("nice", ctypes.c_int32),
        ("priority", ctypes.c_uint32),
        ("runtime", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("period", ctypes.c_uint64),
    )


def ask_for_short_turns() -> bool:
    """Ask for short time slices for the calling thread; returns False if unsupported (before Linux 6.12).

    A thread with short slices may preempt one in a long slice (EEVDF; Stoica and Abdel-Wahab 1995), where it
    would otherwise wait some 3 ms for its end. This needs no privilege and takes nothing from others: the
    share of the processor stays the same.
    """
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):  # the window that has started this engine has stepped back
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    call = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or call is None:
        return False
    attributes = _Attributes(
        size=ctypes.sizeof(_Attributes),
        policy=_NORMAL,
        nice=os.getpriority(os.PRIO_PROCESS, 0),
        runtime=_SHORT_TURN,
    )
    libc = ctypes.CDLL(None, use_errno=True)
    done: int = libc.syscall(call, 0, ctypes.byref(attributes), 0)
    return done == 0
