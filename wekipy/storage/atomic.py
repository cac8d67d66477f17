"""Replaces files atomically: after a power failure a file is either the old or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

MANY: Final = 16  # files that are synced faster together


@contextmanager
def replacing(path: Path, sync_name: bool = True) -> Iterator[BinaryIO]:
    """Open a file that replaces `path` when the block ends without an error.

    Args:
        sync_name: also put its name on disk; else the caller must call `sync_folder`.

    Raises:
        OSError: if it cannot be written; `path` is then unchanged.
    """
    # One fixed name, so that the next save removes what a crash leaves behind. It is unlinked and created
    # again: a stranger's project could hold a link of that name to a file elsewhere.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with _new(temporary) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if sync_name:
        sync_folder(path.parent)


def _new(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileExistsError:
        path.unlink()
        return path.open("xb")


def write_atomically(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`, on disk when this returns."""
    with replacing(path) as file:
        file.write(data)


def sync_files(paths: Sequence[Path]) -> None:
    """Put the content of files on disk.

    Raises:
        OSError: if it cannot be.
    """
    if len(paths) >= MANY:
        flush_system()
    for path in paths:
        # Fast after `flush_system`, and the only way to learn of an error.
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def flush_system() -> None:
    """Ask the system to write all its buffers at once; does nothing on Windows."""
    if hasattr(os, "sync"):
        os.sync()


def sync_folder(path: Path) -> None:
    """Put the names in a folder on disk, where the platform can (Windows cannot open folders)."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
