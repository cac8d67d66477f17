"""The monitor of OSC: what arrives and what becomes of it, what is sent and where."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QSplitter, QWidget

from wekipy.gui.monitor.arriving import Arriving
from wekipy.gui.monitor.sending import Sending
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import column


class MonitorPanel(QWidget):
    """In on the left, out on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arriving, self.sending = Arriving(session, self), Sending(session, self)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setHandleWidth(scale.L)
        halves.setChildrenCollapsible(False)
        for half in (self.arriving, self.sending):
            halves.addWidget(half)
        halves.setSizes([500, 500])
        column(self).addWidget(halves)
