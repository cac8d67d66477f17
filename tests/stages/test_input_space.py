"""Stages before the models over points, frequencies and events, held to scipy and to geometry."""

from __future__ import annotations

import math

import numpy as np
import pytest
from input_stages import made, play
from scipy.signal import find_peaks, get_window, stft
from scipy.spatial.distance import pdist

from wekipy.project.problem import Problem
from wekipy.stages.inputs.groups import group_names

RNG = np.random.default_rng(8)
HAND = RNG.normal(size=(30, 63))
LANDMARKS = " ".join(f"landmark-{n}.{axis}" for n in range(1, 22) for axis in "xyz")


def test_magnitude_is_the_norm_of_each_group():
    stage = made("magnitude", "acc.x acc.y acc.z gyro.x gyro.y gyro.z")
    assert stage.names == ("acc.magnitude", "gyro.magnitude")
    rows = HAND[:, :6]
    assert play(stage, rows) == pytest.approx(np.linalg.norm(rows.reshape(-1, 2, 3), axis=2))
    assert made("magnitude", "x y", size=1).names == ("x.magnitude", "y.magnitude")


@pytest.mark.parametrize(
    ("names", "size", "groups"),
    [
        ("acc.x acc.y acc.z", 3, ("acc",)),
        ("left-x left-y right-x right-y", 2, ("left", "right")),
        ("inputs-1 inputs-2 inputs-3 inputs-4", 2, ("inputs-1", "inputs-3")),
        ("inputs-10 inputs-11 inputs-12", 3, ("inputs",)),
        ("x y z w", 2, ("x", "z")),
        ("a.x b.x", 2, ("a.x",)),
    ],
)
def test_groups_are_called_by_what_their_names_have_in_common(names, size, groups):
    assert group_names("magnitude", names.split(), size) == groups


def test_distances_are_those_of_scipy():
    stage = made("distances", LANDMARKS)
    assert len(stage.names) == 210 and stage.names[0] == "landmark-1.landmark-2.distance"
    y = play(stage, HAND)
    for n, row in enumerate(HAND):
        assert y[n] == pytest.approx(pdist(row.reshape(21, 3)))
    some = made("distances", LANDMARKS, pairs="5-9, 21-1")
    assert some.names == ("landmark-5.landmark-9.distance", "landmark-21.landmark-1.distance")
    points = HAND.reshape(-1, 21, 3)
    expected = [np.linalg.norm(points[:, a] - points[:, b], axis=1) for a, b in ((4, 8), (20, 0))]
    assert play(some, HAND) == pytest.approx(np.array(expected).T)
    next_ones = play(made("distances", LANDMARKS, pairs="neighbours"), HAND)
    assert next_ones == pytest.approx(np.linalg.norm(np.diff(points, axis=1), axis=2))


def test_angles_are_those_between_directions():
    points = HAND.reshape(-1, 21, 3)
    stage = made("angles", LANDMARKS, triples="1-2-3, 4-5")
    assert stage.names == ("landmark-1.landmark-2.landmark-3.angle", "landmark-4.landmark-5.angle")

    def between(u, v):
        return np.arccos((u * v).sum(axis=1) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1))

    at_point = between(points[:, 0] - points[:, 1], points[:, 2] - points[:, 1])
    assert play(stage, HAND) == pytest.approx(
        np.stack([at_point, between(points[:, 3], points[:, 4])], axis=1)
    )
    square = play(made("angles", "a.x a.y b.x b.y c.x c.y", size=2, triples="all"), [[0, 0, 1, 0, 1, 1]])[0]
    assert square == pytest.approx([math.pi / 4, math.pi / 2, math.pi / 4])
    straight = play(
        made("angles", "a.x a.y b.x b.y c.x c.y", size=2), [[0, 0, 1, 0, 2, 0], [0, 0, 0, 0, 1, 1]]
    )
    assert straight[:, 0].tolist() == [pytest.approx(math.pi), 0.0]


