"""The banner of the stage: what the engine is doing, in words that fill the width."""

from __future__ import annotations

import math
import time

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from wekipy.gui.stage.lettering import cut, ems, fitted, sized
from wekipy.gui.stage.status import Status, colours_of
from wekipy.gui.theme import icons
from wekipy.gui.theme.theme import stage_palette, theme

_HEIGHT = 104
_WORDS, _DETAIL, _ICON, _EDGE = 0.56, 0.32, 0.6, 0.22  # of the height
_WORDS_LEAST = 0.42  # longer words are cut: tiles say what is taught, too
_SHARE = 0.62  # of the width, at most, for the words where there is a detail
_FLAT = 8.0  # times as wide as high: a narrower banner has its detail below the words
_BOLD = QFont.Weight.Bold
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


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
        return QSize(300, _HEIGHT)

    def say(self, status: Status) -> None:
        """Show this from now on."""
        breathing = status.tone == "record" and not theme().calm
        dot = round(0.78 + 0.22 * math.cos(time.monotonic() * 2 * math.pi), 2) if breathing else 1.0
        if status != self._status:
            self._status, self._dot = status, dot
            self.setAccessibleName(f"{status.words}. {status.detail}")
            self.update()
        elif dot != self._dot:
            self._dot = dot
            self.update(self._icon_place(1.0).toAlignedRect())

    def _icon_place(self, share: float) -> QRectF:
        high, size = self.height(), _ICON * self.height() * share
        middle = _EDGE * high + _ICON * high / 2
        return QRectF(middle - size / 2, (high - size) / 2, size, size)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802, ARG002  Qt's name
        """Draw it."""
        status = self._status
        ground, ink = colours_of(status.tone, stage_palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        path = QPainterPath()
        round_ = min(14.0, 0.2 * place.height())
        path.addRoundedRect(place, round_, round_)
        painter.fillPath(path, QColor(ground))
        icons.paint(painter, status.icon, ink, self._icon_place(self._dot))
        painter.setPen(QColor(ink))
        edge = _EDGE * place.height()
        left = self._icon_place(1.0).right() + edge
        room = QRectF(left, 0, place.width() - left - edge, place.height())
        if place.width() < _FLAT * place.height() and status.detail:
            self._paint_stacked(painter, room)
        else:
            self._paint_beside(painter, room, edge)

    def _paint_beside(self, painter: QPainter, room: QRectF, edge: float) -> None:
        status = self._status
        most = room.width() * (_SHARE if status.detail else 1.0)
        words = fitted(status.words, most, _WORDS * room.height(), _BOLD)
        words = sized(max(words.pixelSize(), int(_WORDS_LEAST * room.height())), _BOLD)
        shown = cut(status.words, words, most)
        painter.setFont(words)
        painter.drawText(room, _LEFT, shown)
        left = room.width() - ems(shown, _BOLD) * words.pixelSize() - edge
        detail = fitted(status.detail, left, _DETAIL * room.height())
        painter.setFont(detail)
        painter.drawText(room, _RIGHT, cut(status.detail, detail, left))

    def _paint_stacked(self, painter: QPainter, room: QRectF) -> None:
        status, wide = self._status, room.width()
        above = QRectF(room.left(), room.top() + 0.05 * room.height(), wide, 0.52 * room.height())
        below = QRectF(room.left(), above.bottom(), wide, 0.36 * room.height())
        words = fitted(status.words, wide, 0.42 * room.height(), _BOLD)
        painter.setFont(words)
        painter.drawText(above, _LEFT, cut(status.words, words, wide))
        detail = fitted(status.detail, wide, 0.27 * room.height())
        painter.setFont(detail)
        painter.drawText(below, _LEFT, cut(status.detail, detail, wide))
