"""The list itself: keys, several takes at once, and a selection that outlives changes of the list."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QListView, QWidget

from wekipy.gui.takes.delegate import TakeDelegate
from wekipy.gui.takes.item_model import TakesModel
from wekipy.gui.translation import tr

_OVERRIDE = QEvent.Type.ShortcutOverride
_PLAY = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TakesView(QListView):
    """Takes one below the other.

    Signals:
        chosen(tuple): the numbers of those that are selected, in the order of the list.
        played(int), deleted(), listed(): asked for with a key or a double click.
    """

    chosen = pyqtSignal(object)
    played = pyqtSignal(int)
    deleted = pyqtSignal()
    listed = pyqtSignal()

    def __init__(self, model: TakesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes = model
        self._choosing = False
        self.setModel(model)
        self.setItemDelegate(TakeDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Takes"))
        self.setAccessibleDescription(
            tr("Enter plays a take, Ctrl+Enter shows its numbers, F2 renames it, Delete deletes it.")
        )
        self.doubleClicked.connect(lambda index: self.played.emit(model.rows[index.row()].take.number))

    def selected(self) -> tuple[int, ...]:
        """The numbers of selected takes, in the order of the list."""
        chosen = sorted(index.row() for index in self.selectedIndexes())
        return tuple(self._takes.rows[row].take.number for row in chosen)

    def choose(self, numbers: Iterable[int], look: bool = False) -> None:
        """Select these takes, those that are shown; `look` brings the first into view."""
        selection, chosen = QItemSelection(), set(numbers)
        found = [n for n, row in enumerate(self._takes.rows) if row.take.number in chosen]
        for n in found:
            index = self._takes.index(n)
            selection.select(index, index)
        picking = self.selectionModel()
        if picking is None:
            return
        self._choosing = True
        if found:
            picking.setCurrentIndex(self._takes.index(found[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
        picking.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._choosing = False
        if found and look:
            self.scrollTo(self._takes.index(found[0]))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        """Tell what a person has chosen."""
        super().selectionChanged(selected, deselected)
        if not self._choosing:
            self.chosen.emit(self.selected())

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """What is selected stays in sight when there is less room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid() and self.selectedIndexes():
            self.scrollTo(self.currentIndex())

    def rename(self) -> None:
        """Edit the name of the take that was selected first."""
        chosen = self.selectedIndexes()
        if chosen:
            self.setCurrentIndex(min(chosen, key=lambda index: index.row()))
            self.edit(self.currentIndex())

    def event(self, event: QEvent | None) -> bool:
        """These keys mean what is selected, whatever else they are keys of (Backspace: the last take)."""
        if isinstance(event, QKeyEvent) and event.type() == _OVERRIDE and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        return event.key() in (*_DELETE, *_PLAY) and bool(self.selected())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """Enter plays, with Ctrl it shows the table, Delete deletes; the rest as in every list."""
        if event is None:
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _PLAY and control and self.selected():
            self.listed.emit()
        elif event.key() in _PLAY and self.selected():
            self.played.emit(self.selected()[0])
        elif event.key() in _DELETE:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)
