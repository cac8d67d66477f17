"""Refuses links in a project folder: through them a stranger's project could write or read elsewhere.

The project folder itself may be a link; the person who names it has seen where it is.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wekipy.project.problem import Problem

_FOLDERS = ("examples", "models", "models/earlier", "models/new", "backups", "saved")
_FILES = ("project.json", "journal", "engine.lock")
_TAGS = frozenset({0xA000000C, 0xA0000003})  # links and junctions of Windows


def is_link(path: Path) -> bool:
    """Whether a path is a link, wherever it leads; False if nothing is there."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _TAGS


def check_no_links(project: Path) -> None:
    """Refuse a project in which a folder, or a file that wekipy reads or writes, is a link.

    Raises:
        Problem: naming it.
    """
    for path in _parts(project):
        raise Problem(
            f"{path.relative_to(project)} in {project.name} is a link, and wekipy follows no links inside a"
            " project; put the file or folder itself there, or remove the link"
        )


def _parts(project: Path) -> Iterator[Path]:
    """Yield the links among the parts of a project; linked folders are not entered."""
    for name in _FILES:
        if is_link(project / name):
            yield project / name
    for name in _FOLDERS:
        folder = project / name
        if is_link(folder):
            yield folder
            continue
        with suppress(OSError), os.scandir(folder) as entries:
            yield from (Path(entry.path) for entry in entries if entry.is_symlink())


def refuse_link(folder: Path) -> None:
    """Refuse to write into a project folder that has become a link while the project was open.

    Raises:
        OSError: saying so.
    """
    if is_link(folder):
        raise OSError(errno.ELOOP, f"{folder.name} is a link, which wekipy does not follow", str(folder))
