"""Forests that are walked as one end where each ends by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import SHAPES, compile_one, make_job, vectors

from wekipy.learning.fitting import fit
from wekipy.learning.predictors.stacked import Stack


def forests(*asked: tuple[str, str], shape: str = "plain", n: int = 300):
    """Predictors by kind and algorithm, each of examples of its own, and vectors for them."""
    jobs = [make_job(kind, algorithm, shape=shape, n=n, seed=k) for k, (kind, algorithm) in enumerate(asked)]
    return [compile_one(job, fit(job), slot) for slot, job in enumerate(jobs)], vectors(jobs[0], 60)


ALL = (
    ("continuous", "random-forest"),
    ("classification", "random-forest"),
    ("continuous", "gradient-boosting"),
    ("continuous", "random-forest"),
)


@pytest.mark.parametrize("shape", SHAPES)
def test_they_answer_as_each_by_itself(shape: str) -> None:
    predictors, X = forests(*ALL, shape=shape)
    alone, together = np.zeros((2, len(X), len(predictors)))
    shares = []
    for x, values in zip(X, alone, strict=True):
        for predictor in predictors:
            predictor.answer(x, values)
        shares.append(predictors[1].distribution.copy())
    Stack([predictor.nodes for predictor in predictors]).join(predictors)
    for x, values, expected in zip(X, together, shares, strict=True):
        for predictor in predictors:
            predictor.answer(x, values)
        np.testing.assert_array_equal(predictors[1].distribution, expected)
    np.testing.assert_array_equal(together, alone)


def test_the_first_walks_for_all() -> None:
    predictors, X = forests(*ALL[:2])
    stack = Stack([predictor.nodes for predictor in predictors])
    stack.join(predictors)
    expected = [predictor.nodes.ends(X[0]) for predictor in predictors]
    for predictor in predictors:
        predictor.nodes = None
    np.testing.assert_array_equal(predictors[0].ends(X[0]), expected[0])
    np.testing.assert_array_equal(predictors[1].ends(X[1]), expected[1])


def test_trees_of_one_node_have_ended_from_the_start() -> None:
    jobs = [replace(make_job("continuous", "random-forest"), y=np.full(60, y)) for y in (1.0, 2.0)]
    predictors = [compile_one(job, fit(job), slot) for slot, job in enumerate(jobs)]
    Stack([predictor.nodes for predictor in predictors]).join(predictors)
    values = np.zeros(2)
    for predictor in predictors:
        predictor.answer(vectors(jobs[0])[0], values)
    np.testing.assert_allclose(values, [1.0, 2.0], rtol=1e-9)
