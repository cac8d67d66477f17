"""Wekinator projects saved by Wekinator itself, and some made by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from wekinator_by_hand import DATA


@pytest.fixture
def wekinator(tmp_path: Path) -> Callable[[str], Path]:
    """wekinator("classify4x2"): a copy of a project that Wekinator saved, to be changed."""

    def copy(name: str) -> Path:
        return Path(shutil.copytree(DATA / name, tmp_path / name))

    return copy
