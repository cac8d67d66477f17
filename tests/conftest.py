"""What tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from on_stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Makes stages: `stage("--inputs", "2")`; each has a project of its own, and ends with the test."""
    made: list[Stage] = []

    def make(*arguments: str) -> Stage:
        made.append(Stage(str(tmp_path / f"{len(made)}.wekipy"), *arguments))
        return made[-1]

    yield make
    for one in made:
        one.close()
