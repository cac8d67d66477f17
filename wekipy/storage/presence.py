"""Checks that a project folder is still where it was opened.

A folder that was renamed, deleted or replaced, or whose disk was removed, must not be created again under its
old name: it would then hold half a project. So each write first compares the device and inode of the folder
with those at opening, and never creates parent folders. The examples folder is checked in the same way once
it exists: if it alone were removed, a running take would go on into an unlinked file, and the takes before it
would be in memory only.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path


class FolderGone(OSError):
    """The project folder is gone; everything waits in memory until it is back."""


class Presence:
    """Remembers the identity of a project folder.

    Args:
        path: of the project folder.
        takes: path of its examples folder, which may be created later.

    Raises:
        OSError: if there is no project folder.
    """

    def __init__(self, path: Path, takes: Path) -> None:
        self.path = path
        self._takes = takes
        self._known = _identity(path)
        self._known_takes: tuple[int, int] | None = None
        self.check()

    def move(self, path: Path, takes: Path) -> None:
        """Look for the same folder at another path: it was renamed.

        Raises:
            FolderGone: if it is not there.
        """
        self.path, self._takes = path, takes
        self.check()

    def check(self) -> None:
        """Check that the folder is there.

        Raises:
            FolderGone: if it is not, naming what is there instead.
        """
        try:
            found = _identity(self.path)
        except OSError as e:
            raise FolderGone(
                errno.ENOENT, "it was renamed or deleted, or its disk was taken out", str(self.path)
            ) from e
        if found != self._known:
            raise FolderGone(errno.ENOENT, "something else is at its place", str(self.path))
        self._check_takes()

    def _check_takes(self) -> None:
        try:
            found = _identity(self._takes, follow=False)
        except OSError as e:
            if self._known_takes is None:
                return
            raise FolderGone(
                errno.ENOENT, f"“{self._takes.name}” in it was renamed or deleted", str(self.path)
            ) from e
        if self._known_takes is None:
            self._known_takes = found
        elif found != self._known_takes:
            raise FolderGone(
                errno.ENOENT, f"something else is at the place of “{self._takes.name}” in it", str(self.path)
            )

    @property
    def here(self) -> bool:
        """Whether the folder is there."""
        try:
            self.check()
        except FolderGone:
            return False
        return True


def _identity(path: Path, follow: bool = True) -> tuple[int, int]:
    found = path.stat(follow_symlinks=follow)
    return found.st_dev, found.st_ino


def make_inside(project: Path, folder: Path) -> None:
    """Create a folder inside a project folder, with parents, but never the project folder itself.

    Raises:
        OSError: if it cannot be created, for example because the project folder is gone.
    """
    place = project
    for name in folder.relative_to(project).parts:
        place /= name
        try:
            place.mkdir()
        except FileExistsError:
            if not place.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place)) from None
