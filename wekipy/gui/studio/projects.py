"""The menu of projects: new, open, those beside the present one, a copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.start.recent import look, recent
from wekipy.gui.translation import tr

if TYPE_CHECKING:
    from wekipy.gui.studio.window import Window

_MOST = 20


class ProjectMenu(QMenu):
    """What can be done with whole projects; nothing asks whether work shall be lost, for it never is."""

    def __init__(
        self, window: Window, session: Session, rows: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Project"), parent)
        self._window, self._session = window, session
        self.addActions(rows[:-1])
        self.addSeparator()
        self.beside = QMenu(tr("Beside this one"), self)
        self.beside.aboutToShow.connect(self.look)
        self.addMenu(self.beside)
        self.recent = QMenu(tr("Opened before"), self)
        self.recent.aboutToShow.connect(self.remember)
        self.addMenu(self.recent)
        self._add(tr("Save a copy"), self.copy, QKeySequence(QKeySequence.StandardKey.SaveAs))
        self.addSeparator()
        if not session.source.own:
            self._add(tr("End the engine"), self._end)
        self.addActions(rows[-1:])  # closing

    def look(self) -> None:
        """List the projects that lie beside the present one."""
        self._session.do("projects", then=self._list)

    def remember(self) -> None:
        """List the projects that were opened before."""
        self.recent.clear()
        for known in map(look, recent()):
            action = self.recent.addAction(f"{known.name}\t{known.when}")
            if action is not None:
                action.setEnabled(known.there and str(known.folder) != self._session.state.folder)
                action.triggered.connect(lambda _on, folder=known.folder: self._window.open_folder(folder))

    def copy(self) -> None:
        """Copy the project under a name that tells when; the present one stays open."""
        name = f"{self._session.state.name.partition(' – ')[0]} – {datetime.now():%Y-%m-%d %H.%M.%S}"
        self._session.do("copy_project", name, then=self._tell_copy)

    def _tell_copy(self, path: str) -> None:
        text = tr("A copy is at {path}").format(path=path)
        self._session.journal.add("copied", text)
        if self._window.studio is not None:
            self._window.studio.tell(text)

    def _list(self, projects: list[dict[str, Any]]) -> None:
        self.beside.clear()
        for project in projects[:_MOST]:
            words = tr("{examples} examples").format(examples=project["examples"])
            action = self.beside.addAction(f"{project['name']}\t{words}")
            if action is None:
                continue
            action.setCheckable(True)
            action.setChecked(bool(project["open"]))
            action.setEnabled(not project["problem"] and not project["open"])
            action.setToolTip(str(project["problem"]))
            action.triggered.connect(lambda _on, path=project["path"]: self._open(path))
        if len(projects) < 2:
            self.beside.addAction(tr("There is no other.")).setEnabled(False)  # type: ignore[union-attr]

    def _open(self, path: str) -> None:
        self._session.do("open_project", path, self._session.state.running)

    def _end(self) -> None:
        self._session.do("shut_down")
        self._window.show_start()

    def _add(self, text: str, do: Any, *keys: QKeySequence) -> None:
        action = self.addAction(text)
        if action is not None:
            action.setShortcuts(list(keys))
            action.triggered.connect(lambda _on: do())
