"""Forests that are walked as one end where each ends by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import SHAPES, compile_one, make_job, vectors

from wekipy.learning.fitting import fit
from wekipy.learning.predictors import stacked
from wekipy.learning.predictors.base import Classifier
from wekipy.learning.predictors.stacked import Stack, Walk


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


def answers(predictors, X):
    """(vectors, predictors): what each says to each vector; and how likely they find each class."""
    values, likely = np.zeros((len(X), len(predictors))), []
    for x, row in zip(X, values, strict=True):
        for predictor in predictors:
            predictor.answer(x, row)
        likely.append([p.distribution for p in predictors if isinstance(p, Classifier)])
    return values, np.array(likely)


@pytest.mark.parametrize("asked", [ALL, ALL[1:2] * 3], ids=["mixed", "classes"])
@pytest.mark.parametrize("shape", SHAPES)
def test_they_answer_as_each_by_itself(asked, shape: str) -> None:
    predictors, X = forests(*asked, shape=shape)
    alone = answers(predictors, X)
    Walk(Stack(predictors)).lead(predictors)
    for together, expected in zip(answers(predictors, X), alone, strict=True):
        np.testing.assert_array_equal(together, expected)


def test_votes_on_different_numbers_of_classes_or_too_many_are_counted_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    predictors, X = forests(*ALL[1:2] * 3)
    assert Stack(predictors).shares.shape == (sum(p.nodes.count for p in predictors), predictors[0].columns)
    Walk(Stack(predictors)).lead(predictors)
    job = make_job("classification", "random-forest", seed=9)
    first, second = np.unique(job.y)[:2]
    two = replace(job, y=np.where(job.y == first, first, second))
    mixed = [*predictors, compile_one(two, fit(two), 3)]
    assert mixed[3].columns == 2 < predictors[0].columns
    values = answers(mixed, X)[0]
    stack = Stack(mixed)
    assert stack.shares is None
    Walk(stack).lead(mixed)
    np.testing.assert_array_equal(answers(mixed, X)[0], values)
    assert all(predictor.sums is None for predictor in mixed)
    monkeypatch.setattr(stacked, "MOST_SHARES", 10)
    assert Stack(predictors).shares is None


def test_the_first_walks_for_all() -> None:
    predictors, X = forests(*ALL[:2])
    stack = Stack(predictors)
    Walk(stack).lead(predictors)
    expected = [predictor.nodes.ends(X[0]) for predictor in predictors]
    for predictor in predictors:
        predictor.nodes = None
    np.testing.assert_array_equal(predictors[0].ends(X[0]), expected[0])
    np.testing.assert_array_equal(predictors[1].ends(X[1]), expected[1])


def test_trees_of_one_node_have_ended_from_the_start() -> None:
    jobs = [replace(make_job("continuous", "random-forest"), y=np.full(60, y)) for y in (1.0, 2.0)]
    predictors = [compile_one(job, fit(job), slot) for slot, job in enumerate(jobs)]
    Walk(Stack(predictors)).lead(predictors)
    values = np.zeros(2)
    for predictor in predictors:
        predictor.answer(vectors(jobs[0])[0], values)
    np.testing.assert_allclose(values, [1.0, 2.0], rtol=1e-9)
