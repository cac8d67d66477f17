"""The list of deleted projects, each with a button that restores it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from PyQt6.QtCore import QLocale, pyqtSignal
from PyQt6.QtWidgets import QFrame, QPushButton, QWidget

from wekipy.client.deleted import Deleted, restore_project
from wekipy.gui.projects.deleting import known_deleted
from wekipy.gui.start.recent import remember
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows, Shrinking, across, column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, said, tr
from wekipy.gui.translation.counting import counted
from wekipy.project.problem import Problem

_KEPT = timedelta(days=30)


class DeletedProjects(QFrame):
    """Projects that were deleted in the last 30 days.

    Signals:
        restored(Path): it is back.
        failed(str): why one could not be restored.
        closed(): enough seen.
    """

    restored = pyqtSignal(object)
    failed = pyqtSignal(str)
    closed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "panel")
        rows = column(self, scale.L, scale.S)
        rows.addWidget(label(tr("Deleted projects"), "heading", self))
        self.list = Rows(self)
        rows.addWidget(self.list, 1)
        self.back = QPushButton(tr("Back"), self)
        self.back.clicked.connect(self.closed)
        rows.addWidget(self.back)
        self.fill()

    def fill(self) -> None:
        """List them as they are now."""
        found = known_deleted()
        self.list.fill([self._row(entry) for entry in found] or [label(tr("There is none."), "dim", self)])

    def _row(self, entry: Deleted) -> QWidget:
        line = QWidget(self)
        beside = across(line)
        words = column(None, spacing=2)
        name = entry.name.rpartition(".")[0]
        words.addWidget(Shrinking(name, "", line))
        when = label(when_in_words(entry), "small", line)
        when.setWordWrap(True)
        words.addWidget(when)
        beside.addLayout(words, 1)
        button = QPushButton(tr("Restore"), line)
        button.setAccessibleName(tr("Restore {name}").format(name=name))
        button.clicked.connect(lambda: self._restore(entry))
        beside.addWidget(button)
        line.setToolTip(str(entry.folder.parent.parent))
        return line

    def _restore(self, entry: Deleted) -> None:
        try:
            place = restore_project(entry.folder)
        except Problem as e:
            self.failed.emit(said(str(e)))
        else:
            remember(str(place))
            self.restored.emit(place)
        self.fill()
        if not known_deleted():
            self.closed.emit()


def when_in_words(entry: Deleted) -> str:
    """When it was deleted, and how long it is kept."""
    day = QLocale().toString(entry.when.astimezone().date(), QLocale.FormatType.ShortFormat)
    left = max(1, (entry.when + _KEPT - datetime.now(timezone.utc)).days + 1)
    kept = counted(left, mark("kept for 1 more day"), mark("kept for {count} more days"))
    return f"{tr('deleted {day}').format(day=day)}  ·  {kept}"
