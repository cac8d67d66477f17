"""Tabs whose panels are made when they are first looked at."""

from __future__ import annotations

from PyQt6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.studio.panels import Panel
from wekipy.gui.translation import tr


class Tabs(QTabWidget):
    """The panels of one area."""

    def __init__(self, session: Session, panels: tuple[Panel, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._panels = session, panels
        self._made: dict[str, QWidget] = {}
        self.setDocumentMode(True)
        bar = self.tabBar()
        if bar is not None:
            bar.setDrawBase(False)
        for panel in panels:
            page = QWidget()
            QVBoxLayout(page).setContentsMargins(0, 8, 0, 0)
            self.addTab(page, tr(panel.title))
        self.currentChanged.connect(self._make)
        self._make(0)

    def open(self, name: str) -> QWidget:
        """Show a panel; gives it.

        Raises:
            KeyError: if it is not here.
        """
        self.setCurrentIndex([panel.id for panel in self._panels].index(name))
        return self._made[name]

    def _make(self, index: int) -> None:
        page = self.widget(index)
        if page is None or self._panels[index].id in self._made:
            return
        made = self._panels[index].make(self._session, page)
        self._made[self._panels[index].id] = made
        layout = page.layout()
        if layout is not None:
            layout.addWidget(made)
            made.show()  # now, not with the next event: who opened it may give it the focus
