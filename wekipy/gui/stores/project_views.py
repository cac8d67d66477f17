"""What a person has filtered and chosen in each project: it is there again when the project comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.client.state import State
from wekipy.gui.session.session import Session


class ProjectViews(QObject):
    """Kept while the session lasts, by project and part of the window; nothing is written to disk.

    Signals:
        moved(str): the project in this folder had another name until just now.
    """

    moved = pyqtSignal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._kept: dict[tuple[str, str], Any] = {}
        self._keys: dict[str, str] = {}  # of folders that got another key when a project was renamed
        self._count = 0

    def key(self, folder: str) -> str:
        """What stands for the project that is in this folder now; renaming does not change it."""
        return self._keys.get(folder, folder)

    def keep(self, key: str, part: str, value: Any) -> None:
        """Keep what a part of the window shows of a project."""
        self._kept[key, part] = value

    def kept(self, key: str, part: str, first: Any) -> Any:
        """What was kept; `first` if nothing was."""
        return self._kept.get((key, part), first)

    def move(self, before: str, folder: str) -> None:
        """Follow a project that was renamed: its folder was the one before."""
        self._count += 1
        key = self.key(before)
        self._keys |= {folder: key, before: f"{before} {self._count}"}  # whatever is there next is another
        self.moved.emit(folder)


class ProjectView:
    """One part's filter or choice, which goes and comes with the project.

    Args:
        part: of the window; its name is unlike that of any other.
        read: gives what is shown now, as a value that stays as it is.
        show: shows such a value. What `read` gives at first is shown in projects that are new.
    """

    def __init__(
        self, session: Session, part: str, read: Callable[[], Any], show: Callable[[Any], object]
    ) -> None:
        self._store, self._part = project_views_of(session), part
        self._read, self._show = read, show
        self._first = read()
        self._folder = session.state.folder
        self._key = self._store.key(self._folder)
        self._left = False
        self._store.moved.connect(self._follow_move)

    def leave(self, state: State) -> None:
        """Keep what is shown, if this state is of another project; to be called before anything changes."""
        if state.folder == self._folder:
            return
        if self._folder:
            self._store.keep(self._key, self._part, self._read())
        self._folder, self._key, self._left = state.folder, self._store.key(state.folder), True

    def enter(self) -> bool:
        """Show what was kept of the project if it is another one now; returns whether it is."""
        left, self._left = self._left, False
        if left:
            self._show_kept()
        return left

    def _follow_move(self, folder: str) -> None:
        if folder == self._folder:  # its state came first, and it was taken for another one
            self._key = self._store.key(folder)
            self._show_kept()

    def _show_kept(self) -> None:
        self._show(self._store.kept(self._key, self._part, self._first))


def project_views_of(session: Session) -> ProjectViews:
    """What is kept in a session; made on first use."""
    return session.findChild(ProjectViews) or ProjectViews(session)
