"""The search that narrows down in steps finds exactly what measuring everything finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.learning.predictors import search as searching
from wekipy.learning.predictors.axes import AXES, SAMPLE, Axes
from wekipy.learning.predictors.blending import WEIGHTS
from wekipy.learning.predictors.rounding import expected_error, measured_error
from wekipy.learning.predictors.search import Prepared, Search, prepare, smallest, square_norms


def _measured(examples, q, k):
    squares = np.square(examples.astype(np.float64) - q.astype(np.float64)).sum(axis=1)
    order = squares.argsort(kind="stable")[:k]
    return order, squares[order]


@settings(deadline=None)
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
    indexes, squares = Search(examples, prepare(examples, k), k).nearest(q)
    order, expected = _measured(examples, q, k)
    np.testing.assert_allclose(squares, expected, rtol=1e-12)
    if not grid and reach == 1.0:  # else sums in another order may tie otherwise
        assert list(indexes) == list(order)


def test_equal_examples_are_told_by_the_lowest_index():
    random = np.random.default_rng(1)
    examples = np.repeat(random.normal(size=(40, 300)), 5, axis=0).astype(np.float32)
    for k in (1, 3):
        indexes, squares = Search(examples, prepare(examples, k), k).nearest(examples[57])
        assert list(indexes) == [55, 56, 57][:k]
        assert not squares.any()


def test_more_candidates_than_a_block_are_all_measured():
    examples = np.zeros((300, 1_000), np.float32)
    examples[211] = 0.25
    indexes, squares = Search(examples, prepare(examples, 2), 2).nearest(np.full(1_000, 0.25, np.float32))
    assert indexes[0] == 211
    assert list(squares) == [0.0, 62.5]


def _wide(random, n: int, inputs: int, ways: int, noise: float):
    """Examples (n, inputs) that differ in a few ways."""
    made = random.normal(size=(n, ways)) @ random.normal(size=(ways, inputs))
    return (made + noise * random.normal(size=(n, inputs))).astype(np.float32)


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(SAMPLE, 400),
    inputs=st.integers(AXES + 1, 90),
    ways=st.integers(1, 30),
    noise=st.sampled_from([0.0, 0.01, 1.0]),
    k=st.integers(1, 9),
    reach=st.sampled_from([0.0, 1e-6, 1.0, 1e4, 1e15]),
)
def test_axes_leave_out_none_of_the_nearest(seed, n, inputs, ways, noise, k, reach):
    random = np.random.default_rng(seed)
    examples = _wide(random, n, inputs, ways, noise)
    q = (examples[random.integers(n)] + reach * random.normal(size=inputs)).astype(np.float32)
    axes = Axes(examples)
    order, expected = _measured(examples, q, k)
    assert np.all(axes.bounds(q.astype(np.float64))[order] <= expected * (1.0 + 1e-12))
    search = Search(examples, Prepared(square_norms(examples), expected_error(inputs), None, axes), k)
    candidates = search.bounded(axes, q.astype(np.float64))
    assert np.all(np.diff(candidates) > 0)
    assert set(order) <= set(candidates)
    np.testing.assert_allclose(search.nearest(q)[1], expected, rtol=1e-12)


def test_axes_are_used_where_wide_examples_differ_in_few_ways():
    random = np.random.default_rng(4)
    moving, noise = _wide(random, 800, 2_600, 6, 0.05), _wide(random, 800, 2_600, 1, 9.0)
    prepared = prepare(moving, 5)
    assert prepared.axes is not None
    search = Search(moving, prepared, 5)
    assert len(search.bounded(prepared.axes, moving[3].astype(np.float64))) < 20
    assert prepare(noise, 5).axes is None
    assert prepare(moving, 300).axes is None  # so many would have to be measured first
    assert prepare(moving[:, :100], 5).axes is None


def test_candidates_of_axes_that_are_many_are_narrowed_down_by_products(monkeypatch):
    """A class of examples that differ in ways of their own, among others."""
    random = np.random.default_rng(6)
    centres = 4.0 * random.normal(size=(6, 900))
    examples = (centres[np.arange(600) % 6] + random.normal(size=(600, 900))).astype(np.float32)
    search = Search(examples, Prepared(square_norms(examples), expected_error(900), None, Axes(examples)), 3)
    multiplied = []
    multiply = searching.multiply_rows

    def counted(examples, rows, q, out):
        multiplied.append(len(rows))
        multiply(examples, rows, q, out)

    monkeypatch.setattr(searching, "multiply_rows", counted)
    monkeypatch.setattr(searching, "COPIED", 20_000)  # several times
    for n in range(8):
        q = (centres[n % 6] + random.normal(size=900)).astype(np.float32)
        order, _ = _measured(examples, q, 3)
        assert list(search.nearest(q)[0]) == list(order)
    assert multiplied == [100] * 8


@pytest.mark.parametrize("grid", [False, True])
def test_products_are_never_off_by_more_than_was_measured(grid):
    """Also where the products of the examples themselves need no rounding."""
    random = np.random.default_rng(8)
    inputs = 4_000
    centres = random.uniform(-1, 1, (3, inputs))
    examples = (centres[np.arange(150) % 3] + 0.02 * random.normal(size=(150, inputs))).astype(np.float32)
    if grid:
        examples = (np.round(examples * 8) / 8).astype(np.float32)
    squares = square_norms(examples)
    off = measured_error(examples, squares)
    assert 0.0 < off < expected_error(inputs) / 2
    for reach in (0.02, 1.0, 1e6):
        q = (centres[0] + reach * random.normal(size=inputs)).astype(np.float32)
        away = np.abs(np.dot(examples, q) - examples.astype(np.float64) @ q.astype(np.float64)).max()
        assert away <= off * np.sqrt(squares.max()) * np.sqrt(np.square(q, dtype=np.float64).sum())


def test_of_a_tight_cluster_few_are_measured():
    random = np.random.default_rng(9)
    centres = random.uniform(-1, 1, (4, 4_000))
    examples = (centres[np.arange(200) % 4] + 0.01 * random.normal(size=(200, 4_000))).astype(np.float32)
    q = (centres[1] + 0.01 * random.normal(size=4_000)).astype(np.float32)
    search = Search(examples, prepare(examples, 3), 3)
    assert len(search._candidates(q, q.astype(np.float64))) < 25  # the cluster is 50
    assert list(search.nearest(q)[0]) == list(_measured(examples, q, 3)[0])


@settings(deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 3_000), k=st.integers(1, 20))
def test_the_limit_is_at_least_the_k_th_smallest(seed, n, k):
    numbers = np.random.default_rng(seed).normal(size=n).astype(np.float32)
    k = min(k, n)
    limit = smallest(numbers, k)
    assert limit >= np.sort(numbers)[k - 1]
    assert np.count_nonzero(numbers <= limit) <= 4 * k + 12


@pytest.mark.parametrize("inputs", [20, 64, 65])
def test_many_examples_are_searched_as_few_are(inputs):
    """Narrow ones turned, and wider ones as they are."""
    random = np.random.default_rng(7)
    examples = random.normal(size=(30_000, inputs)).astype(np.float32)
    prepared = prepare(examples, 5)
    assert (prepared.turned is not None) == (inputs <= 64)
    search = Search(examples, prepared, 5)
    for _ in range(5):
        q = random.normal(size=inputs).astype(np.float32)
        assert len(search._candidates(q, q.astype(np.float64))) < 12
        assert list(search.nearest(q)[0]) == list(_measured(examples, q, 5)[0])


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
    search = Search(examples, prepare(examples, 5), 5)
    assert len(search._candidates(q, q.astype(np.float64))) < 25  # the cluster is 100
    indexes, squares = search.nearest(q)
    order, expected = _measured(examples, q, 5)
    np.testing.assert_allclose(squares, expected, rtol=1e-12)
    assert list(indexes) == list(order)
