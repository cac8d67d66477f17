"""The menus: every action is in one of them."""

from __future__ import annotations

from PyQt6.QtWidgets import QMenu, QMenuBar

from wekipy.gui.action_table import Menu
from wekipy.gui.actions import Actions
from wekipy.gui.help.menu import HelpMenu
from wekipy.gui.shell import Shell
from wekipy.gui.studio.projects import ProjectMenu
from wekipy.gui.translation import mark, tr

_TITLES: dict[Menu, str] = {
    "project": mark("Project"),
    "edit": mark("Edit"),
    "play": mark("Play"),
    "view": mark("View"),
}
_KEYS = "cheat-sheet"  # an action of two menus


def build_menus(bar: QMenuBar | None, shell: Shell, actions: Actions, panels: QMenu) -> None:
    """Fill the menu bar for an open project; `panels` lists those of the studio."""
    if bar is None:
        return
    clear_menus(bar)
    for name, title in _TITLES.items():
        rows = [actions[action] for action in actions if actions.row(action).menu == name]
        if name == "project" and shell.session is not None:
            bar.addMenu(ProjectMenu(shell, shell.session, rows, bar))
            continue
        menu = QMenu(tr(title), bar)
        menu.addActions(rows)
        if name == "view":
            menu.insertMenu(rows[0], panels)
        bar.addMenu(menu)
    bar.addMenu(HelpMenu(shell, actions[_KEYS], bar))


def clear_menus(bar: QMenuBar) -> None:
    """Empty the menu bar, and let go of its menus."""
    menus = [menu for action in bar.actions() if (menu := action.menu()) is not None]
    bar.clear()
    for menu in menus:  # the bar lists them, but does not own them
        menu.deleteLater()
