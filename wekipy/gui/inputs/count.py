"""How many inputs there are, and what stands for those that older takes lack."""

from __future__ import annotations

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QWidget

from wekipy.client.state import State
from wekipy.gui.inputs.sources import sources_menu
from wekipy.gui.session.session import Session
from wekipy.gui.translation import tr


def count_menu(session: Session, parent: QWidget) -> QMenu:
    """The menu of a button that changes the number of inputs."""
    menu = QMenu(parent)
    more = _add(menu, tr("One input more"))
    more.triggered.connect(
        lambda: session.amend("set_inputs", lambda state: [len(state.inputs) + 1], session.say)
    )
    fewer = _add(menu, tr("Without the last input"))
    fewer.triggered.connect(
        lambda: session.amend("set_inputs", lambda state: [len(state.inputs) - 1], session.say)
    )
    menu.addSeparator()
    fill = _add(menu, tr("Older takes: 0 for inputs that they lack"))
    fill.triggered.connect(lambda: session.do("fill_inputs", 0.0))
    leave = _add(menu, tr("Older takes: leave them out for outputs that use these"))
    leave.triggered.connect(lambda: session.do("fill_inputs", None))

    sources = sources_menu(session, menu)
    menu.addSeparator()
    menu.addMenu(sources)

    def follow() -> None:
        more.setEnabled(not session.state.sources)
        fewer.setEnabled(len(session.state.inputs) > 1 and not session.state.sources)
        fill.setEnabled(_any_lacks(session.state))
        leave.setEnabled(bool(session.state.fills))

    menu.aboutToShow.connect(follow)
    return menu


def _add(menu: QMenu, text: str) -> QAction:
    made = QAction(text, menu)
    menu.addAction(made)
    return made


def _any_lacks(state: State) -> bool:
    return any(state.lacks(take) for take in state.takes)
