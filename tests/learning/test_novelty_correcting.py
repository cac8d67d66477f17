"""“That was wrong” adapts a threshold where that is harmless, and else asks for training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from novelty_hands import hand_job, novelty_model, shown, take

from wekipy.learning.novelty.correcting import Heard, correct
from wekipy.learning.novelty.predictor import Novelty
from wekipy.learning.novelty.thresholds import Demonstrated, read_thresholds
from wekipy.learning.output_training import teach
from wekipy.stages.thresholds import Thresholds

KNOWN = Demonstrated(np.linspace(0.0, 0.4, 201), np.linspace(0.8, 1.0, 201))
NOW = Thresholds(0.7, 0.5)


def heard(novelty, confidence, answered=1.0):
    n = len(novelty)
    return Heard(
        np.arange(2.0 * n).reshape(n, 2),
        np.full(n, answered),
        np.array(novelty),
        np.array(confidence),
        np.arange(0.0, n),
    )


def test_novel_frames_lower_the_novelty_that_is_allowed():
    correction = correct(heard([0.6, 0.5, 0.65], [1.0, 1.0, 1.0]), NOW, KNOWN)
    assert 0.4 < correction.thresholds.novelty < 0.5
    assert correction.thresholds.confidence == NOW.confidence
    assert not correction.retrain
    assert correction.counter_examples.shape == (3, 2)
    assert correction.counter_examples.dtype == np.float32
    assert correction.sentence == (
        "3 frames of the last second will be answered with nothing from now on: "
        "the most novelty is now 0.49; 100 % of what was demonstrated is still answered"
    )


def test_unsure_frames_raise_the_confidence_that_is_needed():
    correction = correct(heard([0.1, 0.2], [0.6, 0.7]), NOW, KNOWN)
    assert correction.thresholds.novelty == NOW.novelty
    assert 0.7 < correction.thresholds.confidence < 0.8


def test_frames_like_the_demonstrated_need_training():
    correction = correct(heard([0.1, 0.2], [0.95, 1.0]), NOW, KNOWN)
    assert correction.thresholds is None
    assert correction.retrain
    assert len(correction.counter_examples) == 2
    assert "training again" in correction.sentence


def test_frames_that_were_nothing_already_are_no_counter_examples():
    correction = correct(heard([0.6, 0.9], [1.0, 1.0], answered=0.0), NOW, KNOWN)
    assert not len(correction.counter_examples)
    assert correction.thresholds is None
    assert not correction.retrain
    some = heard([0.6, 0.9], [1.0, 1.0])
    some.answered[1] = 0.0
    np.testing.assert_array_equal(correct(some, NOW, KNOWN).counter_examples, [[0.0, 1.0]])


@settings(deadline=None)
@given(
    frames=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9),
    now=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_a_correction_rejects_all_wrong_frames_and_few_demonstrated(frames, now):
    novelty, confidence = np.array(frames).T
    before = Thresholds(*now)
    correction = correct(heard(novelty, confidence), before, KNOWN)
    after = correction.thresholds
    assert (after is None) == correction.retrain
    if after is not None:
        assert np.all((novelty > after.novelty) | (confidence < after.confidence))
        assert KNOWN.rejected(after) - KNOWN.rejected(Thresholds(*now)) <= 0.05
        assert after.novelty <= before.novelty
        assert after.confidence >= before.confidence


def test_without_held_out_examples_no_threshold_is_guessed():
    unknown = Demonstrated(np.empty(0), np.empty(0))
    assert correct(heard([0.6], [0.6]), NOW, unknown).retrain


def test_training_with_the_counter_examples_helps():
    X, takes, y = shown(0, 4, 20)
    job = hand_job(X, takes, y, "knn", {})
    wrong = take(9, 0, 20).astype(np.float32)
    wrong[:, 3] += 0.02  # a fist that is hardly another
    plain = novelty_model(teach(replace(job, nothing=True)).arrays, tuple(range(6)))
    proposed, known = read_thresholds(plain)
    asked = Novelty(plain, 6)
    said = np.array([asked.of(x) for x in wrong.astype(np.float64)])
    correction = correct(Heard(wrong, np.ones(20), said, np.ones(20), np.arange(20.0)), proposed, known)
    assert correction.retrain
    counter_examples = correction.counter_examples
    taught = novelty_model(
        teach(replace(job, nothing=True, counter_examples=counter_examples)).arrays, tuple(range(6))
    )
    asked = Novelty(taught, 6)
    limit = read_thresholds(taught)[0].novelty
    assert np.mean([asked.of(x) > limit for x in wrong.astype(np.float64)]) >= 0.95
    assert np.mean([asked.of(x) <= limit for x in X.astype(np.float64)]) >= 0.9


@pytest.mark.parametrize("count", [1, 2])
def test_the_sentence_counts(count):
    sentence = correct(heard([0.6] * count, [1.0] * count), NOW, KNOWN).sentence
    assert sentence.startswith(f"{count} frame{'s' if count == 2 else ''} of the last second")
