"""Stages that smooth, held to scipy or a closed form; what follows a gap; how much they help."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.signal import lfilter, lsim

from wekipy.project.schema import StageChoice
from wekipy.stages.smoothing import Hold, LowPass, OneEuro, SlewLimit, Spring
from wekipy.stages.stage import Signal
from wekipy.stages.table import STAGES, resolve_stage

UNIT = Signal(("a",), (0.0,), (1.0,))
RNG = np.random.default_rng(3)


def made(name, signal=UNIT, **options):
    return STAGES[name].make(signal, resolve_stage(StageChoice(name, options), "continuous"), {})


def play(stage, values, times):
    return np.array([stage.step(np.array([v]), t)[0] for v, t in zip(values, times, strict=True)])


def uneven(count):
    """Rising times, none more than a second after the one before; some are equal."""
    steps = RNG.exponential(0.02, count)
    steps[::7] = 0.0
    return np.cumsum(np.minimum(steps, 0.9)) + 100.0


def test_one_euro_is_the_algorithm_of_the_paper():
    """Algorithm 1 of Casiez, Roussel and Vogel (2012), written again from the paper."""
    rate, slowest, beta, of_speed = 120.0, 0.7, 0.4, 1.3

    def alpha(cutoff):
        return 1.0 / (1.0 + (1.0 / (2.0 * math.pi * cutoff)) * rate)

    noisy = np.cumsum(RNG.normal(0, 0.02, 300))
    y, v, expected = noisy[0], 0.0, [noisy[0]]
    for x in noisy[1:]:
        v = alpha(of_speed) * (x - y) * rate + (1 - alpha(of_speed)) * v
        a = alpha(slowest + beta * abs(v))
        y = a * x + (1 - a) * y
        expected.append(y)
    stage = made("one-euro", min_cutoff=slowest, beta=beta, d_cutoff=of_speed)
    assert np.allclose(play(stage, noisy, np.arange(300) / rate), expected, rtol=1e-9, atol=1e-12)


def test_one_euro_without_beta_is_a_low_pass_of_scipy():
    stage = made("one-euro", min_cutoff=2.0, beta=0.0)
    x, a = RNG.normal(size=200), 1.0 - 1.0 / (1.0 + 2 * math.pi * 2.0 * 0.01)
    expected = lfilter([a], [1.0, a - 1.0], x, zi=[x[0] * (1 - a)])[0]
    assert np.allclose(play(stage, x, np.arange(200) * 0.01), expected)


def test_one_euro_does_the_same_in_another_unit():
    x, times = np.cumsum(RNG.normal(0, 0.05, 100)), np.arange(100) * 0.01
    midi = Signal(("a",), (-64.0,), (64.0,))
    assert np.allclose(
        play(made("one-euro", midi), x * 128.0, times), play(made("one-euro"), x, times) * 128.0
    )


@pytest.mark.parametrize("rate", [60, 100])
def test_the_recommended_smoothing_calms_ten_times_and_adds_less_than_30_ms(rate):
    """Noise of 5 % of the range (standard deviation): the movement from frame to frame at rest, and the time
    until half of a step has come through, with the noise, on average."""
    seconds, jitter, delays = 6, [], []
    for _ in range(20):
        noise, times = RNG.normal(0, 0.05, seconds * rate), np.arange(seconds * rate) / rate
        calm = play(made("one-euro"), noise, times)[rate:]
        jitter.append(np.std(np.diff(noise[rate:])) / np.std(np.diff(calm)))
        step = noise + (np.arange(len(noise)) >= 3 * rate)
        stepped = play(made("one-euro"), step, times)[3 * rate :]
        delays.append(np.argmax(stepped >= 0.5) / rate)
    assert min(jitter) > 10.0
    assert np.mean(delays) < 0.030


def test_low_pass_is_exact_at_any_times():
    x, times = RNG.normal(size=200), uneven(200)
    y = play(made("low-pass", cutoff=3.0), x, times)
    expected = [x[0]]
    for n in range(1, 200):
        _, out, _ = lsim(
            ([1.0], [1.0 / (2 * math.pi * 3.0), 1.0]), [x[n]] * 2, [0.0, max(times[n] - times[n - 1], 1e-12)],
            X0=[expected[-1] / (2 * math.pi * 3.0)],
        )  # fmt: skip
        expected.append(out[-1])
    assert np.allclose(y, expected, atol=1e-8)


def test_low_pass_of_many_small_frames_is_that_of_one_large_frame():
    low, times = made("low-pass"), np.linspace(0.0, 0.5, 51)
    once = play(made("low-pass"), [0.0, 1.0], [0.0, 0.5])
    assert math.isclose(play(low, [0.0] + [1.0] * 50, times)[-1], once[-1], rel_tol=1e-12)


@pytest.mark.parametrize("damping", [0.1, 0.5, 0.999_999, 1.0, 1.000_001, 2.5])
def test_spring_solves_its_equation(damping):
    omega, x, times = 2 * math.pi * 2.0, RNG.normal(size=60), uneven(60)
    y = play(made("spring", frequency=2.0, damping=damping), x, times)
    a = np.array([[0.0, 1.0], [-(omega**2), -2 * damping * omega]])
    place, expected = np.array([x[0], 0.0]), [x[0]]
    for n in range(1, 60):
        dt = times[n] - times[n - 1]
        if dt > 0:
            system = (a, np.array([[0.0], [omega**2]]), np.eye(2), np.zeros((2, 1)))
            place = lsim(system, [x[n]] * 2, [0.0, dt], X0=place)[1][-1]
        expected.append(place[0])
    assert np.allclose(y, expected, atol=1e-6)


def test_a_critical_spring_never_swings_over():
    times = np.arange(300) * 0.01
    assert play(made("spring"), [0.0] + [1.0] * 299, times).max() <= 1.0
    assert play(made("spring", damping=0.3), [0.0] + [1.0] * 299, times).max() > 1.2


def test_slew_is_never_faster_than_its_limit_and_arrives():
    x, times = np.repeat([0.0, 10.0, -10.0], 200), np.arange(600) * 0.01
    y = play(made("slew", Signal(("a",), (-10.0,), (10.0,)), rise=1.0, fall=4.0), x, times)
    speed = np.diff(y) / 0.01
    assert speed.max() == pytest.approx(20.0) and speed.min() == pytest.approx(-80.0)
    assert y[199] == 0.0 and y[399] == 10.0 and y[-1] == -10.0


def test_hold_keeps_each_value_for_its_time():
    x, times = np.arange(100.0), np.arange(100) * 0.125
    y = play(made("hold", seconds=0.5), x, times)
    changes = times[1:][np.diff(y) != 0]
    assert np.diff(changes).min() >= 0.5 and set(y) == set(np.arange(0.0, 100.0, 4))


@pytest.mark.parametrize("name", ["one-euro", "low-pass", "spring"])
def test_smoothing_starts_anew_after_a_gap(name):
    stage, fresh = made(name), made(name)
    play(stage, [0.0, 0.1, 0.7], [0.0, 0.01, 0.02])
    after = [0.5, 0.6, 0.2]
    assert (play(stage, after, [1.1, 1.11, 1.12]) == play(fresh, after, [1.1, 1.11, 1.12])).all()
    assert play(stage, [1.0], [2.12])[0] < 1.0  # a second is no gap yet


def test_slew_does_not_jump_after_a_gap():
    stage = made("slew", rise=1.0)
    assert play(stage, [0.0, 1.0, 1.0], [0.0, 100.0, 100.1]).tolist() == pytest.approx([0.0, 0.0, 0.1])


def test_hold_counts_the_time_of_a_gap():
    assert play(made("hold", seconds=3.0), [0, 1, 1, 2], [0, 2, 3, 4.5]).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("one-euro", {}),
        ("one-euro", {"beta": 0.0}),
        ("low-pass", {}),
        ("slew", {}),
        ("spring", {}),
        ("spring", {"damping": 0.2}),
        ("spring", {"damping": 3.0}),
    ],
)
def test_latency_is_the_time_until_half_of_a_step_has_come_through(name, options):
    stage, times = made(name, **options), np.arange(1_000) * 0.01
    y = play(stage, [0.0] + [1.0] * 999, times)
    n = int(np.argmax(y >= 0.5))
    assert times[n - 1] - 1e-9 <= stage.latency <= times[n] + 1e-9


def test_the_classes_are_those_of_the_table():
    assert [type(made(n)) for n in ("one-euro", "low-pass", "slew", "spring", "hold")] == [
        OneEuro, LowPass, SlewLimit, Spring, Hold,
    ]  # fmt: skip
