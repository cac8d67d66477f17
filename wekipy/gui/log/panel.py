"""The log: what happened, what arrived wrongly, and what could not be done, newest last."""

from __future__ import annotations

import time

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QColor, QShowEvent
from PyQt6.QtWidgets import QButtonGroup, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from wekipy.gui.session.event_log import Entry
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import mark, said, tr

# By kind of an entry; what is in none of them is what happened as it should.
_WRONG = {"problem", "fault"}
_WIRE = {"notice", "input", "output", "disk"}
_EVERY = 200  # milliseconds: laying out a long list takes a while, and lines may come in swarms
_FILTERS = {
    "all": mark("All"),
    "trouble": mark("Problems"),
    "wire": mark("Message errors"),
}


class LogPanel(QWidget):
    """The lines of the session's journal.

    Attributes:
        list: those that the filter lets through.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = session.journal.entries.maxlen or 1
        self._kinds = "all"
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(tr("Log"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Find …"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(240)
        self.search.setAccessibleName(tr("Find in the log"))
        self.search.textChanged.connect(self._fill)
        self._nothing = label(kind="dim", parent=self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.filters = {kind: self._filter(kind) for kind in _FILTERS}
        self._lay_out()
        self._journal = session.journal
        self._new: list[Entry] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_EVERY)
        self._soon.timeout.connect(self._add_new)
        self._fill()
        session.journal.added.connect(self._note)
        theme().changed.connect(self._fill)

    def choose(self, kinds: str) -> None:
        """Show all lines, those of trouble, or those about what arrived and was sent."""
        self._kinds = kinds
        self.filters[kinds].setChecked(True)
        self._fill()

    def _filter(self, kind: str) -> QPushButton:
        made = QPushButton(tr(_FILTERS[kind]), self)
        made.setCheckable(True)
        made.setChecked(kind == self._kinds)
        made.clicked.connect(lambda: self.choose(kind))
        return made

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        rows, head = column(self), across()
        for button in self.filters.values():
            group.addButton(button)
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.search)
        rows.addLayout(head)
        rows.addWidget(self.list, 1)
        rows.addWidget(self._nothing)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Scroll to the lines that came while the panel was hidden."""
        super().showEvent(event)
        self.list.scrollToBottom()

    def _fill(self) -> None:
        self.list.clear()
        self._new = list(self._journal.entries)
        self._add_new()
        self.list.scrollToBottom()

    def _note(self, entry: Entry) -> None:
        self._new.append(entry)
        if not self._soon.isActive():
            self._soon.start()

    def _add_new(self) -> None:
        bar = self.list.verticalScrollBar()
        at_end = bar is None or bar.value() >= bar.maximum()
        entries, self._new = self._new[-self._most :], []
        for entry in filter(self._lets_through, entries):
            self.list.addItem(_item(entry))
        for _ in range(self.list.count() - self._most):
            self.list.takeItem(0)
        if at_end and self.isVisible():
            self.list.scrollToBottom()
        self._say_nothing()

    def _lets_through(self, entry: Entry) -> bool:
        kinds = {"all": None, "trouble": _WRONG | _WIRE, "wire": _WIRE}[self._kinds]
        wanted = self.search.text().casefold()
        return (kinds is None or entry.kind in kinds) and wanted in said(entry.text).casefold()

    def _say_nothing(self) -> None:
        empty = not self.list.count()
        if empty != self._nothing.isVisibleTo(self):
            self.list.setVisible(not empty)
            self._nothing.setVisible(empty)
        filtered = self._kinds != "all" or bool(self.search.text())
        self._nothing.setText(tr("Nothing of the kind.") if filtered else tr("Nothing has happened yet."))


def _item(entry: Entry) -> QListWidgetItem:
    made = QListWidgetItem(f"{time.strftime('%H:%M:%S', time.localtime(entry.time))}   {said(entry.text)}")
    colours = palette()
    if entry.kind in _WRONG:
        made.setForeground(QColor(colours.bad))
    elif entry.kind in _WIRE:
        made.setForeground(QColor(colours.warning))
    elif entry.earlier:
        made.setForeground(QColor(colours.dim))
    if entry.earlier:
        made.setToolTip(tr("This was before the window was connected."))
    return made
