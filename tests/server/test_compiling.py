"""Forests that run together are walked as one; large ones are put together beside the stream, once."""

from __future__ import annotations

import gc
import os
import queue
import subprocess
import sys
import weakref
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from learning_jobs import as_model, make_job

from wekipy.engine import running
from wekipy.engine.engine import Engine
from wekipy.learning.fitting import fit
from wekipy.learning.predictors import stacked
from wekipy.learning.predictors.stacked import Stack, walks_alone
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.server import compiler
from wekipy.server.compiler import Compiler, compiled


@pytest.fixture(scope="module")
def jobs():
    made = [make_job("continuous", "random-forest", seed=seed) for seed in range(3)]
    return [(job, fit(job)) for job in made]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forests of any size are too large to be put together in the stream's thread."""
    monkeypatch.setattr(running, "AT_ONCE", 0)


class Room:
    """A running engine; two of its three outputs have forests. What is posted waits to be taken in."""

    def __init__(self, jobs) -> None:
        self.engine = Engine(new_project(4, "3"))
        self.models = [
            as_model(replace(job, output=output.uid), fitted)
            for output, (job, fitted) in zip(self.engine.project.outputs, jobs, strict=True)
        ]
        for model in self.models[1:]:
            self.engine.models.put(model)
        self.engine.recording.start()
        self.engine.feed(np.zeros(4), self.engine.monotonic())
        self.engine.recording.stop()
        self.posted: queue.SimpleQueue = queue.SimpleQueue()
        self.compiler = Compiler(self.engine, self.posted.put)
        self.compiler.start()
        self.engine.listeners.append(self.compiler.on_event)
        self.engine.running.start()

    def take_in(self) -> None:
        self.posted.get(timeout=10)()

    def install(self, ready=None) -> None:
        assert self.engine.view.training
        self.engine.models.install(self.engine.view.training.number, self.models[:1], {}, ready)

    def run(self, *outputs: int) -> None:
        """Have these outputs run, and no others."""
        project = editing.set_switch(self.engine.project, [1, 2, 3], "run", False)
        self.engine.edit("run", editing.set_switch(project, list(outputs), "run", True))

    def answers(self) -> list[float]:
        assert self.engine.feed(np.full(4, 0.3), self.engine.monotonic()) is not None
        return self.engine.values.tolist()

    @property
    def stacks(self) -> list[Stack | None]:
        """What each running forest is walked with; None by itself."""
        return stacks(self.engine.runtime)


def stacks(runtime) -> list[Stack | None]:
    found = runtime._predictors
    return [None if walks_alone(forest) else forest.ends.func.__self__._stack for forest in found]


@pytest.fixture
def room(jobs):
    made = Room(jobs)
    yield made
    made.compiler.close()
    assert not made.compiler._beside._thread.is_alive()


def test_small_forests_are_walked_as_one_at_once(room: Room) -> None:
    first, second = room.stacks
    assert first is second is not None
    assert room.engine.runtime.whole


def test_large_ones_answer_by_themselves_until_they_are_put_together(large, room: Room) -> None:
    assert room.stacks == [None, None]
    alone = room.answers()
    room.take_in()
    first, second = room.stacks
    assert first is second is not None
    assert room.answers() == alone
    assert room.posted.empty()


def test_a_change_that_leaves_the_forests_makes_no_other_stack(large, room: Room) -> None:
    room.take_in()
    stack, _ = room.stacks
    room.engine.edit("hard", editing.configure_output(room.engine.project, 2, {"limits": "hard"}))
    assert room.stacks == [stack, stack]
    assert room.posted.empty()
    room.engine.models.put(room.models[0])
    assert room.stacks == [None] * 3
    room.take_in()
    larger, *_ = room.stacks
    assert larger is not stack
    assert room.stacks == [larger] * 3


