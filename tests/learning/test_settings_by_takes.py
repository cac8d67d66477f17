"""What fitters choose by takes left out: k, pruning, depth, ridge, features; and classes of few examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import compile_one, make_job
from sklearn.linear_model import Ridge

from wekipy.learning.algorithms import resolve
from wekipy.learning.fitting import balance, fit, train
from wekipy.learning.fitting.balance import class_weights
from wekipy.learning.fitting.ridge import RIDGES, ridge_for
from wekipy.project.schema import AlgorithmChoice

POSE = np.array([2.5, 1.25, 0.0, 0.0])
WEIGHED = ("svm", "logistic-regression", "naive-bayes", "decision-tree", "neural-network", "random-forest")


def classes(algorithm, options=None, noise=1.0, takes=12, frames=10, seed=0):
    """Three classes on a line that overlap, each take at its own place, and three inputs of noise."""
    random = np.random.default_rng(seed)
    take = np.repeat(np.arange(takes), frames)
    place = (take % 3) + noise * 0.3 * random.normal(size=takes)[take] + 0.3 * random.normal(size=len(take))
    X = np.column_stack([place, random.normal(size=(len(take), 3))]).astype(np.float32)
    job = make_job("classification", algorithm, options, n=len(take))
    return replace(job, X=X, y=take % 3 + 1.0, takes=take + 1, classes=3)


def uneven(algorithm, large=600, small=6):
    """A class of many examples and one of a few, which overlap a little."""
    random = np.random.default_rng(2)
    y = np.repeat([1.0, 2.0], [large, small])
    X = random.normal(size=(len(y), 4)) + (y == 2.0)[:, None] * POSE
    job = make_job("classification", algorithm, n=len(y))
    takes = np.where(y == 1.0, np.arange(len(y)) // 100, 10 + np.arange(len(y)) % 2) + 1
    return replace(job, X=X.astype(np.float32), y=y, takes=takes, classes=2)


def values(options, inputs=42, used=3, n=60, noise=0.3, seed=0):
    """A number that a few of many inputs decide."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, inputs)).astype(np.float32)
    y = X[:, :used].astype(float) @ np.arange(1, used + 1) + noise * random.normal(size=n)
    job = make_job("continuous", "linear", options, n=n)
    columns = tuple(range(inputs))
    return replace(job, X=X, y=y, inputs=columns, features=inputs, takes=np.arange(n) // 6 + 1)


def rms(job, estimator, new):
    return float(np.sqrt(np.mean((estimator.predict(new.X.astype(np.float64)) - new.y) ** 2)))


def test_k_is_larger_where_classes_overlap_and_1_where_they_do_not():
    assert int(fit(classes("knn", noise=2.0)).arrays["k"]) > 1
    apart = classes("knn", noise=0.0)
    X = apart.X.copy()
    X[:, 0] = apart.y * 100.0
    sharp = fit(replace(apart, X=X))
    assert int(sharp.arrays["k"]) == 1
    assert sharp.note == ""


def test_a_k_that_a_person_chose_stays():
    assert int(fit(classes("knn", {"k": 4})).arrays["k"]) == 4
    assert resolve(AlgorithmChoice("knn", {"k": 1}), "classification")["k"] == 1


def test_a_tree_is_pruned_where_its_questions_do_not_help_on_takes_left_out():
    random = np.random.default_rng(3)
    job = classes("decision-tree", takes=60)
    y = np.where(random.random(len(job.y)) < 0.3, random.integers(1, 4, len(job.y)), job.y).astype(float)
    pruned = fit(replace(job, y=y))
    whole = fit(replace(job, y=y, options={**job.options, "prune": 0.0}))
    assert len(pruned.arrays["thresholds"]) < len(whole.arrays["thresholds"]) / 4
    new = classes("decision-tree", seed=9)
    right = [np.mean(one.estimator.predict(new.X) == new.y) for one in (pruned, whole)]
    assert right[0] > right[1]


def test_trees_of_adaboost_are_as_deep_as_takes_left_out_need_them():
    random = np.random.default_rng(4)
    X = random.uniform(-1, 1, (240, 4)).astype(np.float32)
    board = 1.0 + ((X[:, 0] > 0) ^ (X[:, 1] > 0))  # no single question tells anything
    job = make_job("classification", "adaboost", {"rounds": 20}, n=240)
    fitted = fit(replace(job, X=X, y=board, classes=2))
    assert not fitted.note.startswith("trees of depth 1,")
    assert int(fitted.arrays["depth"]) > 1
    assert (
        int(fit(replace(job, X=X, y=board, classes=2, options={**job.options, "depth": 2})).arrays["depth"])
        == 2
    )


def test_the_ridge_of_many_inputs_and_few_examples_is_no_worse_than_the_mean():
    job, new = values({}, noise=8.0), values({}, n=300, noise=8.0, seed=5)
    free = replace(job, options={**job.options, "ridge": 1e-6})
    chosen, loose = rms(job, fit(job).estimator, new), rms(job, fit(free).estimator, new)
    assert chosen < 1.02 * float(np.std(new.y)) < loose


@pytest.mark.parametrize("inputs", [5, 90])
def test_the_ridge_errs_least_by_scikit_learns_own_on_takes_left_out(inputs):
    job = values({}, inputs=inputs, noise=4.0)
    Z = ((job.X - job.X.mean(axis=0)) / job.X.std(axis=0)).astype(np.float64)
    errors = np.zeros(len(RIDGES))
    for take in np.unique(job.takes):
        test = job.takes == take
        for n, ridge in enumerate(RIDGES * np.mean(~test)):
            model = Ridge(ridge, solver="svd").fit(Z[~test], job.y[~test])
            errors[n] += np.square(model.predict(Z[test]) - job.y[test]).mean()
    assert ridge_for(job, Z)[0] in (RIDGES[0], RIDGES[errors.argmin()])


def test_poses_of_one_take_each_are_not_flattened_by_the_ridge():
    job = values({}, inputs=2, used=1, noise=0.0, n=60)
    X = np.repeat([[0.0, 1.0], [1.0, 0.0]], 30, axis=0).astype(np.float32)
    two = replace(job, X=X, y=np.repeat([0.0, 1.0], 30), takes=np.repeat([1, 2], 30))
    np.testing.assert_allclose(fit(two).fitted, two.y, atol=0.01)


def test_features_are_those_that_matter_and_the_answers_follow_them_alone():
    job, new = values({"features": "auto"}), values({}, n=300, seed=5)
    fitted = fit(job)
    weights = fitted.arrays["weights"]
    assert np.abs(weights[:3]).min() > 0.5
    assert np.count_nonzero(weights) < 30
    assert fitted.note.startswith(f"{np.count_nonzero(weights)} of 42 inputs added up, chosen by")
    every = fit(replace(job, options={**job.options, "features": "all"}))
    assert rms(job, fitted.estimator, new) < rms(job, every.estimator, new)
    answer = np.zeros(1)
    compile_one(job, fitted).answer(new.X[0].astype(np.float64), answer)
    assert answer[0] == pytest.approx(fitted.estimator.predict(new.X[:1].astype(np.float64))[0])


@pytest.mark.parametrize("algorithm", WEIGHED)
def test_a_class_of_six_examples_beside_six_hundred_is_weighed_and_it_is_said(algorithm, monkeypatch):
    job = uneven(algorithm)
    pose = (np.random.default_rng(7).normal(size=(200, 4)) + POSE).astype(np.float32).astype(np.float64)
    assert "class 2 has 6 examples, class 1 600: each of class 2 counts 33.3 times" in train(job).header.note
    weighed = np.mean(fit(job).estimator.predict(pose) == 2.0)
    monkeypatch.setattr(balance, "LEAST", 0.0)
    alike = np.mean(fit(job).estimator.predict(pose) == 2.0)
    assert weighed >= alike + (0.0 if algorithm in ("decision-tree", "random-forest") else 0.1)


def test_neighbours_say_that_they_do_not_weigh():
    assert "class 2 has 6 examples, class 1 600: record more of class 2" in train(uneven("knn")).header.note


def test_classes_that_differ_by_less_than_three_times_count_alike():
    assert class_weights(uneven("svm", 18, 6)) is None
    assert class_weights(uneven("svm", 36, 6)) == {1: 1.0, 2: 2.0}
