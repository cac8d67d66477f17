"""The small buttons of an output."""

from __future__ import annotations

from functools import lru_cache

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import QToolButton, QWidget

from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.palette import Palette
from wekipy.gui.theme.parts import grow_icon
from wekipy.gui.theme.theme import palette, role

_SIZE = 16


@lru_cache(maxsize=64)
def _icon(name: str, colours: Palette, checked: str) -> QIcon:
    return icon(name, colours, colours.dim, checked)


def small(name: str, says: str, parent: QWidget, text: str = "") -> QToolButton:
    """A quiet button with an icon; `says` is its tooltip and its accessible name."""
    made = QToolButton(parent)
    role(made, "small")
    grow_icon(made, _SIZE)
    made.setText(text)
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    made.setToolButtonStyle(style)
    made.setToolTip(says)
    made.setAccessibleName(says)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setProperty("drawing", name)
    paint(made)
    return made


def switch(name: str, says: str, parent: QWidget, text: str = "") -> QToolButton:
    """The same, on or off."""
    made = small(name, says, parent, text)
    made.setCheckable(True)
    return made


def paint(button: QToolButton) -> None:
    """Draw its icon in the colours in use."""
    name = button.property("drawing")
    colours = palette()
    on = {"record": colours.record, "lock": colours.target}.get(name, colours.accent)
    button.setIcon(_icon(name, colours, on))
