"""Wild frames are found, named and left out; what is far away on purpose is not wild."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import make_job

from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.fitting import fit, train
from wekipy.learning.wild import set_aside, usual_range, wild_rows

QUICK = ("knn", "svm", "naive-bayes", "decision-tree", "logistic-regression")
ROWS = (33, 147)


def poses(algorithm="knn", kind="classification", spread=0.3, seed=0):
    """A job of 4 poses in 12 takes of 20 frames, of 6 correlated inputs."""
    random = np.random.default_rng(seed)
    middles, mixing = 2.0 * random.normal(size=(4, 6)), random.normal(size=(6, 6))
    takes = np.repeat(np.arange(12), 20)
    drift = 0.5 * spread * random.normal(size=(12, 6))[takes]
    X = middles[takes % 4] + drift + spread * random.normal(size=(240, 6)) @ mixing
    job = make_job(kind, algorithm)
    return replace(
        job, X=X.astype(np.float32), y=1.0 + takes % 4, takes=takes + 1, classes=4,
        inputs=tuple(range(6)), features=6, leave_out_wild=True,
    )  # fmt: skip


def with_wild(job, rows=ROWS, factor=100.0):
    X = job.X.copy()
    X[list(rows)] *= factor
    return replace(job, X=X)


@pytest.mark.parametrize("kind", ["classification", "continuous"])
def test_two_wild_frames_are_left_out_and_named_by_take_and_place(kind):
    plain = poses("linear" if kind == "continuous" else "knn", kind)
    job = set_aside(with_wild(plain))
    assert job.wild is not None and job.wild.places == ((2, 13), (8, 7))
    assert len(job.y) == len(job.X) == len(job.takes) == 238
    assert np.array_equal(job.X, np.delete(plain.X, ROWS, axis=0))
    note = train(job).header.note
    assert note.startswith("2 frames of takes 2 and 8 are ")
    assert " times farther out than all others: left out" in note


def test_they_are_learned_and_named_where_the_switch_is_off():
    job = set_aside(replace(with_wild(poses()), leave_out_wild=False))
    assert len(job.y) == 240
    assert "times farther out than all others: learned all the same" in train(job).header.note


@pytest.mark.parametrize("algorithm", QUICK)
def test_two_wild_frames_cost_a_classifier_nothing(algorithm):
    plain, new = poses(algorithm), poses(seed=0)
    asked = new.X[::3].astype(np.float64)
    clean = np.mean(fit(plain).estimator.predict(asked) == new.y[::3])
    wild = np.mean(fit(set_aside(with_wild(plain))).estimator.predict(asked) == new.y[::3])
    assert wild >= clean - 0.02


@pytest.mark.parametrize("algorithm", ["knn", "svm", "logistic-regression", "neural-network"])
def test_learned_all_the_same_they_do_not_stretch_the_scale_of_the_others(algorithm):
    plain = poses(algorithm)
    answers = fit(with_wild(plain, factor=1_000.0)).estimator.predict(plain.X.astype(np.float64))
    assert np.mean(answers == plain.y) >= 0.95


def test_a_rare_pose_is_not_wild():
    random = np.random.default_rng(1)
    X = np.concatenate([0.001 * random.normal(size=(3_000, 2)), np.full((3, 2), 50.0)])
    y = np.repeat([1.0, 2.0], [3_000, 3])
    for takes in (np.repeat([1, 2], [3_000, 3]), np.ones(3_003, np.int64)):
        job = replace(poses(), X=X.astype(np.float32), y=y, takes=takes, inputs=(0, 1), features=2)
        assert set_aside(job) is job
        number = replace(job, kind="continuous", algorithm="linear", classes=0)
        assert set_aside(number) is number


def test_a_take_far_from_all_others_is_not_wild():
    job = poses()
    X = np.where((job.takes == 3)[:, None], job.X + 1e4, job.X).astype(np.float32)
    assert not len(wild_rows(replace(job, X=X))[0])


def test_a_button_that_is_seldom_pressed_is_not_wild_and_a_glitch_of_it_is():
    job = poses()
    X = np.column_stack([job.X[:, :5], np.zeros(240)]).astype(np.float32)
    X[[10, 90, 91], 5] = 1.0
    assert not len(wild_rows(replace(job, X=X))[0])
    X[200, 5] = 1_000.0
    assert wild_rows(replace(job, X=X))[0].tolist() == [200]


def test_what_happens_again_and_again_is_not_wild():
    job = poses()
    assert not len(wild_rows(with_wild(job, rows=range(0, 240, 15)))[0])


def test_an_input_that_never_changes_says_nothing():
    job = poses()
    X = job.X.copy()
    X[:, 2] = 7.0
    usual = usual_range(replace(job, X=X))
    assert usual is not None
    assert usual.reach[2] == np.inf
    assert np.isfinite(usual.beyond(X)).all()


def test_examples_without_wild_frames_are_learned_as_they_are():
    job = poses("logistic-regression")
    assert set_aside(job) is job
    few = replace(job, X=job.X[:6] * 1e30, y=job.y[::40], takes=job.takes[:6])
    assert set_aside(few) is few


def test_an_evaluation_leaves_them_out_and_names_them():
    found = evaluate(set_aside(with_wild(poses())), lambda share: None)
    wild = [finding for finding in found.findings if "left out" in finding.sentence]
    assert [(place.take, place.example) for place in wild[0].places] == [(2, 14), (8, 8)]
    assert found.examples == 238
