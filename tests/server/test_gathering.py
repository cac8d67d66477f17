"""Forests of a running engine are gathered in a thread of their own, and only once."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from learning_jobs import compile_one, make_job
from waiting import until

from wekipy.learning.fitting import fit
from wekipy.learning.predictors.stacked import Stack
from wekipy.server import gathering
from wekipy.server.gathering import Gatherer


class Room:
    """An engine that runs the forests it is told to, and takes in what is posted when asked."""

    def __init__(self) -> None:
        self.engine = SimpleNamespace(runtime=None)
        self.posted: queue.SimpleQueue = queue.SimpleQueue()
        self.gatherer = Gatherer(self.engine, self.posted.put)
        self.gatherer.start()

    def run(self, *forests) -> None:
        self.engine.runtime = SimpleNamespace(forests=forests) if forests else None
        self.gatherer.heed(None)

    def take_in(self) -> None:
        self.posted.get(timeout=10)()


@pytest.fixture
def room():
    made = Room()
    yield made
    made.gatherer.close()
    assert not made.gatherer._thread.is_alive()


@pytest.fixture(scope="module")
def jobs():
    made = [make_job("continuous", "random-forest", seed=seed) for seed in range(3)]
    return [(job, fit(job)) for job in made]


def compiled(jobs):
    return [compile_one(job, fitted, slot) for slot, (job, fitted) in enumerate(jobs)]


def stacks(*forests):
    """What finds their ends: the stack, or the forest's own nodes."""
    return [getattr(forest.ends, "func", forest.ends).__self__ for forest in forests]


def test_what_runs_is_gathered(room: Room, jobs) -> None:
    first, second, other = compiled(jobs)
    room.run(first, second)
    room.take_in()
    stack, same = stacks(first, second)
    assert stack is same is room.gatherer._stack
    assert stacks(other) == [other.nodes]


def test_a_change_that_leaves_the_forests_makes_no_other_stack(room: Room, jobs) -> None:
    first, second, third = compiled(jobs)
    room.run(first, second)
    room.take_in()
    (stack,) = stacks(first)
    room.run(second, first)
    room.take_in()
    room.run(first, second, third)
    room.take_in()
    (larger,) = stacks(first)
    assert larger is not stack
    room.engine.runtime = SimpleNamespace(forests=(first, second, third))
    room.gatherer.heed(None)
    room.take_in()
    assert stacks(first, second, third) == [larger] * 3


def test_one_forest_is_left_as_it_is_and_large_ones_are_let_go_of(
    room: Room, jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = compiled(jobs)
    room.run(first)
    room.run(second, third)
    room.take_in()
    assert stacks(first, second) == [first.nodes, room.gatherer._stack]
    room.run()
    monkeypatch.setattr(gathering, "MOST_NODES", 10)
    room.run(first, second, third)
    until(lambda: room.gatherer._stack is None)
    monkeypatch.undo()
    room.run(third, first)
    room.take_in()
    assert room.posted.empty()
    assert stacks(third, first) == [room.gatherer._stack] * 2


def test_too_little_memory_leaves_each_by_itself(room: Room, jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, _ = compiled(jobs)

    def fail(_):
        monkeypatch.undo()
        raise MemoryError

    monkeypatch.setattr(gathering, "Stack", fail)
    room.run(first, second)
    room.run(second, first)
    room.take_in()
    assert stacks(second, first) == [room.gatherer._stack] * 2


def test_a_stack_is_let_go_of_though_what_runs_ends_while_it_is_made(
    room: Room, jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = compiled(jobs)

    def make(forests) -> Stack:
        room.run()
        return Stack(forests)

    monkeypatch.setattr(gathering, "Stack", make)
    room.run(first, second)
    room.take_in()
    until(lambda: room.gatherer._queue.empty() and room.gatherer._stack is None)


def test_an_engine_taught_over_its_sockets_gathers_its_forests_while_it_runs(tmp_path: Path) -> None:
    program = Path(__file__).with_name("running_forests.py")
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "a.wekipy")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout.endswith("gathered\n"), done.stdout
    assert done.returncode == 0
