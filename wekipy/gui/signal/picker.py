"""The stages that can be added, with their sentences; a few letters find one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows, column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr

Row = dict[str, Any]
_HEIGHT, _LEAST = 260, 90  # pixels of the list


class Entry(QWidget):
    """A stage that can be added."""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        rows = column(self, spacing=0)
        self.button = QPushButton(said(row["title"]), self)
        role(self.button, "item")
        self.button.setAccessibleDescription(said(row["sentence"]))
        sentence = label(said(row["sentence"]), "small", self)
        sentence.setWordWrap(True)
        sentence.setContentsMargins(scale.L, 0, scale.S, scale.XS)
        rows.addWidget(self.button)
        rows.addWidget(sentence)

    def has(self, text: str) -> bool:
        """Whether a text is in its name, title or sentence."""
        words = (self.row["title"], self.row["sentence"])
        return text.casefold() in " ".join((self.row["name"], *words, *map(said, words))).casefold()


class StagePicker(QFrame):
    """Unfolds where a stage is to be added.

    Args:
        room: pixels of height, in which it should be seen as a whole.

    Signals:
        chosen(str): the name of a stage.
        left(): none, after all.
    """

    chosen = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self, table: Sequence[Row], room: int, parent: QWidget) -> None:
        super().__init__(parent)
        role(self, "output", "selected")
        rows = column(self, scale.S, scale.XS)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Find a stage"))
        self.search.setAccessibleName(tr("Find a stage"))
        self.search.setClearButtonEnabled(True)
        self.entries = [Entry(row) for row in table]
        list_ = Rows(self)
        list_.fill(list(self.entries))
        list_.setFixedHeight(max(_LEAST, min(scale.roomy(_HEIGHT), room - 2 * scale.roomy(scale.HIT))))
        self.nothing = label(tr("No stage is called that, or does that."), "dim", self)
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        for widget in (self.search, self.nothing, list_):
            rows.addWidget(widget)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._take_first)
        for entry in self.entries:
            entry.button.clicked.connect(partial(self._choose, entry.row["name"]))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Escape folds it up."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)

    def _find(self, text: str) -> None:
        for entry in self.entries:
            entry.setVisible(entry.has(text.strip()))
        self.nothing.setVisible(not any(entry.has(text.strip()) for entry in self.entries))

    def _take_first(self) -> None:
        found = [entry.row["name"] for entry in self.entries if entry.has(self.search.text().strip())]
        if found and self.search.text().strip():
            self.chosen.emit(found[0])
