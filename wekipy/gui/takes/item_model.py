"""The list of takes for Qt's views: only rows that can be seen are ever described or drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, pyqtSignal

from wekipy.gui.takes.rows import Row

ROW = Qt.ItemDataRole.UserRole
_NONE = QModelIndex()
_SAID: dict[int, Callable[[Row], Any]] = {
    ROW: lambda row: row,
    Qt.ItemDataRole.DisplayRole: lambda row: row.title,
    Qt.ItemDataRole.EditRole: lambda row: row.take.name,
    Qt.ItemDataRole.ToolTipRole: lambda row: "\n".join(row.remarks),
    Qt.ItemDataRole.AccessibleTextRole: lambda row: row.words,
}


class TakesModel(QAbstractListModel):
    """Rows in the order they are given.

    Signals:
        renamed(int, str): a person has named a take.
    """

    renamed = pyqtSignal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> bool:
        """Show these; whether they are others than before, so that what was selected is so no more."""
        numbers = [row.take.number for row in rows]
        if numbers != [row.take.number for row in self.rows]:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return True
        changed = [n for n, row in enumerate(rows) if row != self.rows[n]]
        self.rows = list(rows)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        return False

    def place(self, number: int) -> QModelIndex:
        """Where a take is; invalid if it is not shown."""
        found = next((n for n, row in enumerate(self.rows) if row.take.number == number), -1)
        return self.index(found)

    def rowCount(self, parent: QModelIndex = _NONE) -> int:  # noqa: N802  Qt's name
        """How many takes are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the delegate, words for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        say = _SAID.get(role)
        return None if say is None else say(row)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Takes that are not deleted can be renamed in place."""
        found = super().flags(index)
        if index.isValid() and not self.rows[index.row()].deleted:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """A new name; it is shown when the engine has taken it."""
        take = self.rows[index.row()].take
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == take.name:
            return False
        self.renamed.emit(take.number, str(value).strip())
        return True
