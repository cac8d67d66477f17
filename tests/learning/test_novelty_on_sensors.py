"""Nothing, where inputs go together, and where the sensor loses what it looks at."""

from __future__ import annotations

import numpy as np
import pytest
from novelty_hands import novelty_model
from sklearn.covariance import ledoit_wolf

from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.lost_frames import lost_frames
from wekipy.learning.novelty.predictor import Novelty
from wekipy.learning.novelty.thresholds import propose_confidence
from wekipy.learning.novelty.whitening import shrunk_covariance
from wekipy.stages.reject_option import RejectOption
from wekipy.stages.thresholds import Thresholds

INPUTS, FRAMES = 40, 30


def joined(random: np.random.Generator, pose: np.ndarray) -> np.ndarray:
    """(FRAMES, INPUTS): a take of a pose of three angles, which all inputs follow."""
    mixing = np.random.default_rng(99).normal(size=(3, INPUTS))
    way = np.cumsum(random.normal(0, 0.05, (FRAMES, 3)), axis=0)
    angles = pose + random.normal(0, 0.3, 3) + way
    return 5 + angles @ mixing + 0.02 * random.normal(size=(FRAMES, INPUTS))


def shown_takes(seed: int = 0, takes: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    poses = [np.array([1.0, 0, 0]), np.array([0, 1.0, 0])]
    made = [joined(random, pose) for pose in poses for _ in range(takes)]
    labels = np.repeat([1.0, 2.0], takes * FRAMES)
    return np.concatenate(made).astype(np.float32), np.repeat(np.arange(2 * takes), FRAMES), labels


def rejects(arrays: dict[str, np.ndarray], X: np.ndarray) -> np.ndarray:
    novelty = Novelty(novelty_model(arrays, tuple(range(X.shape[1]))), X.shape[1])
    return np.array([novelty.of(x) > arrays["novelty.thresholds"][0] for x in X.astype(float)])


def test_the_covariance_is_that_of_ledoit_and_wolf():
    X = np.random.default_rng(0).normal(size=(50, 8)) @ np.random.default_rng(1).normal(size=(8, 8))
    X -= X.mean(axis=0)
    np.testing.assert_allclose(shrunk_covariance(X), ledoit_wolf(X, assume_centered=True)[0], rtol=1e-9)
    assert not shrunk_covariance(np.empty((0, 3))).any()


def test_what_breaks_the_usual_correlation_is_nothing():
    arrays = fit_novelty(*shown_takes())
    random = np.random.default_rng(5)
    new = np.concatenate([joined(random, np.array([1.0, 0, 0])) for _ in range(6)])
    broken = new[:, random.permutation(INPUTS)]  # each input within the range of the others
    assert rejects(arrays, broken).mean() > 0.95
    assert rejects(arrays, new).mean() <= 0.05


def test_two_wild_frames_change_little():
    X, takes, y = shown_takes(1)
    wild = X.copy()
    wild[[40, 41]] *= 100
    asked = np.concatenate([joined(np.random.default_rng(7), np.array([0, 1.0, 0])), X[:40] * 1.5])
    plain, spoilt = (rejects(fit_novelty(rows, takes, y), asked) for rows in (X, wild))
    assert np.mean(plain == spoilt) >= 0.9


def test_stray_zeros_stay_nothing():
    X, takes, y = shown_takes(2)
    X[[3, 50, 51, 130, 200]] = 0
    arrays = fit_novelty(X, takes, y)
    assert rejects(arrays, np.zeros((1, INPUTS))).all()
    assert not rejects(arrays, X[[60, 210]]).any()


def test_zeros_that_were_shown_on_purpose_are_known():
    X, takes, y = shown_takes(3)
    X[takes == 2] = 0
    assert not rejects(fit_novelty(X, takes, y), np.zeros((1, INPUTS))).any()


def test_zeros_that_a_movement_led_to_are_known():
    slider = np.concatenate([np.linspace(30, 0, 31), np.linspace(40, 70, 31)])[:, None].astype(np.float32)
    takes, labels = np.repeat([1, 2], 31), np.repeat([1, 2], 31)
    assert not len(lost_frames(slider, labels, takes))
    assert len(lost_frames(slider + 1, labels, takes)) == 1


def test_a_frame_that_recurs_in_several_takes_is_nothing():
    X, takes, y = shown_takes(4)
    stuck = X[7] + 3
    X[[10, 11, 100, 220]] = stuck
    lost = lost_frames(X, y.astype(np.int64), takes)
    np.testing.assert_array_equal(lost, [np.zeros(INPUTS), stuck])
    assert rejects(fit_novelty(X, takes, y), stuck[None]).all()


@pytest.mark.parametrize("step", [1.0, 8.0])
def test_a_coarse_sensor_may_repeat_itself(step):
    random = np.random.default_rng(0)
    X = (np.round(np.cumsum(random.normal(size=(400, 2)), axis=0)) * step + 50).astype(np.float32)
    lost = lost_frames(X, np.ones(400, np.int64), np.repeat(np.arange(8), 50))
    assert len(lost) == 1
    assert not lost.any()


def test_lost_frames_never_take_a_class_away():
    X = np.zeros((4, 3), np.float32)
    assert not len(lost_frames(X, np.array([1, 1, 2, 2]), np.array([1, 1, 2, 2])))


def test_a_classifier_that_is_always_equally_sure_comes_back():
    sure = np.full(100, 0.53)
    option = RejectOption(Thresholds(0.5, propose_confidence(sure, 2)), hold=0.0)
    assert [option.apply(1.0, 0.53, novelty, 0.0) for novelty in (0.1, 0.9, 0.1)] == [1.0, 0.0, 1.0]
