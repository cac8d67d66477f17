"""Manages several windows, each with its own project and engine."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QPoint

from wekipy.gui.session.event_log import Entry, Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.placing import fit_on_screen
from wekipy.gui.studio.window import Window

_BESIDE = QPoint(40, 40)  # so that both can be seen


class Windows(QObject):
    """The windows of this process.

    Args:
        journal: of the first window; what is our own fault is noted in those of all.

    Attributes:
        every: all that were opened, closed ones too, the first one first.
    """

    def __init__(self, journal: Journal, port: int | None = None) -> None:
        super().__init__()
        self._journal = journal
        self.every: list[Window] = []
        self.add(journal, port)

    @property
    def open_ones(self) -> list[Window]:
        """The windows that are open."""
        return [window for window in self.every if not window.closed]

    def add(self, journal: Journal, port: int | None = None) -> Window:
        """Create a window with the start screen; it is not shown yet."""
        window = Window(journal, port=port)
        window.has_others = lambda: len(self.open_ones) > 1
        window.elsewhere = partial(self._bring_to_front, window)
        window.another.connect(partial(self.show_another, window))
        self.every.append(window)
        return window

    def show_another(self, beside: Window, folder: Path | None = None) -> Window:
        """Show a project in a window of its own, the one that has it open already if there is one.

        Args:
            beside: where it is asked for.
            folder: of the project; None is to be chosen there.
        """
        if folder is not None and (shown := self._showing(folder)):
            _to_front(shown)
            return shown
        journal = Journal(self)
        self._journal.added.connect(partial(_pass_on_fault, journal))
        window = self.add(journal)
        window.resize(beside.size())
        window.move(beside.pos() + _BESIDE)
        fit_on_screen(window)
        window.show()
        if folder is not None:
            window.open(Child((str(folder),)))
        return window

    def close_all(self) -> None:
        """Close all windows, and wait until their engines have saved and ended."""
        for window in self.open_ones:
            window.close()
        for window in self.every:
            if window.ending is not None:
                window.ending.join()

    def _showing(self, folder: Path) -> Window | None:
        """The window that has a project open, if there is one."""
        for window in self.open_ones:
            if window.session is not None and window.session.state.folder == str(folder):
                return window
        return None

    def _bring_to_front(self, asking: Window, folder: Path) -> bool:
        shown = self._showing(folder)
        if shown is None or shown is asking:
            return False
        _to_front(shown)
        return True


def _to_front(window: Window) -> None:
    window.raise_()
    window.activateWindow()


def _pass_on_fault(journal: Journal, entry: Entry) -> None:
    if entry.kind == "fault":
        journal.put(entry)
