"""Deletes a project once its engine has ended, and knows where deleted ones are."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from PyQt6.QtCore import QObject, QSettings, pyqtSignal

from wekipy.client.deleted import Deleted, delete_project, deleted_projects, remove_expired
from wekipy.gui.start.recent import projects_folder, recent
from wekipy.gui.translation import said
from wekipy.project.problem import Problem

_KEPT = "deleted/libraries"
_MOST = 50


class Deleting(QObject):
    """Deletes one project.

    Args:
        folder: of the project.
        after: the thread that ends its engine.

    Signals:
        done(Deleted), failed(str): in the window's thread; why it has failed, a sentence.
    """

    done = pyqtSignal(object)
    failed = pyqtSignal(str)

    def __init__(self, folder: Path, after: threading.Thread | None, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._after = folder, after
        remember_library(folder.parent)

    def begin(self) -> None:
        """Begin; connect the signals before."""
        threading.Thread(target=self._delete, name="deleting").start()

    def _delete(self) -> None:
        if self._after is not None:
            self._after.join()
        with contextlib.suppress(RuntimeError):  # of a window that was closed meanwhile
            try:
                found = delete_project(self._folder)
            except Problem as e:
                self.failed.emit(said(str(e)))
            else:
                self.done.emit(found)


def libraries() -> list[Path]:
    """The folders of projects that are known here, and may have deleted ones."""
    kept = QSettings().value(_KEPT, [])
    names = [kept] if isinstance(kept, str) else list(kept or [])
    found = [projects_folder(), *map(Path, names), *(folder.parent for folder in recent())]
    return list(dict.fromkeys(found))


def remember_library(library: Path) -> None:
    """Know this folder as one with deleted projects."""
    others = [str(folder) for folder in libraries() if folder != library]
    QSettings().setValue(_KEPT, [str(library), *others][:_MOST])


def known_deleted() -> list[Deleted]:
    """The deleted projects that can be restored, the last one first."""
    return deleted_projects(libraries())


def remove_old(known: list[Path]) -> None:
    """Remove for good what was deleted more than 30 days ago; from any thread."""
    remove_expired(known)
