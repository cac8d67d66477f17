"""Novelty arrays that are damaged or made by hand are refused with a sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from novelty_hands import novelty_model, shown

from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.predictor import NEW, Novelty, is_novelty
from wekipy.learning.novelty.thresholds import read_thresholds, with_confidence
from wekipy.project.problem import Problem

X, TAKES, Y = shown(0, 2, 10)
COUNTERS = np.full((3, 6), 5.0, np.float32)
ARRAYS = with_confidence(
    fit_novelty(np.concatenate([X, COUNTERS]), np.append(TAKES, [-1] * 3), np.append(Y, [0] * 3)),
    np.linspace(0.7, 1.0, 50),
    3,
)
NEEDED = sorted(set(ARRAYS) - {"novelty.confidence"})


def _use(arrays):
    model = novelty_model(arrays, tuple(range(6)))
    novelty = Novelty(model, 6)
    read_thresholds(model)
    for x in (np.zeros(6), np.full(6, 3.4e38), np.full(6, -3.4e38)):
        assert 0 <= novelty.of(x) <= 1


def test_whole_arrays_are_accepted():
    _use(ARRAYS)
    assert not is_novelty(novelty_model({}, (0,)))


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_array_is_named(name):
    arrays = {key: array for key, array in ARRAYS.items() if key != name}
    with pytest.raises(Problem, match=f"“{name}” is missing; train it again"):
        _use(arrays)


@pytest.mark.parametrize("name", sorted(ARRAYS))
def test_another_type_or_shape_is_named(name):
    for wrong in (ARRAYS[name].astype(np.complex128), ARRAYS[name][None], ARRAYS[name].astype(object)):
        with pytest.raises(Problem, match=f"“{name}”: expected"):
            _use({**ARRAYS, name: wrong})


def _impossible(dtype, name):
    if dtype == np.int64:
        return -1, 0, 2**62
    if name == "novelty.lost":  # a sensor may send any number
        return np.nan, -np.inf
    return np.nan, -np.inf, -1e30 if dtype == np.float32 else -1e300


@pytest.mark.parametrize("name", sorted(ARRAYS))
def test_numbers_that_cannot_be_are_refused(name):
    for value in _impossible(ARRAYS[name].dtype, name):
        wrong = ARRAYS[name].copy()
        wrong.flat[-1] = value
        with pytest.raises(Problem, match="the model of output o1 is damaged"):
            _use({**ARRAYS, name: wrong})


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(ARRAYS)), data=st.data())
def test_any_change_is_refused_or_harmless(name, data):
    array = ARRAYS[name].copy()
    if data.draw(st.booleans(), label="cut"):
        array = array[: data.draw(st.integers(0, len(array)))]
    else:
        at = data.draw(st.integers(0, array.size - 1))
        whole = array.dtype == np.int64
        array.flat[at] = data.draw(st.integers(-3, 40) if whole else st.floats(width=32))
    try:
        _use({**ARRAYS, name: array})
    except Problem as e:
        assert "is damaged" in str(e)


def test_too_many_rows_are_refused():
    many = {**ARRAYS, "novelty.counts": np.full(2_000, 1_999, np.int64)}
    with pytest.raises(Problem, match=r"novelty\.counts"):
        _use(many)
    with pytest.raises(Problem, match="more than 400 rows"):
        _use({**ARRAYS, "novelty.counters": np.zeros((401, 6), np.float32)})


def test_a_whitening_must_be_triangular():
    with pytest.raises(Problem, match="upper triangular"):
        _use({**ARRAYS, "novelty.whitening": np.ones((6, 6))})


def test_a_model_of_an_earlier_version_answers_as_before():
    earlier = {name: array for name, array in ARRAYS.items() if name not in NEW}
    asked = np.random.default_rng(0).normal(size=(20, 6))
    Z = (asked - earlier["novelty.centre"]) / earlier["novelty.scale"]
    rows = earlier["novelty.rows"].astype(np.float64)
    weights = np.repeat(earlier["novelty.weights"], earlier["novelty.counts"], axis=0)
    squares = np.array([(weights * (rows - z) ** 2).sum(axis=1).min() for z in Z])
    earlier["novelty.counters"] = earlier["novelty.counters"][:0]
    novelty = Novelty(novelty_model(earlier, tuple(range(6))), 6)
    np.testing.assert_allclose([novelty.of(x) for x in asked], squares / (1 + squares), rtol=1e-6)
    assert novelty.of(np.zeros(6)) < 1
