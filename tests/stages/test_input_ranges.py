"""Stages before the models that map each number by itself, and what they learn from takes."""

from __future__ import annotations

import numpy as np
import pytest
from input_stages import made, play
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from wekipy.learning.fitting.stages import fit_components, fit_deviations, fit_ranges, fit_rest, robust_range
from wekipy.project.problem import Problem

RNG = np.random.default_rng(4)
ROWS = RNG.uniform(-1.0, 1.0, (480, 3)) * [1.0, 10.0, 100.0] + [0.0, 5.0, -50.0]


def test_original_passes_everything_on():
    assert (play(made("original", "x y z"), ROWS) == ROWS).all()


def test_a_learned_range_is_that_of_the_takes():
    stage = made("range", "x y z", fit_ranges(ROWS, {}))
    # Evenly spread frames: what is left out at the ends is added again, within what came.
    assert play(stage, ROWS) == pytest.approx(MinMaxScaler().fit_transform(ROWS), abs=0.02)
    assert play(stage, ROWS).min() == 0.0 and play(stage, ROWS).max() == 1.0
    beyond = play(made("range", "x y z", fit_ranges(ROWS, {}), clip=False), ROWS * 2.0)
    assert beyond.min() < -0.3 and beyond.max() > 1.3


@pytest.mark.parametrize("fit", [fit_ranges, fit_rest, fit_deviations])
def test_two_wild_frames_hardly_change_what_is_learned(fit):
    wild = ROWS.copy()
    wild[100] *= 100.0
    wild[101] = -100.0 * np.abs(wild[101])
    calm, disturbed = fit(ROWS, {}), fit(wild, {})
    width = ROWS.max(axis=0) - ROWS.min(axis=0)
    for name, array in calm.items():
        assert np.abs(array - disturbed[name]).max() < 0.05 * width.max()
        assert (np.abs(array - disturbed[name]) / width).max() < 0.05


def test_few_frames_and_rare_ones_have_their_whole_range():
    few = np.array([[0.0], [1.0], [5.0]])
    assert robust_range(few) == (np.array([0.0]), np.array([5.0]))
    button = np.zeros((1_000, 1))
    button[500] = 1.0
    assert robust_range(button) == (np.array([0.0]), np.array([1.0]))


def test_a_range_can_be_given_and_turned_around():
    x = np.linspace(-1.0, 2.0, 31)
    stage = made("range", from_low=0.2, from_high=0.7, to_low=10.0, to_high=-10.0)
    assert play(stage, x)[:, 0] == pytest.approx(np.interp(x, [0.2, 0.7], [10.0, -10.0]))
    half = made("range", learned={"low": [1.0], "high": [3.0]}, from_low=0.0)
    assert play(half, [0.0, 1.5, 3.0])[:, 0].tolist() == [0.0, 0.5, 1.0]


def test_what_never_moved_says_nothing():
    assert play(made("range", learned={"low": [3.0], "high": [3.0]}), [3.0, 99.0])[:, 0].tolist() == [
        0.5,
        0.5,
    ]
    still = fit_deviations(np.full((50, 1), 0.1), {})
    assert still["deviation"].tolist() == [0.0]
    assert play(made("standardise", learned=still), [0.1, 99.0])[:, 0].tolist() == [0.0, 0.0]


