"""What lies between examples on a map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wekipy.learning.interpolation import between, shares_at

_PLACES = st.floats(-100, 100, allow_nan=False)
_SCATTERED = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, (n, 2), elements=_PLACES),
        arrays(np.float32, (n, 3), elements=st.floats(-1e6, 1e6, width=32)),
    )
)


@given(_SCATTERED, st.tuples(_PLACES, _PLACES))
def test_nothing_lies_beyond_what_was_shown(scattered: tuple[np.ndarray, np.ndarray], place: tuple) -> None:
    points, X = scattered
    shares = shares_at(points, np.array(place))
    assert shares.min() >= 0
    assert shares.sum() == pytest.approx(1.0)
    found = between(points, X, np.array(place))
    assert (X.min(axis=0) <= found).all()
    assert (found <= X.max(axis=0)).all()


@given(_SCATTERED)
def test_at_an_example_lies_what_it_shows(scattered: tuple[np.ndarray, np.ndarray]) -> None:
    points, X = scattered
    for number, point in enumerate(points):
        if (points == point).all(axis=1).sum() == 1:
            assert between(points, X, point).tolist() == X[number].tolist()


def test_the_way_from_crowd_to_crowd_has_no_leap() -> None:
    rng = np.random.default_rng(3)
    left, right = rng.normal((0, 0), 0.01, (200, 2)), rng.normal((1, 0), 0.01, (300, 2))
    points = np.vstack((left, right))
    X = np.repeat(np.array([[0.0], [1.0]], np.float32), (200, 300), axis=0)
    way = np.array([between(points, X, np.array((x, 0.0)))[0] for x in np.linspace(0.0, 1.0, 101)])
    assert (np.diff(way[10:91]) > 0).all()  # among the noise of a crowd it is what that crowd shows
    assert np.abs(np.diff(way)).max() < 0.05
    assert way[0] < 0.05
    assert way[-1] > 0.95
    assert way[50] == pytest.approx(0.6, abs=0.05)  # three of five examples are on the right


def test_width_and_height_count_alike() -> None:
    points = np.array([[0.0, 0.0], [1000.0, 0.0], [0.0, 1.0], [1000.0, 1.0]])
    shares = shares_at(points, np.array((500.0, 0.5)))
    assert shares == pytest.approx([0.25] * 4)
