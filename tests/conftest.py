"""What tests share: engines in processes of their own, and sketches that talk to them over real sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wekipy.client import Client
from wekipy.rehearsal.child import EngineProcess
from wekipy.rehearsal.link import Link


class Stage:
    """An engine with a sketch and a client connected to it."""

    def __init__(self, *arguments: str) -> None:
        self.engine = EngineProcess([*arguments, "--workers", "1"])
        self.link = Link(self.engine.port, self.engine.out_port)
        self.client = Client(port=self.engine.control_port)

    def close(self) -> None:
        self.client.close()
        self.link.close()
        self.engine.end()


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
