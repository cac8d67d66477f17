"""The line above a panel: its title, or its own heading, and how to take it out and put it away."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QDockWidget, QToolButton, QWidget

from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, label
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr


class DockTitle(QWidget):
    """The title bar of a dock; where a tab shows the title already, only the panel's own heading is left.

    A panel with a heading of its own offers it as its attribute `head`, a widget.
    """

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        self._tabbed = False
        self._head: QWidget | None = None
        self._title = label(dock.windowTitle(), "heading", self)
        self._out = small(
            "out", tr("Take {panel} out, or put it back").format(panel=dock.windowTitle()), self
        )
        self._shut = small("close", tr("Hide {panel}").format(panel=dock.windowTitle()), self)
        self._row = across(self, spacing=scale.XS)
        self._row.setContentsMargins(scale.S, scale.XS, scale.XS, scale.XS)
        self._row.addWidget(self._title, 1)
        self._row.addWidget(self._out)
        self._row.addWidget(self._shut)
        self._out.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._shut.clicked.connect(dock.close)
        theme().changed.connect(self._paint)

    @property
    def buttons(self) -> tuple[QToolButton, QToolButton]:
        """Out and back; hide."""
        return self._out, self._shut

    def take(self, head: QWidget | None) -> None:
        """Show a panel's own heading in place of the title."""
        if head is not None:
            self._head = head
            self._row.insertWidget(0, head, 1)
            self._title.hide()
            self.fit(self._tabbed)

    def fit(self, tabbed: bool) -> None:
        """Show no more than a tab does not show."""
        self._tabbed = tabbed
        self._title.setVisible(self._head is None and not tabbed)
        for button in self.buttons:
            button.setVisible(not tabbed)
        self.setVisible(not tabbed or self._head is not None)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Nothing where a tab shows all of it: Qt gives a hidden title bar its room."""
        return super().sizeHint() if self._shows() else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Likewise."""
        return super().minimumSizeHint() if self._shows() else QSize(0, 0)

    def _shows(self) -> bool:
        return not self._tabbed or self._head is not None

    def _paint(self) -> None:
        for button in self.buttons:
            paint(button)
