"""What is said of a training before it begins, and how long it still takes."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from wekipy.engine.engine import Engine
from wekipy.engine.outlook import makespan, outlook, time_left
from wekipy.engine.view import Outlook
from wekipy.learning.algorithms import ALGORITHMS, algorithms_for, resolve
from wekipy.learning.growth import Size, examples_used, seconds_of
from wekipy.learning.words import about
from wekipy.project.create import new_project
from wekipy.project.examples import as_take
from wekipy.project.schema import AlgorithmChoice


def engine_of(outputs: str, algorithms: dict[int, AlgorithmChoice], examples: int = 100_000) -> Engine:
    """An engine with one take of so many examples for all outputs; a training of them is under way."""
    engine = Engine(new_project(20, outputs), {}, {})
    uids = tuple(output.uid for output in engine.project.outputs)
    X = np.zeros((examples, 20), np.float32)
    take = as_take(20, uids[0], tuple(range(20)), X)
    rows = np.zeros(examples, np.dtype([*take.blocks[0].dtype.descr[:2], ("targets", "<f4", (len(uids),))]))
    rows["targets"][:, :] = 1.0
    engine.add_takes([replace(take, outputs=uids, blocks=(rows,))], "a long take")
    chosen = [
        msgspec.structs.replace(output, algorithm=algorithms.get(number, output.algorithm))
        for number, output in enumerate(engine.project.outputs, 1)
    ]
    engine.edit("algorithms", msgspec.structs.replace(engine.project, outputs=tuple(chosen)))
    engine.models.train()
    return engine


def svm(**options) -> AlgorithmChoice:
    return AlgorithmChoice("svm", options)


def test_what_is_left_out_is_said_for_outputs_that_are_alike_together_and_what_else_there_is():
    engine = engine_of("3,class:5", {1: svm(), 2: svm(), 3: AlgorithmChoice("linear"), 4: svm()})
    found = outlook(engine.view, lanes=2)
    sizes = {
        number: Size("svm", kind, resolve(AlgorithmChoice("svm"), kind), 100_000, 20, classes)
        for number, kind, classes in ((1, "continuous", 0), (4, "classification", 5))
    }
    used, of_classes = examples_used(sizes[1]), examples_used(sizes[4])
    assert found.text.startswith(f"training takes about {about(found.seconds)}; ")
    assert f"; outputs 1 and 2 (svm) learn from {used:,} of 100,000 examples; " in found.text
    assert f"; output 4 (svm) learns from {of_classes:,} of 100,000 examples; " in found.text
    assert "; neural-network would learn from all of them in about " in found.text
    assert "output 3" not in found.text
    assert found.seconds == pytest.approx(makespan(found.by_output.values(), 2))
    assert found.by_output.keys() == {output.uid for output in engine.project.outputs}


def test_a_short_training_of_all_examples_says_nothing():
    found = outlook(engine_of("2", {}, examples=1_000).view, lanes=2)
    assert found.text == ""
    assert 0 < found.seconds < 10


def test_a_long_training_says_how_long_though_it_leaves_nothing_out():
    choice = AlgorithmChoice("random-forest", {"trees": 1_000})
    found = outlook(engine_of("1", {1: choice}, examples=2_000).view, lanes=1)
    assert found.text.startswith(f"training takes about {about(found.seconds)}; ")
    assert found.text.endswith(" would learn from all of them in about 2 seconds")
    assert "learns from" not in found.text


def test_who_chose_how_many_examples_is_not_told_to_choose_something_else():
    found = outlook(engine_of("1", {1: svm(examples=20_000)}).view, lanes=1)
    assert "learns from 20,000 of 100,000 examples" in found.text
    assert "would learn" not in found.text


def test_what_nobody_has_measured_has_no_estimate(monkeypatch):
    monkeypatch.setitem(ALGORITHMS, "knn", replace(ALGORITHMS["knn"], growth=()))
    engine = engine_of("2", {1: AlgorithmChoice("knn"), 2: svm()})
    found = outlook(engine.view, lanes=2)
    assert found.seconds is None
    assert found.text.startswith("output 2 (svm) learns from ")
    assert len(found.by_output) == 1
    engine.models.expect(engine.view.training.number, found)
    assert engine.view.training.left is None


def test_gestures_and_outputs_without_examples_are_no_trouble():
    engine = Engine(new_project(2, "1,gesture:2"), {}, {})
    engine.models.train()
    assert outlook(engine.view, lanes=2).text == ""


def test_outputs_that_are_up_to_date_are_not_counted():
    engine = engine_of("2", {1: svm(), 2: svm()})
    engine.models.cancel()
    engine.models.train([2])
    assert outlook(engine.view, lanes=2).text.count("output 2 (svm) learns from") == 1


def test_the_announcement_of_a_training_says_it_and_counts_down():
    engine, heard = engine_of("1", {1: svm()}), []
    engine.listeners.append(lambda event: heard.append((event.kind, event.text)))
    found = outlook(engine.view, lanes=2)
    number = engine.view.training.number
    engine.models.expect(number, found)
    engine.models.expect(number + 1, found)
    assert heard == [("training", found.text)]
    assert engine.view.training.left == found.seconds
    engine.models.progress(number, {engine.project.outputs[0].uid: None})
    assert 0 < engine.view.training.left < found.seconds
    assert engine.view.training.progress == {}


@pytest.mark.parametrize(
    ("progress", "elapsed", "left"),
    [
        ({}, 4.0, 26.0),
        ({}, 40.0, None),
        ({"a": 0.5}, 10.0, 20.0),  # b does not tell how far it is
        ({"a": 0.01, "b": 0.0}, 4.0, 26.0),  # too early to know the pace
        ({"a": 0.5, "b": 0.5}, 20.0, 20.0),
        ({"a": 1.0, "b": 0.0}, 40.0, 80.0),
        ({"a": 1.0, "b": 1.0}, 40.0, 0.0),
    ],
)
def test_the_time_left_is_by_the_pace_where_all_tell_it_else_as_expected(progress, elapsed, left):
    assert time_left(Outlook(30.0, "", {"a": 10.0, "b": 20.0}), progress, elapsed) == left


def test_jobs_go_to_the_worker_that_is_free_first():
    assert makespan([5.0, 1.0, 1.0, 1.0], 2) == 5.0
    assert makespan([2.0] * 5, 2) == 6.0
    assert makespan([], 2) == 0.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "a second"), (3.4, "3 seconds"), (12.0, "10 seconds"), (57.4, "55 seconds"), (61, "a minute"),
        (150, "2 minutes"), (3_600, "60 minutes"), (7_200, "2 hours"),
    ],
)  # fmt: skip
def test_an_estimate_is_said_no_more_exactly_than_it_is(seconds, words):
    assert about(seconds) == words


def test_every_algorithm_of_ours_has_an_estimate():
    for kind in ("continuous", "classification"):
        for row in algorithms_for(kind):
            seconds = seconds_of(Size(row.name, kind, resolve(AlgorithmChoice(row.name), kind), 500, 5, 2))
            assert seconds is not None
            assert math.isfinite(seconds)
