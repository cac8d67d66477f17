"""The panel Table: the numbers of all examples, to look at and to put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from PyQt6.QtCore import QPoint, Qt, pyqtSlot
from PyQt6.QtGui import QKeySequence, QShortcut, QShowEvent
from PyQt6.QtWidgets import QMenu, QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.stores.project_views import ProjectView
from wekipy.gui.stores.take_selection import selection_of
from wekipy.gui.table.columns import columns_of
from wekipy.gui.table.filter_bar import FilterBar
from wekipy.gui.table.model import ExamplesModel
from wekipy.gui.table.pages import Pages, Query
from wekipy.gui.table.view import ExamplesView
from wekipy.gui.table.work import Work
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import mark, said, tr
from wekipy.gui.translation.counting import counted

Offered: TypeAlias = tuple[str, bool, Callable[[], None]]
"""Text of a menu entry, whether it can be chosen, and what it does."""


class TablePanel(QWidget):
    """All examples that are used, as rows."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._selection = session, selection_of(session)
        self._state: State | None = None
        self._behind = True  # of what happened while it was hidden
        self.pages = Pages(session, self)
        self.model = ExamplesModel(self.pages, self)
        self.view = ExamplesView(self.model, self)
        self.filter = FilterBar(self)
        self.note = label(kind="small", parent=self)
        self.empty = label(kind="dim", parent=self)
        self.work = Work(session, self.pages, lambda: self.model.columns, self)
        self.menu = QMenu(self)
        self.buttons = {
            "copy": self._button("copy", tr("Copy the selected cells, for a spreadsheet"), self.copy),
            "paste": self._button(
                "import", tr("Paste cells of a spreadsheet"), lambda: self._offer("paste", self._pastings())
            ),
            "add": self._button("add", tr("Add a row"), lambda: self._offer("add", self._additions())),
            "delete": self._button("delete", tr("Delete the selected rows"), self.delete),
        }
        self._arrange()
        self._connect()
        self._view = ProjectView(session, "table", self.filter.kept, self._show_filter)
        self._follow(session.state)

    def _arrange(self) -> None:
        self.note.setWordWrap(True)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tools = across(spacing=scale.XS)
        for button in self.buttons.values():
            tools.addWidget(button)
        tools.addWidget(self.note, 1)
        rows = column(self)
        rows.addWidget(self.filter)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.empty, 1)
        rows.addLayout(tools)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search)

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._follow)
        self._selection.changed.connect(self._choose)
        self.filter.changed.connect(self._choose)
        self.pages.counted.connect(self._count)
        self.pages.came.connect(self._say)
        self.pages.failed.connect(self._complain)
        self.model.edited.connect(self.work.edit)
        self.model.refused.connect(session.say)
        self.view.copied.connect(self.copy)
        self.view.pasted.connect(self.paste)
        self.view.deleted.connect(self.delete)
        self.view.customContextMenuRequested.connect(self._offer_all)
        picking = self.view.selectionModel()
        if picking is not None:
            picking.selectionChanged.connect(self._allow)
        theme().changed.connect(self._repaint)

    def copy(self) -> None:
        """Copy the selected cells to the clipboard."""
        self.work.copy(self.view.spans(), self.view.chosen_columns())

    def paste(self) -> None:
        """Put what is on the clipboard over the selected cells."""
        spans, columns = self.view.spans(), self.view.chosen_columns()
        if self._locked():
            self._session.say(self._locked())
        elif spans:
            self.work.paste_over(spans[0][0], columns[0])
        else:
            self._session.say(tr("Select the cell where the first one goes, or paste as a new take."))

    def delete(self) -> None:
        """Delete the rows of the selected cells."""
        if self._locked():
            self._session.say(self._locked())
        else:
            self.work.delete(self.view.spans())

    def search(self) -> None:
        """Begin to type what to look for."""
        if self.filter.column.currentIndex() <= 0:
            at = max(self.view.currentIndex().column(), 1) if self.view.spans() else 1
            self.filter.column.setCurrentIndex(min(at + 1, self.filter.column.count() - 1))
        self.filter.value.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.value.selectAll()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._behind = True
        self._follow(self._session.state)

    def _follow(self, state: State) -> None:
        if not self.isVisible():
            return
        self._view.leave(state)
        before, self._state = self._state, state
        columns = columns_of(state)
        self.model.locked = state.project.read_only
        other = self._behind or before is None or before.folder != state.folder
        if other or columns != self.model.columns:
            self._behind = False
            self.model.show(columns)
            self.filter.offer(columns)
            self._view.enter()
            self._ask(anew=True)
        elif before is not None and (before.takes is not state.takes or before.fills is not state.fills):
            self._ask(anew=True)
        self._say()

    def _show_filter(self, kept: tuple[int, object, object, str]) -> None:
        self.filter.show_kept(kept)
        self._ask()

    @pyqtSlot()
    def _choose(self) -> None:
        self._ask()

    @pyqtSlot(str)
    def _complain(self, sentence: str) -> None:
        show(self.note, sentence)

    def _ask(self, anew: bool = False) -> None:
        """Show the rows that are wanted by now.

        Args:
            anew: their numbers may have changed.
        """
        if not self.isVisible():
            self._behind = True
            return
        there = {take.number for take in self._session.state.takes}
        chosen = self._selection.takes if self.filter.selected_only else ()
        query = Query(tuple(number for number in chosen if number in there), self.filter.where)
        if query != self.pages.query or self.pages.rows < 0:
            self.view.clearSelection()
            self.view.scrollToTop()
            self.model.show(self.model.columns)
            self.pages.show(query, len(self.model.columns))
        elif anew:
            self.pages.refresh()
        self._say()

    @pyqtSlot()
    def _count(self) -> None:
        takes = self._session.state.takes
        number = max((take.number for take in takes), default=1)
        longest = max((take.examples for take in takes), default=1)
        self.view.fit(f"{number} · {max(longest, 1000)}")
        self._say()

    @pyqtSlot()
    def _say(self) -> None:
        takes, query = self._session.state.takes, self.pages.query
        every = sum(take.examples for take in takes if not query.takes or take.number in query.takes)
        nothing = self.pages.rows <= 0
        self.view.setHidden(nothing)
        self.empty.setVisible(nothing)
        words = (
            tr("No row is like that.")
            if every
            else tr("Nothing has been recorded yet. Press Record and move.")
        )
        show(self.empty, words)
        show(self.note, self.filter.trouble or said(self._locked()) or _count_words(self.pages.rows, every))
        self._allow()

    def _locked(self) -> str:
        return self._session.state.project.read_only

    @pyqtSlot()
    def _allow(self) -> None:
        free, chosen = (
            not self._locked(),
            bool(self.view.selectedIndexes()[:1]) if self.model.rowCount() else False,
        )
        self.buttons["copy"].setEnabled(chosen)
        self.buttons["delete"].setEnabled(chosen and free)
        self.buttons["paste"].setEnabled(free)
        self.buttons["add"].setEnabled(free)

    def _offer(self, name: str, offered: Iterable[Offered]) -> None:
        button = self.buttons[name]
        self._pop_up(offered, button.mapToGlobal(button.rect().bottomLeft()))

    def _pastings(self) -> tuple[Offered, ...]:
        free, here = not self._locked(), bool(self.view.spans())
        return (
            (tr("Paste over the selected cells") + "\tCtrl+V", free and here, self.paste),
            (tr("Paste as a new take"), free, self.work.paste_as_take),
        )

    def _additions(self) -> tuple[Offered, ...]:
        free, spans, takes = not self._locked(), self.view.spans(), self.pages.query.takes
        row = spans[0][0] if spans else None
        at = row if row is not None or len(takes) != 1 or self.pages.rows <= 0 else 0
        present = tr("Add what arrives now, with the present targets")
        return (
            (tr("Add a copy of the row"), free and row is not None, lambda: self.work.add_copy(row or 0)),
            (present, free, lambda: self.work.add_present(at)),
        )

    def _offer_all(self, at: QPoint) -> None:
        port = self.view.viewport()
        offered = (
            (tr("Copy") + "\tCtrl+C", self.buttons["copy"].isEnabled(), self.copy),
            *self._pastings(),
            *self._additions(),
            (tr("Delete rows") + "\tDel", self.buttons["delete"].isEnabled(), self.delete),
        )
        self._pop_up(offered, at if port is None else port.mapToGlobal(at))

    def _pop_up(self, offered: Iterable[Offered], place: QPoint) -> None:
        self.menu.clear()
        for text, enabled, do in offered:
            action = self.menu.addAction(text)
            if action is not None:
                action.setEnabled(enabled)
                action.triggered.connect(lambda _, do=do: do())
        self.menu.popup(place)

    def _button(self, drawing: str, says: str, do: Callable[[], None]) -> QToolButton:
        made = small(drawing, says, self)
        made.clicked.connect(lambda _: do())
        return made

    def _repaint(self) -> None:
        for button in self.buttons.values():
            paint(button)


def _count_words(rows: int, of: int) -> str:
    """How many rows are shown, of how many."""
    if rows < 0:
        return ""
    if rows == of:
        return counted(rows, mark("1 row"), mark("{count} rows"))
    return tr("{count} of {all} rows").format(count=f"{rows:,}", all=f"{of:,}")
