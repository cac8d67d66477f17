"""Which examples an algorithm learns from where all would take too long, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning_jobs import compile_one, make_job

from wekipy.learning import growth
from wekipy.learning.algorithms import ALGORITHMS, algorithms_for, resolve
from wekipy.learning.covering import cover
from wekipy.learning.fitting import fit, train
from wekipy.learning.growth import LEAST, LONGEST, Size, examples_used, seconds_of
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.output_training import teach
from wekipy.project.schema import AlgorithmChoice

ROWS = [(a.name, kind) for kind in ("continuous", "classification") for a in algorithms_for(kind)]


def size_of(algorithm, kind, count, inputs=20, **options):
    return Size(algorithm, kind, resolve(AlgorithmChoice(algorithm, options), kind), count, inputs, 5)


@given(
    kind=st.sampled_from(["continuous", "classification"]),
    examples=st.integers(1, 400),
    most=st.integers(1, 200),
    takes=st.integers(1, 40),
    seed=st.integers(0, 5),
)
def test_a_part_has_every_class_and_every_take_and_is_the_same_each_time(kind, examples, most, takes, seed):
    job = make_job(kind, "svm", n=examples, seed=seed)
    job = replace(job, takes=np.sort(np.arange(examples) % takes))
    rows = cover(job, most)
    assert len(rows) == len(np.unique(rows))
    np.testing.assert_array_equal(rows, np.sort(rows))
    np.testing.assert_array_equal(rows, cover(job, most))
    groups = len(np.unique(np.stack([job.y if kind == "classification" else job.takes, job.takes]), axis=1).T)
    if most >= 4 * groups + 8:
        assert len(rows) == min(most, examples)
        assert set(job.takes) == set(job.takes[rows])
        if kind == "classification":
            assert set(job.y) == set(job.y[rows])


@pytest.mark.parametrize("most", [2, 3, 30])
def test_it_learns_from_as_many_as_it_says_though_fewer_than_classes_are_asked_for(most):
    job = make_job("classification", "svm", n=60)
    job = replace(job, options={**job.options, "examples": most})
    assert len(fit(job).learned) == examples_used(growth.size_of(job))


def test_a_part_holds_what_was_rarely_shown():
    """Two seconds in some far corner among minutes of rest: equal steps in time would keep one in fifty."""
    random = np.random.default_rng(0)
    X = random.normal(0.0, 0.02, (20_000, 6)).astype(np.float32)
    X[15_000:15_200] += np.linspace(0, 3, 200)[:, None]
    job = make_job("continuous", "svm", n=20_000)
    job = replace(job, X=X, y=X.sum(axis=1).astype(np.float64), inputs=tuple(range(6)), features=6)
    far = np.isin(np.arange(15_000, 15_200), cover(job, 400))
    assert far.sum() > 50
    assert np.diff(np.flatnonzero(far)).max() < 12


def test_equal_examples_can_be_chosen_from():
    job = make_job("continuous", "svm", n=500)
    alike = replace(job, X=np.ones_like(job.X), y=np.ones(500))
    assert len(cover(alike, 40)) == 40


@pytest.mark.parametrize(("algorithm", "kind"), ROWS)
def test_a_hundred_thousand_examples_take_no_longer_than_they_may(algorithm, kind):
    """Five such outputs take half a minute on two cores."""
    size = size_of(algorithm, kind, 100_000)
    assert seconds_of(size) < (30.0 if algorithm == "auto" else 12.0)
    assert examples_used(size) > 1_000 or algorithm == "gaussian-process"


@pytest.mark.parametrize(("algorithm", "kind"), ROWS)
def test_some_thousand_examples_are_all_learned_from(algorithm, kind):
    if algorithm == "gaussian-process":
        pytest.skip("its option says how many")
    for inputs in (1, 20, 1_000):
        assert examples_used(size_of(algorithm, kind, LEAST, inputs)) == LEAST


@pytest.mark.parametrize(("algorithm", "kind"), ROWS)
def test_more_examples_never_take_less_time_and_the_part_never_shrinks(algorithm, kind):
    counts = (10, 1_000, 5_000, 20_000, 100_000, 1_000_000)
    sizes = [size_of(algorithm, kind, n) for n in counts]
    used = [examples_used(size) for size in sizes]
    assert used == sorted(used)
    assert all(few <= n for few, n in zip(used, counts, strict=True))
    seconds = [seconds_of(size) for size in sizes]
    assert all(one <= 1.05 * after for one, after in pairwise(seconds))


def test_the_option_says_how_many_and_more_trees_take_longer():
    assert examples_used(size_of("svm", "continuous", 100_000, examples=20_000)) == 20_000
    assert seconds_of(size_of("svm", "continuous", 100_000, examples=20_000)) > 4 * LONGEST
    few = size_of("random-forest", "classification", 100_000)
    many = size_of("random-forest", "classification", 100_000, trees=1_000)
    assert examples_used(few) == examples_used(many)
    assert seconds_of(many) > 5 * seconds_of(few)


def test_nobody_knows_how_long_an_algorithm_of_others_takes(monkeypatch):
    monkeypatch.setitem(ALGORITHMS, "knn", replace(ALGORITHMS["knn"], growth=()))
    size = size_of("knn", "continuous", 5_000_000)
    assert seconds_of(size) is None
    assert examples_used(size) == 5_000_000


def _of_a_part(kind, algorithm, **options):
    return make_job(kind, algorithm, {"examples": 80, **options}, n=400)


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        ("continuous", "svm"),
        ("continuous", "gaussian-process"),
        ("continuous", "random-forest"),
        ("classification", "svm"),
        ("classification", "gaussian-process"),
        ("classification", "adaboost"),
        ("classification", "random-forest"),
    ],
)
def test_a_model_of_a_part_says_so_and_how_it_answers_the_others(kind, algorithm):
    few = {"random-forest": {"trees": 5}, "adaboost": {"rounds": 5, "depth": 2}}.get(algorithm, {})
    job = _of_a_part(kind, algorithm, **few)
    fitted, model = fit(job), train(job)
    rest = np.setdiff1d(np.arange(400), fitted.learned)
    assert len(rest) == 320
    off = fitted.estimator.predict(job.X[rest].astype(np.float64)) - job.y[rest]
    if kind == "classification":
        figure = f"answers {100 * np.mean(off != 0):.2g} % of the others wrong"
    else:
        figure = (
            f"is off by {100 * np.sqrt(np.mean(off**2)) / np.ptp(job.y):.2g} % of the range on the others"
        )
    assert f"learned from 80 of 400 examples, and {figure}" in model.header.note
    assert model.header.examples == 400
    every = fitted.estimator.predict(job.X.astype(np.float64)) - job.y
    error = np.mean(every != 0) if kind == "classification" else np.sqrt(np.mean(every**2))
    assert model.header.training_error == pytest.approx(error)


def test_the_model_of_a_part_is_that_of_its_examples():
    job = _of_a_part("classification", "random-forest", trees=10)
    whole = fit(job)
    part = pick(job, whole.learned)
    alone = fit(replace(part, options={**part.options, "examples": "auto"}))
    np.testing.assert_array_equal(whole.arrays["shares"], alone.arrays["shares"])


def test_inputs_are_scaled_by_all_examples_so_that_outputs_can_share_work():
    for algorithm in ("svm", "gaussian-process"):
        job = _of_a_part("classification", algorithm)
        np.testing.assert_allclose(fit(job).arrays["scale"], job.X.std(axis=0, dtype=np.float64), rtol=1e-5)


def test_a_model_that_learned_from_all_says_nothing():
    assert train(make_job("continuous", "svm")).header.note == ""
    assert fit(make_job("continuous", "svm", {"examples": 60})).learned is None


def test_auto_tells_of_the_part_that_its_choice_learned_from(monkeypatch):
    monkeypatch.setattr(growth, "LEAST", 40)
    monkeypatch.setattr(growth, "LONGEST", 0.1)
    job = make_job("classification", "auto", {"compare": False}, n=400)
    model = train(job)
    assert model.header.chosen == "svm"
    assert "learned from 40 of 400 examples, and answers " in model.header.note


def test_a_network_of_memory_learns_from_the_beginnings_of_takes(monkeypatch):
    monkeypatch.setattr(growth, "LEAST", 100)
    monkeypatch.setattr(growth, "LONGEST", 0.8001)
    job = make_job("continuous", "echo-state", {"units": 50}, n=400)
    job = replace(job, takes=np.arange(400) // 100, times=np.arange(400) / 50.0)
    fitted = fit(job)
    np.testing.assert_array_equal(fitted.learned % 100, np.tile(np.arange(25), 4))
    assert (fitted.step, len(fitted.fitted)) == (1, 400)


def test_whatever_was_found_on_a_part_is_in_the_note_in_one_line():
    job = make_job("classification", "knn", n=2_500)
    model = teach(replace(job, nothing=True))
    note = model.header.note.split("; ")[-1]
    assert note.startswith("on a part of the examples: k 1,000, error ")
    assert note.endswith(", novelty 2,000, confidence 2,000")


@pytest.mark.parametrize("n", [1_999, 2_001])
def test_boosting_answers_as_scikit_learn_whether_by_histograms_or_not(n):
    job = make_job("continuous", "gradient-boosting", {"rounds": 20, "depth": 5}, n=n)
    fitted = fit(job)
    assert ("255 steps" in fitted.note) == (n > 2_000)
    predictor, value = compile_one(job, fitted), np.zeros(1)
    expected = fitted.estimator.predict(job.X[:200].astype(np.float64))
    for x, answer in zip(job.X[:200].astype(np.float64), expected, strict=True):
        predictor.answer(x, value)
        assert value[0] == pytest.approx(answer, rel=1e-12)
