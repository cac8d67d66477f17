"""Allows one engine per project: a locked file in the folder, which also says where the engine listens."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from wekipy.project.problem import Problem

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # the locked byte: beyond the text, which others may read

    def _try_lock(file: int, shared: bool) -> None:  # noqa: ARG001  Windows has one kind
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
else:
    import fcntl

    def _try_lock(file: int, shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


LOCK_NAME = "engine.lock"
_NOT_OURS = (errno.EROFS, errno.EACCES, errno.EPERM)
_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
_TRIES, _PAUSE = 5, 0.02  # a process that checks it holds the lock for an instant
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class NotWritable(Problem):
    """The user or the disk does not allow writing in the project folder."""


class LockInfo(msgspec.Struct, frozen=True):
    """The engine that has a project open.

    Attributes:
        control: HOST:PORT of its control protocol.
        started: ISO 8601.
    """

    pid: int
    control: str
    started: str


class ProjectLock:
    """The right to write in a project folder. The system releases it when the process ends, however it
    ends.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK_NAME
        self._file: int | None = None

    def acquire(self, info: LockInfo) -> None:
        """Take the lock and write `info` into it for others.

        Raises:
            Problem: if another engine has it, naming it and its address, or if the folder cannot be written.
        """
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
        except OSError as e:
            kind = NotWritable if e.errno in _NOT_OURS else Problem
            raise kind(
                f"cannot write in {self.path.parent}: {e.strerror}; "
                "move the project to a folder you can write in"
            ) from e
        try:
            self._lock(file)
            os.ftruncate(file, 0)
            os.write(file, msgspec.json.encode(info))
        except (OSError, Problem) as e:
            os.close(file)
            if isinstance(e, Problem):
                raise
            raise Problem(f"cannot lock {self.path}: {e.strerror}") from e
        self._file = file

    def _lock(self, file: int) -> None:
        for tried in range(1, _TRIES + 1):
            try:
                return _try_lock(file, shared=False)
            except OSError as e:
                if e.errno not in _HELD:
                    raise
                if tried == _TRIES:
                    raise Problem(_held_by(self.path, _read(file))) from e
            time.sleep(_PAUSE)
        return None

    def move(self, folder: Path, rename: Callable[[], None]) -> None:
        """Hold the lock of a folder while `rename` gives it the name `folder`, and after that.

        Windows renames no folder with an open file in it: there the lock is free for that moment.

        Raises:
            Problem: what `rename` raises; the lock is then held as before.
        """
        info = None if self._file is None or sys.platform != "win32" else _read(self._file)
        if info is not None:
            self.release()
        try:
            rename()
            self.path = folder / LOCK_NAME
        finally:
            if info is not None:
                self.acquire(info)

    def release(self) -> None:
        """Release the lock; does nothing if it is not held."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None


def _held_by(path: Path, info: LockInfo | None) -> str:
    project = path.parent.name
    if info is None:
        return f"{project} is open in another engine; close it there, or open another project"
    return (
        f"{project} is open already in the engine with process number {info.pid}, which answers at "
        f"{info.control}; connect to that one, or quit it first"
    )


def _read(file: int) -> LockInfo | None:
    os.lseek(file, 0, os.SEEK_SET)
    try:
        return msgspec.json.decode(os.read(file, 4_096), type=LockInfo)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def find_engine(folder: Path) -> LockInfo | None:
    """Find the engine that has the project in `folder` open; None without one."""
    try:
        file = os.open(folder / LOCK_NAME, os.O_RDWR | _FLAGS)
    except OSError:
        return None
    try:
        _try_lock(file, shared=True)
    except OSError as e:
        return _read(file) if e.errno in _HELD else None
    finally:
        os.close(file)
    return None
