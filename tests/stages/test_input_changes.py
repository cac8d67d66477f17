"""Stages before the models that look at several frames: differences, speed, windows, buffers."""

from __future__ import annotations

import numpy as np
import pytest
from input_stages import made, play
from numpy.lib.stride_tricks import sliding_window_view

from wekipy.project.problem import Problem

RNG = np.random.default_rng(6)
X = RNG.normal(size=(120, 2)).cumsum(axis=0)
TIMES = 70.0 + RNG.uniform(0.004, 0.03, 120).cumsum()


def test_differences_are_those_of_numpy():
    both = made("difference", "x y", order="both")
    assert both.names == ("x.difference", "x.difference2", "y.difference", "y.difference2")
    y = play(both, X)
    assert (y[1:, [0, 2]] == np.diff(X, axis=0)).all() and (y[0] == 0.0).all()
    assert (y[2:, [1, 3]] == np.diff(X, 2, axis=0)).all() and (y[:2, [1, 3]] == 0.0).all()
    assert (play(made("difference", "x y"), X) == y[:, [0, 2]]).all()
    assert (play(made("difference", "x y", order="second"), X) == y[:, [1, 3]]).all()


def test_speed_is_per_second_whatever_the_frame_rate():
    y = play(made("speed", "x y", order="both"), X, times=TIMES)
    v = np.diff(X, axis=0) / np.diff(TIMES)[:, None]
    assert y[1:, [0, 2]] == pytest.approx(v)
    assert y[2:, [1, 3]] == pytest.approx(np.diff(v, axis=0) / np.diff(TIMES)[1:, None])
    assert (y[0] == 0.0).all() and (y[1, [1, 3]] == 0.0).all()
    for step in (0.005, 0.01, 0.1):
        ramp = play(made("speed"), np.arange(20) * step * 3.0, step=step)[:, 0]
        assert ramp[1:] == pytest.approx(3.0)


def test_frames_at_the_same_time_do_not_make_an_endless_speed():
    times = [1.0, 1.01, 1.01, 1.0102, 1.02, 1.0]
    y = play(made("speed"), [0.0, 0.01, 0.5, 0.7, 0.02, 9.0], times=times)[:, 0]
    assert y == pytest.approx([0.0, 1.0, 1.0, 1.0, 1.0, 1.0])


NUMPY = {
    "mean": lambda w: w.mean(axis=0),
    "deviation": lambda w: w.std(axis=0),
    "min": lambda w: w.min(axis=0),
    "max": lambda w: w.max(axis=0),
    "range": lambda w: np.ptp(w, axis=0),
    "rms": lambda w: np.sqrt((w**2).mean(axis=0)),
    "energy": lambda w: (w**2).sum(axis=0),
    "crossings": lambda w: np.array([(np.diff(np.signbit(c)) != 0).sum() for c in w.T], float),
}


@pytest.mark.parametrize("statistic", NUMPY)
@pytest.mark.parametrize("of", ["", "difference.", "difference2."])
def test_statistics_of_a_window_are_those_of_numpy(statistic, of):
    stage = made("window", "x y", statistics=of + statistic, frames=8)
    assert stage.names == (f"x.{of}{statistic}", f"y.{of}{statistic}")
    order = ["", "difference.", "difference2."].index(of)
    for n, y in enumerate(play(stage, X)):
        values = np.diff(X[max(0, n - 7) : n + 1], order, axis=0)
        assert y == pytest.approx(NUMPY[statistic](values) if len(values) else [0.0, 0.0], abs=1e-12)


def test_many_statistics_stand_input_by_input():
    stage = made("window", "x y", statistics="max; difference.min, mean", frames=4)
    assert stage.names == tuple(f"{i}.{s}" for i in "xy" for s in ("max", "difference.min", "mean"))
    last = play(stage, X)[-1]
    window = X[-4:]
    expected = [f(window[:, i]) for i in (0, 1) for f in (np.max, lambda w: np.diff(w).min(), np.mean)]
    assert last == pytest.approx(expected)


def test_statistics_of_seconds():
    y = play(made("window", "x y", statistics="range", seconds=0.2), X, times=TIMES)
    expected = [np.ptp(X[: n + 1][TIMES[: n + 1] > now - 0.2 + 1e-9], axis=0) for n, now in enumerate(TIMES)]
    assert y == pytest.approx(np.array(expected))


def test_a_buffer_has_the_last_values_from_oldest_to_newest():
    stage = made("buffer", "x y", frames=4)
    assert stage.names == ("x.n-3", "x.n-2", "x.n-1", "x.n", "y.n-3", "y.n-2", "y.n-1", "y.n")
    y = play(stage, X)
    assert (y[3:] == sliding_window_view(X, 4, axis=0).reshape(-1, 8)).all()
    assert (y[1, :4] == [X[0, 0], X[0, 0], X[0, 0], X[1, 0]]).all()  # the first one stands for the missing


def test_history_has_frames_at_its_delays():
    stage = made("history", "x y", delays="0, 3, 10")
    assert stage.names == ("x.n", "x.n-3", "x.n-10", "y.n", "y.n-3", "y.n-10")
    y = play(stage, X)
    for n in range(len(X)):
        assert (y[n] == [X[max(0, n - d), i] for i in (0, 1) for d in (0, 3, 10)]).all()


