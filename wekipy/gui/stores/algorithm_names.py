"""The names of algorithms as people read them: the engine's own table is asked for once."""

from __future__ import annotations

import re
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.gui.session.session import Session
from wekipy.gui.translation import said

_NAMED = re.compile(r"\b(chose|next best) ([a-z0-9-]+)")


class AlgorithmNames(QObject):
    """Titles by name.

    Signals:
        come(): they are known now.
    """

    come = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._titles: dict[str, str] = {}
        session.restored.connect(self._ask)
        session.changed.connect(self._ask_once)
        self._asked = False
        self._ask_once()

    def of(self, name: str) -> str:
        """The title of an algorithm; its name until titles are known."""
        return said(self._titles.get(name, name))

    def within(self, note: str) -> str:
        """A note of the engine, in the person's language, with titles in place of the names that it chose."""
        titled = _NAMED.sub(lambda found: f"{found[1]} {self._titles.get(found[2], found[2])}", note)
        return said(titled)

    def _ask_once(self, _: object = None) -> None:
        if not self._asked and self._session.connected:
            self._ask()

    def _ask(self) -> None:
        self._asked = True
        self._session.do("algorithms", then=self._keep, refused=_ignore)

    def _keep(self, table: list[dict[str, Any]]) -> None:
        self._titles = {str(row["name"]): str(row["title"]) for row in table}
        self.come.emit()


def _ignore(_sentence: str) -> None:
    """Names will do."""


def algorithm_names_of(session: Session) -> AlgorithmNames:
    """The names of a session's algorithms; made on first use."""
    return session.findChild(AlgorithmNames) or AlgorithmNames(session)
