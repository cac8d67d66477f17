"""All actions with their keys and messages: found by typing, changed by pressing another key."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from wekipy.gui.actions import Actions, actions_of
from wekipy.gui.keys.row import KeyRow
from wekipy.gui.shell import Shell
from wekipy.gui.theme.parts import Rows, across, badge, column, label
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem


class KeysView(QWidget):
    """A row for each action."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if shell.session is None:
            raise LookupError("there are no actions without a project")
        self._actions: Actions = actions_of(shell.session)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Find an action, a key or a message"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.problem = label(kind="badge", parent=self)
        self.problem.hide()
        self.reset_all = QPushButton(tr("All as they were"), self)
        self.reset_all.clicked.connect(self._reset)
        self.rows = {name: KeyRow(self._actions, name) for name in self._actions}
        for row in self.rows.values():
            row.wanted.connect(self._set)
        listed = Rows(self)
        listed.fill(list(self.rows.values()))
        rows = column(self)
        words = label(
            tr("Click a key, then press another one. A foot switch or MIDI sends the message by OSC."),
            "dim", self,
        )  # fmt: skip
        words.setWordWrap(True)
        rows.addWidget(words)
        rows.addLayout(self._top())
        rows.addWidget(self.problem)
        rows.addWidget(listed, 1)
        self.setFocusProxy(self.search)

    def _top(self) -> QHBoxLayout:
        row = across()
        row.addWidget(self.search, 1)
        row.addWidget(self.reset_all)
        return row

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for row in self.rows.values():
            row.setVisible(all(word in row.words() for word in wanted))

    def _set(self, name: str, key: str) -> None:
        try:
            self._actions.set_key(name, key)
        except Problem as e:
            badge(self.problem, str(e), "bad")
            self.problem.setAccessibleName(str(e))
        else:
            badge(self.problem, "")
        self.rows[name].follow()

    def _reset(self) -> None:
        # First none at all: two that were exchanged are in each other's way.
        for name in self.rows:
            self._actions.set_key(name, "")
        for name in self.rows:
            self._set(name, self._actions.row(name).key)
