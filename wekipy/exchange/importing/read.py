"""Anything that can be imported."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wekipy.exchange.importing.arrived import Arrived
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.exchange.importing.tables.read import project_from
from wekipy.exchange.importing.wekinator.folder import find_folder, is_wekinator
from wekipy.exchange.importing.wekinator.read import read_wekinator
from wekipy.project.problem import Problem

RATE: Final = 50.0  # examples per second where nobody knows: what phones, hands and Wekinator's helpers send


def read_project(path: Path, choice: Choice, rate: float = RATE) -> Arrived:
    """A new project from a Wekinator project or a table of examples.

    Args:
        choice: which columns of a table are what.
        rate: examples per second, for examples without times.

    Raises:
        Problem: one sentence about what is wrong.
    """
    try:
        if is_wekinator(path):
            return read_wekinator(find_folder(path), rate)
        if not path.exists():
            raise Problem(f"there is no {path}; check the name")
    except OSError as e:
        raise Problem(f"{path} cannot be read: {e.strerror or e}") from e
    return project_from(path, choice, rate)
