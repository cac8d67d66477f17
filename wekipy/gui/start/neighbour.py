"""Another engine of this machine that has a port already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wekipy.child import engine_of
from wekipy.client import Client
from wekipy.gui.session.source import Attached
from wekipy.project.problem import Problem

_PATIENCE = 2.0  # seconds


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
