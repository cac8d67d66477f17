"""Another engine of this machine that has a port already."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from PyQt6.QtCore import QLockFile

from wekipy.child import engine_of, is_free
from wekipy.client import Client
from wekipy.gui.session.source import Attached
from wekipy.project.problem import Problem

_PATIENCE = 2.0  # seconds
_ENDING, _LOOK = 10.0, 0.05  # seconds: for an engine to end, between looks whether it has
_CLAIM = "start-screen.lock"


def engine_at(port: int, projects: list[Path]) -> Attached | None:
    """The engine whose inputs arrive at this port; None if it is no engine, or cannot be found.

    Waits for answers: not for the window's thread.

    Args:
        projects: folders whose engines are asked, after the one at the usual place.
    """
    for place in dict.fromkeys(_places(port, projects)):
        try:
            with Client(*place, timeout=_PATIENCE) as client:
                if client.state().get("port") == port:
                    return Attached(*place)
        except Problem:
            continue  # there is something else
    return None


def _places(port: int, projects: list[Path]) -> Iterator[tuple[str, int]]:
    yield "127.0.0.1", port + 1
    for folder in projects:
        where = engine_of(folder)
        if where is not None:
            yield where


def claim(folder: Path) -> QLockFile | None:
    """Claim a listening engine’s temporary project for this window, for as long as what is given is kept."""
    made = QLockFile(str(folder / _CLAIM))
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
            mine = claim(folder) if (folder / _CLAIM).exists() else None
            if mine is None:
                return False
            mine.unlock()
            client.shut_down()
    except Problem:
        return False
    end = time.monotonic() + _ENDING
    while not is_free(port) and time.monotonic() < end:
        time.sleep(_LOOK)
    return is_free(port)
