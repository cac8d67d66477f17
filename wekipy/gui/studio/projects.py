"""The menu of projects: new, open, those beside the present one, a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.shell import Shell
from wekipy.gui.start.recent import look, recent
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import count_words

_MOST = 20


class ProjectMenu(QMenu):
    """The project menu; it never asks to confirm a loss, because nothing is ever lost."""

    def __init__(
        self, shell: Shell, session: Session, rows: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Project"), parent)
        self._shell, self._session = shell, session
        self.addActions(rows[:-1])
        self.addSeparator()
        self.beside = QMenu(tr("In this folder"), self)
        self.beside.aboutToShow.connect(self.look)
        self.addMenu(self.beside)
        self.recent = QMenu(tr("Recent"), self)
        self.recent.aboutToShow.connect(self.remember)
        self.addMenu(self.recent)
        self.elsewhere = QMenu(tr("Open in a new window"), self)
        self.elsewhere.aboutToShow.connect(lambda: self._remember(self.elsewhere, self._shell.open_elsewhere))
        self.addMenu(self.elsewhere)
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
        self._remember(self.recent, self._shell.open_folder)

    def _remember(self, menu: QMenu, do: Callable[[Path], None]) -> None:
        menu.clear()
        for known in map(look, recent()):
            action = menu.addAction(f"{known.name}\t{known.when}")
            if action is not None:
                action.setEnabled(known.there and str(known.folder) != self._session.state.folder)
                action.triggered.connect(lambda _on, folder=known.folder: do(folder))

    def copy(self) -> None:
        """Copy the project under a name with the time; the present one stays open."""
        self._session.wanted.emit("copy")

    def _list(self, projects: list[dict[str, Any]]) -> None:
        self.beside.clear()
        for project in projects[:_MOST]:
            words = count_words(int(project["examples"]))
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
        if self._shell.is_elsewhere(Path(self._session.state.project.library) / path):
            return
        self._session.do("open_project", path, self._session.state.running)

    def _end(self) -> None:
        self._session.do("shut_down")
        self._shell.show_start()

    def _add(self, text: str, do: Any, *keys: QKeySequence) -> None:
        action = self.addAction(text)
        if action is not None:
            action.setShortcuts(list(keys))
            action.triggered.connect(lambda _on: do())
