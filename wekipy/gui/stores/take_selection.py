"""Which takes a person is looking at: the same ones in every panel."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.studio.studio import Studio


class TakeSelection(QObject):
    """The chosen takes of a session.

    Signals:
        changed(tuple): their numbers.

    Attributes:
        takes: their numbers.
    """

    changed = pyqtSignal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.takes: tuple[int, ...] = ()
        self._folder = session.state.folder
        session.changed.connect(self._follow)

    def choose(self, takes: Iterable[int]) -> None:
        """Choose these and no others."""
        chosen = tuple(dict.fromkeys(takes))
        if chosen != self.takes:
            self.takes = chosen
            self.changed.emit(chosen)

    def _follow(self, state: State) -> None:
        if state.folder != self._folder:  # another project has other takes of the same numbers
            self._folder = state.folder
            self.choose(())


def selection_of(session: Session) -> TakeSelection:
    """The chosen takes of a session; made on first use."""
    return session.findChild(TakeSelection) or TakeSelection(session)


def open_takes(asking: QWidget, session: Session, takes: Iterable[int]) -> None:
    """Choose takes, and show the panel of takes of the studio that a widget is in."""
    selection_of(session).choose(takes)
    above = asking.parentWidget()
    while above is not None and not isinstance(above, Studio):
        above = above.parentWidget()
    if above is not None:
        above.open("takes")