def test_one_forest_is_left_as_it_is_and_large_ones_are_let_go_of(
    large, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.take_in()
    known = weakref.ref(room.stacks[0])
    room.run(3)
    assert room.stacks == [None]
    gc.collect()
    assert known() is None
    for limit in (stacked, sys.modules["wekipy.engine.runtime"]):
        monkeypatch.setattr(limit, "MOST_NODES", 10)
    monkeypatch.setattr(stacked.compile_trees, "__defaults__", (10,))
    monkeypatch.setattr(compiler, "Runtime", lambda *made: running.Runtime(*made, 10))
    room.run(2, 3)
    room.take_in()
    assert room.stacks == [None, None]
    assert room.engine.runtime.whole  # there is nothing left to be done
    assert room.posted.empty()


def test_too_little_memory_leaves_each_by_itself(large, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.take_in()
    room.run(3)

    def fail(_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(stacked, "Stack", fail)
        room.run(2, 3)
        room.take_in()
    assert room.stacks == [None, None]
    room.run(3)
    room.run(2, 3)
    room.take_in()
    first, second = room.stacks
    assert first is second is not None


def test_a_stack_is_let_go_of_though_what_runs_ends_while_it_is_made(large, room: Room) -> None:
    room.engine.running.stop()
    room.take_in()
    gc.collect()
    assert stacked._latest is None or stacked._latest() is None
    assert room.engine.runtime is None


def test_an_output_goes_on_answering_nothing_when_it_is_swapped(jobs) -> None:
    job = make_job("classification", "random-forest")
    model = as_model(replace(job, output="o1"), fit(job))
    engine = Engine(new_project(4, "class:3"), models={"o1": model})
    engine.edit("nothing", editing.configure_output(engine.project, 1, {"nothing": True}))
    engine.running.start()
    engine.feed(np.zeros(4), 0.0)
    before = engine.runtime
    engine.running.swap(compiled(engine.view))
    assert engine.runtime is not before
    assert engine.runtime.rejections[0]._option is before.rejections[0]._option
    assert engine.running.memory.rejections is engine.runtime.rejections
    engine.edit("other", editing.configure_output(engine.project, 1, {"sensitivity": 0.7}))
    changed = engine.runtime
    engine.running.swap(before)
    assert engine.runtime is changed  # what is made of something else is not swapped in


def test_what_was_trained_is_walked_as_one_from_its_first_answer_on(large, room: Room) -> None:
    room.take_in()
    room.engine.models.train([1])
    ready = compiled(room.engine.view, room.models[:1])
    room.engine.models.progress(1, {})
    room.install(ready)
    assert room.engine.runtime is ready
    first, *_ = room.stacks
    assert first is not None
    assert room.stacks == [first] * 3
    assert room.posted.empty()


def test_what_was_changed_meanwhile_is_compiled_after_it_was_installed(large, room: Room) -> None:
    room.take_in()
    room.engine.models.train([1])
    ready = compiled(room.engine.view, room.models[:1])
    project = room.engine.project
    fewer = msgspec.structs.replace(project, outputs=project.outputs[:2])
    room.engine.edit("one output less", fewer)
    room.install(ready)
    assert room.engine.runtime is not ready
    assert room.stacks == [None, None]
    room.take_in()
    first, second = room.stacks
    assert first is second is not None


def test_what_nobody_waits_for_any_more_is_let_go_of(large, room: Room) -> None:
    room.take_in()
    room.engine.models.train([1])
    ready = compiled(room.engine.view, room.models[:1])
    made = weakref.ref(stacks(ready)[0])
    room.engine.models.cancel()
    room.engine.models.install(1, room.models[:1], {}, ready)
    del ready
    gc.collect()
    assert made() is None


def test_nothing_is_compiled_aside_without_memory_or_while_nothing_runs(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(compiler, "Runtime", fail)
        assert compiled(room.engine.view, room.models[:1]) is None
    room.engine.running.stop()
    assert compiled(room.engine.view, room.models[:1]) is None


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
