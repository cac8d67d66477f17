"""Keeps the lines of the log, also while it is hidden."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject, pyqtSignal, pyqtSlot


@dataclass(frozen=True)
class Entry:
    """One line.

    Attributes:
        kind: that of the event, or of the engine's line (docs/protocol.md); "problem" for what cannot be
            done, "fault" for our own.
        time: seconds since 1970.
        earlier: whether it happened before the window was opened.
    """

    kind: str
    text: str
    time: float = field(default_factory=time.time)
    earlier: bool = False


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
        """Add a line; from any thread."""
        self.put(Entry(kind, text))

    def put(self, entry: Entry) -> None:
        """Add an entry that may have happened earlier; from any thread."""
        self._posted.emit(entry)

    @pyqtSlot(object)
    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.added.emit(entry)
