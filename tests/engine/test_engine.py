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
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.engine.randomising import randomise, set_one
from wekipy.engine.shelf import MOST, MOST_BYTES, Shelf
from wekipy.engine.take_work import copy, merge, split
from wekipy.engine.training_jobs import jobs_of
from wekipy.engine.view import Event
from wekipy.learning.fitting import train
from wekipy.learning.model import Model
from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.examples import MadeOf, as_take, dataset
from wekipy.project.missing import DataMissing
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice
from wekipy.project.take_edits import trim_take


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
    answered = engine.feed(np.array(values), engine.monotonic()) is not None
    return engine.values.tolist() if answered else None


def demonstrate(engine: Engine, x: list[float], targets: list[float], count: int = 5) -> None:
    engine.set_targets(targets)
    engine.recording.start()
    for n in range(count):
        feed(engine, *(value + 0.01 * n for value in x))
    engine.recording.stop()


def use_linear(engine: Engine, number: int) -> None:
    engine.edit("linear", editing.set_algorithm(engine.project, number, AlgorithmChoice("linear")))


def train_now(engine: Engine) -> None:
    number = engine.models.train()
    failures: dict[str, str] = {}
    results = [(job, train(job)) for job in jobs_of(engine.view, failures)]
    models: list[Model] = [result for _, result in results]
    engine.models.install(number, models, failures)


def taught() -> tuple[Engine, list[Event]]:
    engine, events = machine()
    use_linear(engine, 1)
    demonstrate(engine, [0.0, 0.0], [0.0, 1.0])
    demonstrate(engine, [1.0, 0.0], [1.0, 2.0])
    demonstrate(engine, [0.0, 1.0], [0.5, 3.0])
    train_now(engine)
    return engine, events


_TAUGHT = taught()[0].view.models


def test_idle_engine_does_not_answer() -> None:
    engine, _ = machine()
    assert feed(engine, 0.1, 0.2) is None


def test_it_learns_and_answers() -> None:
    engine, _ = taught()
    engine.running.start()
    answer = feed(engine, 1.0, 0.0)
    assert answer is not None
    assert answer[0] == pytest.approx(1.0, abs=0.1)
    assert answer[1] == 2.0


def test_recording_and_training_do_not_stop_running() -> None:
    engine, _ = taught()
    engine.running.start()
    engine.recording.start()
    assert feed(engine, 0.0, 0.0) is not None
    engine.models.train()
    assert feed(engine, 0.0, 0.0) is not None
    engine.recording.stop()
    assert feed(engine, 0.0, 0.0) is not None


def test_a_new_model_replaces_the_old_between_two_vectors() -> None:
    engine, _ = taught()
    engine.running.start()
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
    engine.running.start()
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
    engine.running.start()
    answer = feed(engine, 1.0, 0.0)
    engine.set_targets([0.123, 1.0])
    assert engine.values.tolist() == answer


def test_a_value_set_by_hand_stands_until_the_next_answer() -> None:
    engine, events = taught()
    engine.running.start()
    answer = feed(engine, 1.0, 0.0)
    assert answer is not None
    set_one(engine, 1, 0.25, send=True)
    assert events[-1].kind == "outputs"
    assert engine.values.tolist() == [0.25, answer[1]]  # what nobody has touched stays
    engine.set_outputs([0.5, 3.0])
    assert engine.values.tolist() == [0.5, 3.0]
    targets = randomise(engine, 1.0, [1], seed=3)
    assert engine.values.tolist() == [targets[0], 3.0]
    assert feed(engine, 1.0, 0.0) == answer


def test_nothing_is_answered_before_there_is_a_model() -> None:
    engine, events = machine()
    engine.running.start()
    assert "no output has a model" in events[-1].text
    assert feed(engine, 1.0, 0.0) is None
    engine.models.put(_TAUGHT[engine.project.outputs[1].uid])
    assert feed(engine, 1.0, 0.0) == [0.0, 2.0]
    engine.running.stop()
    engine.running.start()
    assert events[-1].text == "running: 1 of 2 outputs answers, the others keep their values"
    engine.edit("off", editing.set_switch(engine.project, [2], "run", on=False))
    assert feed(engine, 0.0, 1.0) == [0.0, 2.0]  # it has a model, and keeps its value


def test_running_while_the_first_training_is_under_way() -> None:
    engine, events = machine()
    demonstrate(engine, [0.0, 0.0], [0.5, 2.0])
    engine.models.train()
    engine.running.start()
    assert events[-1].text == "running: training; the outputs answer when it ends"
    assert feed(engine, 1.0, 0.0) is None


