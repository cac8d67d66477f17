"""Operations on files that come as packets keep their order, take one thread, and do not pile up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waiting import ask_until, until

from wekipy.faces.lane import Lane
from wekipy.faces.operations import BY_NAME
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine


def test_work_is_done_in_its_order_by_one_thread() -> None:
    lane, done, threads = Lane("aside"), [], set()

    def work(n: int) -> None:
        threads.add(threading.get_ident())
        done.append(n)

    for n in range(50):
        lane.hand(lambda n=n: work(n))  # type: ignore[misc]
    until(lambda: len(done) == 50)
    assert done == list(range(50))
    assert len(threads) == 1


def test_no_more_than_64_wait_and_the_rest_is_refused_in_words() -> None:
    lane, begun, hold, done = Lane("aside"), threading.Event(), threading.Event(), []

    def first() -> None:
        begun.set()
        hold.wait(10)

    lane.hand(first)
    assert begun.wait(10)
    for n in range(64):
        lane.hand(lambda n=n: done.append(n))  # type: ignore[misc]
    with pytest.raises(Problem, match="64 operations on files and models are waiting already"):
        lane.hand(lambda: done.append("refused"))
    hold.set()
    until(lambda: len(done) == 64)
    lane.hand(lambda: done.append("later"))
    until(lambda: done[-1] == "later")
    assert "refused" not in done


def test_of_two_projects_asked_for_by_packets_the_second_is_open_in_the_end(
    stage: MakeStage, tmp_path: Path
) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    for name in ("a", "b"):
        create(tmp_path / f"{name}.wekipy", new_project(2, "1"))
    for first, second in [("a", "b"), ("b", "a")] * 5:
        s.link.control("runNewProject", f"{first}.wekipy")
        s.link.control("runNewProject", f"{second}.wekipy")
        s.link.send(encode("/wekipy/new_project", f"n{second}"))  # refused from the second time on, and later
        s.link.send(encode("/wekipy/open_project", f"{second}.wekipy"))
        ask_until(s.client.projects, lambda found: len(found) >= 4)
        s.client.wait_until(lambda state, second=second: state["project"]["name"] == second)


def test_a_flood_of_operations_makes_no_threads_and_no_projects_without_end(
    stage: MakeStage, tmp_path: Path
) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    before = _threads(s)
    for n in range(3_000):
        s.link.send(encode("/wekipy/new_project", f"flood{n}"))
    assert ask_until(s.client.health, lambda health: health["refused"] > 1_000)
    assert _threads(s) - before < 20
    assert "waiting already" in s.engine.wait_for("operations on files and models")
    assert s.client.state()["running"] is False


def _threads(s: Stage) -> int:
    status = Path(f"/proc/{s.engine.process.pid}/status")
    if not status.exists():
        pytest.skip("this system does not tell how many threads a process has")
    return int(status.read_text().split("Threads:")[1].split()[0])


def test_what_takes_minutes_keeps_nothing_else_waiting() -> None:
    slow = [name for name, operation in BY_NAME.items() if operation.slow]
    assert slow == [
        "embed",
        "score_model",
        "explain",
        "nearest_examples",
        "evaluate",
        "suggest",
        "end_calibration",
        "learn_stages",
        "import_examples",
        "export_examples",
    ]
    assert all(BY_NAME[name].aside for name in slow)
