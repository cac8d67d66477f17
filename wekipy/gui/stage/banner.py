"""The banner of the stage: what the engine is doing, in a word that fills the width."""

from __future__ import annotations

import math
import time

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.stage.status import Status, colours_of
from wekipy.gui.theme import icons, scale
from wekipy.gui.theme.theme import stage_palette, theme

_HEIGHT = 104
_WORDS, _DETAIL = 58, 34
_SHARE = 0.62  # of the width, at most, for the words where there is a detail


class Banner(QWidget):
    """Shows a status; while recording its dot breathes, unless nothing is to move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = Status("stop", "", "", "plain")
        self._dot = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def status(self) -> Status:
        """What is shown."""
        return self._status

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As high as words that are read from three metres."""
        return QSize(600, _HEIGHT)

    def say(self, status: Status) -> None:
        """Show this from now on."""
        breathing = status.tone == "record" and not theme().calm
        dot = round(0.78 + 0.22 * math.cos(time.monotonic() * 2 * math.pi), 2) if breathing else 1.0
        if (status, dot) != (self._status, self._dot):
            self._status, self._dot = status, dot
            self.setAccessibleName(f"{status.words}. {status.detail}")
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        status = self._status
        ground, ink = colours_of(status.tone, stage_palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(place, 14, 14)
        painter.fillPath(path, QColor(ground))
        size = 64 * self._dot
        middle = place.center().y()
        icons.paint(painter, status.icon, ink, QRectF(62 - size / 2, middle - size / 2, size, size))
        painter.setPen(QColor(ink))
        words = QRectF(114, 0, place.width() - 138, place.height())
        share = _SHARE if status.detail else 1.0
        painter.setFont(scale.fitting(status.words, words.width() * share, _WORDS, 26, QFont.Weight.Bold))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, status.words)
        left = words.left() + painter.fontMetrics().horizontalAdvance(status.words) + scale.XL
        room = QRectF(left, 0, place.width() - left - scale.XL, place.height())
        painter.setFont(scale.fitting(status.detail, room.width(), _DETAIL, 20))
        detail = painter.fontMetrics().elidedText(
            status.detail, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
