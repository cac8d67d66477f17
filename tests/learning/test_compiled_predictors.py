"""Every compiled predictor answers what scikit-learn's own estimator answers."""

from __future__ import annotations

import numpy as np
import pytest
from learning_jobs import SHAPES, as_model, begin_anew, compile_one, make_job, vectors

from wekipy.learning.algorithms import ALGORITHMS
from wekipy.learning.fitting import fit
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed

CONTINUOUS = [
    ("linear", {}),
    ("linear", {"ridge": 0.0}),
    ("polynomial", {}),
    ("polynomial", {"degree": 1}),
    ("polynomial", {"degree": 5, "ridge": 0.0}),
    ("polynomial", {"degree": 4, "ridge": "auto", "products": False}),
    ("knn", {}),
    ("knn", {"k": 1, "scale": False}),
    ("knn", {"weights": "distance"}),
    ("knn", {"weights": "even", "k": 3}),
    ("knn", {"k": 500}),
    ("gaussian-process", {}),
    ("gaussian-process", {"length": 0.5, "noise": 0.1, "examples": 30}),
    ("svm", {}),
    ("svm", {"kernel": "linear"}),
    ("svm", {"kernel": "polynomial", "exponent": 3, "gamma": 0.2}),
    ("svm", {"kernel": "polynomial", "gamma": 1.0, "scaling": "range", "lower_order": False}),
    ("random-forest", {"trees": 15}),
    ("gradient-boosting", {"rounds": 20}),
    ("neural-network", {}),
    ("neural-network", {"layers": 2, "nodes": 6, "alpha": 0.1}),
    ("echo-state", {"units": 50}),
]
CLASSIFICATION = [
    ("knn", {}),
    ("knn", {"k": 4, "scale": False}),
    ("svm", {}),
    ("svm", {"kernel": "linear"}),
    ("svm", {"kernel": "polynomial"}),
    ("svm", {"kernel": "polynomial", "gamma": 1.0, "scaling": "range", "lower_order": False}),
    ("svm", {"gamma": 0.5, "scaling": "range"}),
    ("decision-tree", {}),
    ("decision-tree", {"leaf": 5, "depth": 3}),
    ("decision-stump", {}),
    ("adaboost", {"rounds": 20}),
    ("adaboost", {"rounds": 20, "base": "stump"}),
    ("random-forest", {"trees": 15}),
    ("naive-bayes", {}),
    ("logistic-regression", {}),
    ("gaussian-process", {}),
    ("neural-network", {}),
    ("echo-state", {"units": 50}),
]


def _for_estimator(job, X):
    own = X[:, list(job.inputs)]
    return own.astype(np.float32) if job.algorithm == "knn" else own


def _options(case):
    return case[0] + "".join(f" {name}={value}" for name, value in case[1].items())


def test_every_algorithm_is_compared_here():
    # What auto chooses is one of the others, arrays and all: tests/learning/test_choosing.py.
    assert {name for name, _ in CONTINUOUS + CLASSIFICATION} == {
        name for name, row in ALGORITHMS.items() if row.fitter
    } - {"auto"}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", CONTINUOUS, ids=_options)
def test_continuous_answers_are_those_of_scikit_learn(case, shape):
    job = make_job("continuous", *case, shape=shape)
    fitted = fit(job)
    predictor = compile_one(job, fitted, slot=2)
    X = vectors(job)
    expected = fitted.estimator.predict(_for_estimator(job, X))
    values = np.full(4, -1.0)
    for x, answer in zip(X, expected, strict=True):
        predictor.answer(x, values)
        assert values[2] == pytest.approx(answer, rel=1e-9, abs=1e-9)
        assert list(values[[0, 1, 3]]) == [-1.0, -1.0, -1.0]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", CLASSIFICATION, ids=_options)
