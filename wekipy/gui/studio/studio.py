"""The main view: transport above, inputs left, outputs in the middle, tabs right and below."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtWidgets import QFrame, QSplitter, QWidget

from wekipy.gui.actions import Actions
from wekipy.gui.places.showing import show_place
from wekipy.gui.session.session import Session
from wekipy.gui.studio.panels import PANELS, Area, Panel
from wekipy.gui.studio.tabs import Tabs
from wekipy.gui.studio.toast import Toast
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr
from wekipy.gui.transport.bar import TransportBar
from wekipy.gui.transport.notice import NoticeBar

_SHARE = 120  # pixels of width
_HEIGHT, _BOTTOM = 720, 210  # of the areas, and of the tabs below, before the person has divided them


class Studio(QWidget):
    """A session's panels.

    Attributes:
        keys: the actions of this session; their keys count while it is shown.
        panels: those that are made, besides those in tabs, by id.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self._session = session
        self.keys = Actions(session, self)
        self.panels: dict[str, QWidget] = {}
        self.tabs: dict[Area, Tabs] = {}
        self.transport = TransportBar(session, self.keys, self)
        rows = column(self, scale.L, scale.M)
        rows.addWidget(self.transport)
        self.notice = NoticeBar(session, self)
        rows.addWidget(self.notice)
        rows.addWidget(self._areas(), 1)
        self._toast = Toast(self)
        session.problem.connect(self._toast.say)
        session.done.connect(self._toast.confirm)
        session.made.connect(self._offer_place)

    def open(self, name: str) -> QWidget:
        """Show a panel, whichever area it is in; gives it.

        Raises:
            KeyError: if there is no such panel.
        """
        if name in self.panels:
            return self.panels[name]
        area = next((panel.area for panel in PANELS if panel.id == name), None)
        if area is None:
            raise KeyError(name)
        return self.tabs[area].open(name)

    def report(self, text: str) -> None:
        """Show a sentence for a moment."""
        self._toast.say(text)

    def _offer_place(self, text: str, path: str) -> None:
        if Path(path).exists():  # the engine may be on another machine
            self._toast.offer(text, tr("Show"), partial(show_place, Path(path)))
        else:
            self._toast.confirm(text)

    def keep_sizes(self) -> None:
        """Store how the user has divided the window."""
        for name, splitter in self._splitters.items():
            QSettings().setValue(f"window/{name}", splitter.saveState())

    def _areas(self) -> QWidget:
        across, down = QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Vertical)
        self._splitters = {"across": across, "down": down}
        shares: tuple[tuple[Area, int], ...] = (("left", 2), ("centre", 4), ("right", 4))
        for area, stretch in shares:
            widget = self._area(area)
            if widget is not None:
                across.addWidget(widget)
                across.setStretchFactor(across.count() - 1, stretch)
        across.setSizes([stretch * _SHARE for _, stretch in shares])
        down.addWidget(across)
        bottom = self._area("bottom")
        if bottom is not None:
            down.addWidget(bottom)
        down.setSizes([_HEIGHT - _BOTTOM, _BOTTOM])
        down.setStretchFactor(0, 1)
        down.setStretchFactor(1, 0)
        for name, splitter in self._splitters.items():
            splitter.setHandleWidth(scale.S)
            splitter.setChildrenCollapsible(False)
            kept = QSettings().value(f"window/{name}")
            if kept is not None:
                splitter.restoreState(kept)
        return down

    def _area(self, area: Area) -> QWidget | None:
        here = tuple(panel for panel in PANELS if panel.area == area)
        if not here:
            return None
        frame = QFrame()
        role(frame, "panel")
        rows = column(frame, scale.M)
        if area in ("right", "bottom"):
            self.tabs[area] = Tabs(self._session, here, frame)
            rows.addWidget(self.tabs[area])
        else:
            for panel in here:
                rows.addWidget(self._make(panel, frame))
        return frame

    def _make(self, panel: Panel, frame: QWidget) -> QWidget:
        self.panels[panel.id] = panel.make(self._session, frame)
        return self.panels[panel.id]
