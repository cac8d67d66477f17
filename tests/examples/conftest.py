"""Engines for the examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wekipy.rehearsal.engine_process import EngineProcess

StartEngine = Callable[..., EngineProcess]


@pytest.fixture
def start_engine(tmp_path: Path) -> Iterator[StartEngine]:
    """start_engine(inputs, outputs, *more arguments of `wekipy serve`)"""
    started: list[EngineProcess] = []

    def start(inputs: int, outputs: str, *more: str) -> EngineProcess:
        project = str(tmp_path / "example.wekipy")
        engine = EngineProcess([project, "--inputs", str(inputs), "--outputs", outputs, *more])
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.end()
