"""Buttons in a row; those for which there is no room are entries of a menu at its end."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, grow_icon
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr


class Folding(QWidget):
    """As many of some buttons as there is room for.

    Args:
        leave: which of them are left out first, as places in the row.

    Attributes:
        more: the button of the menu that has the others.
    """

    def __init__(self, buttons: Sequence[QToolButton], leave: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons, self._leave = tuple(buttons), tuple(leave)
        self.more = small("more", tr("More"), self)
        role(self.more, "quiet")
        grow_icon(self.more)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        self._row = across(self)
        for button in (*self._buttons, self.more):
            self._row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme().changed.connect(self._paint)
        self._fit()

    def end_with(self, tail: QWidget) -> None:
        """Give what is left of the row to a widget that can be cut."""
        self._row.addWidget(tail, 1)

    @property
    def folded(self) -> tuple[QToolButton, ...]:
        """The buttons that are in the menu now."""
        return tuple(button for button in self._buttons if button.isHidden())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Room for the menu's button."""
        return QSize(self.more.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """More or fewer fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802  Qt's name
        """Larger text needs more room."""
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _paint(self) -> None:
        paint(self.more)

    def _fit(self) -> None:
        wide = {n: button.sizeHint().width() + scale.S for n, button in enumerate(self._buttons)}
        room, shown = self.width(), set(wide)
        for n in self._leave:
            if sum(wide[m] for m in shown) <= room - (self._more_width() if len(shown) < len(wide) else 0):
                break
            shown.discard(n)
        for n, button in enumerate(self._buttons):
            button.setVisible(n in shown)
        self.more.setVisible(len(shown) < len(wide))

    def _more_width(self) -> int:
        return self.more.sizeHint().width() + scale.S

    def _fill(self) -> None:
        self._menu.clear()
        for button in self.folded:
            menu, action = button.menu(), button.defaultAction()
            if menu is not None:
                self._menu.addMenu(menu).setText(button.accessibleName())  # type: ignore[union-attr]
            elif action is not None:
                self._menu.addAction(action)