@pytest.mark.parametrize(
    ("given", "taken"),
    [(1.0000001, 1.0), (2.00000001, 2.0), (2.9995, 3.0), (3.0009, 3.0), (0.9991, 1.0), (2.0, 2.0)],
)
def test_a_target_within_a_hair_of_a_class_is_that_class(given: float, taken: float) -> None:
    engine, _ = machine()
    engine.set_targets([0.5, given])
    assert engine.targets.tolist() == [0.5, taken]


@pytest.mark.parametrize("given", [0.5, 1.002, 3.1, 0.0009, -1.0, 4.0, math.inf])
def test_a_target_farther_from_every_class_is_refused(given: float) -> None:
    engine, _ = machine()
    with pytest.raises(Problem, match="for output 2"):
        engine.set_targets([0.5, given])
    assert engine.targets.tolist() == [0.5, 1.0]


def test_whole_and_limited_numbers_take_what_is_a_hair_off() -> None:
    engine, _ = machine(outputs="2")
    project = editing.configure_output(engine.project, 1, {"integer": True, "maximum": 127.0})
    engine.edit("a", editing.configure_output(project, 2, {"limits": "hard", "maximum": 10.0}))
    engine.set_targets([64.0000001, 10.0000001])
    assert engine.targets.tolist() == [64.0, 10.0]
    with pytest.raises(Problem, match=r"64\.5 for output 1, 10\.5 for output 2"):
        engine.set_targets([64.5, 10.5])


def test_values_set_by_hand_are_announced_to_be_sent() -> None:
    engine, events = machine()
    engine.set_outputs([0.25, 3.0])
    assert events[-1].kind == "outputs"
    assert engine.values.tolist() == [0.25, 3.0]


def test_an_empty_take_is_no_take() -> None:
    engine, events = machine()
    engine.recording.start()
    assert engine.recording.stop() is None
    assert not engine.project.takes
    assert "no inputs arrived" in events[-1].text


def test_recording_with_nothing_enabled_is_refused() -> None:
    engine, _ = machine()
    engine.edit("off", editing.set_switch(engine.project, [1, 2], "record", on=False))
    with pytest.raises(Problem, match="enable at least one"):
        engine.recording.start()


def test_a_cancelled_training_changes_nothing() -> None:
    engine, _ = taught()
    models = dict(engine.view.models)
    demonstrate(engine, [0.5, 0.5], [9.0, 3.0])
    number = engine.models.train()
    made = [train(job) for job in jobs_of(engine.view, {})]
    engine.models.cancel()
    engine.models.install(number, made, {})
    assert engine.view.models == models
    assert engine.view.training is None


def test_only_what_has_changed_is_trained_again() -> None:
    engine, _ = taught()
    engine.edit("k", editing.set_algorithm(engine.project, 2, AlgorithmChoice("knn", {"k": 3})))
    engine.models.train()
    assert [job.number for job in jobs_of(engine.view, {})] == [2]


def test_a_failed_training_keeps_the_old_model_and_says_why() -> None:
    engine, events = taught()
    old = engine.view.models["o2"]
    number = engine.models.train([2])
    engine.models.install(number, [], {"o2": "output 2 has examples of class 1 only: record another class"})
    assert engine.view.models["o2"] is old
    assert "class 1 only" in events[-1].text


def test_a_failure_is_gone_when_the_settings_are_the_trained_ones_again() -> None:
    engine, _ = taught()
    engine.edit("k", editing.set_algorithm(engine.project, 2, AlgorithmChoice("knn", {"k": 3})))
    engine.models.install(engine.models.train([2]), [], {"o2": "output 2 cannot be done so"})

    def told() -> tuple[str, str]:
        model = describe(engine.view)["outputs"][1]["model"]
        return model["state"], model["failure"]

    assert told() == ("changed", "output 2 cannot be done so")
    engine.undo()
    assert told() == ("ready", "")
    engine.redo()
    assert told() == ("changed", "output 2 cannot be done so")
    engine.edit("k", editing.set_algorithm(engine.project, 2, AlgorithmChoice("knn", {"k": 5})))
    assert told() == ("changed", "")  # nobody has tried that


def test_a_failure_belongs_to_what_was_trained_also_if_it_was_edited_meanwhile() -> None:
    engine, _ = taught()
    engine.edit("k", editing.set_algorithm(engine.project, 2, AlgorithmChoice("knn", {"k": 3})))
    number = engine.models.train([2])
    engine.edit("k", editing.set_algorithm(engine.project, 2, AlgorithmChoice("knn", {"k": 5})))
    engine.models.install(number, [], {"o2": "output 2 cannot be done so"})
    assert describe(engine.view)["outputs"][1]["model"]["failure"] == ""
    engine.undo()
    assert describe(engine.view)["outputs"][1]["model"]["failure"] == "output 2 cannot be done so"


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
    engine.running.start()
    other, _ = taught()
    view = other.view
    engine.open(view.project, view.data, view.models, "opened")
    assert feed(engine, 1.0, 0.0) is not None


