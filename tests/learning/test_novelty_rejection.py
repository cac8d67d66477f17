"""What nobody showed is answered with nothing, and what was shown is not: on the synthetic hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning_jobs import make_job
from novelty_hands import hand_job, new_takes, novel, shown

from wekipy.learning.held_out.shares import ask_held_out
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.predictor import Novelty
from wekipy.learning.novelty.thresholds import (
    Demonstrated,
    confidence_of,
    propose_confidence,
    propose_novelty,
    read_thresholds,
)
from wekipy.learning.novelty.training import learn_novelty
from wekipy.learning.output_training import teach
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.stages.thresholds import Thresholds

SHARES = st.floats(0, 1)
SHOWN = [(3, 20), (6, 30)]  # takes of each pose, frames of each
ALGORITHMS = [
    ("knn", {}),
    ("knn", {"k": 3}),
    ("svm", {}),
    ("random-forest", {"trees": 30}),
]


def rejecter(job):
    """A function that tells which share of frames is answered with nothing."""
    model = teach(replace(job, nothing=True))
    proposed, _ = read_thresholds(model)
    (predictor,) = compile_models([Placed(0, model)], job.features)
    novelty, values = Novelty(model, job.features), np.zeros(1)

    def rejects(x):
        predictor.answer(x, values)
        return novelty.of(x) > proposed.novelty or confidence_of(predictor.distribution) < proposed.confidence

    return lambda X: float(np.mean([rejects(x) for x in X]))


CASES = [
    *((algorithm, options, takes, frames, 5) for algorithm, options in ALGORITHMS for takes, frames in SHOWN),
    ("neural-network", {}, 3, 20, 2),  # takes long to train
]


@pytest.mark.parametrize(("algorithm", "options", "takes", "frames", "seeds"), CASES, ids=str)
def test_what_nobody_showed_is_rejected_and_what_was_shown_is_not(
    algorithm, options, takes, frames, seeds, monkeypatch
):
    kept, gone = [], {}
    for seed in range(seeds):
        rejected = rejecter(hand_job(*shown(seed, takes, frames), algorithm, options))
        kept.append(rejected(new_takes(seed, frames)))
        for what, X in novel(seed, monkeypatch).items():
            gone.setdefault(what, []).append(rejected(X))
    assert np.mean(kept) <= 0.05
    for what, shares in gone.items():
        assert np.mean(shares) >= 0.95, what


def test_novelty_alone_is_quick_and_confidence_is_added_later():
    job = hand_job(*shown(1, 3, 10), "svm", {})
    alone, both = fit_novelty(job.X, job.takes, job.y), teach(replace(job, nothing=True)).arrays
    assert alone["novelty.thresholds"][1] == 0 < both["novelty.thresholds"][1] < 1
    for name in alone.keys() - {"novelty.thresholds"}:
        np.testing.assert_array_equal(alone[name], both[name])


def test_a_continuous_output_learns_novelty_only():
    counter_examples = np.full((2, 4), 9.0, np.float32)
    arrays = learn_novelty(
        replace(make_job("continuous", "linear"), counter_examples=counter_examples), np.empty(0)
    )
    assert arrays["novelty.thresholds"][1] == 0
    assert len(arrays["novelty.counters"]) == 2
    assert "novelty.confidence" not in arrays


def test_some_inputs_only():
    job = make_job("classification", "svm", shape="some inputs")
    told = ask_held_out(job)
    assert len(told.shares) == len(told.places) > 0
    np.testing.assert_allclose(told.shares.sum(axis=1), 1.0)


def test_one_example_of_a_class_leaves_confidence_alone():
    X, takes, y = shown(0, 1, 4)
    y[:], takes[:] = 1.0, 1
    y[0] = 2.0
    job = hand_job(X, takes, y, "knn", {})
    assert not len(ask_held_out(job).shares)
    assert teach(replace(job, nothing=True)).arrays["novelty.thresholds"][1] == 0


def test_the_proposed_novelty_is_between_the_border_and_strangers():
    assert 0.5 < propose_novelty([np.full(100, 0.6), np.full(100, 0.99)]) < 0.6
    assert propose_novelty([np.full(100, 1.0)]) == 0.8
    assert propose_novelty([np.full(100, 0.3)]) == 0.5
    assert propose_novelty([]) == 0.5


@given(low=st.floats(0, 1), classes=st.integers(1, 9))
def test_the_proposed_confidence_rejects_few_of_the_held_out(low, classes):
    held_out = np.linspace(low, 1.0, 200)
    threshold = propose_confidence(held_out, classes)
    assert 0 <= threshold <= 1
    assert np.mean(held_out < threshold) <= 0.01


@given(SHARES, SHARES, st.floats(0.01, 0.99))
def test_sensitivity_there_and_back(novelty, confidence, sensitivity):
    proposed = Thresholds(novelty, confidence)
    back = proposed.at(sensitivity).at(1 - sensitivity)
    assert back.novelty == pytest.approx(novelty, abs=1e-6)
    assert back.confidence == pytest.approx(confidence, abs=1e-6)


@given(SHARES, SHARES, SHARES, SHARES)
def test_more_sensitive_rejects_less(novelty, confidence, a, b):
    less, more = (Thresholds(novelty, confidence).at(s) for s in sorted((a, b)))
    assert 0 <= less.novelty <= more.novelty + 1e-12 <= 1 + 1e-9
    assert 0 <= more.confidence <= less.confidence + 1e-12 <= 1 + 1e-9


def test_the_ends_of_sensitivity():
    proposed = Thresholds(0.6, 0.7)
    assert proposed.at(0.5) == Thresholds(pytest.approx(0.6), pytest.approx(0.7))
    assert proposed.at(1.0) == Thresholds(1.0, 0.0)
    assert proposed.at(0.0) == Thresholds(0.0, 1.0)
    assert Thresholds(0.6, 0.0).at(0.0) == Thresholds(0.0, 0.0)


def test_how_many_demonstrated_frames_a_threshold_rejects():
    demonstrated = Demonstrated(np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    assert demonstrated.rejected(Thresholds(1.0, 0.0)) == 0
    assert demonstrated.rejected(Thresholds(0.895, 0.095)) == pytest.approx(0.2, abs=0.02)
    assert Demonstrated(np.empty(0), np.empty(0)).rejected(Thresholds(0.0, 1.0)) == 0
