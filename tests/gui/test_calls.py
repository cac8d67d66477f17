"""The thread that calls the engine outlives whatever a call does, and reports it."""

from __future__ import annotations

import queue
from collections.abc import Callable

import pytest

from wekipy.gui.session.calls import Calls, Finished
from wekipy.project.problem import Problem


def raising(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize("aside", [False, True])
def test_calls_go_on_after_any_exception(aside: bool) -> None:
    told: queue.Queue[Finished] = queue.Queue()
    calls = Calls(told.put)
    give = calls.aside if aside else calls.add
    try:
        errors: tuple[BaseException, ...] = (
            Problem("not so"), ValueError("a fault"), SystemExit(3), KeyboardInterrupt(), GeneratorExit(),
        )  # fmt: skip
        for error in errors:
            give(raising(error))
            finished = told.get(timeout=10)
            assert error in (finished.problem, finished.fault)
        give(lambda: "an answer")
        assert told.get(timeout=10).result == "an answer"
    finally:
        calls.close()
