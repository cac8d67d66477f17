"""One address that arrives, as a row that can be chosen."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Shrinking, across, badge, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, said, tr
from wekipy.gui.wire.heard import Heard, Trail
from wekipy.gui.wire.trace import Trace

_USES = {
    "inputs": (mark("inputs"), "good"),
    "control": (mark("control"), ""),
    "refused": (mark("refused"), "bad"),
    "unknown": (mark("not used"), "warning"),
}


class HeardRow(QPushButton):
    """Address, arguments, sender, rate and the way its values go; as a button.

    Args:
        uses: whether to show what becomes of it.
    """

    def __init__(self, heard: Heard, uses: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "entry")
        self._uses = uses
        self.heard = heard
        self._address = Shrinking(parent=self)
        self._details = Shrinking(kind="small", parent=self)
        self._speed = label(kind="small", parent=self)
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed.setMinimumWidth(52)
        self._use = label(kind="badge", parent=self)
        self._trace = Trace(self)
        self._lay_out()
        for part in (self._address, self._details, self._speed, self._use, self._trace):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def follow(self, heard: Heard, trail: Trail) -> None:
        """Show the present figures."""
        self.heard = heard
        show(self._address, heard.address)
        show(self._details, heard.details())
        show(self._speed, heard.speed())
        self._trace.follow(trail, not heard.quiet)
        words, tone = _USES[heard.use]
        badge(self._use, tr(words) if self._uses else "", tone)
        self.setToolTip(said(heard.why))
        name = f"{heard.address}, {heard.details()}, {heard.speed()}"
        if self.accessibleName() != name:
            self.setAccessibleName(name)

    def _lay_out(self) -> None:
        row = across(self, scale.S, scale.M)
        words = QVBoxLayout()
        words.setSpacing(2)
        head = across()
        head.addWidget(self._address)
        head.addWidget(self._use)
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(self._details)
        row.addLayout(words, 1)
        row.addWidget(self._trace)
        row.addWidget(self._speed)
