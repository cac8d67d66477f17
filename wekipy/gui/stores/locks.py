"""Locks: outputs whose targets stay when the others are randomised."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.client.state import State
from wekipy.gui.session.session import Session


class Locks(QObject):
    """The locked outputs of a session, by uid.

    Signals:
        changed(): another one is locked, or none.
    """

    changed = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._locked: set[str] = set()
        session.happened.connect(lambda kind, _text: self._forget() if kind == "opened" else None)

    def __contains__(self, uid: str) -> bool:
        return uid in self._locked

    def lock(self, uid: str, on: bool) -> None:
        """Lock or unlock an output."""
        (self._locked.add if on else self._locked.discard)(uid)
        self.changed.emit()

    def free(self, state: State) -> list[int]:
        """Numbers of the outputs that have targets and are not locked."""
        return [o.number for o in state.outputs if o.target is not None and o.uid not in self._locked]

    def _forget(self) -> None:
        self._locked.clear()
        self.changed.emit()


def locks_of(session: Session) -> Locks:
    """The locks of a session; made on first use."""
    return session.findChild(Locks) or Locks(session)
