"""Resolves the paths that operations may name: in the project folder or in the library."""

from __future__ import annotations

from pathlib import Path

from wekipy.project.problem import Problem
from wekipy.server.project_files import ProjectFiles
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.inside import inside
from wekipy.storage.links import is_link
from wekipy.storage.presence import make_inside


class Paths:
    """Finds files in the project folder and the library, and none elsewhere.

    Attributes:
        library: the folder of projects and files that messages may name, besides the project's own.
    """

    def __init__(self, files: ProjectFiles, library: Path) -> None:
        self._files, self.library = files, library

    def find(self, path: str) -> Path:
        """A file in the project folder, or in the library."""
        try:
            found = inside(self._files.folder, path)
        except Problem:
            return inside(self.library, path)
        return found if found.exists() else inside(self.library, path)

    def project(self, path: str) -> Path:
        """A project in the library."""
        return inside(self.library, path)

    def writable(self) -> Path:
        """The project folder, if it is writable.

        Raises:
            Problem: if it is not writable, with the reason.
        """
        folder = self._files.place_to_write()
        if folder is None:
            raise Problem(self._files.trouble or f"{self._files.folder} is gone; put it back")
        return folder

    def saved_folder(self) -> Path:
        """The project's folder of saved models."""
        return _no_link(ProjectFolder(self._files.folder).saved)

    def saved(self, path: str) -> Path:
        """A file in the folder of saved models."""
        return _within(ProjectFolder(self._files.folder).saved, path)

    def to_save(self, folder: Path, path: str) -> Path:
        """A file in the folder of saved models, to be written; creates the folder."""
        return _made(folder, _within(ProjectFolder(folder).saved, path))

    def to_export(self, folder: Path, path: str) -> Path:
        """A file in the exports folder, to be written; creates the folder."""
        return _made(folder, _within(ProjectFolder(folder).exports, path))

    def sketches(self, folder: Path) -> Path:
        """The folder of sketches in the project folder; creates it."""
        place = _no_link(ProjectFolder(folder).sketches)
        make_inside(folder, place)
        return place


def _made(folder: Path, place: Path) -> Path:
    make_inside(folder, place.parent)
    return place


def _no_link(folder: Path) -> Path:
    """Return a folder of the project that is not a link.

    Raises:
        Problem: if it is a link.
    """
    if is_link(folder):
        raise Problem(f"{folder.name} in {folder.parent.name} is a link, and wekipy follows no links there")
    return folder


def _within(folder: Path, path: str) -> Path:
    """Return a file in a project folder that is not a link."""
    return inside(_no_link(folder), path)
