"""How far the features of the takes have been computed, shown only where it takes a while."""

from __future__ import annotations

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QProgressBar, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Shrinking, across, show
from wekipy.gui.translation import tr

_QUIET = 400  # milliseconds, within which most takes are done: nothing is to flicker meanwhile


class Reshaping(QWidget):
    """A line of small text and a thin bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.bar = Shrinking(kind="small", parent=self), QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(scale.XXL)
        self.bar.setAccessibleName(tr("How far the features of the takes are"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show)
        line = across(self, spacing=scale.S)
        line.addWidget(self.words)
        line.addWidget(self.bar, 1)
        self.hide()

    def follow(self, share: float | None) -> None:
        """Show a share from 0 to 1; None: nothing is being computed."""
        if share is None:
            self._timer.stop()
            self.hide()
            return
        if self.isHidden() and not self._timer.isActive():
            self._timer.start(_QUIET)
        show(self.words, tr("features of the takes: {percent} %").format(percent=round(100 * share)))
        self.bar.setValue(round(100 * share))
