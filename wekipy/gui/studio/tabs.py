"""Tabs whose panels are created when first shown."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QTabBar, QTabWidget, QVBoxLayout, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.studio.panels import Panel
from wekipy.gui.theme.scale import roomy
from wekipy.gui.translation import tr

_LEAST = 120  # pixels: height of a panel that is scrolled


class Tabs(QTabWidget):
    """The panels of one area."""

    def __init__(self, session: Session, panels: tuple[Panel, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._panels = session, panels
        self._made: dict[str, QWidget] = {}
        self._bar = _Bar(self)
        self.setTabBar(self._bar)
        self.setDocumentMode(True)
        self._bar.setDrawBase(False)
        for panel in panels:
            self.addTab(_Page(), tr(panel.title))
        self.currentChanged.connect(self._make)
        self._make(0)

    def open(self, name: str) -> QWidget:
        """Show a panel and return it.

        Raises:
            KeyError: if it is not here.
        """
        self.setCurrentIndex([panel.id for panel in self._panels].index(name))
        return self._made[name]

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Move the tabs together where they would not fit."""
        super().resizeEvent(event)
        self._bar.fit(self.width())

    def _make(self, index: int) -> None:
        page = self.widget(index)
        if not isinstance(page, _Page) or self._panels[index].id in self._made:
            return
        made = self._panels[index].make(self._session, page.inside)
        self._made[self._panels[index].id] = made
        page.rows.addWidget(made)
        made.show()  # now, not with the next event: the caller may give it the focus


class _Bar(QTabBar):
    """Tabs that move together where there is little room, before they are scrolled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wide = 0  # pixels that they need apart

    def fit(self, room: int) -> None:
        """Be narrow if there is less room, in pixels."""
        narrow = bool(self.property("narrow"))
        if not narrow:
            self._wide = self.sizeHint().width()
        if (self._wide > room) != narrow:
            self.setProperty("narrow", not narrow)
            style = self.style()
            if style is not None:
                style.polish(self)
            self.updateGeometry()


class _Page(QScrollArea):
    """A scroll area around a panel, for areas that are too small for it."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = QWidget()
        self.rows = QVBoxLayout(self.inside)
        self.rows.setContentsMargins(0, 8, 0, 0)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """That of the panel."""
        return self.inside.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as the panel has to be; a part of its height."""
        least = self.inside.minimumSizeHint()
        return QSize(least.width(), min(least.height(), roomy(_LEAST)))
