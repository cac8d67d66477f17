"""The takes: a list that can be narrowed and put in order, and what can be done with its takes."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QComboBox, QLineEdit, QSplitter, QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.stores.evaluations import results_of
from wekipy.gui.stores.project_views import ProjectView
from wekipy.gui.stores.take_selection import selection_of
from wekipy.gui.takes import tools
from wekipy.gui.takes.details import Details
from wekipy.gui.takes.item_model import TakesModel
from wekipy.gui.takes.relabel import Relabel
from wekipy.gui.takes.rows import ALL, ORDERS, Row, Wanted, arrange, choices, rows_of
from wekipy.gui.takes.take_list import TakesView
from wekipy.gui.takes.tools import Tools
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.explained import explain

_HEIGHTS = (300, 240)  # of the list and what is in a take, before a person has divided them


class TakesPanel(QWidget):
    """All that was recorded."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._results, self._selection = results_of(session), selection_of(session)
        self._state: State | None = None
        self._relabelled: tuple[int, ...] = ()
        self._offered: list[tuple[str, Wanted]] = []
        self.model = TakesModel(self)
        self.view = TakesView(self.model, self)
        self.wanted, self.order, self.search = QComboBox(self), QComboBox(self), QLineEdit(self)
        self.deleted = QToolButton(self)
        self.empty = label(kind="dim", parent=self)
        self.tools = Tools(session, self.selected, self)
        self.relabel = Relabel(self)
        self.details = Details(session, self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._arrange()
        self._connect()
        self._filter = ProjectView(session, "takes", self._read_filter, self._show_filter)
        self._follow(session.state)

    def selected(self) -> list[Row]:
        """The selected takes that are shown, in the order of the list."""
        chosen = set(self._selection.takes)
        return [row for row in self.model.rows if row.take.number in chosen]

    def _arrange(self) -> None:
        for name, (text, _) in ORDERS.items():
            self.order.addItem(tr(text), name)
        _name(self.wanted, tr("Which takes to show"))
        explain(self.wanted, "take")
        _name(self.order, tr("Order of the takes"))
        _name(self.search, tr("Find takes"))
        self.search.setPlaceholderText(tr("Find"))
        self.search.setClearButtonEnabled(True)
        for choice in (self.wanted, self.order):
            choice.setMinimumContentsLength(8)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.deleted.setCheckable(True)
        self.deleted.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head, split = across(), self._split
        head.addWidget(self.wanted, 3)
        head.addWidget(self.order, 2)
        head.addWidget(self.search, 2)
        upper = QWidget(split)
        above = column(upper)
        above.addWidget(self.view, 1)
        above.addWidget(self.empty, 1)
        tools_row = across()
        tools_row.addWidget(self.tools, 1)
        tools_row.addWidget(self.deleted)
        above.addLayout(tools_row)
        above.addWidget(self.relabel)
        split.addWidget(upper)
        split.addWidget(self.details)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        rows = column(self)
        rows.addLayout(head)
        rows.addWidget(split, 1)

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._follow)
        self._results.changed.connect(self._refresh)
        self._selection.changed.connect(lambda _: self._select(look=True))
        self.view.chosen.connect(self._choose)
        self.view.played.connect(
            lambda number: tools.play(session, [self.model.rows[self.model.place(number).row()]])
        )
        self.view.deleted.connect(lambda: tools.delete(session, self.selected()))
        self.view.listed.connect(lambda: tools.show_numbers(session, self.selected()))
        self.tools.rename.connect(self.view.rename)
        self.model.renamed.connect(lambda number, name: session.do("rename_take", number, name))
        self.relabel.wanted.connect(self._relabel)
        self.wanted.currentIndexChanged.connect(self._refresh)
        self.order.currentIndexChanged.connect(self._refresh)
        self.search.textChanged.connect(self._refresh)
        self.deleted.toggled.connect(self._refresh)
        theme().changed.connect(self.view.viewport().update)  # type: ignore[union-attr]

    def _follow(self, state: State) -> None:
        self._filter.leave(state)
        before, self._state = self._state, state
        if before is None or before.outputs is not state.outputs:
            self.relabel.follow(state.outputs)
            self._offer(choices(state.outputs))
        if (
            self._filter.enter()
            or before is None
            or before.takes is not state.takes
            or before.deleted is not state.deleted
            or before.outputs is not state.outputs
            or before.inputs is not state.inputs
            or before.fills is not state.fills
        ):
            self._refresh()
        self.details.follow(state)
        self.tools.follow(state)

    def _offer(self, offered: list[tuple[str, Wanted]]) -> None:
        if offered == self._offered:
            return
        at = max(self.wanted.currentIndex(), 0)
        self._offered = offered
        with QSignalBlocker(self.wanted):
            self.wanted.clear()
            self.wanted.addItems([text for text, _ in offered])
            self.wanted.setCurrentIndex(at if at < len(offered) else 0)

    def _read_filter(self) -> tuple[str, str, bool]:
        return self.wanted.currentText(), self.search.text(), self.deleted.isChecked()

    def _show_filter(self, filtered: tuple[str, str, bool]) -> None:
        wanted, text, deleted = filtered
        with QSignalBlocker(self.wanted), QSignalBlocker(self.search), QSignalBlocker(self.deleted):
            self.wanted.setCurrentIndex(max(self.wanted.findText(wanted), 0))
            self.search.setText(text)
            self.deleted.setChecked(deleted)
        self._refresh()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._refresh()
        self._select(look=True)

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        state = self._session.state
        remarks = self._results.remarks
        rows = rows_of(state.takes, state.outputs, remarks, deleted=False, lacks=state.lacks)
        gone = rows_of(state.deleted, state.outputs, {}, deleted=True)
        at = max(self.wanted.currentIndex(), 0)
        wanted, text = self._offered[at][1] if self._offered else ALL, self.search.text()
        order = str(self.order.currentData())
        shown = arrange(rows, order, wanted, text)
        if self.deleted.isChecked():
            shown += arrange(gone, order, ALL if wanted.only == "remarks" else wanted, text)
        if self.model.show(shown):
            self.view.choose(self._selection.takes)
        self._say(len(rows), len(gone), bool(shown))
        self._show_selected()

    def _say(self, there: int, gone: int, shown: bool) -> None:
        self.deleted.setVisible(gone > 0)
        words = tr("Hide deleted") if self.deleted.isChecked() else tr("Deleted: {count}")
        self.deleted.setText(words.format(count=gone))
        self.view.setVisible(shown)
        self.empty.setVisible(not shown)
        self.tools.setVisible(there + gone > 0)
        show(
            self.empty,
            tr("No take is like that.")
            if there
            else tr("Nothing has been recorded yet. Press Record and move."),
        )

    def _choose(self, takes: tuple[int, ...]) -> None:
        self._selection.choose(takes)

    def _select(self, look: bool) -> None:
        if not self.isVisible():
            return
        chosen = self._selection.takes
        if chosen != self.view.selected():
            self._reveal(chosen)
            self.view.choose(chosen, look)
        self._show_selected()

    def _reveal(self, chosen: tuple[int, ...]) -> None:
        """What another panel points at is shown, whatever the list was narrowed to."""
        shown = {row.take.number for row in self.model.rows}
        there = {take.number for take in self._session.state.takes}
        if any(number in there and number not in shown for number in chosen):
            with QSignalBlocker(self.wanted), QSignalBlocker(self.search):
                self.wanted.setCurrentIndex(0)
                self.search.clear()
            self._refresh()

    def _show_selected(self) -> None:
        rows, state = self.selected(), self._session.state
        before = self.details.isHidden()
        self.details.show_rows(rows, state)
        if before and rows:
            self._split.setSizes(list(_HEIGHTS))
        self.tools.follow(state)
        self.relabel.setVisible(tools.live(rows))
        numbers = tools.numbers(rows)
        if numbers != self._relabelled and len(rows) == 1:
            self.relabel.show_row(rows[0])
        self._relabelled = numbers

    def _relabel(self, output: int, target: float | None) -> None:
        chosen = tools.numbers(self.selected())
        if chosen:
            self._session.do("relabel_takes", {output: target}, *chosen)


def _name(widget: QWidget, name: str) -> None:
    widget.setAccessibleName(name)
    widget.setToolTip(name)