def test_hard_limits_and_integers_hold_for_predictions() -> None:
    engine, _ = taught()
    engine.edit("hard", editing.configure_output(engine.project, 1, {"limits": "hard", "integer": True}))
    engine.running.start()
    answer = feed(engine, 40.0, 0.0)
    assert answer is not None and answer[0] == 1.0
    answer = feed(engine, 0.6, 0.0)
    assert answer is not None
    assert answer[0] in (0.0, 1.0)


def test_a_training_asked_for_during_a_training_is_done_after_it() -> None:
    engine, _ = taught()
    first = engine.models.train([1])
    assert engine.models.train([2]) == first + 1
    engine.models.install(first, [], {})
    assert engine.view.training is not None
    assert engine.view.training.asked == ("o2",)


def test_live_learning_trains_after_each_take() -> None:
    engine, _ = machine()
    engine.edit("live", msgspec.structs.replace(engine.project, live_learning=True))
    demonstrate(engine, [0.0, 0.0], [0.0, 1.0])
    assert engine.view.training is not None


def test_earlier_models_can_answer_again() -> None:
    engine, _ = taught()
    engine.running.start()
    old = feed(engine, 1.0, 0.0)
    demonstrate(engine, [1.0, 0.0], [-3.0, 1.0], count=50)
    train_now(engine)
    new = feed(engine, 1.0, 0.0)
    assert old is not None and new is not None
    told = compare(engine.view, np.array([1.0, 0.0]), 1)
    assert [answer["value"] for answer in told] == [pytest.approx(old[0]), pytest.approx(new[0])]
    assert [answer["answers"] for answer in told] == [False, True]
    assert engine.models.step(1, -1) == 1
    assert feed(engine, 1.0, 0.0) == [old[0], new[1]]
    with pytest.raises(Problem, match="no earlier model"):
        engine.models.step(1, -1)
    assert engine.models.step(1, 1) == 2
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
_RUNNING.running.start()


class Playing(RuleBasedStateMachine):
    """Any order of presses leaves a sound engine: every finished take is there, and running answers."""

    def __init__(self) -> None:
        super().__init__()
        self.engine, _ = machine()
        for model in _TAUGHT.values():
            self.engine.models.put(model)
        self.recorded = 0

    @rule()
    def record(self) -> None:
        self.engine.recording.start()

    @rule(x=st.floats(-1, 1), y=st.floats(-1, 1))
    def vector(self, x: float, y: float) -> None:
        answered = feed(self.engine, x, y) is not None
        assert answered == (self.engine.runtime is not None)

    @rule()
    def stop(self) -> None:
        take = self.engine.recording.stop()
        self.recorded += take is not None

    @rule(running=st.booleans())
    def run(self, running: bool) -> None:
        if running:
            self.engine.running.start()
        else:
            self.engine.running.stop()

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
        number = self.engine.models.train()
        if cancel:
            self.engine.models.cancel()
        self.engine.models.install(number, [], {})

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(self.engine.project.takes) == self.recorded
        assert all(take.number in self.engine.view.data for take in self.engine.project.takes)


TestPlaying = Playing.TestCase
TestPlaying.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("jump", [-3_600.0, 30 * 86_400.0, -315_360_000.0])
def test_a_clock_that_is_set_while_recording_changes_no_time(jump: float) -> None:
    """The wall clock says when a take began, and nothing more."""
    wall, steady = [1.7e9], [50.0]
    engine = Engine(new_project(2, "1,gesture:1"), clock=lambda: wall[0], monotonic=lambda: steady[0])
    engine.recording.start()
    for n in range(20):
        steady[0] += 0.25
        wall[0] += jump if n == 10 else 0.25
        feed(engine, n, n)
    take = engine.recording.stop()
    assert take is not None
    assert take.seconds == 19 * 0.25
    assert take.started == "2023-11-14T22:13:20.000+00:00"
    data = engine.view.data[take.number]
    assert data.times().tolist() == [0.25 * n for n in range(1, 21)]
    found = dataset(engine.project, engine.view.data, engine.project.outputs[0])
    assert found.times.tolist() == [1.7e9 + 0.25 * n for n in range(1, 21)]
    trimmed = trim_take(engine.project, engine.view.data, take.number, 1.0, 2.0).takes[0]
    assert trimmed.examples == 5


