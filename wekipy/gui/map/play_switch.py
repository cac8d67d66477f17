"""The switch of the map: whether the mouse over it plays."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QToolButton, QWidget

from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import grow_icon
from wekipy.gui.theme.theme import palette, role, theme
from wekipy.gui.translation import tr


class PlaySwitch(QToolButton):
    """A switch that says what an action says of it, and its key."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._action = action
        self.setText(tr("Play"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCheckable(True)
        grow_icon(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        role(self, tone="accent")
        action.changed.connect(self._say)
        theme().changed.connect(self._paint)
        self._say()
        self._paint()

    def _say(self) -> None:
        self.setAccessibleName(self._action.iconText())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleDescription(self._action.toolTip())

    def _paint(self) -> None:
        colours = palette()
        self.setIcon(icon("map", colours, checked=colours.on_accent))
