"""The menu of projects: begin one, open others, rename, copy, import, export, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu, QWidget

from wekipy.gui.exchange.exports import fill_exports
from wekipy.gui.exchange.imports import ask_import, is_here
from wekipy.gui.places.showing import show_place
from wekipy.gui.projects.beginning import begin
from wekipy.gui.session.session import Session
from wekipy.gui.shell import Shell
from wekipy.gui.start.recent import look, recent
from wekipy.gui.start.templates import TEMPLATES
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import count_words

_MOST = 20
_OPENING: Final = 2  # of the actions in the table: what opens another project
_STAGE: Final = 3  # those of the set list


class ProjectMenu(QMenu):
    """The project menu; it never asks to confirm a loss, because nothing is ever lost.

    Args:
        rows: the actions of the table that are in this menu; the last one closes the window.
    """

    def __init__(
        self, shell: Shell, session: Session, rows: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Project"), parent)
        self._shell, self._session = shell, session
        self.new = self._menu(tr("New"))
        for template in TEMPLATES:
            self._add(tr(template.name), partial(begin, session, template), menu=self.new)
        self.addActions(rows[:_OPENING])
        self.beside = self._menu(tr("In this folder"), self.look)
        self.recent = self._menu(tr("Recent"), self.remember)
        self.elsewhere = self._menu(
            tr("Open in a new window"), lambda: self._remember(self.elsewhere, self._shell.open_elsewhere)
        )
        self.addSeparator()
        self.rename = self._add(tr("Rename …"), lambda: shell.toggle("rename"))
        self._add(tr("Save a copy"), self.copy, QKeySequence(QKeySequence.StandardKey.SaveAs))
        self.show_folder = self._add(tr("Show folder"), lambda: show_place(Path(session.state.folder)))
        self.addSeparator()
        self.bring = self._add(tr("Import examples …"), lambda: ask_import(session, parent or self))
        self.exports = self._menu(tr("Export"))
        fill_exports(self.exports, session)
        self.addSeparator()
        self.addActions(rows[_OPENING : _OPENING + _STAGE])
        self.addSeparator()
        self.delete = self._add(tr("Delete"), lambda: session.wanted.emit("delete"))
        if not session.source.own:
            self._add(tr("End the engine"), self._end)
        self.addActions(rows[_OPENING + _STAGE :])  # closing
        for signal in (self.aboutToShow, session.restored, session.lost):
            signal.connect(self._follow)
        self._follow()

    def look(self) -> None:
        """List the projects that lie beside the present one."""
        self._session.do("projects", then=self._list)

    def remember(self) -> None:
        """List the projects that were opened before."""
        self._remember(self.recent, self._shell.open_folder)

    def copy(self) -> None:
        """Copy the project under a name with the time; the present one stays open."""
        self._session.wanted.emit("copy")

    def _follow(self) -> None:
        """What can be done depends on where the project is, and on whose engine has it open."""
        here, connected = is_here(self._session), self._session.connected
        writable = not self._session.state.project.read_only
        self.new.setEnabled(connected)
        self.exports.setEnabled(connected)
        self.rename.setEnabled(connected and writable)
        self.show_folder.setEnabled(here)
        self.bring.setEnabled(here and connected and writable)
        self.delete.setEnabled(here and self._session.source.own)
        self.delete.setToolTip(tr("It can be restored for 30 days, on the start screen."))
        self.setToolTipsVisible(True)

    def _remember(self, menu: QMenu, do: Callable[[Path], None]) -> None:
        menu.clear()
        for known in map(look, recent()):
            action = menu.addAction(f"{known.name}\t{known.when}")
            if action is not None:
                action.setEnabled(known.there and str(known.folder) != self._session.state.folder)
                action.triggered.connect(lambda _on, folder=known.folder: do(folder))

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

    def _menu(self, text: str, fill: Callable[[], None] | None = None) -> QMenu:
        made = QMenu(text, self)
        if fill is not None:
            made.aboutToShow.connect(fill)
        self.addMenu(made)
        return made

    def _add(
        self, text: str, do: Callable[[], object], *keys: QKeySequence, menu: QMenu | None = None
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcuts(list(keys))
        action.triggered.connect(lambda _on: do())
        (menu or self).addAction(action)
        return action
