"""The main view: transport above, outputs in the middle, all other panels as docks around them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PyQt6.QtWidgets import QFrame, QMenu, QWidget

from wekipy.gui.actions import Actions
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.places.showing import show_place
from wekipy.gui.preview.strip import OutputStrip
from wekipy.gui.session.session import Session
from wekipy.gui.studio.docks import Docks
from wekipy.gui.studio.panels import PANELS
from wekipy.gui.studio.toast import Toast
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import column
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr
from wekipy.gui.transport.bar import TransportBar
from wekipy.gui.transport.notice import NoticeBar


class Studio(QWidget):
    """A session's panels.

    Attributes:
        keys: the actions of this session; their keys count while it is shown.
        docks: the panels around the outputs. preview: all outputs in a line.
        panels: those that are made, by id.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self._session = session
        self.keys = Actions(session, self)
        self.transport = TransportBar(session, self.keys, self)
        rows = column(self, scale.L, scale.M)
        rows.addWidget(self.transport)
        self.notice = NoticeBar(session, self)
        rows.addWidget(self.notice)
        self._middle: dict[str, QWidget] = {}
        self.docks = Docks(session, self._make_middle(), self)
        rows.addWidget(self.docks, 1)
        self.preview = OutputStrip(session, self)
        self.preview.pressed.connect(self._show_output)
        rows.addWidget(self.preview)
        self.transport.panels.setMenu(self.panels_menu(self.transport.panels))
        self._toast = Toast(self)
        session.problem.connect(self._toast.say)
        session.done.connect(self._toast.confirm)
        session.made.connect(self._offer_place)

    @property
    def panels(self) -> dict[str, QWidget]:
        """Every panel that was seen so far."""
        made = {name: dock.made for name, dock in self.docks.docks.items() if dock.made is not None}
        return self._middle | made

    def open(self, name: str) -> QWidget:
        """Show a panel, wherever it is; gives it.

        Raises:
            KeyError: if there is no such panel.
        """
        return self._middle[name] if name in self._middle else self.docks.open(name)

    def panels_menu(self, parent: QWidget) -> QMenu:
        """A menu of all panels that can be shown and hidden."""
        menu = QMenu(tr("Panels"), parent)
        menu.aboutToShow.connect(lambda: self.docks.fill_menu(menu))
        return menu

    def report(self, text: str) -> None:
        """Show a sentence for a moment."""
        self._toast.say(text)

    def _offer_place(self, text: str, path: str) -> None:
        if Path(path).exists():  # the engine may be on another machine
            self._toast.offer(text, tr("Show"), partial(show_place, Path(path)))
        else:
            self._toast.confirm(text)

    def keep_sizes(self) -> None:
        """Store how the user has arranged the panels."""
        self.docks.keep()

    def _show_output(self, uid: str) -> None:
        panel = self._middle["outputs"]
        if isinstance(panel, OutputsPanel):
            panel.show_card(uid)

    def _make_middle(self) -> QWidget:
        frame = QFrame()
        role(frame, "panel")
        rows = column(frame, scale.M)
        for panel in (panel for panel in PANELS if panel.area == "centre"):
            self._middle[panel.id] = panel.make(self._session, frame)
            rows.addWidget(self._middle[panel.id])
        return frame
