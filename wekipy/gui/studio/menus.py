"""The menus: every action is in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QMenu

from wekipy.gui.action_table import Menu
from wekipy.gui.actions import Actions
from wekipy.gui.studio.projects import ProjectMenu
from wekipy.gui.translation import mark, tr

if TYPE_CHECKING:
    from wekipy.gui.studio.window import Window

_TITLES: dict[Menu, str] = {
    "project": mark("Project"),
    "edit": mark("Edit"),
    "play": mark("Play"),
    "view": mark("View"),
}


def build_menus(window: Window, actions: Actions) -> None:
    """Fill the menu bar for an open project."""
    bar = window.menuBar()
    if bar is None:
        return
    bar.clear()
    for name, title in _TITLES.items():
        rows = [actions[action] for action in actions if actions.row(action).menu == name]
        if name == "project" and window.session is not None:
            bar.addMenu(ProjectMenu(window, window.session, rows, bar))
            continue
        menu = QMenu(tr(title), bar)
        menu.addActions(rows)
        bar.addMenu(menu)


def build_first_menu(window: Window) -> None:
    """Fill the menu bar while no project is open."""
    bar = window.menuBar()
    if bar is None:
        return
    bar.clear()
    menu = QMenu(tr("View"), bar)
    action = menu.addAction(tr("Preferences …"))
    if action is not None:
        action.setShortcut("Ctrl+,")
        action.triggered.connect(lambda: window.sheets.toggle("preferences"))
    bar.addMenu(menu)