def test_standardise_is_that_of_scikit_learn_where_no_frame_is_wild():
    rows = ROWS[: len(ROWS) // 2]
    learned = fit_deviations(rows, {})
    expected = StandardScaler().fit_transform(rows)
    assert play(made("standardise", "x y z", learned), rows) == pytest.approx(expected, abs=0.03)
    assert play(made("standardise", "x y z", learned), rows).std(axis=0) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("name", ["range", "standardise", "clip", "pca"])
def test_as_long_as_nothing_was_learned_numbers_pass_unchanged(name):
    stage = made(name, "x y z", components=2) if name == "pca" else made(name, "x y z")
    assert (play(stage, ROWS) == ROWS[:, : len(stage.names)]).all()


def test_clip_cuts_at_what_is_given_and_at_what_is_learned():
    x = np.linspace(-2.0, 2.0, 21)
    assert (play(made("clip", low=-1.0, high=0.5), x)[:, 0] == x.clip(-1.0, 0.5)).all()
    half = made("clip", learned={"low": [-0.5], "high": [0.25]}, high=1.0)
    assert (play(half, x)[:, 0] == x.clip(-0.5, 1.0)).all()


def test_the_dead_zone_swallows_small_movements_and_does_not_jump():
    x = np.linspace(-1.0, 1.0, 201)
    y = play(made("dead-zone", size=0.2, centre=0.1), x)[:, 0]
    assert (y[np.abs(x - 0.1) <= 0.199] == 0.1).all()
    assert y[-1] == pytest.approx(0.8) and y[0] == pytest.approx(-0.8)
    assert np.abs(np.diff(y)).max() < 0.011
    rest = fit_rest(np.vstack([np.full((300, 1), 7.0), np.linspace(0.0, 10.0, 100)[:, None]]), {})
    learned = play(made("dead-zone", learned=rest, size=0.1), [7.5, 6.5, 9.0])[:, 0]
    assert learned == pytest.approx([7.0, 7.0, 8.0], abs=0.1)


@pytest.mark.parametrize(
    ("name", "options", "learned", "sentence"),
    [
        ("range", {"from_low": 0.5, "from_high": 0.5}, {}, "both 0.5; choose two that differ"),
        ("range", {"from_low": 0.0, "from_high": 1e-320}, {}, "too close to each other"),
        (
            "range",
            {},
            {"low": [1.0], "high": [0.0]},
            "a range whose low is above its high; let it learn again",
        ),
        ("range", {}, {"low": [1.0, 2.0], "high": [2.0, 3.0]}, "has 2 numbers, 1 are expected"),
        ("clip", {"low": 1.0, "high": 0.0}, {}, "clip: low 1.0 is above high 0.0"),
        ("standardise", {}, {"mean": [0.0], "deviation": [-1.0]}, "a deviation below 0"),
        ("pca", {"components": 2}, {}, "pca: 2 components of 1 input cannot be; choose at most 1"),
    ],
)
def test_what_a_mapping_stage_cannot_do_is_said(name, options, learned, sentence):
    with pytest.raises(Problem) as caught:
        made(name, learned=learned, **options)
    assert sentence in str(caught.value)


def test_components_are_those_of_scikit_learn():
    from sklearn.decomposition import PCA

    mixed = ROWS @ RNG.normal(size=(3, 6))
    names = "a b c d e f"
    stage = made("pca", names, fit_components(mixed, {"components": 3}), components=3)
    reference = PCA(n_components=3, svd_solver="full").fit(mixed)
    assert play(stage, mixed) == pytest.approx(reference.transform(mixed), abs=1e-9)
    few = fit_components(mixed[:2], {"components": 3})["components"].reshape(3, 6)
    assert np.linalg.norm(few, axis=1) == pytest.approx([1.0, 0.0, 0.0])


def test_selection_takes_names_numbers_and_ranges_in_their_order():
    stage = made("selection", "x y z inputs-4 5", inputs="4, 1-2; 'z'")
    assert stage.names == ("inputs-4", "x", "y", "z")
    assert play(stage, [[1, 2, 3, 4, 5]])[0].tolist() == [4, 1, 2, 3]
    assert made("selection", "a b 1", inputs="1").names == ("1",)  # a name counts before a number
    assert made("selection", "a b,c", inputs="'b,c'").names == ("b,c",)


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ("", "nothing is selected; write numbers"),
        ("0", "got “0”, but numbers rise from 1 to 3"),
        ("2-1", "got “2-1”, but numbers rise from 1 to 3"),
        ("1-4", "got “1-4”"),
        ("1, x", "“x” is selected twice"),
        ("w", "nothing is called “w”"),
        ("'x", "a quotation mark ' before and after"),
        ("'x' y", "expected a comma after each item"),
    ],
)
def test_a_selection_that_means_nothing_is_refused(inputs, sentence):
    with pytest.raises(Problem) as caught:
        made("selection", "x y z", inputs=inputs)
    assert sentence in str(caught.value)
