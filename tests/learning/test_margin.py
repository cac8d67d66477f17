"""What an evaluation says new takes will reach: over takes, never over frames."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.learning.evaluation.margin import error_margin, share_margin

COUNTS = np.full(12, 40.0)
CLASSES = np.repeat([1.0, 2.0, 3.0], 4)


def test_twelve_takes_that_are_all_right_do_not_promise_that_nothing_can_go_wrong():
    found = share_margin(np.ones(12), COUNTS, CLASSES, 4)
    # The rule of three says 75 % of twelve; Jeffreys' interval is a little narrower.
    assert 0.75 < found.low < 0.85
    assert found.high == 1.0
    assert found.takes == 12


def test_takes_count_and_not_frames():
    right = np.array([1.0, 1.0, 1.0, 0.0] * 3)
    few = share_margin(right, COUNTS, CLASSES, 4)
    many = share_margin(right, COUNTS * 1_000, CLASSES, 4)
    assert few == many
    assert few.low < 0.55


def test_takes_that_are_all_a_little_wrong_are_surer_than_one_that_is_all_wrong():
    even = share_margin(np.tile([0.9, 0.92, 0.93, 0.91], 3), COUNTS, CLASSES, 4)
    one = share_margin(np.append(np.ones(11), 0.0), COUNTS, CLASSES, 4)
    assert even.low > one.low + 0.05


def test_with_more_takes_the_margin_is_narrower():
    right = np.tile([1.0, 0.7, 0.9, 0.8], 3)
    few = share_margin(right, COUNTS, CLASSES, 4)
    more = share_margin(np.tile(right, 4), np.tile(COUNTS, 4), np.tile(CLASSES, 4), 10)
    assert more.high - more.low < (few.high - few.low) / 1.5


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500), st.integers(1, 4)), min_size=2, max_size=40))
def test_the_margin_of_a_share_holds_the_share_and_is_one_of_shares(takes):
    right, counts, classes = (np.array(column, float) for column in zip(*takes, strict=True))
    found = share_margin(right, counts, classes, 2)
    share = float(right @ counts / counts.sum())
    assert 0.0 <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= 1.0


def test_the_margin_of_an_error_holds_it_and_is_none_where_numbers_end():
    squares = np.array([0.01, 0.02, 0.015, 0.04])
    found = error_margin(squares, np.ones(4), 4)
    assert found is not None
    assert 0 < found.low < np.sqrt(squares.mean()) < found.high
    assert error_margin(np.array([np.inf, 1.0]), np.ones(2), 2) is None
    assert error_margin(np.zeros(3), np.ones(3), 3).high == 0.0


@pytest.mark.parametrize("classes", [3, 8])
def test_nineteen_of_twenty_margins_hold_what_new_takes_reach(classes):
    """Takes whose shares of right frames are drawn from beta distributions, one of a class at a time."""
    rng, held = np.random.default_rng(3), []
    for _ in range(400):
        ease = rng.uniform(0.6, 0.98)
        draw = rng.beta(4 * ease, 4 * (1 - ease), (2, 4 * classes))
        found = share_margin(draw[0], np.full(4 * classes, 30.0), np.repeat(np.arange(classes), 4), 4)
        held.append(found.low <= draw[1].mean() <= found.high)
    assert np.mean(held) >= 0.93
