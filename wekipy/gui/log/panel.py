"""The log: what happened, and what could not be done, newest last."""

from __future__ import annotations

import time

from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from wekipy.gui.session.journal import Entry
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation import tr


class LogPanel(QWidget):
    """The lines of the session's journal."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = session.journal.entries.maxlen or 1
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(tr("Log"))
        column(self).addWidget(self.list)
        self._journal = session.journal
        self._fill()
        session.journal.added.connect(self._add)
        theme().changed.connect(self._fill)

    def _fill(self) -> None:
        self.list.clear()
        for entry in self._journal.entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        bar = self.list.verticalScrollBar()
        at_end = bar is None or bar.value() >= bar.maximum()
        item = QListWidgetItem(f"{time.strftime('%H:%M:%S', time.localtime(entry.time))}   {entry.text}")
        if entry.kind in ("problem", "fault"):
            item.setForeground(QColor(palette().bad))
        self.list.addItem(item)
        while self.list.count() > self._most:
            self.list.takeItem(0)
        if at_end:
            self.list.scrollToBottom()
