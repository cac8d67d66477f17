"""Which examples are held out together: never frames of one take on both sides."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation_jobs import job_of, poses, sweeps
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.learning.held_out.sampling import MOST_EXAMPLES, MOST_NUMBERS, ranks, sample
from wekipy.learning.held_out.splitting import MOST_FOLDS, split, takes_alone


@st.composite
def jobs(draw):
    """Takes of any length and order, one or more classes in each, or values anywhere."""
    kind = draw(st.sampled_from(["continuous", "classification"]))
    parts = draw(
        st.lists(
            st.tuples(st.integers(1, 15), st.integers(1, 4), st.integers(1, 60)), min_size=1, max_size=40
        )
    )
    takes = np.concatenate([np.full(size, take) for take, _, size in parts])
    y = np.concatenate([np.full(size, label, float) for _, label, size in parts])
    if kind == "continuous":
        y = y + np.linspace(0, draw(st.sampled_from([0.0, 0.5, 3.0])), len(y))
    order = np.argsort(takes, kind="stable")
    return job_of(np.zeros((len(y), 1)), y[order], takes[order], kind)


@settings(max_examples=150, deadline=None)
@given(jobs())
def test_no_example_and_no_take_is_on_both_sides(job):
    plan = split(job)
    tested = np.concatenate([fold.test for fold in plan.folds] or [np.zeros(0, int)])
    assert len(tested) == len(set(tested.tolist()))
    positions = ranks(job.takes)
    for fold in plan.folds:
        assert not np.intersect1d(fold.train, fold.test).size
        assert len(fold.train) and len(fold.test)
        if job.kind == "classification":
            assert np.isin(job.y[fold.test], job.y[fold.train]).all()
        if plan.method == "takes":
            assert not np.intersect1d(job.takes[fold.train], job.takes[fold.test]).size
        for take in np.intersect1d(job.takes[fold.train], job.takes[fold.test]):
            train = positions[fold.train[job.takes[fold.train] == take]]
            test = positions[fold.test[job.takes[fold.test] == take]]
            assert np.abs(train[:, None] - test[None, :]).min() >= 2


@settings(max_examples=100, deadline=None)
@given(jobs())
def test_by_take_everything_is_tested_once_except_takes_that_alone_show_something(job):
    plan = split(job)
    if plan.method == "takes":
        tested = np.sort(np.concatenate([fold.test for fold in plan.folds]))
        expected = np.flatnonzero(~np.isin(job.takes, takes_alone(job)))
        assert tested.tolist() == expected.tolist()


def test_a_take_of_each_class_is_left_out_at_a_time():
    # Without one take alone, the others of its class were fewer than those of other classes.
    job = poses(takes=5, classes=2)
    plan = split(job)
    assert plan.method == "takes"
    assert [len(np.unique(job.takes[fold.test])) for fold in plan.folds] == [2] * 5
    for fold in plan.folds:
        assert np.unique(job.y[fold.test]).tolist() == [1, 2]
    assert "in 5 groups that hold each class alike" in plan.note


def test_of_values_up_to_ten_takes_each_is_left_out_alone():
    job = sweeps(takes=4)
    assert [np.unique(job.takes[fold.test]).tolist() for fold in split(job).folds] == [[1], [2], [3], [4]]


@pytest.mark.parametrize("job", [poses(takes=12, classes=4), sweeps(takes=23)], ids=["classes", "values"])
def test_more_takes_are_left_out_in_ten_groups(job):
    plan = split(job)
    assert len(plan.folds) == MOST_FOLDS
    assert "in 10 groups" in plan.note


def test_every_class_stays_in_training_even_if_a_class_has_two_takes_of_twenty():
    job = poses(takes=2, classes=10, frames=3)
    plan = split(job)
    assert plan.method == "takes"
    for fold in plan.folds:
        assert set(job.y[fold.train]) == set(job.y)


def test_one_take_is_split_in_time_with_a_gap_and_says_so():
    job = sweeps(takes=1, frames=100)
    plan = split(job)
    assert plan.method == "time"
    assert "one take only" in plan.note
    assert "gap" in plan.note
    for fold in plan.folds:
        apart = np.abs(fold.train[:, None] - fold.test[None, :]).min()
        assert apart == 3  # two frames of a block of ten are left out beside it


def test_one_take_per_class_is_split_in_time_and_says_so():
    plan = split(poses(takes=1))
    assert plan.method == "time"
    assert "Too few classes have a second take" in plan.note


def test_takes_that_each_hold_a_value_of_their_own_are_split_in_time_and_say_so():
    takes = np.repeat([1, 2, 3], 20)
    plan = split(job_of(takes[:, None], takes / 2, takes, "continuous"))
    assert plan.method == "time"
    assert "values that no other take shows" in plan.note


def test_a_class_with_one_take_is_never_tested_and_never_missing():
    job = poses(takes=3)
    alone = poses(takes=1, seed=5)
    X = np.concatenate([job.X, alone.X[:20]])
    y, takes = np.append(job.y, np.full(20, 4.0)), np.append(job.takes, np.full(20, 99))
    plan = split(job_of(X, y, takes, "classification"))
    assert plan.method == "takes"
    assert "take 99, because no other take shows its class" in plan.note
    assert all(99 in takes[fold.train] and 99 not in takes[fold.test] for fold in plan.folds)


@pytest.mark.parametrize(
    "job", [sweeps(takes=1, frames=4), poses(takes=1, frames=2)], ids=["values", "classes"]
)
def test_too_little_to_split_says_what_to_record(job):
    plan = split(job)
    assert plan.method == "none"
    assert not plan.folds
    assert "record at least two takes" in plan.note


def test_very_many_examples_become_fewer_evenly_and_every_take_and_class_keeps_some():
    job = poses(takes=4, classes=3, frames=2_000)
    used = sample(job)
    assert not used.complete
    assert 0.8 * MOST_EXAMPLES <= len(used.job.y) <= 1.25 * MOST_EXAMPLES
    assert set(used.job.takes) == set(job.takes)
    assert (used.lengths == 2_000).all()
    np.testing.assert_array_equal(job.X[(used.job.takes - 1) * 2_000 + used.positions], used.job.X)


def test_very_wide_examples_become_fewer():
    job = job_of(np.zeros((3_000, 4_000)), np.arange(3_000.0), np.arange(3_000) // 100, "continuous")
    assert sample(job).job.X.size <= 1.25 * MOST_NUMBERS


def test_thousands_of_tiny_takes_become_fewer():
    job = job_of(np.zeros((9_000, 1)), np.arange(9_000) % 2 + 1.0, np.arange(9_000), "classification")
    assert len(sample(job).job.y) <= 1.25 * MOST_EXAMPLES