@pytest.mark.parametrize("size", [2, 3])
def test_relative_leaves_the_pose_and_takes_away_place_and_size(size):
    pose = RNG.normal(size=(21, size))
    names = " ".join(f"p{n}.{axis}" for n in range(21) for axis in "xyz"[:size])
    rows = [(pose * scale + RNG.normal(size=size)).ravel() for scale in (1.0, 0.1, 30.0)]
    y = play(made("relative", names, size=size), rows)
    assert y[1] == pytest.approx(y[0]) and y[2] == pytest.approx(y[0])
    shaped = y[0].reshape(21, size)
    assert (shaped[0] == 0.0).all() and np.linalg.norm(shaped[9] - shaped[0]) == pytest.approx(1.0)
    only_place = play(made("relative", names, size=size, scale_to=0, reference=3), rows)
    assert only_place[0] == pytest.approx((pose - pose[2]).ravel())


def test_relative_keeps_the_last_scale_where_two_points_meet():
    stage = made("relative", "a.x a.y b.x b.y", size=2, scale_to=2)
    y = play(stage, [[1, 1, 1, 1], [0, 0, 0, 4], [2, 2, 2, 2]])
    assert y.tolist() == [[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    moved = play(made("relative", "a.x a.y b.x b.y c.x c.y", size=2, scale_to=2), [
        [0, 0, 0, 4, 8, 8], [5, 5, 5, 5, 6, 6],
    ])  # fmt: skip
    assert moved[1].tolist() == [0, 0, 0, 0, 0.25, 0.25]


def test_a_spectrum_is_that_of_scipy():
    x = np.random.default_rng(9).normal(size=300)
    for frames in (32, 25):
        y = play(made("spectrum", frames=frames), x)
        _, _, Z = stft(x, window=get_window("hann", frames), nperseg=frames, noverlap=frames - 1,
                       boundary=None, padded=False)  # fmt: skip
        expected = np.abs(Z.T) * 2.0
        expected[:, 0] /= 2.0
        if frames % 2 == 0:
            expected[:, -1] /= 2.0
        assert y[frames - 1 :] == pytest.approx(expected)


def test_a_swinging_has_its_amplitude_at_its_frequency():
    t = np.arange(128)
    y = play(
        made("spectrum", "x y", input="y", frames=64), np.stack([t, 3.0 * np.sin(t * 2 * np.pi * 8 / 64)], 1)
    )
    assert int(y[-1].argmax()) == 8 and y[-1, 8] == pytest.approx(3.0)
    steady = play(made("spectrum", frames=16), np.full(40, 5.0))[-1]
    assert steady[0] == pytest.approx(5.0) and steady[2:] == pytest.approx(0.0, abs=1e-12)
    assert made("spectrum", "x y", input="y", frames=4).names == ("y.bin-0", "y.bin-1", "y.bin-2")


@pytest.mark.parametrize("seed", range(5))
def test_peaks_are_those_of_scipy_by_prominence(seed):
    x = np.random.default_rng(seed).normal(size=400).cumsum()
    y = play(made("peak", rise=3.0, fade=0.0), x)
    heights = y[:, 1][y[:, 0] == 1.0]
    expected = x[find_peaks(x, prominence=3.0)[0]].tolist()
    # Those at the ends, beyond which nothing is known, aside.
    assert len(heights) > 5 and set(heights[1:-1]) <= set(expected)
    assert len(set(expected) - set(heights)) <= 2


def test_a_peak_is_a_pulse_that_fades_and_leaves_its_height():
    stage = made("peak", rise=1.0, fade=0.1)
    assert stage.names == ("x.peak", "x.height")
    y = play(stage, [0.0, 2.0, 3.0, 2.5, 1.9, 1.9, 1.9])
    assert y[:, 1].tolist() == [0.0, 0.0, 0.0, 0.0, 3.0, 3.0, 3.0]
    assert y[:, 0] == pytest.approx([0, 0, 0, 0, 1, math.exp(-0.1), math.exp(-0.2)])
    scaled = made("peak", learned={"low": [0.0], "high": [100.0]}, rise=0.01)
    assert play(scaled, [0.0, 2.0, 3.0, 2.5, 1.9])[-1].tolist() == [1.0, 3.0]


def test_after_a_gap_a_peak_needs_a_new_rise_and_the_height_stays():
    times = [0.0, 0.1, 0.2, 0.3, 2.0, 2.1, 2.2, 2.3]
    y = play(made("peak", rise=1.0), [0.0, 3.0, 0.0, 3.0, 3.0, 0.0, 2.0, 0.0], times=times)
    assert y[:, 1].tolist() == [0.0, 0.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0]
    assert y[4, 0] == 0.0 and y[5, 0] == 0.0 and y[7, 0] == 1.0


def test_an_onset_is_a_sudden_rise_and_not_a_slow_one():
    hit = np.concatenate([np.zeros(20), np.ones(20), np.zeros(40), np.ones(20)])
    y = play(made("onset", fade=0.0), hit)[:, 0]
    assert np.flatnonzero(y).tolist() == [20, 80]
    assert not play(made("onset"), np.linspace(0.0, 1.0, 300)).any()
    assert not play(made("onset"), np.full(50, 9.0)).any()
    again = np.concatenate([np.zeros(20), [1.0, 0.0, 0.0, 0.0, 1.0], np.zeros(30)])
    assert int(play(made("onset", fade=0.0, refractory=0.5), again).sum()) == 1
    assert int(play(made("onset", fade=0.0, refractory=0.0, slow=0.02), again).sum()) == 2
    fading = play(made("onset", fade=0.1), hit)[20:23, 0]
    assert fading == pytest.approx([1.0, math.exp(-0.1), math.exp(-0.2)])


def test_an_onset_needs_a_rise_in_the_range_of_its_input():
    hit = np.concatenate([np.zeros(10), np.full(10, 5.0)])
    learned = {"low": [0.0], "high": [1000.0]}
    assert play(made("onset"), hit).any() and not play(made("onset", learned=learned), hit).any()
    assert play(made("onset", learned=learned), hit * 100.0).any()


@pytest.mark.parametrize(
    ("name", "names", "options", "sentence"),
    [
        ("magnitude", "x y", {}, "2 numbers cannot be divided into groups of 3; choose another size"),
        ("distances", "x y", {"size": 2}, "there is 1 group, which gives none; expected such as “1-2”"),
        ("distances", "x y z w", {"size": 2, "pairs": "1-3"}, "got “1-3”, but there are 2 groups"),
        ("distances", "x y z w", {"size": 2, "pairs": "1-1"}, "got “1-1”, expected such as “1-2”"),
        ("distances", "x y z w", {"size": 2, "pairs": "1-2-1"}, "got “1-2-1”, expected such as “1-2”"),
        ("angles", "x y z w", {"size": 2}, "there are 2 groups, which gives none; expected such as “1-2-3”"),
        ("angles", "x y z w", {"size": 2, "triples": "one"}, "got “one”, expected such as “1-2-3”"),
        ("relative", "x y z w", {"size": 2}, "scale_to is 10, but there are 2 groups"),
        ("relative", "x y z w", {"size": 2, "reference": 3}, "reference is 3, but there are 2 groups"),
        ("relative", "x y z w", {"size": 2, "scale_to": 1}, "scale_from and scale_to are both 1; choose two"),
        ("spectrum", "x y", {"input": "z"}, "nothing is called “z”"),
        ("spectrum", "x y", {"input": "1, 2"}, "one input is expected, here are 2"),
    ],
)
def test_what_a_stage_over_points_cannot_do_is_said(name, names, options, sentence):
    with pytest.raises(Problem) as caught:
        made(name, names, **options)
    assert sentence in str(caught.value)


def test_all_distances_of_many_points_are_refused_before_they_are_made():
    names = " ".join(f"i{n}" for n in range(900))
    with pytest.raises(
        Problem, match="distances: would give 44,850 numbers, at most 16,384 may be; name the"
    ):
        made("distances", names)
    with pytest.raises(Problem, match=r"angles: would give .* name the triples"):
        made("angles", names, triples="all")
