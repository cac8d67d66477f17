"""How sure a support vector machine says it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import compile_one, make_job

from wekipy.learning.fitting import fit
from wekipy.learning.fitting.calibration import folds
from wekipy.learning.predictors.sigmoid import averaged_sigmoid
from wekipy.learning.predictors.svc import Pairs


def _blobs(apart: float, seed: int, n: int = 300):
    """Two classes whose true probabilities are known: normal clouds `apart` from each other."""
    random = np.random.default_rng(seed)
    labels = random.integers(1, 3, n).astype(float)
    X = random.normal(size=(n, 2))
    X[:, 0] += apart * (labels - 1.5)
    return X.astype(np.float32), labels


@pytest.mark.parametrize("kernel", ["linear", "rbf"])
def test_probabilities_come_near_the_true_ones(kernel):
    X, labels = _blobs(2.0, 3)
    job = make_job("classification", "svm", {"kernel": kernel}, n=300)
    job = replace(job, X=X, y=labels, inputs=(0, 1), features=2)
    predictor, values = compile_one(job, fit(job)), np.zeros(1)
    off = []
    for x in _blobs(2.0, 4)[0].astype(float):
        predictor.answer(x, values)
        off.append(abs(predictor.distribution[1] - 1.0 / (1.0 + np.exp(-2.0 * x[0]))))
    assert np.mean(off) < 0.12


def test_clouds_far_apart_are_told_more_surely():
    sure = []
    for apart in (1.0, 6.0):
        X, labels = _blobs(apart, 5)
        job = replace(make_job("classification", "svm", n=300), X=X, y=labels, inputs=(0, 1), features=2)
        predictor = compile_one(job, fit(job))
        predictor.answer(np.array([apart / 2, 0.0]), np.zeros(1))
        sure.append(predictor.distribution[1])
    assert 0.5 < sure[0] < 0.9
    assert sure[1] > 0.97


def test_pairs_couple_to_the_softmax_they_come_from():
    scores = np.array([0.3, -1.0, 2.0])
    margins = np.array([scores[0] - scores[1], scores[0] - scores[2], scores[1] - scores[2]])
    np.testing.assert_allclose(
        Pairs(3).probabilities(margins, 1.0), np.exp(scores) / np.exp(scores).sum(), rtol=1e-12
    )
    np.testing.assert_array_equal(Pairs(3).votes(margins), [1, 0, 2])


def test_whole_takes_are_left_out_where_that_can_be():
    places = np.array([0, 0, 1, 1] * 6)
    takes = np.repeat(np.arange(6), 4)
    for train, test in folds(places, takes):
        assert not set(takes[train]) & set(takes[test])
    assert len(folds(places, takes)) == 5


def test_with_one_take_for_each_class_stretches_are_left_out():
    places = np.repeat([0, 1, 2], 10)
    parts = folds(places, places)
    assert len(parts) == 5
    for train, test in parts:
        assert set(places[train]) == {0, 1, 2}
        for place in range(3):
            of_class = np.sort(test[places[test] == place])
            assert list(np.diff(of_class)) == [1]


def test_a_class_of_one_example_leaves_nothing_out():
    assert folds(np.array([0, 0, 1]), np.array([1, 1, 2])) == []


def test_the_averaged_sigmoid_is_the_integral_it_stands_for():
    grid = np.linspace(-12, 12, 20_001)
    weight = np.exp(-0.5 * grid**2)
    weight /= weight.sum()
    for mean in (-3.0, 0.0, 0.7, 5.0):
        for variance in (0.01, 1.0, 9.0):
            exact = (weight / (1.0 + np.exp(-(mean + np.sqrt(variance) * grid)))).sum()
            assert averaged_sigmoid(mean, variance) == pytest.approx(exact, abs=2e-3)
