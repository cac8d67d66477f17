"""Copies a user's files for a moment to where the engine of a project may read them.

An engine reads files that messages name only from the project folder and its library. A user of this machine
may import any file he can read: it is copied into the project folder, then removed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wekipy.project.problem import Problem

PREFIX: Final = "incoming-"


@contextmanager
def brought_in(source: Path, project: Path, parts: Sequence[str] = ()) -> Iterator[str]:
    """Copy a file or folder for the block; gives its path relative to the project folder.

    Args:
        parts: the files and folders to copy of a folder, relative to it; missing ones are skipped.

    Raises:
        Problem: if it cannot be read or copied.
    """
    try:
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=project))
    except OSError as e:
        raise Problem(f"cannot put {source.name} into {project.name}: {e.strerror or e}") from e
    try:
        copy = place / source.name
        try:
            _copy(source, copy, parts)
        except (OSError, shutil.Error) as e:
            raise Problem(f"{source} cannot be read: {getattr(e, 'strerror', None) or e}") from e
        yield copy.relative_to(project).as_posix()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _copy(source: Path, copy: Path, parts: Sequence[str]) -> None:
    if not source.is_dir():
        shutil.copyfile(source, copy)
        return
    copy.mkdir()
    for part in parts:
        if (source / part).is_dir():
            shutil.copytree(source / part, copy / part, symlinks=True)
        elif (source / part).is_file():
            (copy / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / part, copy / part)
