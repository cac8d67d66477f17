"""Files that are either the old ones or the new ones, whenever the power goes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path, sync_name: bool = True) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` when the block ends without an error.

    Args:
        sync_name: whether its name is on disk, too, at the end; else `sync_folder` is for the caller to do.

    Raises:
        OSError: if it cannot be written; `path` is then as it was.
    """
    # One fixed name, so that what a crash leaves behind is taken away by the next save. It is unlinked and
    # made anew: a project from a stranger could hold a link of that name to a file elsewhere.
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


def sync_folder(path: Path) -> None:
    """Put the names in a folder on disk, where the platform can (Windows cannot open folders)."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
