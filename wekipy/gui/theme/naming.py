"""A name that is changed where it stands: click it or press F2, Enter takes it, Escape does not."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from wekipy.gui.theme.theme import role

Refused = Callable[[str], None]
Rename = Callable[[str, Refused], None]


class NameEdit(QLineEdit):
    """Looks like a label until it is edited.

    Args:
        rename: is given the new name, and what is to be called with a sentence if it cannot be.
    """

    def __init__(self, rename: Rename, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rename, self._name = rename, ""
        role(self, "name")
        # Tab goes through what is played with; a name is edited on purpose.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumWidth(48)
        self.editingFinished.connect(self.finish)

    def show_name(self, name: str, accessible: str) -> None:
        """Show what it is called, unless it is being edited."""
        if name == self._name and self.text() == name:
            return
        self._name = name
        self.setAccessibleName(accessible)
        if not self.hasFocus():
            self._show()

    def edit(self) -> None:
        """Begin to edit."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def focusInEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802  Qt's name
        """All of it is replaced by what is typed."""
        super().focusInEvent(event)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Escape leaves it as it was."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self._show()
            self._leave()
            return
        super().keyPressEvent(event)

    def finish(self) -> None:
        """Take what is typed."""
        wanted = self.text().strip()
        if wanted and wanted != self._name:
            self._name = wanted  # until the engine says otherwise
            self._rename(wanted, self._refuse)
        self._show()
        self._leave()

    def _refuse(self, sentence: str) -> None:
        role(self, "name", "bad")
        self.setToolTip(sentence)
        self._name = ""  # so that the next state shows the name it still has

    def _show(self) -> None:
        role(self, "name")
        self.setToolTip(self._name)
        self.setText(self._name)
        self.setCursorPosition(0)

    def _leave(self) -> None:
        parent = self.parentWidget()
        if self.hasFocus() and parent is not None:
            parent.setFocus()
