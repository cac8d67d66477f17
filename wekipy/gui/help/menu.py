"""The help menu, which is there with a project and without one."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMenu, QWidget

from wekipy.gui.actions import key_named
from wekipy.gui.exchange.exports import fill_sketches
from wekipy.gui.help.shipped import examples
from wekipy.gui.places.showing import show_place
from wekipy.gui.shell import Shell
from wekipy.gui.translation import tr


class HelpMenu(QMenu):
    """Documentation, keys, examples, sketches for other environments, and the version.

    Args:
        keys: the action that shows all keys; None makes one.
    """

    def __init__(self, shell: Shell, keys: QAction | None = None, parent: QWidget | None = None) -> None:
        super().__init__(tr("Help"), parent)
        self._add(tr("Documentation"), lambda: shell.toggle("documentation"))
        if keys is None:
            self._add(tr("All keys"), lambda: shell.toggle("cheat-sheet"), key_named("cheat-sheet"))
        else:
            self.addAction(keys)
        self.addSeparator()
        place = examples()
        shown = self._add(tr("Examples folder"), lambda: None if place is None else show_place(place))
        shown.setEnabled(place is not None)
        self.sketches = QMenu(tr("Sketch for …"), self)
        session = shell.session
        if session is not None:
            fill_sketches(self.sketches, session)
            self.aboutToShow.connect(lambda: self.sketches.setEnabled(session.connected))
        self.sketches.setEnabled(session is not None)
        self.addMenu(self.sketches)
        self.addSeparator()
        self._add(tr("About wekipy"), lambda: shell.toggle("about"))

    def _add(self, text: str, do: Callable[[], object], key: QKeySequence | None = None) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(key)
        action.triggered.connect(lambda _on: do())
        self.addAction(action)
        return action
