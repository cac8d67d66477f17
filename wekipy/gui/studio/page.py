"""A scroll area around a panel, for places that are too small for it."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wekipy.gui.theme.scale import roomy

_LEAST = 120  # pixels: height of a panel that is scrolled
_NARROW = 450  # pixels, whatever the size of text: width of a panel that is scrolled


class Page(QScrollArea):
    """Holds one panel, `inside`; it scrolls what is too large."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = QWidget()
        self.rows = QVBoxLayout(self.inside)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """That of the panel."""
        return self.inside.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as the panel has to be, if that is little; a part of its height."""
        least = self.inside.minimumSizeHint()
        return QSize(min(least.width(), _NARROW), min(least.height(), roomy(_LEAST)))
