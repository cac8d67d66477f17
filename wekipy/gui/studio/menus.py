"""The menus: every action is in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtGui import QActionGroup
from PyQt6.QtWidgets import QMenu

from wekipy.gui.actions import Actions
from wekipy.gui.studio.projects import ProjectMenu
from wekipy.gui.theme.theme import CHOICES, theme
from wekipy.gui.translation import mark, tr

if TYPE_CHECKING:
    from wekipy.gui.studio.window import Window

_EDIT = ("undo", "redo", "delete-last-take")
_LOOKS = {"system": mark("As the system"), "dark": mark("Dark"), "light": mark("Light")}


def build_menus(window: Window, actions: Actions) -> None:
    """Fill the menu bar for an open project."""
    bar = window.menuBar()
    if bar is None:
        return
    edit, play, view = (QMenu(text, bar) for text in (tr("Edit"), tr("Play"), tr("View")))
    if window.session is not None:
        bar.addMenu(ProjectMenu(window, window.session, bar))
    for name in actions:
        (edit if name in _EDIT else play).addAction(actions[name])
    _looks(view)
    for menu in (edit, play, view):
        bar.addMenu(menu)


def _looks(menu: QMenu) -> None:
    group = QActionGroup(menu)
    for choice in CHOICES:
        action = menu.addAction(tr(_LOOKS[choice]))
        if action is not None:
            action.setCheckable(True)
            action.setChecked(theme().choice == choice)
            action.triggered.connect(lambda _checked, choice=choice: theme().choose(choice))
            group.addAction(action)