def test_history_in_seconds_has_the_newest_frame_that_is_old_enough():
    stage = made("history", "x y", delays="0, 0.05, 0.5", unit="seconds")
    assert stage.names[:3] == ("x.0s", "x.0.05s", "x.0.5s")
    y = play(stage, X, times=TIMES)
    for n, now in enumerate(TIMES):
        rows = [max(0, int(np.searchsorted(TIMES, now - d + 1e-9, "right")) - 1) for d in (0.0, 0.05, 0.5)]
        assert (y[n] == [X[row, i] for i in (0, 1) for row in rows]).all()
    even = play(made("history", delays="0.1", unit="seconds"), np.arange(50.0))[:, 0]
    assert (even[10:] == np.arange(40.0)).all()
    slow = play(made("history", delays="0.1", unit="seconds"), np.arange(5.0), step=0.9)[:, 0]
    assert slow.tolist() == [0.0, 0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("difference", {"order": "both"}),
        ("speed", {"order": "both"}),
        ("window", {"statistics": "mean, difference.max"}),
        ("window", {"statistics": "energy", "seconds": 0.3}),
        ("buffer", {"frames": 5}),
        ("history", {}),
        ("history", {"delays": "0.02, 0.3", "unit": "seconds"}),
        ("expression", {"formula": "d = x - x[n-1]; s = s[n-1] + d; x[n-5]"}),
        ("spectrum", {"frames": 8}),
        ("onset", {}),
        ("conditional-buffer", {"start": "x > 0", "stop": "x < 0", "values": 3}),
    ],
)
def test_what_several_frames_say_starts_anew_after_a_gap(name, options):
    alone = play(made(name, "x y", **options), X[60:], times=TIMES[60:])
    before = X[:60] if name != "conditional-buffer" else X[:60] * 0.0  # what was complete stays
    gap = np.concatenate([TIMES[:60], TIMES[60:] + 1.1])
    times = gap - gap[60] + TIMES[60]
    assert play(made(name, "x y", **options), np.vstack([before, X[60:]]), times=times)[60:] == pytest.approx(
        alone
    )


def test_the_inputs_may_be_passed_on_beside_the_results():
    stage = made("difference", "x y", original=True)
    assert stage.names == ("x", "y", "x.difference", "y.difference")
    y = play(stage, X)
    assert (y[:, :2] == X).all() and (y[1:, 2:] == np.diff(X, axis=0)).all()
    twice = made("buffer", "x x.n", frames=2, original=True)
    assert twice.names == ("x", "x.n", "x.n-1", "x.n.2", "x.n.n-1", "x.n.n")


def test_a_conditional_buffer_keeps_a_movement_and_brings_it_to_one_length():
    stage = made("conditional-buffer", "x y", start="x > 0.5", stop="x <= 0.5", values=5)
    assert stage.names == tuple(f"{i}.{n}" for i in "xy" for n in range(1, 6))
    x = np.array([0, 0, 1, 2, 3, 2, 1, 0, 0, 0, 7, 9, 0, 0], float)
    rows = np.stack([x, x * -2.0], axis=1)
    y = play(stage, rows)
    assert (y[:7] == 0.0).all()
    first = np.interp(np.linspace(0, 4, 5), np.arange(5), x[2:7])
    second = np.interp(np.linspace(0, 1, 5), np.arange(2), x[10:12])
    assert y[7:12] == pytest.approx(np.tile(np.concatenate([first, -2 * first]), (5, 1)))
    assert y[12:] == pytest.approx(np.tile(np.concatenate([second, -2 * second]), (2, 1)))


def test_a_conditional_buffer_ends_after_its_frames_and_needs_a_new_start():
    stage = made("conditional-buffer", start="x > 0", stop="0", values=2, frames=3)
    y = play(stage, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 0.0, 6.0, 7.0, 8.0])
    assert y[3].tolist() == [1.0, 3.0] and (y[3:9] == y[3]).all()
    assert y[9].tolist() == [6.0, 8.0]
    single = made("conditional-buffer", start="x > 0", stop="1", values=3)
    assert play(single, [0.0, 4.0, 0.0])[-1].tolist() == [4.0, 4.0, 4.0]


def test_a_gap_within_a_movement_forgets_it():
    stage = made("conditional-buffer", start="x > 0", stop="x <= 0", values=2)
    y = play(stage, [0.0, 1.0, 2.0, 5.0, 6.0, 0.0], times=[0.0, 0.1, 0.2, 1.5, 1.6, 1.7])
    assert y[-1].tolist() == [5.0, 6.0]


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("window", {"statistics": ""}, "no statistic is named; there are: mean"),
        ("window", {"statistics": "maen"}, "there is no statistic “maen”; did you mean “mean”"),
        ("window", {"statistics": "min,min"}, "“min” is there twice"),
        ("history", {"delays": ""}, "no delay is named"),
        ("history", {"delays": "0.5"}, "a whole number of frames from 0 to 9,999; got “0.5”"),
        ("history", {"delays": "1, 1"}, "the delay 1 is there twice"),
        ("history", {"delays": "-1"}, "got “-1”"),
        ("history", {"delays": "61", "unit": "seconds"}, "a number of seconds from 0 to 60; got “61”"),
        (
            "conditional-buffer",
            {"start": "x; y"},
            "conditional-buffer, start: one condition is expected, here are 2",
        ),
        ("conditional-buffer", {"stop": "x >"}, "conditional-buffer, stop: a number, a name or a bracket"),
        ("buffer", {"frames": 10_000}, "buffer: would give 20,000 numbers, at most 16,384 may be"),
    ],
)
def test_what_a_stage_of_several_frames_cannot_do_is_said(name, options, sentence):
    with pytest.raises(Problem) as caught:
        made(name, "x y", **options)
    assert sentence in str(caught.value)
