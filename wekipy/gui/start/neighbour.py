"""Finds another engine of this machine that has a port."""

from __future__ import annotations

import time
from pathlib import Path

from PyQt6.QtCore import QLockFile

from wekipy import child
from wekipy.child import is_free
from wekipy.client import Client
from wekipy.gui.session.source import Attached
from wekipy.gui.start.temporary import CLAIM, discard
from wekipy.project.problem import Problem

_PATIENCE = 2.0  # seconds
_ENDING, _LOOK = 10.0, 0.05  # seconds: for an engine to end, between looks whether it has


def engine_at(port: int, projects: list[Path]) -> Attached | None:
    """The engine whose inputs arrive at this port; None if it is no engine, or cannot be found.

    Waits for answers: not for the window's thread.

    Args:
        projects: folders whose engines are asked, after the one at the usual place.
    """
    place = child.engine_at(port, projects)
    return None if place is None else Attached(*place)


def claim(folder: Path) -> QLockFile | None:
    """Claim a listening engine’s temporary project for this window, for as long as what is given is kept."""
    made = QLockFile(str(folder / CLAIM))
    made.setStaleLockTime(0)  # however old it is: what counts is whether its process lives
    return made if made.tryLock(0) else None


def end_left_behind(port: int) -> bool:
    """End an engine that a start screen has left here when it crashed; whether the port is free now.

    One in which anything was recorded, or that has opened a project, is left alone. Waits: not for the
    window's thread.
    """
    try:
        with Client("127.0.0.1", port + 1, timeout=_PATIENCE) as client:
            state = client.state()
            if state.get("port") != port or any(state[kept] for kept in ("takes", "deleted", "recording")):
                return False
            folder = Path(state["project"]["folder"])
            mine = claim(folder) if (folder / CLAIM).exists() else None
            if mine is None:
                return False
            mine.unlock()
            client.shut_down()
    except Problem:
        return False
    end = time.monotonic() + _ENDING
    while not is_free(port) and time.monotonic() < end:
        time.sleep(_LOOK)
    discard(folder)
    return is_free(port)
