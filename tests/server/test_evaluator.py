"""The worker that evaluates stays for the next evaluation, but not for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from wekipy.engine.engine import Engine
from wekipy.learning.pool import WorkerPool
from wekipy.project.create import new_project
from wekipy.server import evaluator
from wekipy.server.evaluator import Evaluator


class SeenPool(WorkerPool):
    """Tells when it begins and when it has ended."""

    begun = 0
    ended = threading.Event()

    def __init__(self, workers: int | None = None) -> None:
        super().__init__(workers)
        type(self).begun += 1

    def close(self) -> None:
        super().close()
        self.ended.set()


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[Evaluator]:
    monkeypatch.setattr(evaluator, "WorkerPool", SeenPool)
    SeenPool.begun = 0
    SeenPool.ended.clear()
    engine = Engine(new_project(2, "1"))
    for take in range(2):
        engine.start_recording()
        for x in np.random.default_rng(take).random((20, 2)):
            engine.set_targets([float(x.sum())])
            engine.feed(x)
        engine.stop_recording()
    made = Evaluator(engine, lambda work: work())
    made.start()
    yield made
    made.close()


def test_the_next_evaluation_finds_the_worker_warm(works: Evaluator) -> None:
    first, second = works.evaluate([1]), works.evaluate([])
    assert SeenPool.begun == 1
    assert first == second
    assert not SeenPool.ended.is_set()


def test_the_worker_ends_when_nobody_evaluates_any_more(
    works: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluator, "_KEPT", 0.05)
    works.evaluate([1])
    assert SeenPool.ended.wait(10)
    works.evaluate([1])
    assert SeenPool.begun == 2


def test_the_worker_ends_with_the_engine(works: Evaluator) -> None:
    works.evaluate([1])
    works.close()
    assert SeenPool.ended.is_set()
