"""The worker processes of an engine: how many, how large, and what happens when one is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from on_stage import Stage
from waiting import ask_until, until

from wekipy.child import ServeProcess

pytestmark = [
    pytest.mark.own_engine,
    pytest.mark.usefixtures("real_processes"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc"),
]
MakeStage = Callable[..., Stage]


@pytest.fixture(autouse=True)
def as_people_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that get a worker ready at once, unlike those of other tests."""
    monkeypatch.setattr(ServeProcess, "program", (sys.executable, "-m", "wekipy"))


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]


def megabytes(pid: int) -> float:
    """What a process takes, its part of what it shares with others."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1_024
    return 0.0


def record(s: Stage, count: int) -> None:
    """A take of random vectors, whose targets depend on them."""
    with s.client.recording([0.5]):
        for x in np.random.default_rng(1).random((count, 3)):
            s.client.set_targets(float(x.sum()) / 3)
            s.client.take_inputs(*map(float, x))


def test_an_idle_engine_has_one_warm_worker_and_takes_at_most_160_mb(stage: MakeStage) -> None:
    s = stage("--inputs", "3", "--outputs", "1")
    (worker,) = ask_until(lambda: children(s.engine.process.pid), lambda found: len(found) == 1)
    until(lambda: megabytes(worker) > 60)  # scikit-learn is there
    record(s, 5)
    s.client.train()
    together = [s.engine.process.pid, *children(s.engine.process.pid)]
    assert len(together) == 2
    assert sum(map(megabytes, together)) < 160


def test_a_worker_killed_in_training_is_told_in_words_and_the_training_ends_well(stage: MakeStage) -> None:
    s = stage("--inputs", "3", "--outputs", "1")
    record(s, 400)
    s.client.set_algorithm(1, "gradient-boosting", rounds=500)
    s.link.control("train")
    s.client.wait_until(lambda state: state["training"] is not None)
    (worker,) = ask_until(lambda: children(s.engine.process.pid), lambda found: len(found) == 1)
    until(lambda: megabytes(worker) > 60)  # it is at work
    os.kill(worker, signal.SIGKILL)
    s.client.wait_until(lambda state: state["training"] is None, timeout=60)
    assert s.client.state()["outputs"][0]["model"]["state"] == "ready"
    lines = "\n".join(s.engine.lines)
    assert "a worker process ended; what it did is begun again" in lines
    assert "Traceback" not in lines
    assert "Error" not in lines


def test_a_training_before_the_worker_is_warm_says_that_it_gets_ready(stage: MakeStage) -> None:
    s = stage("--inputs", "3", "--outputs", "1")
    (worker,) = ask_until(lambda: children(s.engine.process.pid), lambda found: len(found) == 1)
    os.kill(worker, signal.SIGKILL)
    record(s, 5)
    s.client.train()
    assert any("getting ready to train" in line for line in s.engine.lines)