def test_classes_and_distributions_are_those_of_scikit_learn(case, shape):
    job = make_job("classification", *case, shape=shape)
    fitted = fit(job)
    predictor = compile_one(job, fitted, slot=1)
    X = vectors(job)
    own = _for_estimator(job, X)
    classes = fitted.estimator.predict(own)
    present = np.unique(job.y).astype(int) - 1
    native = fitted.estimator.predict_proba(own) if job.algorithm != "svm" else None
    values = np.zeros(3)
    assert predictor.slot == 1
    for n, x in enumerate(X):
        predictor.answer(x, values)
        assert values[1] == classes[n]
        assert predictor.distribution.shape == (7,)
        assert predictor.distribution.sum() == pytest.approx(1.0)
        assert predictor.distribution.min() >= 0.0
        assert not np.delete(predictor.distribution, present).any()
        if native is not None:
            np.testing.assert_allclose(predictor.distribution[present], native[n], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", CONTINUOUS + CLASSIFICATION, ids=_options)
def test_the_wildest_inputs_get_a_finite_answer(case):
    kind = "continuous" if case in CONTINUOUS else "classification"
    job = make_job(kind, *case)
    predictor = compile_one(job, fit(job))
    values = np.zeros(1)
    largest = float(np.finfo(np.float32).max)
    for x in (np.full(4, largest), np.full(4, -largest), np.array([largest, -largest, 0.0, 1e-45])):
        predictor.answer(x, values)
        assert np.isfinite(values[0])
        if kind == "classification":
            assert predictor.distribution.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("case", CLASSIFICATION, ids=_options)
def test_what_was_told_stays_while_the_next_answer_is_made(case, classes):
    """Another thread may be reading it."""
    job = make_job("classification", *case)
    labels = np.unique(job.y)[:classes]
    job.y[:] = labels[np.arange(len(job.y)) % classes]
    predictor = compile_one(job, fit(job))
    first, *others = vectors(job)
    predictor.answer(first, np.zeros(1))
    expected = predictor.distribution
    begin_anew(predictor)
    predictor.answer(first, np.zeros(1))
    answer = predictor._latest  # and not looked at yet
    for x in others:
        predictor.answer(x, np.zeros(1))
    predictor._latest = answer
    np.testing.assert_array_equal(predictor.distribution, expected)


@pytest.mark.parametrize("case", CONTINUOUS + CLASSIFICATION, ids=_options)
def test_an_input_that_never_changed_may_move_later(case):
    kind = "continuous" if case in CONTINUOUS else "classification"
    job = make_job(kind, *case, shape="constant input")
    predictor = compile_one(job, fit(job))
    x, values, moved = vectors(job)[1], np.zeros(1), np.zeros(1)
    x[2] = 440.0
    predictor.answer(x, values)
    x[2] = 880.0
    begin_anew(predictor)
    predictor.answer(x, moved)
    if case[1].get("scale", True):
        assert moved[0] == pytest.approx(values[0], rel=1e-9)


@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_without_any_movement_the_answer_is_the_mean_or_the_most_frequent_class(kind):
    job = make_job(kind, "knn")
    job.X[:] = 3.0
    job.y[:20] = 5.0
    fitted = fit(job)
    predictor, values = compile_one(job, fitted), np.zeros(1)
    predictor.answer(np.ones(4), values)
    assert values[0] == pytest.approx(fitted.estimator.predict(job.X[:1])[0])
    assert values[0] == pytest.approx(5.0 if kind == "classification" else job.y.mean())


def test_targets_that_never_change_are_learned_by_all():
    for name, options in CONTINUOUS:
        job = make_job("continuous", name, options)
        job.y[:] = 7.0
        predictor, values = compile_one(job, fit(job)), np.zeros(1)
        for x in vectors(job)[:-1]:
            predictor.answer(x, values)
            assert values[0] == pytest.approx(7.0), name


@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_two_examples_are_enough_for_all(kind):
    for name, options in CONTINUOUS if kind == "continuous" else CLASSIFICATION:
        job = make_job(kind, name, options, n=2)
        job.y[:] = [2.0, 3.0]
        predictor, values = compile_one(job, fit(job)), np.zeros(1)
        for x in job.X.astype(float):
            predictor.answer(x, values)
            assert 1.5 <= values[0] <= 3.5, name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("continuous", "knn"),
        ("continuous", "linear"),
        ("classification", "knn"),
        ("classification", "decision-tree"),
        ("classification", "logistic-regression"),
    ],
)
def test_two_examples_are_answered_as_they_were_shown(kind, name):
    job = make_job(kind, name, n=2)
    job.y[:] = [3.0, 2.0]
    predictor, values = compile_one(job, fit(job)), np.zeros(1)
    for x, y in zip(job.X.astype(float), job.y, strict=True):
        predictor.answer(x, values)
        assert values[0] == pytest.approx(y, rel=1e-4)


def test_linear_models_of_the_same_inputs_share_one_predictor():
    placed, expected, X = [], [], vectors(make_job("continuous", "linear", shape="some inputs"))
    for slot, shape in enumerate(["some inputs", "some inputs", "plain"]):
        job = make_job("continuous", "linear", shape=shape, seed=slot)
        fitted = fit(job)
        placed.append(Placed(slot, as_model(job, fitted)))
        expected.append(fitted.estimator.predict(X[:, list(job.inputs)]))
    predictors = compile_models(placed, 7)
    assert len(predictors) == 2
    values = np.zeros(3)
    for n, x in enumerate(X):
        for predictor in predictors:
            predictor.answer(x, values)
        np.testing.assert_allclose(values, [answers[n] for answers in expected], rtol=1e-9)
