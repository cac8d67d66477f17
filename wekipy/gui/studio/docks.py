"""The panels of the studio as docks around the outputs: hidden, moved, put together and taken out.

Qt's own docks do the work. A dock is there from the beginning, so that a layout can be restored; the panel in
it is imported and made when it is first seen. Where a person has arranged nothing yet, `plans.py` says what
fits the window.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QSettings, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QDockWidget, QFrame, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.studio.dock_title import DockTitle
from wekipy.gui.studio.page import Page
from wekipy.gui.studio.panels import PANELS, Panel
from wekipy.gui.studio.plans import Plan, plan_for
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr

_KEPT, _VERSION = "window/docks", 1
_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Dock(QDockWidget):
    """The place of one panel.

    Attributes:
        made: the panel, once it was seen.
        seen: whether it can be seen now: shown, and not behind another tab.
    """

    def __init__(self, panel: Panel, session: Session, parent: QWidget) -> None:
        super().__init__(tr(panel.title), parent)
        self.panel, self._session = panel, session
        self.setObjectName(panel.id)
        self.made: QWidget | None = None
        self.seen = False
        self.title = DockTitle(self)
        self.setTitleBarWidget(self.title)
        self._page = Page()
        frame = QFrame()
        role(frame, "panel")
        rows = column(frame, scale.M)
        rows.addWidget(self._page)
        self.setWidget(frame)
        self.visibilityChanged.connect(self._see)

    def make(self) -> QWidget:
        """The panel; made now if it was never seen."""
        if self.made is None:
            self.made = self.panel.make(self._session, self._page.inside)
            self._page.rows.addWidget(self.made)
            self.made.show()  # now, not with the next event: the caller may give it the focus
            self.title.take(getattr(self.made, "head", None))
        return self.made

    def reveal(self) -> QWidget:
        """The panel, shown as soon as its dock is."""
        made = self.make()
        self._page.inside.show()
        return made

    def follow(self) -> None:
        """Make the panel if it is seen for the first time; hide it behind a tab, where Qt only covers it."""
        if self.seen:
            self.make()
            self._page.updateGeometry()  # a scroll area keeps to itself what its panel needs
        if self.isVisible():
            self._page.inside.setVisible(self.seen)

    def _see(self, seen: bool) -> None:
        self.seen = seen  # Qt is in the midst of its layout: the panel is made after it


class Docks(QMainWindow):
    """All panels but the one in the middle, which always stays.

    Args:
        middle: what the docks are around.

    Signals:
        arranged(): docks were shown, hidden or moved.
    """

    arranged = pyqtSignal()

    def __init__(self, session: Session, middle: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("ground")
        self.setDocumentMode(True)
        options = QMainWindow.DockOption
        self.setDockOptions(options.AllowNestedDocks | options.AllowTabbedDocks | options.GroupedDragging)
        for area in _AREAS.values():
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        self.setCentralWidget(middle)
        self.docks = {panel.id: Dock(panel, session, self) for panel in PANELS if panel.area != "centre"}
        self._plan: Plan | None = None
        self._asked = ""  # the panel that was opened last
        self._by_hand = self._arranging = self._sharing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._settle)
        for dock in self.docks.values():
            dock.dockLocationChanged.connect(self._moved)
            dock.topLevelChanged.connect(self._moved)
            dock.visibilityChanged.connect(self._soon_settle)
        theme().changed.connect(self._soon_settle)
        self._restore()

    # What a person, or a script, does

    def open(self, name: str) -> QWidget:
        """Show a panel, wherever it is; gives it.

        Raises:
            KeyError: if there is none of this name.
        """
        dock, self._asked = self.docks[name], name
        made = dock.reveal()
        dock.show()
        dock.raise_()
        self._soon_settle()
        return made

    def toggle(self, name: str) -> None:
        """Show a panel that is not seen; hide one that is."""
        if self.docks[name].seen:
            self.hide_panel(name)
        else:
            self.open(name)
        self._by_hand = True

    def hide_panel(self, name: str) -> None:
        """Put a panel away."""
        self.docks[name].hide()
        self._by_hand = True

    def arrange(self) -> None:
        """Put all panels where they were at first, as it suits the size of the window."""
        self._by_hand = False
        QSettings().remove(_KEPT)
        self._apply(plan_for(self.width(), self.height()))

    def keep(self) -> None:
        """Remember the layout, if a person has made one, for the next window."""
        if self._by_hand:
            QSettings().setValue(_KEPT, self.saveState(_VERSION))

    def fill_menu(self, menu: QMenu) -> None:
        """List the panels in a menu: what is seen is checked, a click shows or hides."""
        menu.clear()
        for name, dock in self.docks.items():
            action = menu.addAction(dock.windowTitle())
            if action is not None:
                action.setCheckable(True)
                action.setChecked(dock.seen)
                action.triggered.connect(partial(self.toggle, name))
        menu.addSeparator()
        _add(menu, tr("Arrange anew"), self.arrange)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802  Qt's name
        """The same list, at the tabs and between the panels."""
        if event is None:
            return
        menu = QMenu(self)
        self.fill_menu(menu)
        menu.popup(event.globalPos())

    def createPopupMenu(self) -> None:  # noqa: N802  Qt's name
        """None of Qt's: `contextMenuEvent` has ours."""

    # Layouts

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """From now on there is something to divide."""
        super().showEvent(event)
        self._soon_settle()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """A layout that nobody has touched suits the new size."""
        super().resizeEvent(event)
        self._sharing = not self._by_hand  # Qt would give all of it to the outputs
        self._soon_settle()  # not now: docks that are moved within Qt's own layout bring it down

    def _restore(self) -> None:
        kept = QSettings().value(_KEPT)
        if kept is not None:
            self._arranging = True
            self._by_hand = self.restoreState(kept, _VERSION)
            self._arranging = False
        if not self._by_hand:
            self._apply(plan_for(self.width(), self.height()))

    def _apply(self, plan: Plan) -> None:
        """Put the docks where a plan says; panels that it does not name wait until they are asked for."""
        self._arranging, self._plan = True, plan
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        for place in plan.places:  # before any tabs: what is cut off from a tab becomes another tab
            first = self.docks[place.panels[0]]
            if place.beside:
                self.splitDockWidget(self.docks[place.beside], first, place.way)
            else:
                self.addDockWidget(_AREAS[place.area], first)
        for place in plan.places:
            first, *others = (self.docks[name] for name in place.panels)
            for dock in others:
                self.tabifyDockWidget(first, dock)
            for dock in (first, *others):
                dock.setVisible(place.shown)
            if place.shown:
                first.make()
                first.raise_()
        if self._asked:  # the window has just got its size: what was asked for stays in front
            self.docks[self._asked].show()
            self.docks[self._asked].raise_()
        self._sharing = True
        self._arranging = False
        self._soon_settle()

    def _share(self, plan: Plan) -> None:
        """Divide the window as a plan says; nothing is to be had before it is shown."""
        self._sharing = False
        for way, sizes in ((Qt.Orientation.Horizontal, plan.widths), (Qt.Orientation.Vertical, plan.heights)):
            whole = self.width() if way == Qt.Orientation.Horizontal else self.height()
            docks = [self.docks[name] for name in sizes]
            if docks:
                self.resizeDocks(docks, [round(whole * share) for share in sizes.values()], way)

    def _moved(self) -> None:
        if not self._arranging and self.isVisible():
            self._by_hand = True
        self._soon_settle()

    def _soon_settle(self) -> None:
        self._soon.start(0)

    def _settle(self) -> None:
        """Follow the size, make what is seen for the first time, and dress titles and tabs."""
        if not self.isVisible():
            return  # not shown yet, or on its way out
        if not self._by_hand and plan_for(self.width(), self.height()) is not self._plan:
            self._apply(plan_for(self.width(), self.height()))
        made = sum(dock.made is not None for dock in self.docks.values())
        for dock in self.docks.values():
            dock.follow()
            dock.title.fit(bool(self.tabifiedDockWidgets(dock)) and not dock.isFloating())
        if made < sum(dock.made is not None for dock in self.docks.values()):
            self._soon_settle()  # what they need is known once they are laid out
        elif self._sharing and self._plan is not None:
            self._share(self._plan)
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setDrawBase(False)
            bar.setExpanding(False)
            bar.setUsesScrollButtons(True)
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bar.setAccessibleName(tr("Panels"))
        self.arranged.emit()


def _add(menu: QMenu, text: str, do: Callable[[], None]) -> None:
    action = menu.addAction(text)
    if action is not None:
        action.triggered.connect(lambda _on: do())
