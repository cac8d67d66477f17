"""The engine without a socket: vectors in, values out."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wekipy.engine.compare import compare
from wekipy.engine.engine import Engine
from wekipy.engine.shelf import MOST, MOST_BYTES, Shelf
from wekipy.engine.view import Event
from wekipy.learning.fitting import train
from wekipy.learning.model import Model
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.examples import dataset
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice
from wekipy.server.trainer import jobs_of


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        self.now += 0.01
        return self.now


def machine(inputs: int = 2, outputs: str = "1,class:3") -> tuple[Engine, list[Event]]:
    events: list[Event] = []
    engine = Engine(new_project(inputs, outputs), clock=Clock())
    engine.listeners.append(events.append)
    return engine, events


def feed(engine: Engine, *values: float) -> list[float] | None:
    return engine.values.tolist() if engine.feed(np.array(values)) else None


def demonstrate(engine: Engine, x: list[float], targets: list[float], count: int = 5) -> None:
    engine.set_targets(targets)
    engine.start_recording()
    for n in range(count):
        feed(engine, *(value + 0.01 * n for value in x))
    engine.stop_recording()


def use_linear(engine: Engine, number: int) -> None:
    engine.edit("linear", editing.set_algorithm(engine.project, number, AlgorithmChoice("linear")))


def train_now(engine: Engine) -> None:
    number = engine.train()
    failures: dict[str, str] = {}
    results = [(job, train(job)) for job in jobs_of(engine.view, failures)]
    models: list[Model] = [result for _, result in results]
    engine.install(number, models, failures)


def taught() -> tuple[Engine, list[Event]]:
    engine, events = machine()
    use_linear(engine, 1)
    demonstrate(engine, [0.0, 0.0], [0.0, 1.0])
    demonstrate(engine, [1.0, 0.0], [1.0, 2.0])
    demonstrate(engine, [0.0, 1.0], [0.5, 3.0])
    train_now(engine)
    return engine, events


def test_idle_engine_does_not_answer() -> None:
    engine, _ = machine()
    assert feed(engine, 0.1, 0.2) is None


def test_it_learns_and_answers() -> None:
    engine, _ = taught()
    engine.start_running()
    answer = feed(engine, 1.0, 0.0)
    assert answer is not None
    assert answer[0] == pytest.approx(1.0, abs=0.1)
    assert answer[1] == 2.0


def test_recording_and_training_do_not_stop_running() -> None:
    engine, _ = taught()
    engine.start_running()
    engine.start_recording()
    assert feed(engine, 0.0, 0.0) is not None
    engine.train()
    assert feed(engine, 0.0, 0.0) is not None
    engine.stop_recording()
    assert feed(engine, 0.0, 0.0) is not None


def test_a_new_model_replaces_the_old_between_two_vectors() -> None:
    engine, _ = taught()
    engine.start_running()
    before = feed(engine, 1.0, 0.0)
    demonstrate(engine, [1.0, 0.0], [-3.0, 1.0], count=50)
    assert feed(engine, 1.0, 0.0) == before
    train_now(engine)
    after = feed(engine, 1.0, 0.0)
    assert before is not None and after is not None
    assert after[0] < before[0] - 1


def test_outputs_that_are_not_enabled_are_not_recorded() -> None:
    engine, _ = machine()
    engine.edit("off", editing.set_switch(engine.project, [2], "record", on=False))
    demonstrate(engine, [0.0, 0.0], [0.5, 2.0])
    first, second = (dataset(engine.project, engine.view.data, output) for output in engine.project.outputs)
    assert len(first.y) == 5
    assert len(second.y) == 0


def test_an_output_that_does_not_run_keeps_its_value() -> None:
    engine, _ = taught()
    engine.start_running()
    feed(engine, 1.0, 0.0)
    engine.edit("off", editing.set_switch(engine.project, [1], "run", on=False))
    held = engine.values[0]
    assert feed(engine, 0.0, 1.0) == [held, 3.0]


def test_targets_are_set_one_by_one_where_they_are_legal() -> None:
    engine, _ = machine()
    with pytest.raises(Problem, match="4 for output 2"):
        engine.set_targets([0.7, 4.0])
    assert engine.targets.tolist() == [0.7, 1.0]
    with pytest.raises(Problem, match="3 output values arrived, expected 2"):
        engine.set_targets([0.1, 1.0, 2.0])
    with pytest.raises(Problem):
        engine.set_targets([math.nan, 2.0])
    assert engine.targets.tolist() == [0.7, 2.0]


def test_targets_do_not_disturb_what_a_running_model_sends() -> None:
    engine, _ = taught()
    engine.start_running()
    answer = feed(engine, 1.0, 0.0)
    engine.set_targets([0.123, 1.0])
    assert engine.values.tolist() == answer


def test_values_set_by_hand_are_announced_to_be_sent() -> None:
    engine, events = machine()
    engine.set_outputs([0.25, 3.0])
    assert events[-1].kind == "outputs"
    assert engine.values.tolist() == [0.25, 3.0]


def test_an_empty_take_is_no_take() -> None:
    engine, events = machine()
    engine.start_recording()
    assert engine.stop_recording() is None
    assert not engine.project.takes
    assert "no inputs arrived" in events[-1].text


def test_recording_with_nothing_enabled_is_refused() -> None:
    engine, _ = machine()
    engine.edit("off", editing.set_switch(engine.project, [1, 2], "record", on=False))
    with pytest.raises(Problem, match="enable at least one"):
        engine.start_recording()


def test_a_cancelled_training_changes_nothing() -> None:
    engine, _ = taught()
    models = dict(engine.view.models)
    demonstrate(engine, [0.5, 0.5], [9.0, 3.0])
    number = engine.train()
    made = [train(job) for job in jobs_of(engine.view, {})]
    engine.cancel_training()
    engine.install(number, made, {})
    assert engine.view.models == models
    assert engine.view.training is None


def test_only_what_has_changed_is_trained_again() -> None:
    engine, _ = taught()
    engine.edit("k", editing.set_algorithm(engine.project, 2, AlgorithmChoice("knn", {"k": 3})))
    engine.train()
    assert [job.number for job in jobs_of(engine.view, {})] == [2]


def test_a_failed_training_keeps_the_old_model_and_says_why() -> None:
    engine, events = taught()
    old = engine.view.models["o2"]
    number = engine.train([2])
    engine.install(number, [], {"o2": "output 2 has examples of one class only: record at least one more"})
    assert engine.view.models["o2"] is old
    assert "one class only" in events[-1].text


def test_undo_brings_deleted_takes_back() -> None:
    engine, _ = taught()
    engine.edit("delete all", editing.delete_takes(engine.project, [1, 2, 3]))
    assert not engine.project.live_takes()
    assert engine.undo() == "delete all"
    assert len(engine.project.live_takes()) == 3
    assert engine.redo() == "delete all"
    assert not engine.project.live_takes()


def test_another_project_is_opened_without_stopping() -> None:
    engine, _ = taught()
    engine.start_running()
    other, _ = taught()
    view = other.view
    engine.open(view.project, view.data, view.models, "opened")
    assert feed(engine, 1.0, 0.0) is not None


def test_hard_limits_and_integers_hold_for_predictions() -> None:
    engine, _ = taught()
    engine.edit("hard", editing.configure_output(engine.project, 1, {"limits": "hard", "integer": True}))
    engine.start_running()
    assert feed(engine, 40.0, 0.0) == [1.0, 2.0]
    answer = feed(engine, 0.6, 0.0)
    assert answer is not None
    assert answer[0] in (0.0, 1.0)


def test_a_training_asked_for_during_a_training_is_done_after_it() -> None:
    engine, _ = taught()
    first = engine.train([1])
    assert engine.train([2]) == first + 1
    engine.install(first, [], {})
    assert engine.view.training is not None
    assert engine.view.training.asked == ("o2",)


def test_live_learning_trains_after_each_take() -> None:
    engine, _ = machine()
    engine.edit("live", msgspec.structs.replace(engine.project, live_learning=True))
    demonstrate(engine, [0.0, 0.0], [0.0, 1.0])
    assert engine.view.training is not None


def test_earlier_models_can_answer_again() -> None:
    engine, _ = taught()
    engine.start_running()
    old = feed(engine, 1.0, 0.0)
    demonstrate(engine, [1.0, 0.0], [-3.0, 1.0], count=50)
    train_now(engine)
    new = feed(engine, 1.0, 0.0)
    assert old is not None and new is not None
    told = compare(engine.view, np.array([1.0, 0.0]), 1)
    assert [answer["value"] for answer in told] == [pytest.approx(old[0]), pytest.approx(new[0])]
    assert [answer["answers"] for answer in told] == [False, True]
    assert engine.step_model(1, -1) == 1
    assert feed(engine, 1.0, 0.0) == [old[0], new[1]]
    with pytest.raises(Problem, match="no earlier model"):
        engine.step_model(1, -1)
    assert engine.step_model(1, 1) == 2
    assert feed(engine, 1.0, 0.0) == new


def test_earlier_models_are_kept_within_bounds() -> None:
    engine, _ = taught()
    model = engine.view.models["o1"]
    shelf = Shelf()
    for _ in range(2 * MOST):
        shelf = shelf.add(model)
    assert (len(shelf.models), shelf.at) == (MOST, MOST - 1)
    large = Model(model.header, {"x": np.zeros(MOST_BYTES // 8 + 1)})
    assert len(Shelf().add(large).add(large).models) == 1


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=2, max_size=2))
@settings(max_examples=200, deadline=None)
def test_nothing_but_finite_numbers_is_ever_sent(x: list[float]) -> None:
    engine = _RUNNING
    answer = feed(engine, *x)
    assert answer is not None
    sent = np.array(answer).astype(np.float32)
    assert np.isfinite(sent).all()


_RUNNING, _ = taught()
_RUNNING.start_running()


class Playing(RuleBasedStateMachine):
    """Any order of presses leaves a sound engine: every finished take is there, and running answers."""

    def __init__(self) -> None:
        super().__init__()
        self.engine, _ = machine()
        self.recorded = 0

    @rule()
    def record(self) -> None:
        self.engine.start_recording()

    @rule(x=st.floats(-1, 1), y=st.floats(-1, 1))
    def vector(self, x: float, y: float) -> None:
        answered = feed(self.engine, x, y) is not None
        assert answered == (self.engine.runtime is not None)

    @rule()
    def stop(self) -> None:
        take = self.engine.stop_recording()
        self.recorded += take is not None

    @rule(running=st.booleans())
    def run(self, running: bool) -> None:
        if running:
            self.engine.start_running()
        else:
            self.engine.stop_running()

    @precondition(lambda self: self.engine.view.undo)
    @rule()
    def undo(self) -> None:
        self.engine.undo()

    @precondition(lambda self: self.engine.view.redo)
    @rule()
    def redo(self) -> None:
        self.engine.redo()

    @precondition(lambda self: self.engine.project.live_takes())
    @rule()
    def delete(self) -> None:
        numbers = [take.number for take in self.engine.project.live_takes()]
        self.engine.edit("delete", editing.delete_takes(self.engine.project, numbers[:1]))

    @rule(cancel=st.booleans())
    def train(self, cancel: bool) -> None:
        number = self.engine.train()
        if cancel:
            self.engine.cancel_training()
        self.engine.install(number, [], {})

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(self.engine.project.takes) == self.recorded
        assert all(take.number in self.engine.view.data for take in self.engine.project.takes)


TestPlaying = Playing.TestCase
TestPlaying.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
