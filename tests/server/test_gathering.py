"""Forests of a running engine are gathered in a thread of their own, and only once."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from learning_jobs import as_model, compile_one, make_job
from waiting import until

from wekipy.engine.engine import Engine
from wekipy.learning.fitting import fit
from wekipy.learning.predictors.stacked import Stack
from wekipy.project.create import new_project
from wekipy.server import gathering
from wekipy.server.gathering import Gatherer


class Room:
    """An engine that runs the forests it is told to, and takes in what is posted when asked."""

    def __init__(self) -> None:
        view = SimpleNamespace(project=None, models={}, running=True, training=None)
        self.engine = SimpleNamespace(runtime=None, view=view)
        self.posted: queue.SimpleQueue = queue.SimpleQueue()
        self.gatherer = Gatherer(self.engine, self.posted.put)
        self.gatherer.start()

    def run(self, *forests) -> None:
        self.engine.runtime = SimpleNamespace(forests=forests) if forests else None
        self.gatherer.heed(self.engine)

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
    room.gatherer.heed(room.engine)
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


class Learning:
    """A running engine; two of its three outputs have forests, training has begun for the first."""

    def __init__(self, jobs) -> None:
        self.engine = Engine(new_project(4, "3"))
        self.models = [
            as_model(replace(job, output=output.uid), fitted)
            for output, (job, fitted) in zip(self.engine.project.outputs, jobs, strict=True)
        ]
        for model in self.models[1:]:
            self.engine.put_model(model)
        self.engine.start_recording()
        self.engine.feed(np.zeros(4))
        self.engine.stop_recording()
        self.engine.start_running()
        self.posted: queue.SimpleQueue = queue.SimpleQueue()
        self.gatherer = Gatherer(self.engine, self.posted.put)
        self.gatherer.start()
        self.engine.listeners.append(self.gatherer.heed)
        self.engine.train([1])
        self.posted.get(timeout=10)()

    def install(self) -> None:
        assert self.engine.view.training
        self.engine.install(self.engine.view.training.number, self.models[:1], {})

    @property
    def forests(self):
        return self.engine.runtime.forests


@pytest.fixture
def learning(jobs):
    made = Learning(jobs)
    yield made
    made.gatherer.close()


def test_what_was_trained_is_walked_as_one_from_its_first_answer_on(learning: Learning) -> None:
    learning.gatherer.expect(learning.models[:1])
    expected = learning.gatherer._expected
    learning.engine.training_progress(1, {})
    learning.install()
    assert stacks(*learning.forests) == [expected] * 3
    assert learning.gatherer._expected is None
    until(lambda: learning.gatherer._stack is expected)
    assert learning.posted.empty()


def test_what_was_changed_meanwhile_is_gathered_after_it_was_installed(learning: Learning) -> None:
    learning.gatherer.expect(learning.models[:1])
    project = learning.engine.project
    fewer = msgspec.structs.replace(project, outputs=project.outputs[:2])
    learning.engine.edit("one output less", fewer)
    learning.install()
    assert stacks(*learning.forests) == [forest.nodes for forest in learning.forests]
    learning.posted.get(timeout=10)()
    assert stacks(*learning.forests) == [learning.gatherer._stack] * 2


def test_what_nobody_waits_for_any_more_is_let_go_of(learning: Learning) -> None:
    learning.gatherer.expect(learning.models[:1])
    assert learning.gatherer._expected
    learning.engine.cancel_training()
    assert learning.gatherer._expected is None


def test_nothing_is_expected_without_memory_or_while_nothing_runs(
    learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "Stack", fail)
        learning.gatherer.expect(learning.models[:1])
        assert learning.gatherer._expected is None
    learning.engine.stop_running()
    learning.gatherer.expect(learning.models[:1])
    assert learning.gatherer._expected is None


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
