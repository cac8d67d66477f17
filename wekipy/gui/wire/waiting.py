"""A sign that something is waited for: rings that go out slowly, or stand still where nothing is to move."""

from __future__ import annotations

import time

from PyQt6.QtCore import QPointF, QSize, QTimer
from PyQt6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.theme.theme import palette, theme

_RINGS, _SECONDS, _FRAME = 3, 4.5, 40  # rings; for one to go out; milliseconds between pictures
_SIDE = 96


class Waiting(QWidget):
    """An ear, so to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self.update)
        theme().changed.connect(self._begin)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """A picture among words."""
        return QSize(_SIDE, _SIDE)

    @property
    def moves(self) -> bool:
        """Whether it costs anything now."""
        return self._timer.isActive()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802  Qt's name
        """Animate while visible."""
        super().showEvent(event)
        self._begin()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802  Qt's name
        """And only then."""
        super().hideEvent(event)
        self._timer.stop()

    def _begin(self) -> None:
        if theme().calm or not self.isVisible():
            self._timer.stop()
        else:
            self._timer.start()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        phase = time.monotonic() / _SECONDS if self.moves else 0.5 / _RINGS
        for ring in range(_RINGS):
            share = (phase + ring / _RINGS) % 1.0
            colour = QColor(palette().accent)
            colour.setAlphaF(0.7 * (1.0 - share))
            painter.setPen(QPen(colour, 2.0))
            radius = 6 + share * (_SIDE / 2 - 8)
            painter.drawEllipse(middle, radius, radius)
        painter.setPen(QPen(QColor(palette().accent), 0))
        painter.setBrush(QColor(palette().accent))
        painter.drawEllipse(middle, 4, 4)
