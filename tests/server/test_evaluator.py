"""The worker that evaluates stays for the next evaluation, but not for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from waiting import until

from wekipy.engine.engine import Engine
from wekipy.engine.view import View
from wekipy.learning.pool import WorkerPool
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.server import evaluator
from wekipy.server.evaluator import Evaluator
from wekipy.server.means import Cancelled, Means
from wekipy.server.reshaping import Reshaper


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
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[Evaluator]:
    """One that has not begun yet."""
    monkeypatch.setattr(evaluator, "WorkerPool", SeenPool)
    SeenPool.begun = 0
    SeenPool.ended.clear()
    engine = Engine(new_project(2, "1"))
    for take in range(2):
        engine.recording.start()
        for x in np.random.default_rng(take).random((20, 2)):
            engine.set_targets([float(x.sum())])
            engine.feed(x, engine.monotonic())
        engine.recording.stop()
    made = Evaluator(engine, lambda work: work(), Reshaper())
    yield made
    made.close()


@pytest.fixture
def works(waits: Evaluator) -> Evaluator:
    """One that has begun."""
    waits.start()
    return waits


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


def test_cancelling_gives_up_what_waits_and_nothing_that_is_asked_later(waits: Evaluator) -> None:
    with ThreadPoolExecutor(2) as others:
        asked = [others.submit(waits.evaluate, [1]) for _ in range(2)]
        until(lambda: waits._beside._jobs.qsize() == 2)
        waits.cancel()
        waits.start()
        for one in asked:
            with pytest.raises(Problem, match="the evaluation was cancelled"):
                one.result(10)
    assert SeenPool.begun == 0
    assert len(waits.evaluate([1])) == 1


def test_cancelling_gives_up_the_features_that_an_evaluation_waits_for(
    works: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    computing = threading.Event()

    def view(_: Reshaper, of: View, by: Means, models: object = ()) -> View:
        computing.set()
        until(by.cancelled)
        raise Cancelled

    with monkeypatch.context() as patch, ThreadPoolExecutor(2) as others:
        patch.setattr(Reshaper, "view", view)
        for ask in (lambda: works.evaluate([1]), lambda: works.suggest(1)):
            computing.clear()
            asked = others.submit(ask)
            assert computing.wait(10)
            works.cancel()
            with pytest.raises(Problem, match="was cancelled"):
                asked.result(10)
    assert len(works.evaluate([1])) == 1
