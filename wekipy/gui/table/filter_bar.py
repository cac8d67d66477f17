"""Which rows the table shows: of which takes, and with which numbers."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QLineEdit, QWidget

from wekipy.gui.table.columns import Column
from wekipy.gui.table.pages import Where
from wekipy.gui.theme.parts import across, column
from wekipy.gui.translation import mark, tr
from wekipy.project.problem import Problem

_NUMBERS = (("=", "="), ("!=", "≠"), ("<", "<"), ("<=", "≤"), (">", ">"), (">=", "≥"))
_NAMES = (("=", mark("is")), ("!=", mark("is not")))
_NONE = ("none", mark("has none"))


class FilterBar(QWidget):
    """Fields of a filter.

    Signals:
        changed(): other rows are wanted.

    Attributes:
        trouble: why what was typed is no condition, a sentence; "" if it is one.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._where: Where = ()
        self.trouble = ""
        self.takes, self.column, self.comparison = QComboBox(self), QComboBox(self), QComboBox(self)
        self.value = QLineEdit(self)
        _name(self.takes, tr("Of which takes"))
        _name(self.column, tr("Filter by which column"))
        _name(self.comparison, tr("How the numbers are compared"))
        _name(self.value, tr("Number or name to look for"))
        self.takes.addItem(tr("Selected takes"), True)
        self.takes.addItem(tr("All takes"), False)
        for choice in (self.takes, self.column, self.comparison):
            choice.setMinimumContentsLength(6)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.value.setClearButtonEnabled(True)
        self.value.setPlaceholderText(tr("Value"))
        above, below = across(), across()
        above.addWidget(self.takes, 1)
        above.addWidget(self.column, 1)
        below.addWidget(self.comparison, 1)
        below.addWidget(self.value, 1)
        rows = column(self)
        rows.addLayout(above)
        rows.addLayout(below)
        self.takes.currentIndexChanged.connect(self.changed)
        self.column.currentIndexChanged.connect(self._choose)
        self.comparison.currentIndexChanged.connect(self._read)
        self.value.textChanged.connect(self._read)
        self._choose()

    @property
    def selected_only(self) -> bool:
        """Whether only selected takes are wanted, if some are."""
        return bool(self.takes.currentData())

    @property
    def where(self) -> Where:
        """The condition, as of `Client.example_table`; () for none."""
        return self._where

    def offer(self, columns: tuple[Column, ...]) -> None:
        """The columns that there are; the one that is chosen stays so if it is there."""
        chosen = self.column.currentData()
        self._columns = columns
        with QSignalBlocker(self.column):
            self.column.clear()
            self.column.addItem(tr("All rows"), None)
            for each in columns:
                self.column.addItem(each.name, each.number)
            self.column.setCurrentIndex(max(self.column.findData(chosen), 0))
        self._choose()

    def kept(self) -> tuple[int, object, object, str]:
        """What is chosen and typed, for `show_kept`."""
        return (
            self.takes.currentIndex(),
            self.column.currentData(),
            self.comparison.currentData(),
            self.value.text(),
        )

    def show_kept(self, kept: tuple[int, object, object, str]) -> None:
        """Filter as before, by a column that is there; emits nothing."""
        takes, column, comparison, value = kept
        there = self.column.findData(column) >= 0
        with QSignalBlocker(self):
            self.takes.setCurrentIndex(takes)
            self.column.setCurrentIndex(max(self.column.findData(column), 0))
            self.comparison.setCurrentIndex(max(self.comparison.findData(comparison), 0))
            self.value.setText(value if there else "")

    def _chosen(self) -> Column | None:
        number = self.column.currentData()
        return next((each for each in self._columns if each.number == number), None)

    def _choose(self) -> None:
        chosen, before = self._chosen(), self.comparison.currentData()
        with QSignalBlocker(self.comparison):
            self.comparison.clear()
            for name, words in () if chosen is None else _NAMES if chosen.named else _NUMBERS:
                self.comparison.addItem(tr(words), name)
            if chosen is not None and chosen.kind != "time":
                self.comparison.addItem(tr(_NONE[1]), _NONE[0])
            self.comparison.setCurrentIndex(max(self.comparison.findData(before), 0))
        self.comparison.setVisible(chosen is not None)
        self._read()

    def _read(self) -> None:
        chosen, comparison = self._chosen(), str(self.comparison.currentData())
        self.value.setVisible(chosen is not None and comparison != "none")
        before = self._where, self.trouble
        self.trouble = ""
        if chosen is None:
            self._where = ()
        elif comparison == "none":
            self._where = ((chosen.number, "none", 0.0),)
        elif not self.value.text().strip():
            self._where = ()
        else:
            try:
                self._where = ((chosen.number, comparison, chosen.sought(self.value.text())),)
            except Problem as e:
                self.trouble = str(e)
        if (self._where, self.trouble) != before:
            self.changed.emit()


def _name(widget: QWidget, name: str) -> None:
    widget.setAccessibleName(name)
    widget.setToolTip(name)
