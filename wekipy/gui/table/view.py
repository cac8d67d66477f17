"""The table itself: as in a spreadsheet, keys that are typed here mean its cells and nothing else."""

from __future__ import annotations

from typing import cast

from PyQt6.QtCore import QEvent, QItemSelectionRange, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PyQt6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from wekipy.gui.table.model import ExamplesModel
from wekipy.gui.theme.scale import roomy
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr

_OVERRIDE = QEvent.Type.ShortcutOverride
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_MOVE = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F2,
)  # fmt: skip
_OTHERS = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
_LEAST = 3  # rows that are shown in any case
_AROUND = 10  # pixels above and below the text of a row, together
_BESIDE = 20  # likewise at its sides
_WIDEST = 24  # letters of a column's name that are shown in any case
_NUMBER = "-0.00123456"

Spans = list[tuple[int, int]]


class _Cells(QStyledItemDelegate):
    """Editors of cells; for classes, names are completed."""

    def createEditor(  # noqa: N802  Qt's name
        self,
        parent: QWidget | None,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex,
    ) -> QWidget | None:
        """A line to type in, which fits into its cell."""
        made = QLineEdit(parent)
        role(made, "cell")
        column = cast(ExamplesModel, index.model()).columns[index.column()]
        made.setAccessibleName(column.name)
        if column.choices:
            completer = QCompleter(column.choices, made)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            made.setCompleter(completer)
        return made

    def updateEditorGeometry(  # noqa: N802  Qt's name
        self,
        editor: QWidget | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,  # noqa: ARG002
    ) -> None:
        """It fills its cell, not only the place of its text."""
        if editor is not None:
            editor.setGeometry(option.rect)


class ExamplesView(QTableView):
    """Examples as rows.

    Signals:
        copied(), pasted(), deleted(): asked for with a key.
    """

    copied = pyqtSignal()
    pasted = pyqtSignal()
    deleted = pyqtSignal()

    def __init__(self, model: ExamplesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples = model
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
        self.setTabKeyNavigation(False)  # Tab leads on, as everywhere
        self.setWordWrap(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(tr("Examples"))
        self.setAccessibleDescription(tr("Enter edits a number, Delete deletes rows, Ctrl+F filters."))
        for header in (self._header(Qt.Orientation.Horizontal), self._header(Qt.Orientation.Vertical)):
            header.setHighlightSections(False)
            header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._header(Qt.Orientation.Vertical).setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        corner = self.findChild(QWidget, "qt_corner") or next(iter(self._corners()), None)
        if corner is not None:
            corner.setAccessibleName(tr("Select all"))
            corner.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().changed.connect(self.fit)

    def _corners(self) -> list[QWidget]:
        return [child for child in self.findChildren(QWidget) if "CornerButton" in type(child).__name__]

    def _header(self, orientation: Qt.Orientation) -> QHeaderView:
        across = orientation == Qt.Orientation.Horizontal
        return cast(QHeaderView, self.horizontalHeader() if across else self.verticalHeader())

    def fit(self, places: str = "") -> None:
        """Take sizes from the present font; `places` is the longest text beside a row."""
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance
        rows = self._header(Qt.Orientation.Vertical)
        height = metrics.height() + roomy(_AROUND)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.setMinimumHeight((_LEAST + 1) * height)
        self._places = places or getattr(self, "_places", "1 · 1000")
        rows.setFixedWidth(words(self._places) + roomy(_BESIDE))
        for n, column in enumerate(self._examples.columns):
            longest = max((_NUMBER, *column.words_of), key=words) if column.named else _NUMBER
            needed = max(words(longest), min(words(column.name), words("m" * _WIDEST)))
            self.setColumnWidth(n, needed + roomy(_BESIDE))

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Fonts are known by now."""
        super().showEvent(event)
        self.fit()

    def spans(self) -> Spans:
        """First and last of the rows that have a selected cell, rising."""
        found: Spans = []
        for span in sorted((each.top(), each.bottom()) for each in self._ranges()):
            if found and span[0] <= found[-1][1] + 1:
                found[-1] = found[-1][0], max(span[1], found[-1][1])
            else:
                found.append(span)
        return found

    def chosen_columns(self) -> list[int]:
        """The columns that have a selected cell."""
        return sorted({n for each in self._ranges() for n in range(each.left(), each.right() + 1)})

    def _ranges(self) -> list[QItemSelectionRange]:
        picking = self.selectionModel()
        if picking is None:
            return []
        selection = picking.selection()
        return [selection[n] for n in range(len(selection))]

    def event(self, event: QEvent | None) -> bool:
        """These keys mean cells, whatever else they are keys of: a digit is no class, R does not record."""
        if isinstance(event, QKeyEvent) and event.type() == _OVERRIDE and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Paste):
            return True
        if event.matches(QKeySequence.StandardKey.SelectAll) or event.key() in (*_ENTER, *_DELETE, *_MOVE):
            return True
        plain = not event.modifiers() & _OTHERS
        return plain and event.text().isprintable() and bool(event.text())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Enter edits, Delete deletes rows, Ctrl+C and Ctrl+V copy and paste; the rest as in every table."""
        if event is None:
            return
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in _ENTER and self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())
        elif event.key() in _DELETE:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def closeEditor(  # noqa: N802  Qt's name
        self, editor: QWidget | None, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        """After Enter, the cell below is the current one."""
        super().closeEditor(editor, hint)
        at = self.currentIndex()
        if (
            hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
            and at.row() + 1 < self._examples.rowCount()
        ):
            self.setCurrentIndex(self._examples.index(at.row() + 1, at.column()))
