"""Creates folders atomically: hidden beside their place until they are complete."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path

from wekipy.project.problem import Problem
from wekipy.storage.lock import LOCK_NAME, LockInfo, ProjectLock

_HIDDEN = re.compile(r"\..+\.[a-z0-9_]{8}")  # as tempfile makes them of our prefix
_INSIDE = "project"


@contextmanager
def in_the_place_of(path: Path) -> Iterator[Path]:
    """Make a folder to work in, renamed to `path` when the block ends without an error, else removed.

    A killed process leaves the hidden folder with a free lock; `sweep` removes it.

    Raises:
        OSError: if it cannot be created, or `path` exists.
        Problem: if it cannot be locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    hidden = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    lock = ProjectLock(hidden)
    try:
        lock.acquire(_who())
        made = hidden / _INSIDE
        made.mkdir()  # with the usual permissions, which the folder around it does not have
        yield made
        made.replace(path)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
        lock.release()


def sweep(folder: Path) -> None:
    """Remove the hidden folders in `folder` whose processes were killed."""
    with suppress(OSError):
        for hidden in [entry for entry in folder.iterdir() if _HIDDEN.fullmatch(entry.name)]:
            with suppress(OSError, Problem):
                _sweep_one(hidden)


def _sweep_one(hidden: Path) -> None:
    """Remove a hidden folder only if `in_the_place_of` made it and nobody works in it."""
    if hidden.is_symlink() or not hidden.is_dir():
        return
    names = {entry.name for entry in hidden.iterdir()}
    if LOCK_NAME not in names or not names <= {LOCK_NAME, _INSIDE}:
        return
    lock = ProjectLock(hidden)
    lock.acquire(_who())
    try:
        shutil.rmtree(hidden)
    finally:
        lock.release()


def _who() -> LockInfo:
    return LockInfo(os.getpid(), "", datetime.now(timezone.utc).isoformat(timespec="seconds"))
