"""What happened, in words, for the log: kept whether or not anybody looks."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject, pyqtSignal, pyqtSlot


@dataclass(frozen=True)
class Entry:
    """One line: `kind` is that of the event, "problem" for what cannot be done, "fault" for our own."""

    kind: str
    text: str
    time: float = field(default_factory=time.time)


class Journal(QObject):
    """The last lines.

    Signals:
        added(Entry): after each.
    """

    added = pyqtSignal(object)
    _posted = pyqtSignal(object)  # Qt brings it to the window's thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: deque[Entry] = deque(maxlen=2_000)
        self._posted.connect(self._keep)

    def add(self, kind: str, text: str) -> None:
        """Note something; from any thread."""
        self._posted.emit(Entry(kind, text))

    @pyqtSlot(object)
    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.added.emit(entry)
