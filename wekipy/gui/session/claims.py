"""Marks which window owns an engine: a locked file per engine, held by the window while it lives.

A window that finds the engine of one that has crashed takes it over by its mark: the engine ends with that
window, and is started again when it dies, as if the window had started it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import platformdirs
from PyQt6.QtCore import QLockFile


def mark_of(pid: int) -> Path:
    """The mark of the engine with this process number."""
    return platformdirs.user_data_path("wekipy") / "engines" / f"{pid}.lock"


def claim(pid: int) -> QLockFile | None:
    """Mark the engine with this process number as this window's own; None if it is another window's."""
    path = mark_of(pid)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    made = QLockFile(str(path))
    made.setStaleLockTime(0)  # however old it is: what counts is whether its window lives
    return made if made.tryLock(0) else None


def adopt(pid: int) -> QLockFile | None:
    """Take over the engine of a window that has crashed; None if another window owns it."""
    return claim(pid) if mark_of(pid).exists() else None
