"""The menus while no project is open: what works there, with the keys that the person chose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QMenuBar

from wekipy.gui.actions import key_named
from wekipy.gui.help.menu import HelpMenu
from wekipy.gui.shell import Shell
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.start.templates import TEMPLATES
from wekipy.gui.translation import tr


def build_first_menus(
    bar: QMenuBar | None, shell: Shell, start: StartScreen, close: Callable[[], object]
) -> None:
    """Fill the empty menu bar while the start screen is shown; `close` closes the window."""
    if bar is None:
        return
    bar.addMenu(_project_menu(bar, shell, start, close))
    view = QMenu(tr("View"), bar)
    _add(view, tr("Preferences …"), lambda: shell.toggle("preferences"), "preferences")
    bar.addMenu(view)
    bar.addMenu(HelpMenu(shell, None, bar))


def _project_menu(bar: QMenuBar, shell: Shell, start: StartScreen, close: Callable[[], object]) -> QMenu:
    menu = QMenu(tr("Project"), bar)
    new = QMenu(tr("New"), menu)
    for template in TEMPLATES:
        _add(new, tr(template.name), partial(start.cards[template.id].click))
    menu.addMenu(new)
    _add(menu, tr("Open another project …"), start.known.open.click, "start")
    _add(menu, tr("Import from Wekinator or a table …"), start.known.bring.click)
    _add(menu, tr("New window"), lambda: shell.open_elsewhere(None), "new-window")
    menu.addSeparator()
    _add(menu, tr("Close"), close, "close")
    return menu


def _add(menu: QMenu, text: str, do: Callable[[], object], action: str = "") -> QAction:
    """An entry that does this; it has the key of an action of `action_table`, if one is given."""
    made = QAction(text, menu)
    if action:
        made.setShortcut(key_named(action))
    made.triggered.connect(lambda _on: do())
    menu.addAction(made)
    return made
