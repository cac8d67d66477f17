"""How likely a class is said to be comes true: for algorithms whose own shares are no probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from learning_jobs import make_job

from wekipy.learning.fitting import train
from wekipy.learning.held_out.calibrating import fit_calibration
from wekipy.learning.held_out.shares import HeldOutShares, ask_held_out
from wekipy.learning.model import Model
from wekipy.learning.output_training import teach
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.learning.predictors.calibration import ARRAY, Calibration
from wekipy.project.problem import Problem

BOASTFUL = ["knn", "decision-tree", "adaboost", "random-forest", "naive-bayes"]


def _overlapping(seed: int, rows: int):
    """Three classes that cannot be told apart for certain; each input is there twice, as of two sensors."""
    random = np.random.default_rng(seed)
    y = random.integers(1, 4, rows)
    X = random.normal(size=(rows, 2)) + np.array([[0.0, 0.0], [1.5, 0.0], [0.0, 1.5]])[y - 1]
    return np.repeat(X, 2, axis=1).astype(np.float32), y.astype(float), np.arange(rows) // 15 + 1


def _job(algorithm: str):
    X, y, takes = _overlapping(1, 150)
    job = make_job("classification", algorithm, n=20)
    return replace(job, X=X, y=y, takes=takes, inputs=(0, 1, 2, 3), features=4, classes=3)


def _told(model: Model, X):
    (predictor,) = compile_models([Placed(0, model)], 4)
    values, told, answers = np.zeros(1), [], []
    for x in X.astype(np.float64):
        predictor.answer(x, values)
        told.append(predictor.distribution.copy())
        answers.append(values[0])
    return np.array(told), np.array(answers)


def _surprise(told, y):
    """Mean cross-entropy of what was told."""
    return -np.log(np.maximum(told[np.arange(len(y)), y.astype(int) - 1], 1e-6)).mean()


@pytest.mark.parametrize("algorithm", BOASTFUL)
def test_new_takes_surprise_it_less_and_are_answered_the_same(algorithm):
    job = _job(algorithm)
    X, y, _ = _overlapping(2, 400)
    raw, raw_answers = _told(train(job), X)
    honest, answers = _told(teach(job), X)
    np.testing.assert_array_equal(answers, raw_answers)
    np.testing.assert_allclose(honest.sum(axis=1), 1.0)
    assert _surprise(honest, y) < _surprise(raw, y)
    sure, right = honest.max(axis=1), answers == y
    assert abs(sure.mean() - right.mean()) < 0.12


@pytest.mark.parametrize("algorithm", ["logistic-regression", "neural-network", "svm"])
def test_those_that_are_honest_by_themselves_are_left_alone(algorithm):
    assert ARRAY not in teach(_job(algorithm)).arrays


def test_auto_learns_it_for_what_it_chose():
    model = teach(_job("auto"))
    assert model.header.chosen
    alone = teach(_job(model.header.chosen))
    assert (ARRAY in model.arrays) == (ARRAY in alone.arrays)


def test_one_example_of_a_class_leaves_its_shares_as_they_are():
    job = _job("knn")
    y = np.ones(len(job.y))
    y[0] = 2.0
    assert not len(ask_held_out(replace(job, y=y)).shares)
    assert ARRAY not in teach(replace(job, y=y)).arrays


def test_examples_that_were_all_right_do_not_make_it_quite_sure():
    right = HeldOutShares(np.eye(2)[[0, 1] * 10], np.array([0, 1] * 10))
    calibration = fit_calibration(right)
    assert calibration is not None
    assert 0.9 < calibration.apply(np.array([1.0, 0.0]))[0] < 0.99


@given(
    arrays(np.float64, 5, elements=st.floats(0.0, 1.0)).filter(lambda a: a.sum() > 0),
    st.floats(1e-9, 10.0),
    st.floats(0.01, 300.0),
)
def test_it_makes_probabilities_and_keeps_the_order(shares, floor, power):
    shares /= shares.sum()
    told = Calibration(floor, power).apply(shares)
    assert told.sum() == pytest.approx(1.0)
    assert np.all(np.diff(told[np.argsort(shares, kind="stable")]) >= -1e-12)


@pytest.mark.parametrize("numbers", [[0.0, 1.0], [1.0, 1e9], [np.nan, 1.0], [1.0], [1e-3, -1.0]])
def test_a_calibration_that_cannot_be_is_refused(numbers):
    model = train(_job("knn"))
    model = Model(model.header, {**model.arrays, ARRAY: np.array(numbers)})
    with pytest.raises(Problem, match="damaged"):
        compile_models([Placed(0, model)], 4)
