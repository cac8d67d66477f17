"""Stages before the models that smooth, held to scipy and to numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from input_stages import made, play
from scipy.ndimage import median_filter
from scipy.signal import lfilter

from wekipy.project.schema import StageChoice
from wekipy.stages.stage import Signal
from wekipy.stages.table import STAGES, resolve_stage

RNG = np.random.default_rng(5)
X = RNG.normal(size=(200, 3)).cumsum(axis=0)
TIMES = 50.0 + RNG.uniform(0.001, 0.03, 200).cumsum()


def after_a_gap(name, **options):
    """What a stage makes of the last frames alone, and of them after a second without any."""
    alone = play(made(name, "x y z", **options), X[100:], times=TIMES[100:])
    times = np.concatenate([TIMES[:100], TIMES[100:] + 1.1])
    return alone, play(made(name, "x y z", **options), X, times=times)[100:]


def test_the_1_euro_filter_of_inputs_is_that_of_outputs_in_their_learned_ranges():
    low, high = X.min(axis=0), X.max(axis=0)
    learned = made("one-euro", "x y z", {"low": low, "high": high})
    row = STAGES["one-euro"]
    same = row.make(
        Signal(("x", "y", "z"), tuple(low), tuple(high)),
        resolve_stage(StageChoice("one-euro"), "continuous"),
        {},
    )
    assert play(learned, X, times=TIMES) == pytest.approx(play(same, X, times=TIMES), abs=1e-12)
    wide = made("one-euro", "x", {"low": [0.0], "high": [1000.0]})
    unit = made("one-euro", "x", {"low": [0.0], "high": [1.0]})
    assert play(wide, X[:, 0] * 1000.0) == pytest.approx(play(unit, X[:, 0]) * 1000.0)


def test_the_1_euro_filter_stays_finite_in_the_smallest_range():
    stage = made("one-euro", learned={"low": [0.0], "high": [1e-300]}, beta=1_000.0)
    assert play(stage, [-3e38, 3e38, -3e38])[:, 0].tolist() == [-3e38, 3e38, -3e38]


def test_low_pass_and_high_pass_are_filters_of_one_pole():
    share = 1.0 - math.exp(-2.0 * math.pi * 2.0 * 0.01)
    start = X - X[0]
    low = lfilter([share], [1.0, share - 1.0], start, axis=0) + X[0]
    assert play(made("low-pass", "x y z", cutoff=2.0), X) == pytest.approx(low)
    assert play(made("high-pass", "x y z", cutoff=2.0), X) == pytest.approx(X - low, abs=1e-12)


def test_high_pass_takes_away_what_rests_and_keeps_a_jump():
    y = play(made("high-pass", cutoff=0.5), [9.81] * 10 + [10.81])[:, 0]
    assert (y[:10] == 0.0).all() and y[10] == pytest.approx(1.0, abs=0.04)


@pytest.mark.parametrize("frames", [1, 4, 9])
def test_the_average_is_that_of_the_last_frames(frames):
    y = play(made("average", "x y z", frames=frames), X)
    assert y[frames - 1 :] == pytest.approx(
        lfilter(np.full(frames, 1.0 / frames), [1.0], X, axis=0)[frames - 1 :]
    )
    assert y[: frames - 1] == pytest.approx(
        np.array([X[: n + 1].mean(axis=0) for n in range(frames - 1)]).reshape(-1, 3)
    )


@pytest.mark.parametrize("frames", [1, 4, 5, 9])
def test_the_median_is_that_of_the_last_frames(frames):
    y = play(made("median", "x y z", frames=frames), X)
    expected = [np.median(X[max(0, n + 1 - frames) : n + 1], axis=0) for n in range(len(X))]
    assert y == pytest.approx(np.array(expected))
    if frames % 2:
        centred = median_filter(X, (frames, 1))
        half = frames // 2
        assert y[2 * half :] == pytest.approx(centred[half : len(X) - half])


def test_one_wild_frame_never_comes_through_a_median():
    calm = [1.0] * 9
    calm[4] = 1e6
    assert (play(made("median", frames=3), calm) == 1.0).all()


@pytest.mark.parametrize(("name", "of"), [("average", np.mean), ("median", np.median)])
def test_a_window_in_seconds_has_the_frames_of_so_many_seconds(name, of):
    y = play(made(name, "x y z", seconds=0.1), X, times=TIMES)
    expected = [of(X[: n + 1][TIMES[: n + 1] > now - 0.1 + 1e-9], axis=0) for n, now in enumerate(TIMES)]
    assert y == pytest.approx(np.array(expected))
    even = play(made(name, seconds=1.0), np.arange(300.0))[:, 0]
    assert even[250] == pytest.approx(250.0 - 49.5)  # 100 frames at 100 a second


def test_a_window_in_seconds_forgets_nothing_while_time_stands_still_or_goes_back():
    times = [10.0, 10.0, 9.0, 10.05, 10.0, 10.2]
    y = play(made("average", seconds=0.1), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], times=times)[:, 0]
    assert y.tolist() == [1.0, 1.5, 2.0, 2.5, 3.0, 6.0]


def test_a_window_in_seconds_keeps_the_newest_of_too_many_frames():
    y = play(made("average", seconds=0.01), np.arange(100.0), step=0.0001)[:, 0]
    assert y[-1] == np.arange(90.0, 100.0).mean()


@pytest.mark.parametrize(
    ("name", "options"),
    [("one-euro", {}), ("low-pass", {}), ("high-pass", {}), ("average", {}), ("average", {"seconds": 0.2}),
     ("median", {}), ("median", {"seconds": 0.2})],
)  # fmt: skip
def test_smoothing_starts_anew_after_a_gap(name, options):
    alone, after = after_a_gap(name, **options)
    assert (alone == after).all()


def test_smoothing_says_by_how_much_it_delays():
    assert made("average", frames=5).latency == pytest.approx(0.02)
    assert made("median", seconds=0.5).latency == pytest.approx(0.25)
    assert made("low-pass", cutoff=2.0).latency == pytest.approx(math.log(2) / (4 * math.pi))
    assert made("high-pass").latency == 0.0
