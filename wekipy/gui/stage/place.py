"""Where a small window is on each screen: kept when it closes, and always within the free area."""

from __future__ import annotations

from urllib.parse import quote

from PyQt6.QtCore import QMargins, QRect, QSettings, QSize
from PyQt6.QtGui import QGuiApplication, QScreen

_MARGIN = 24  # pixels from the corner, before a person has moved it


def inside(wanted: QRect, room: QRect, frame: QMargins) -> QRect:
    """The place of a window that is nearest to the wanted one, with its frame within a room.

    Args:
        wanted: without the frame, as all places here. frame: what the system draws around the window.
    """
    free = room.marginsRemoved(frame)
    size = wanted.size().boundedTo(free.size())
    left = max(min(wanted.left(), free.right() + 1 - size.width()), free.left())
    top = max(min(wanted.top(), free.bottom() + 1 - size.height()), free.top())
    return QRect(left, top, size.width(), size.height())


def corner(size: QSize, room: QRect) -> QRect:
    """The place of a window of that size at the top right of a room."""
    left = room.right() + 1 - size.width() - _MARGIN
    return QRect(left, room.top() + _MARGIN, size.width(), size.height())


def keep_place(name: str, place: QRect, screen: QScreen) -> None:
    """Keep where a window is on its screen, and that it was there last."""
    # A screen may be moved among the others: what is kept is relative to it.
    at = place.translated(-screen.geometry().topLeft())
    QSettings().setValue(f"{name}/{_key(screen)}", [at.left(), at.top(), at.width(), at.height()])
    QSettings().setValue(f"{name}/last", screen.name())


def kept_place(name: str, screen: QScreen) -> QRect | None:
    """Where a window was on a screen; None if it never was there."""
    kept = QSettings().value(f"{name}/{_key(screen)}")
    try:
        left, top, width, height = (int(number) for number in kept)
    except (TypeError, ValueError):  # nothing, or nothing that we have written
        return None
    return QRect(left, top, width, height).translated(screen.geometry().topLeft())


def last_screen(name: str) -> QScreen | None:
    """The screen that a window was on last, if it is there."""
    last = QSettings().value(f"{name}/last")
    return next((screen for screen in QGuiApplication.screens() if screen.name() == last), None)


def _key(screen: QScreen) -> str:
    # Names of screens have slashes on some systems, which are groups in settings.
    return f"screen-{quote(screen.name(), safe='')}"
