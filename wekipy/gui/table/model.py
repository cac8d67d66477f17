"""The table for Qt's views: only numbers that can be seen are ever fetched."""

from __future__ import annotations

import math
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from wekipy.gui.table.columns import Column
from wekipy.gui.table.pages import Pages
from wekipy.gui.theme.palette import class_colour
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem

_NONE = QModelIndex()
_WAITING = "…"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LIVE = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_ACROSS = Qt.Orientation.Horizontal


class ExamplesModel(QAbstractTableModel):
    """Rows of examples; each has the time, inputs and targets.

    Signals:
        edited(int, int, int, float): take, row, column and value that a person has typed.
        refused(str): why what was typed is none, a sentence.

    Attributes:
        columns: of the table.
        locked: why nothing can be edited, a sentence; "" if it can.
    """

    edited = pyqtSignal(int, int, int, float)
    refused = pyqtSignal(str)

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._rows = 0
        self.columns: tuple[Column, ...] = ()
        self.locked = ""
        pages.counted.connect(self._count)
        pages.came.connect(self._come)

    def show(self, columns: tuple[Column, ...]) -> None:
        """Show other columns, or other rows."""
        self.beginResetModel()
        self.columns, self._rows = columns, 0
        self._pages.rows = -1
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = _NONE) -> int:  # noqa: N802  Qt's name
        """How many rows there are."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: QModelIndex = _NONE) -> int:  # noqa: N802  Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A number in words, and its colour."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in _LIVE:
            value = self._pages.value(index.row(), index.column())
            if role == Qt.ItemDataRole.ForegroundRole:
                return self._colour(column, value)
            if role == Qt.ItemDataRole.EditRole:
                return "" if value is None else column.whole_words(value)
            words = _WAITING if value is None else column.words(value)
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return f"{column.name}: {words or tr('none')}" if spoken else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column.named else _RIGHT
        return (column.fixed or None) if role == Qt.ItemDataRole.ToolTipRole else None

    def _colour(self, column: Column, value: float | None) -> QColor | None:
        if column.kind == "time" or value is None:
            return QColor(palette().dim)
        if column.kind != "classification" or math.isnan(value):
            return None
        return QColor(class_colour(round(value), palette()))

    def headerData(  # noqa: N802  Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns; take and row number of rows."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            named = orientation == _ACROSS and section < len(self.columns) and self.columns[section].named
            return _LEFT if named else _RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == _ACROSS:
            return self.columns[section].name if section < len(self.columns) else None
        place = self._pages.place(section)
        words = tr("take {take}, row {row}") if role == Qt.ItemDataRole.ToolTipRole else "{take} · {row}"
        return _WAITING if place is None else words.format(take=place[0], row=place[1])

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """What can be typed over, can be edited."""
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.isValid() and not self.locked and not self.columns[index.column()].fixed:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Pass on what was typed, if it can be there."""
        place = self._pages.place(index.row())
        if role != Qt.ItemDataRole.EditRole or place is None or self.locked:
            return False
        column = self.columns[index.column()]
        try:
            wanted = column.read(str(value))
        except Problem as e:
            self.refused.emit(str(e))
            return False
        before = self._pages.value(index.row(), index.column())
        if before is None or column.plain(wanted) != column.plain(before):
            self.edited.emit(*place, column.number, wanted)
        return True

    def _count(self, rows: int) -> None:
        """Rows come and go at the end, so that what is selected stays where it is."""
        if rows > self._rows:
            self.beginInsertRows(_NONE, self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows < self._rows:
            self.beginRemoveRows(_NONE, rows, self._rows - 1)
            self._rows = rows
            self.endRemoveRows()

    def _come(self, first: int, last: int) -> None:
        last = min(last, self._rows - 1)
        if self.columns and first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, first, last)
