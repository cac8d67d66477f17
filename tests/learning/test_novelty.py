"""Novelty: 0 on the examples, a half at the border of what was demonstrated, towards 1 beyond."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from novelty_hands import new_takes, novelty_model, shown

from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.predictor import FARTHEST, Novelty, is_novelty
from wekipy.learning.novelty.references import choose_rows, held_out_parts, most_rows, rounds_of


def cloud(seed=0, n=60, inputs=4, takes=6, classes=2):
    """Well separated classes in takes of their own."""
    random = np.random.default_rng(seed)
    t = np.arange(n) * takes // n
    y = t % classes + 1.0
    centres = random.normal(size=(classes + 1, inputs)) * 3
    return (centres[y.astype(int)] + random.normal(size=(n, inputs))).astype(np.float32), t, y


def told(arrays, X, width=None):
    X = np.asarray(X, np.float64)
    novelty = Novelty(novelty_model(arrays, tuple(range(X.shape[1]))), width or X.shape[1])
    return np.array([novelty.of(x) for x in X])


def by_hand(arrays, X):
    """The definition, with differences instead of products."""
    Z = np.clip((X - arrays["novelty.centre"]) / arrays["novelty.scale"], -FARTHEST, FARTHEST)
    Z = Z @ arrays.get("novelty.whitening", np.eye(Z.shape[1]))
    rows = arrays["novelty.rows"].astype(np.float64)
    parts = np.split(rows, np.cumsum(arrays["novelty.counts"])[:-1])
    pairs = list(zip(parts, arrays["novelty.weights"], strict=True))
    squares = np.array([[(w * (part - z) ** 2).sum(axis=1).min() for part, w in pairs] for z in Z])
    squares.sort(axis=1)
    found = squares[:, 0]
    if squares.shape[1] > 1:
        found = found * np.sqrt(found / squares[:, 1])
    return found / (1 + found)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 1_000),
    n=st.integers(1, 80),
    inputs=st.integers(1, 30),
    takes=st.integers(1, 8),
    classes=st.integers(1, 4),
)
def test_it_is_what_it_says_for_any_examples(seed, n, inputs, takes, classes):
    X, t, y = cloud(seed, n, inputs, takes, classes)
    arrays = fit_novelty(X, t, y)
    asked = np.random.default_rng(seed).normal(size=(30, inputs)) * np.geomspace(0.1, 1e6, 30)[:, None]
    novelty = told(arrays, asked)
    assert np.all((novelty >= 0) & (novelty <= 1))
    np.testing.assert_allclose(novelty, by_hand(arrays, asked), rtol=1e-6, atol=1e-7)
    assert told(arrays, X).max() < 1e-6


def test_wide_inputs_are_measured_in_single_precision():
    X, t, y = cloud(1, 400, 1_500, 8, 3)
    arrays = fit_novelty(X, t, y)
    assert len(arrays["novelty.rows"]) == 400
    asked = np.concatenate([X[:10] + 0.5, np.full((1, 1_500), 3e38)]).astype(np.float64)
    np.testing.assert_allclose(told(arrays, asked), by_hand(arrays, asked), rtol=1e-3, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1_000), inputs=st.integers(1, 12))
def test_it_rises_on_every_way_out(seed, inputs):
    X, t, y = cloud(seed, 60, inputs)
    arrays = fit_novelty(X, t, y)
    random = np.random.default_rng(seed)
    way = random.normal(size=inputs)
    way /= np.linalg.norm(way)
    start = X[(X @ way).argmax()].astype(np.float64)  # nothing was shown beyond
    outwards = told(arrays, start + np.geomspace(0.01, 1e4, 40)[:, None] * way * X.std(axis=0))
    assert np.all(np.diff(outwards) >= -1e-9)
    assert outwards[0] < 0.5 < 0.99 < outwards[-1]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1_000), powers=st.lists(st.integers(-6, 6), min_size=4, max_size=4))
def test_units_do_not_matter(seed, powers):
    X, t, y = cloud(seed)
    units = 2.0 ** np.array(powers)
    asked = np.random.default_rng(seed).normal(size=(20, 4)) * 3
    plain = told(fit_novelty(X, t, y), asked)
    scaled = told(fit_novelty((X * units).astype(np.float32), t, y), asked * units)
    np.testing.assert_allclose(scaled, plain, rtol=1e-6, atol=1e-9)


def test_the_same_examples_give_the_same_arrays():
    X, t, y = cloud(3, 2_500, 5, 10, 3)
    first, second = fit_novelty(X, t, y), fit_novelty(X.copy(), t.copy(), y.copy())
    assert first.keys() == second.keys()
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])
        assert array.dtype in (np.float32, np.float64, np.int64)
        assert name.startswith("novelty.")


def test_an_output_without_classes_has_novelty_too():
    random = np.random.default_rng(0)
    X = random.uniform(0, 1, (200, 2)).astype(np.float32)
    arrays = fit_novelty(X, np.arange(200) // 20)
    inside, outside = random.uniform(0.05, 0.95, (100, 2)), random.uniform(2, 3, (100, 2))
    assert np.mean(told(arrays, inside) < 0.5) >= 0.95
    assert told(arrays, outside).min() > 0.9


@pytest.mark.parametrize(("takes", "frames"), [(3, 20), (5, 20), (10, 20), (5, 40)])
def test_new_takes_of_what_was_shown_are_within_the_border(takes, frames):
    within = []
    for seed in range(6):
        X, t, y = shown(seed, takes, frames)
        arrays = fit_novelty(X, t, y)
        within.append(np.mean(told(arrays, new_takes(seed, frames)) <= arrays["novelty.thresholds"][0]))
    assert np.mean(within) >= 0.95


def test_one_take_of_each_class_is_held_out_in_stretches():
    labels, takes = np.repeat([1, 2], 10), np.repeat([1, 2], 10)
    parts = held_out_parts(labels, takes)
    assert [part.label for part in parts] == [1] * 5 + [2] * 5
    np.testing.assert_array_equal(parts[2].asked, [4, 5])
    np.testing.assert_array_equal(parts[2].hidden, [3, 4, 5, 6])
    assert not any(part.whole for part in parts)


def test_frames_of_one_take_never_vouch_for_each_other():
    parts = held_out_parts(np.ones(12, np.int64), np.repeat([1, 2, 3], 4))
    assert [list(part.hidden) for part in parts] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert all(part.whole for part in parts)


@given(takes=st.integers(2, 30), classes=st.integers(1, 5), most=st.integers(2, 12))
def test_a_round_leaves_takes_of_every_class(takes, classes, most):
    labels, numbers = np.repeat(np.arange(classes), takes), np.arange(takes * classes)
    rounds = rounds_of(held_out_parts(labels, numbers), most)
    assert len(rounds) <= most
    assert sum(map(len, rounds)) == takes * classes
    for together in rounds:
        left = np.delete(labels, np.concatenate([part.hidden for part in together]))
        assert set(left) == set(labels)


def test_copies_of_frames_do_not_narrow_the_border():
    X, t, y = cloud(4)
    twice = fit_novelty(np.repeat(X, 3, axis=0), np.repeat(t, 3), np.repeat(y, 3))
    asked = np.random.default_rng(4).normal(size=(40, 4)) * 3
    np.testing.assert_allclose(told(twice, asked), told(fit_novelty(X, t, y), asked), atol=0.06)


def test_a_tight_and_a_loose_pose_each_have_a_fair_border():
    random = np.random.default_rng(5)
    t = np.arange(160) // 10
    y = t % 2 + 1.0
    spread = np.where(y == 1, 0.02, 0.4)[:, None]
    X = (np.where(y == 1, -2.0, 2.0)[:, None] + spread * random.normal(size=(160, 3))).astype(np.float32)
    arrays = fit_novelty(X, t, y)
    tight = -2.0 + 0.02 * random.normal(size=(200, 3))
    loose = 2.0 + 0.4 * random.normal(size=(200, 3))
    assert np.mean(told(arrays, tight) < 0.5) > 0.95
    assert np.mean(told(arrays, loose) < 0.5) > 0.95
    away = np.array([[0.8, 0.0, 0.0]])
    assert told(arrays, -2.0 + away)[0] > 0.8
    assert told(arrays, 2.0 + away)[0] < 0.5


@pytest.mark.parametrize("value", [0.0, 1.0, 440.0])
def test_a_still_input_that_moves_is_novel(value):
    X, t, y = cloud(6)
    X[:, 2] = value
    arrays = fit_novelty(X, t, y)
    asked = X[:1].astype(np.float64)
    size = abs(value) or float(np.median(np.ptp(X[:, [0, 1, 3]], axis=0)))
    assert told(arrays, asked)[0] < 1e-6
    asked[0, 2] = value + 0.001 * size
    assert told(arrays, asked)[0] < 0.1
    asked[0, 2] = value + size
    assert told(arrays, asked)[0] > 0.8


def test_inputs_that_all_stood_still_can_be_novel():
    arrays = fit_novelty(np.full((5, 3), 7.0, np.float32), np.arange(5), None)
    assert told(arrays, [[7.0, 7.0, 7.0]])[0] == 0
    assert told(arrays, [[7.0, 9.0, 7.0]])[0] > 0.5


def test_a_glitch_does_not_make_everything_familiar():
    X, t, y = cloud(7, 100)
    X[13, 1], X[14, 1] = 3e38, -3e38
    arrays = fit_novelty(X, t, y)
    asked = X[20:21].astype(np.float64)
    asked[0, 1] += 100.0
    assert told(arrays, asked)[0] > 0.9


def test_a_counter_example_makes_its_neighbourhood_novel():
    X, t, y = cloud(8)
    wrong = X[:1] + np.float32(0.02) * X.std(axis=0)
    both = np.concatenate([X, wrong])
    arrays = fit_novelty(both, np.append(t, -1), np.append(y, 0))
    before = told(fit_novelty(X, t, y), wrong)[0]
    assert before < 0.2
    assert told(arrays, wrong)[0] > 0.5
    others = told(arrays, X[5:])
    assert np.mean(others < 0.3) > 0.9


def test_a_counter_example_on_an_example_wins():
    X, t, y = cloud(9)
    arrays = fit_novelty(np.concatenate([X, X[:1]]), np.append(t, -1), np.append(y, 0))
    assert told(arrays, X[:1])[0] > 0.7


@settings(max_examples=50, deadline=None)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=6), most=st.integers(1, 400))
def test_thinning_keeps_every_class_and_stays_in_bounds(sizes, most):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    rows = choose_rows(labels, np.zeros(len(labels), np.int64), most)
    assert len(np.unique(rows)) == len(rows) <= max(most, len(sizes))
    assert set(labels[rows]) == set(labels)
    assert np.all(np.diff(labels[rows]) >= 0)
    if len(labels) <= most:
        assert len(rows) == len(labels)


def test_thousands_of_inputs_stay_small():
    assert most_rows(20) == 2_000
    X, t, y = cloud(10, 600, 4_096, 6, 3)
    arrays = fit_novelty(X, t, y)
    assert len(arrays["novelty.rows"]) == most_rows(4_096)
    assert sum(array.nbytes for array in arrays.values()) < 5_000_000
    assert told(arrays, X[5:6] + 0.01)[0] < 0.1


def test_it_reads_its_own_inputs_of_the_whole_vector():
    X, t, y = cloud(11)
    arrays = fit_novelty(X, t, y)
    model = novelty_model(arrays, (1, 2, 4, 6))
    assert is_novelty(model)
    whole = np.full(8, 1e9)
    whole[[1, 2, 4, 6]] = X[7]
    assert Novelty(model, 8).of(whole) < 1e-6
