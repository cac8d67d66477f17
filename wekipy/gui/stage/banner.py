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
        painter.setFont(_font(_WORDS, QFont.Weight.Bold))
        words = QRectF(114, 0, place.width() - 138, place.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, status.words)
        left = words.left() + painter.fontMetrics().horizontalAdvance(status.words) + scale.XL
        painter.setFont(_font(_DETAIL, QFont.Weight.DemiBold))
        room = QRectF(left, 0, place.width() - left - scale.XL, place.height())
        detail = painter.fontMetrics().elidedText(
            status.detail, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)


def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = scale.font(pixels, weight)
    made.setPixelSize(pixels)  # it is large already, whatever the size of other text
    return made
