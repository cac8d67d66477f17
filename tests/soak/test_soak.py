"""A short soak: nothing is lost, and the engine does not grow, while everything around it changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from soak import soak

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")


def test_a_short_soak_loses_nothing_and_gains_nothing() -> None:
    told: list[str] = []
    figures = soak(300_000, told.append)
    assert figures.sent >= 300_000
    assert figures.lost == 0
    assert figures.disturbances >= 10
    # The first rounds still fill caches, so this is more lenient than the five million of the script.
    assert figures.growth() < 0.03, figures.memory
