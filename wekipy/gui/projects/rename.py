"""Gives the open project another name, while it plays."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtWidgets import QLineEdit, QPushButton, QWidget

from wekipy.gui.exchange.imports import is_here
from wekipy.gui.session.owner import waits
from wekipy.gui.shell import Shell
from wekipy.gui.stage.order import rename_in_order
from wekipy.gui.start.recent import forget, remember
from wekipy.gui.stores.project_views import project_views_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr


class RenameView(QWidget):
    """A field with the name; Enter, or the button, renames."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if shell.session is None:
            raise LookupError("no project is open")
        self._shell, self._session = shell, shell.session
        name = self._session.state.name
        self.field = QLineEdit(name, self)
        self.field.setAccessibleName(tr("Name of the project"))
        self.field.setMaxLength(150)
        self.field.selectAll()
        self.field.returnPressed.connect(self.rename)
        self.button = QPushButton(tr("Rename"), self)
        role(self.button, tone="accent")
        self.button.clicked.connect(self.rename)
        self.field.textChanged.connect(self._look)
        self.why = label("", "error", self)
        self.why.setWordWrap(True)
        note = label(tr("All goes on meanwhile. The folder of the project gets the name, too."), "dim", self)
        note.setWordWrap(True)
        rows = column(self, spacing=scale.M)
        line = across()
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        rows.addLayout(line)
        rows.addWidget(self.why)
        rows.addWidget(note)
        rows.addStretch(1)
        self.setFocusProxy(self.field)
        self._look(name)

    def rename(self) -> None:
        """Rename the project as the field says."""
        if self.button.isEnabled():
            self.button.setEnabled(False)
            before = Path(self._session.state.folder)
            done = partial(self._done, before)
            self._session.do("rename_project", self.field.text(), then=done, refused=self._refuse)

    def _look(self, name: str) -> None:
        self.why.setText("")
        self.button.setEnabled(bool(name.strip()) and name.strip() != self._session.state.name)

    def _done(self, before: Path, path: str) -> None:
        after = Path(path)
        project_views_of(self._session).move(str(before), path)
        rename_in_order(str(after.parent), before.name, after.name)
        if is_here(self._session) or after.is_dir():
            forget(before)
            remember(str(after))
        self._session.confirm("renamed", tr("The project is “{name}” now.").format(name=after.stem))
        if waits(self.rename):  # not closed meanwhile
            self._shell.toggle("rename")

    def _refuse(self, why: str) -> None:
        self.why.setText(why)
        self.button.setEnabled(True)
        self.field.setFocus()
