"""Where a window opens: with all of it in the part of the screen that no bar of the system covers."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, QRect, QSize
from PyQt6.QtWidgets import QWidget

_FRAME = QSize(2, 40)  # of a window, about: what the system draws around it


def fitted(wanted: QRect, room: QRect, least: QSize) -> QRect:
    """The place nearest to a wanted one that lies in a room, and is no smaller than `least`; pixels."""
    size = wanted.size().boundedTo((room.size() - _FRAME).expandedTo(least))
    most = room.bottomRight() - QPoint(size.width() - 1, size.height() - 1)
    left = max(min(wanted.left(), most.x()), room.left())
    top = max(min(wanted.top(), most.y()), room.top())
    return QRect(QPoint(left, top), size)


def fit_on_screen(window: QWidget) -> None:
    """Move and shrink a window so that all of it is on its screen, however small that is."""
    screen = window.screen()
    if screen is not None:
        wanted = QRect(window.pos(), window.size())
        place = fitted(wanted, screen.availableGeometry(), window.minimumSize())
        window.resize(place.size())
        window.move(place.topLeft())
