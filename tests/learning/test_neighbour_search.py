"""The two-stage search finds exactly what measuring everything finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.learning.predictors.blending import WEIGHTS
from wekipy.learning.predictors.neighbours import Search, square_norms


def _measured(examples, q, k):
    squares = np.square(examples.astype(np.float64) - q.astype(np.float64)).sum(axis=1)
    order = squares.argsort(kind="stable")[:k]
    return order, squares[order]


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(1, 400),
    inputs=st.integers(1, 40),
    k=st.integers(1, 9),
    spread=st.sampled_from([1.0, 1e-3, 1e-6]),
    grid=st.booleans(),
    reach=st.sampled_from([1.0, 1e4, 1e15]),
)
def test_the_nearest_are_found_with_the_lowest_index_first(seed, n, inputs, k, spread, grid, reach):
    random = np.random.default_rng(seed)
    k = min(k, n)
    made = random.integers(-2, 3, (n, inputs)) / 2.0 if grid else random.normal(size=(n, inputs))
    examples = (0.5 + spread * made).astype(np.float32)
    q = (examples[random.integers(n)] + reach * spread * random.normal(size=inputs)).astype(np.float32)
    if grid and reach == 1.0:
        q = examples[random.integers(n)]
    indexes, squares = Search(examples, square_norms(examples), k).nearest(q)
    order, expected = _measured(examples, q, k)
    np.testing.assert_allclose(squares, expected, rtol=1e-12)
    if not grid and reach == 1.0:  # else sums in another order may tie otherwise
        assert list(indexes) == list(order)


def test_equal_examples_are_told_by_the_lowest_index():
    random = np.random.default_rng(1)
    examples = np.repeat(random.normal(size=(40, 300)), 5, axis=0).astype(np.float32)
    for k in (1, 3):
        indexes, squares = Search(examples, square_norms(examples), k).nearest(examples[57])
        assert list(indexes) == [55, 56, 57][:k]
        assert not squares.any()


def test_more_candidates_than_a_block_are_all_measured():
    examples = np.zeros((300, 1_000), np.float32)
    examples[211] = 0.25
    indexes, squares = Search(examples, square_norms(examples), 2).nearest(np.full(1_000, 0.25, np.float32))
    assert indexes[0] == 211
    assert list(squares) == [0.0, 62.5]


@pytest.mark.parametrize("kind", WEIGHTS)
def test_an_example_that_is_met_has_all_the_say(kind):
    np.testing.assert_array_equal(WEIGHTS[kind](np.array([0.0, 0.0, 1.0, 2.0])), [1, 1, 0, 0])


@pytest.mark.parametrize("kind", WEIGHTS)
def test_equal_distances_have_equal_say(kind):
    weights = WEIGHTS[kind](np.array([[2.0, 2.0, 2.0], [0.0, 0.0, 0.0]]))
    assert (weights == weights[0, 0]).all()
    assert weights[0, 0] > 0


def test_smooth_weights_fade_to_nothing_at_the_last_neighbour():
    weights = WEIGHTS[2](np.array([1.0, 2.0, 3.0, 4.0]))
    assert weights[-1] == 0.0
    np.testing.assert_allclose(weights[:3] / weights[0], np.square([0.75, 0.25, 1 / 12]) / 0.75**2)


@pytest.mark.parametrize("inputs", [1_000, 4_096, 13_000])
def test_of_a_wide_cluster_only_those_are_measured_that_may_be_the_nearest(inputs):
    random = np.random.default_rng(2)
    centres = random.random((4, inputs))
    made = centres[random.integers(4, size=400)] + 0.05 * random.normal(size=(400, inputs))
    examples = made.astype(np.float32)
    q = (centres[0] + 0.05 * random.normal(size=inputs)).astype(np.float32)
    search = Search(examples, square_norms(examples), 5)
    assert len(search._candidates(q)) < 50  # the cluster is 100
    indexes, squares = search.nearest(q)
    order, expected = _measured(examples, q, 5)
    np.testing.assert_allclose(squares, expected, rtol=1e-12)
    assert list(indexes) == list(order)