def test_how_long_a_training_took_does_not_depend_on_the_clock() -> None:
    wall, steady, events = [1.7e9], [50.0], []
    engine = Engine(new_project(1, "1"), clock=lambda: wall[0], monotonic=lambda: steady[0])
    engine.listeners.append(events.append)
    demonstrate(engine, [1.0], [0.5])
    number = engine.models.train()
    wall[0], steady[0] = 0.0, 52.0
    made = [train(job) for job in jobs_of(engine.view, {})]
    engine.models.install(number, made, {})
    assert events[-1].text.startswith("trained 1 output in 2.00 s; ")


def test_takes_made_of_others_keep_the_times_of_their_rows() -> None:
    wall, steady = [1.7e9], [50.0]
    engine = Engine(new_project(1, "1"), clock=lambda: wall[0], monotonic=lambda: steady[0])
    for _ in range(2):
        engine.recording.start()
        for n in range(8):
            steady[0] += 0.5
            feed(engine, n)
        engine.recording.stop()
        wall[0] += 1_000
    before = dataset(engine.project, engine.view.data, engine.project.outputs[0]).times.tolist()
    third, fourth = split(engine.view, 1, [2.0])(engine)
    after = dataset(engine.project, engine.view.data, engine.project.outputs[0])
    assert sorted(after.times.tolist()) == before
    assert engine.view.data[third].made_of == MadeOf((1,))
    (merged,) = merge(engine.view, [third, fourth])(engine)
    assert engine.view.data[merged].made_of == MadeOf((third, fourth))
    again = dataset(engine.project, engine.view.data, engine.project.outputs[0])
    assert again.times[again.takes == merged].tolist() == before[:8]
    assert {t.started for t in engine.project.takes if t.number != 2} == {engine.project.takes[0].started}


def test_a_copied_take_says_where_it_is_from() -> None:
    source, _ = taught()
    engine, _ = machine()
    numbers = copy(engine.view, source.project, source.view.data, [], "other.wekipy")(engine)
    assert [engine.view.data[number].made_of for number in numbers] == [MadeOf(source="other.wekipy")] * 3


def test_a_training_and_a_copy_with_fewer_examples_say_so() -> None:
    engine, events = taught()
    lacks = msgspec.structs.replace(engine.project.takes[1], lost=3)
    first, _, third = engine.project.takes
    short = (first, lacks, third)
    damaged = Engine(msgspec.structs.replace(engine.project, takes=short), engine.view.data)
    damaged.listeners.append(events.append)
    number = damaged.models.train([1])
    made = [train(job) for job in jobs_of(damaged.view, {})]
    damaged.models.install(number, made, {})
    assert "examples are missing: take 2 lacks 3 of 8" in events[-1].text
    other, told = machine()
    with pytest.raises(DataMissing, match=r"missing in a\.wekipy: take 2 lacks 3 of 8; put back"):
        copy(other.view, damaged.project, damaged.view.data, [], "a.wekipy")
    assert len(copy(other.view, damaged.project, damaged.view.data, [1, 2], "a.wekipy")(other)) == 2
    assert told[-1].text == "in a.wekipy, take 2 lacks 3 of 8: the others were copied"
    copy(other.view, damaged.project, damaged.view.data, [1, 3], "a.wekipy")(other)
    assert "lacks" not in told[-1].text


def test_a_take_that_is_added_while_another_is_recorded_has_a_number_of_its_own():
    engine, _ = machine(1, "1")
    number = engine.recording.start()
    feed(engine, 0.25)
    added = engine.add_take(as_take(1, "o1", (0,), np.ones((3, 1), np.float32)), "from elsewhere")
    feed(engine, 0.5)
    recorded = engine.recording.stop()
    assert recorded is not None
    assert (recorded.number, recorded.examples) == (number, 2)
    assert added.number != number
    assert {take.number: take.examples for take in engine.project.takes} == {number: 2, added.number: 3}


def test_the_same_frames_at_the_same_times_are_recorded_and_answered_alike_to_the_bit() -> None:
    """Nothing of a frame is read from a clock: with the same times, all that is made of it is the same."""

    def played() -> tuple[bytes, list[list[float]]]:
        engine = Engine(new_project(2, "1,class:3"), clock=lambda: 1.7e9, monotonic=lambda: 50.0)
        for model in _TAUGHT.values():
            engine.models.put(model)
        project = editing.configure_output(engine.project, 2, {"nothing": True, "send_confidence": True})
        engine.edit("nothing", project)
        engine.running.start()
        engine.recording.start()
        random, answers = np.random.default_rng(5), []
        for now in 50.0 + np.cumsum(random.random(300) / 60):
            assert engine.feed(random.random(2).astype(np.float32).astype(np.float64), float(now)) == ()
            answers.append(engine.values.tolist())
        take = engine.recording.stop()
        assert take is not None
        return engine.view.data[take.number].blocks[0].tobytes(), answers

    assert played() == played()
