"""Stages that map numbers: curves, ranges, steps and scales."""

from __future__ import annotations

import numpy as np
import pytest

from wekipy.project.problem import Problem
from wekipy.project.schema import StageChoice
from wekipy.stages.stage import Signal
from wekipy.stages.table import STAGES, resolve_stage

UNIT, MIDI = Signal(("a",), (0.0,), (1.0,)), Signal(("a",), (36.0,), (84.0,))


def made(name, signal=UNIT, **options):
    return STAGES[name].make(signal, resolve_stage(StageChoice(name, options), "continuous"), {})


def play(stage, values, step=0.01):
    return [float(stage.step(np.array([float(v)]), n * step)[0]) for n, v in enumerate(values)]


def test_curve_bends_the_range_and_keeps_its_ends():
    assert play(made("curve", exponent=2.0), [0.0, 0.5, 1.0, -0.5, 2.0]) == [0.0, 0.25, 1.0, -0.25, 4.0]
    assert play(made("curve", MIDI, exponent=0.5), [36.0, 48.0, 84.0]) == [36.0, 60.0, 84.0]


def test_range_is_the_line_through_two_points():
    x = np.linspace(-1.0, 2.0, 31)
    mapped = play(made("range", from_low=0.2, from_high=0.7, to_low=10.0, to_high=20.0), x)
    assert mapped == pytest.approx(np.interp(x, [0.2, 0.7], [10.0, 20.0]).tolist())
    free = made("range", from_low=0.2, from_high=0.7, to_low=10.0, to_high=20.0, clip=False)
    assert play(free, x) == pytest.approx((10.0 + (x - 0.2) * 20.0).tolist())


def test_range_turned_around_and_in_words():
    assert play(made("range", MIDI, to_low="maximum", to_high="minimum"), [36, 48, 90]) == [84, 72, 36]
    assert play(made("range", MIDI, from_low=0.0, from_high=1.0), [0.0, 0.25, 1.0]) == [36, 48, 84]


def test_a_range_of_no_width_is_refused():
    with pytest.raises(Problem, match="choose two ends that differ"):
        made("range", from_low=0.5, from_high=0.5)


def test_quantise_has_its_steps_and_no_others():
    y = play(made("quantise", steps=5, hysteresis=0.0), np.linspace(-0.5, 1.5, 201))
    assert sorted(set(y)) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert y == [min(max(round(v * 4), 0), 4) / 4 for v in np.linspace(-0.5, 1.5, 201).tolist()]


def test_quantise_reaches_both_ends_to_the_bit():
    odd = Signal(("a",), (-0.1,), (0.3,))
    assert play(made("quantise", odd, steps=7), [-1.0, 1.0]) == [-0.1, 0.3]


def test_quantise_does_not_flicker_at_a_border():
    near = [0.0] + [0.49, 0.51] * 20
    assert len(set(play(made("quantise", steps=2, hysteresis=0.0), near))) == 2
    assert set(play(made("quantise", steps=2, hysteresis=0.1), near)) == {0.0}
    assert play(made("quantise", steps=2, hysteresis=0.1), [0.0, 0.56, 0.46, 0.44]) == [0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("scale", "root", "notes"),
    [
        ("major", "C", [0, 2, 4, 5, 7, 9, 11]),
        ("major", "A#", [10, 0, 2, 3, 5, 7, 9]),
        ("minor", "A", [9, 11, 0, 2, 4, 5, 7]),
        ("pentatonic", "G", [7, 9, 11, 2, 4]),
        ("chromatic", "C", list(range(12))),
        ("blues", "E", [4, 7, 9, 10, 11, 2]),
    ],
)
def test_scale_answers_the_nearest_of_its_notes(scale, root, notes):
    stage = made("scale", MIDI, scale=scale, root=root, hysteresis=0.0)
    of_scale = np.array([n for n in range(-24, 140) if n % 12 in notes])
    x = np.random.default_rng(1).uniform(0, 127, 500)
    expected = [float(of_scale[np.abs(of_scale - v).argmin()]) for v in x]
    assert play(stage, x) == expected


def test_scale_does_not_flicker_between_two_notes():
    between = [60.9, *[61.05, 60.95] * 10, 61.2, 60.95]
    assert play(made("scale", MIDI), between) == [60.0] * 21 + [62.0] * 2


@pytest.mark.parametrize("name", ["quantise", "scale"])
def test_after_a_gap_the_nearest_is_taken(name):
    signal = MIDI if name == "scale" else UNIT
    low, high = (60.0, 61.05) if name == "scale" else (0.0, 0.51)
    options = {} if name == "scale" else {"steps": 2}
    stays, taken = made(name, signal, **options), made(name, signal, **options)
    assert play(stays, [low, high], step=1.0)[1] == low
    assert play(taken, [low, high], step=1.1)[1] != low
