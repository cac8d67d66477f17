"""Templates, thresholds, saved arrays, advice, evaluation and cutting of takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from gesture_shapes import PERIOD, Stage, as_example, as_movement, model_of, shape, three_gestures, wander

from wekipy.learning.gestures import (
    GestureExample,
    GestureOptions,
    Spotter,
    advise,
    at_marks,
    at_stillness,
    evaluate_gestures,
    read_gestures,
    train_gestures,
    trim,
)
from wekipy.learning.gestures.preparing import (
    MOST_FRAMES,
    MOST_STRIDE,
    even_frames,
    frame_period,
    normalisation,
    stride,
)
from wekipy.learning.gestures.thresholds import Spread, threshold
from wekipy.learning.gestures.training import learn
from wekipy.learning.model import Model, ModelHeader
from wekipy.project.problem import Problem

OPTIONS = GestureOptions()


@pytest.fixture
def rng():
    return np.random.default_rng(8)


def saved(arrays, inputs=2, gestures=3):
    header = ModelHeader(
        output="o1",
        kind="classification",
        algorithm="dtw",
        options={},
        inputs=tuple(range(inputs)),
        predictor="gestures",
        fingerprint="x",
        examples=9,
        classes=gestures,
    )
    return Model(header, arrays)


def still(frames, before, behind, rng, noise=0.002):
    held = np.concatenate([np.repeat(frames[:1], before, 0), frames, np.repeat(frames[-1:], behind, 0)])
    return held + rng.normal(0, noise, held.shape)


def test_training_is_deterministic_and_survives_saving(rng):
    examples = three_gestures(rng)
    arrays, again = (train_gestures(examples, [], OPTIONS, 3) for _ in range(2))
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)
    assert {a.dtype for a in arrays.values()} <= {np.dtype(t) for t in ("f4", "f8", "i8")}
    stage = Stage(Spotter(read_gestures(saved(arrays)), OPTIONS))
    assert [g for _, g in stage.play(shape(3, 40, rng))] == [3]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("frames", np.full((9, 44, 2), np.nan, np.float32)),
        ("lengths", np.full(9, 999)),
        ("strides", np.full(9, 0.5)),
        ("strides", np.full(9, 1e9)),
        ("strides", np.ones(8)),
        ("gestures", np.full(9, 7)),
        ("gestures", np.arange(9)[::-1] // 3 + 1),
        ("thresholds", np.zeros(3)),
        ("thresholds", np.array([1.0, -1.0, 1.0])),
        ("scale", np.zeros(2)),
        ("period", np.array(0.0)),
        ("centre", None),
    ],
)
def test_damaged_arrays_are_told(rng, name, value):
    arrays = train_gestures(three_gestures(rng), [], OPTIONS, 3)
    broken = {k: a for k, a in arrays.items() if k != name} | ({} if value is None else {name: value})
    with pytest.raises(Problem, match=r"model of output o1 is damaged: .*; train it again"):
        read_gestures(saved(broken))


def test_what_cannot_be_trained_is_told(rng):
    one = as_example(1, shape(1, 40, rng))
    for examples, told in [
        ([], "no gesture has an example"),
        ([one.part(0, 1)], "no gesture has an example"),
        ([replace(one, gesture=4)], "example of gesture 4, but only 3"),
        ([replace(one, gesture=0)], "count from 1"),
        ([one, as_example(2, np.zeros((20, 3)))], "different numbers of inputs"),
        ([replace(one, frames=np.full((40, 2), np.nan, np.float32))], "not finite"),
        ([replace(one, times=one.times[::-1])], "times of a gesture example fall"),
    ]:
        with pytest.raises(Problem, match=told):
            train_gestures(examples, [], OPTIONS, 3)


def test_an_example_of_one_frame_beside_others_is_left_out(rng):
    examples = three_gestures(rng)
    model = model_of([*examples, examples[0].part(0, 1)])
    assert len(model.lengths) == 9


def test_an_example_without_any_movement_triggers_nothing_elsewhere(rng):
    examples = [*three_gestures(rng), as_example(4, np.full((30, 2), 0.5))]
    stage = Stage(Spotter(model_of(examples, 4), OPTIONS))
    assert [g for _, g in stage.play(shape(1, 40, rng))] == [1]


def test_long_examples_are_thinned(rng):
    model = model_of([as_example(1, shape(1, 3000, rng)), as_example(2, shape(2, 1000, rng))], 2)
    assert model.lengths.tolist() == [MOST_FRAMES, 67]
    assert model.strides.tolist() == [1.0, 1.0]
    assert model.normalisation.period == pytest.approx(3000 * PERIOD / (MOST_FRAMES - 1), rel=0.02)


def test_one_long_example_does_not_make_the_others_coarse(rng):
    short = three_gestures(rng, each=2)
    model = model_of([*short, as_example(4, shape(3, 1500, rng))], 4)
    assert model.normalisation.period == pytest.approx(PERIOD)
    assert model.lengths[:-1].tolist() == [len(example) for example in short]
    assert model.lengths[-1] == MOST_FRAMES
    assert model.strides[-1] == pytest.approx(1499 / (MOST_FRAMES - 1))
    stage = Stage(Spotter(model, OPTIONS))
    for kind in (1, 2, 3):
        assert [g for _, g in stage.play(shape(kind, 35, rng))] == [kind]
    half_way = shape(3, 1200, rng)
    assert stage.play(half_way[:600]) == []
    stage = Stage(Spotter(model, OPTIONS))
    for x in half_way[:600]:
        now = stage.spotter.step(x, stage.time)
        stage.time += PERIOD
    assert now.progress[3] == pytest.approx(0.5, abs=0.03)
    assert now.speed[3] == pytest.approx(1.25, rel=0.05)
    assert [g for _, g in stage.play(half_way[600:])] == [4]


@pytest.mark.parametrize(
    ("frames", "period", "strides"),
    [
        ((40, 30), PERIOD, (1, 1)),
        ((600, 400), 599 * PERIOD / 199, (1, 1)),
        ((600, 50), PERIOD, (599 / 199, 1)),
        ((3_000, 491), 0.1, (2_999 / 1_990, 1)),
        ((30_000, 20), 29_999 * PERIOD / 199 / MOST_STRIDE, (MOST_STRIDE, 1)),
    ],
)
def test_the_period_suits_the_shortest_example_and_longer_ones_have_strides(frames, period, strides):
    examples = [as_movement(np.zeros((n, 2))) for n in frames]
    assert frame_period(examples) == pytest.approx(period)
    assert [stride(e, period) for e in examples] == pytest.approx(strides)
    assert all(len(even_frames(e, period * stride(e, period))) <= MOST_FRAMES for e in examples)


def test_a_model_that_was_saved_before_there_were_strides_plays_as_before(rng):
    arrays = train_gestures(three_gestures(rng), [], OPTIONS, 3)
    assert np.all(arrays.pop("strides") == 1)
    stage = Stage(Spotter(read_gestures(saved(arrays)), OPTIONS))
    assert [g for _, g in stage.play(shape(1, 40, rng))] == [1]


def test_half_a_gesture_counts_as_another_movement(rng):
    """A gesture whose halves are alike to a whole: its threshold is below what half of it comes to."""
    wave = [as_example(1, np.tile(shape(1, 20, rng), (2, 1))) for _ in range(3)]
    model, rehearsal = learn(wave, [], OPTIONS, 1)
    halves = (rehearsal.gestures == 0) & (rehearsal.examples >= 0)
    assert halves.sum() == 6
    nearest = np.where(rehearsal.examples[halves, None] == np.arange(3), np.inf, rehearsal.nearest[halves])
    assert model.thresholds[0] < nearest.min()


def test_later_performances_may_be_farther_than_examples_shown_in_a_row():
    apart = Spread(within=0.1, between=0.6, nearest=0)
    assert 0.3 < threshold(apart, OPTIONS) < 0.5
    assert threshold(replace(apart, within=None), OPTIONS) == pytest.approx(np.sqrt(0.3 * 0.6))
    assert threshold(replace(apart, within=0.3, between=0.2), OPTIONS) == pytest.approx(0.375)


def test_stillness_is_cut_off_at_both_ends_and_nowhere_else(rng):
    for kind in (1, 3):
        movement = as_movement(still(shape(kind, 60, rng, 0.0), 40, 30, rng))
        keep = trim(movement)
        assert 32 <= keep.start <= 45
        assert 95 <= keep.end <= 108
        whole = trim(as_movement(shape(kind, 60, rng, 0.01)))
        assert whole.start <= 2
        assert whole.end >= 58


def test_recorded_idle_movement_sharpens(rng):
    examples = [as_example(1, shape(1, 40, rng)) for _ in range(2)]
    like = [as_movement(shape(1, 40, rng) + np.array([0.1, 0.0])) for _ in range(2)]
    plain = train_gestures(examples, [], OPTIONS, 1)["thresholds"][0]
    assert train_gestures(examples, like, OPTIONS, 1)["thresholds"][0] < plain


def test_an_input_that_only_trembles_hardly_counts(rng):
    frames = np.concatenate([shape(1, 60, rng, 0.01), rng.normal(0, 0.3, (60, 1)), np.ones((60, 1))], 1)
    scale = normalisation([as_example(1, frames)], []).scale
    assert scale[2] > 2 * 0.3
    assert np.isinf(scale[3])
    assert np.all(scale[:2] < 0.35)


def glove(kind, rng):
    """Three joints that make a gesture, and 28 that wander."""
    t = np.linspace(0, 1, int(rng.integers(30, 45)))
    joints = {
        1: (np.sin(6.3 * t), np.cos(6.3 * t), t),
        2: (t, 0 * t, np.sin(3.1 * t)),
        3: (np.sin(12.6 * t), t, 1 - t),
    }
    made = rng.uniform(0.85, 1.15) * np.stack(joints[kind], 1) + rng.normal(0, 0.02, (len(t), 3))
    wandering = rng.normal(0, 1, 28) + np.cumsum(rng.normal(0, 0.08, (len(t), 28)), 0)
    return np.concatenate([made, wandering], 1)


def phone(kind, rng):
    """Acceleration that makes a gesture, and angles that depend on where the person stands."""
    acceleration = 9 * glove(kind, rng)[:, :3]
    heading = rng.uniform(-60, 60, 3) + np.cumsum(rng.normal(0, 1, acceleration.shape), 0)
    return np.concatenate([acceleration, heading], 1)


@pytest.mark.parametrize("device", [glove, phone])
def test_inputs_that_do_not_repeat_spoil_no_gesture(rng, device):
    examples = [as_example(k, device(k, rng)) for k in (1, 2, 3) for _ in range(3)]
    model = model_of(examples)
    deviation = np.concatenate([e.frames for e in examples]).std(axis=0)
    counts = np.square(deviation / model.normalisation.scale)
    assert counts[:3].min() > 4 * np.median(counts[3:])
    assert counts.mean() == pytest.approx(1, rel=0.1)
    stage = Stage(Spotter(model, OPTIONS))
    kinds = [1, 2, 3, 3, 1, 2, 2, 3, 1]
    found = [[g for _, g in stage.play(device(kind, rng))] for kind in kinds]
    assert sum(f == [kind] for f, kind in zip(found, kinds, strict=True)) >= 8
    assert all(f in ([], [kind]) for f, kind in zip(found, kinds, strict=True))


class DriftingPhone:
    """Acceleration that makes a gesture, and angles that go on drifting, also between performances."""

    def __init__(self, rng, rate):
        self.rng, self.heading = rng, rng.uniform(-60, 60, 3)
        self.rate = rate * rng.uniform(0.5, 1.5, 3) * rng.choice([-1, 1], 3)

    def __call__(self, kind):
        acceleration = 9 * glove(kind, self.rng)[:, :3]
        steps = self.rate + self.rng.normal(0, 0.3, acceleration.shape)
        angles = self.heading + np.cumsum(steps, 0)
        self.heading = angles[-1] + 100 * self.rate
        return np.concatenate([acceleration, angles], 1)


def right_of(shown, performed, inputs):
    """How many performances are recognised from these inputs alone, as they should be."""
    model = model_of([as_example(kind, frames[:, inputs]) for kind, frames in shown])
    stage = Stage(Spotter(model, OPTIONS))
    return sum([g for _, g in stage.play(frames[:, inputs])] == [kind] for kind, frames in performed)


@pytest.mark.parametrize("rate", [0.03, 0.3])
@pytest.mark.parametrize("order", [(1, 1, 1, 2, 2, 2, 3, 3, 3), (1, 2, 3, 1, 2, 3, 1, 2, 3)])
def test_a_drifting_heading_spoils_no_gesture_in_whatever_order_they_were_shown(rng, rate, order):
    phone = DriftingPhone(rng, rate)
    shown = [(kind, phone(kind)) for kind in order]
    performed = [(kind, phone(kind)) for kind in (2, 3, 1, 1, 2, 3, 3, 1, 2)]
    acceleration, angles = (right_of(shown, performed, part) for part in (slice(0, 3), slice(3, 6)))
    assert acceleration >= 8
    assert angles <= 3
    assert right_of(shown, performed, slice(0, 6)) >= acceleration


def test_a_glove_is_as_good_as_the_joints_that_move_on_purpose(rng):
    shown = [(kind, glove(kind, rng)) for kind in (1, 1, 1, 2, 2, 2, 3, 3, 3)]
    performed = [(kind, glove(kind, rng)) for kind in (2, 3, 1, 1, 2, 3)]
    joints, others = (right_of(shown, performed, part) for part in (slice(0, 3), slice(3, 31)))
    assert others <= 1
    assert right_of(shown, performed, slice(0, 31)) >= joints >= 5


def test_where_a_hand_is_held_tells_gestures_apart_that_are_shown_in_a_row(rng):
    def beat(place):
        t = np.linspace(0, 1, int(rng.integers(30, 45)))
        return np.stack([place + 0 * t, np.sin(6.3 * t)], 1) + rng.normal(0, 0.02, (len(t), 2))

    shown = [(1, beat(0.2)) for _ in range(3)] + [(2, beat(1.0)) for _ in range(3)]
    performed = [(1, beat(0.2)), (2, beat(1.0))] * 3
    stage = Stage(Spotter(model_of([as_example(*each) for each in shown], 2), OPTIONS))
    assert [[g for _, g in stage.play(frames)] for _, frames in performed] == [[1], [2]] * 3


def test_inputs_count_alike_where_nothing_repeats(rng):
    scale = normalisation([as_example(1, shape(1, 60, rng))], []).scale
    both = normalisation([as_example(k, shape(1, 60, rng)) for k in (1, 2)], []).scale
    np.testing.assert_allclose(scale, scale[0], rtol=0.1)
    np.testing.assert_allclose(both, scale, rtol=0.1)


def test_advice_names_what_is_wrong(rng):
    good = three_gestures(rng)
    assert advise(good, [], OPTIONS, 3) == []
    examples = [
        *good,
        good[0].part(0, 2),
        as_example(1, np.full((40, 2), 0.5) + rng.normal(0, 0.002, (40, 2))),
        as_example(2, shape(2, 110, rng, 0.005)),
        as_example(2, shape(1, 40, rng)),
    ]
    told = {a.example: a.text for a in advise(examples, [], OPTIONS, 3)}
    assert "has 2 frames and is not used" in told[9]
    texts = [a.text for a in advise(examples, [], OPTIONS, 3)]
    assert any(t.startswith("gesture 1, example 5: hardly moves") for t in texts)
    assert any(t.startswith("gesture 2, example 4: is 1.1 s long, the others of its gesture") for t in texts)
    assert any(t.startswith("gesture 2, example 5: is closer to gesture 1") for t in texts)


def test_an_example_that_hardly_moves_is_kept_but_not_used(rng):
    good = three_gestures(rng)
    still = as_example(1, 0.5 + rng.normal(0, 0.002, (40, 2)))
    arrays, without = (train_gestures(e, [], OPTIONS, 3) for e in ([*good, still], good))
    assert all(np.array_equal(arrays[name], without[name]) for name in arrays)
    (advice,) = advise([*good, still], [], OPTIONS, 3)
    assert (advice.example, "hardly moves and is not used" in advice.text) == (9, True)
    assert evaluate_gestures([*good, still], [], OPTIONS, 3).tested == [3, 3, 3]
    with pytest.raises(Problem, match="with movement in it"):
        train_gestures([as_example(1, np.full((30, 2), 0.5))], [], OPTIONS, 1)


def test_a_gesture_that_is_always_small_is_used(rng):
    small = [as_example(4, 0.5 + 0.05 * (shape(1, 40, rng, 0.0) - 0.5)) for _ in range(3)]
    assert np.count_nonzero(model_of([*three_gestures(rng), *small], 4).gestures == 4) == 3


def test_a_threshold_at_its_limit_is_told(rng):
    examples = [as_example(1, np.cumsum(rng.normal(0, 0.1, (40, 6)), 0)) for _ in range(3)]
    (advice,) = advise(examples, [], OPTIONS, 1)
    assert advice.example == 2
    assert advice.text.startswith("gesture 1: its examples differ so much that its threshold is at its limit")


def test_advice_without_a_usable_example(rng):
    (advice,) = advise([as_example(1, shape(1, 40, rng)).part(0, 1)], [], OPTIONS, 1)
    assert "not used" in advice.text


def test_evaluation_of_clear_gestures(rng):
    found = evaluate_gestures(three_gestures(rng), [as_movement(wander(rng, 1000))], OPTIONS, 4)
    assert found.confusion == [[0, 3, 0, 0, 0], [0, 0, 3, 0, 0], [0, 0, 0, 3, 0], [0, 0, 0, 0, 0]]
    assert found.tested == [3, 3, 3, 0]
    assert (found.right, found.missed, found.false_per_minute) == (1.0, 0, 0.0)
    assert found.findings == ["gesture 4 has fewer than two examples, so it could not be tested"]


def test_evaluation_tells_a_mistake(rng):
    examples = [*three_gestures(rng, 2), as_example(2, shape(1, 38, rng))]
    found = evaluate_gestures(examples, [], OPTIONS, 3)
    assert found.right < 1
    assert any("gesture 2 was taken for gesture 1" in text for text in found.findings)
    assert found.false_per_minute is None


def long_take(rng):
    pieces, spans, at = [], [], 0
    for kind, rest in ((1, 80), (1, 90), (1, 70)):
        frames = shape(kind, 50, rng, 0.0)
        pieces += [np.repeat(frames[:1], rest, 0), frames]
        spans.append((at + rest, at + rest + 50))
        at += rest + 50
    frames = np.concatenate([*pieces, np.repeat(frames[-1:], 60, 0)])
    return as_movement(frames + rng.normal(0, 0.003, frames.shape)), spans


def test_a_long_take_is_cut_where_it_rests(rng):
    take, spans = long_take(rng)
    found = at_stillness(take, 2)
    assert len(found) == 3
    for example, (start, end) in zip(found, spans, strict=True):
        assert isinstance(example, GestureExample)
        assert example.gesture == 2
        assert abs(example.times[0] - start * PERIOD) < 0.08
        assert abs(example.times[-1] - end * PERIOD) < 0.08


def test_a_long_take_is_cut_at_marks(rng):
    take, spans = long_take(rng)
    marks = [(start - 20) * PERIOD for start, _ in spans] + [(spans[-1][1] + 15) * PERIOD]
    found = at_marks(take, 1, marks)
    assert len(found) == 3
    for example, (start, end) in zip(found, spans, strict=True):
        assert abs(example.times[0] - start * PERIOD) < 0.1
        assert abs(example.times[-1] - end * PERIOD) < 0.1


def test_a_take_without_movement_has_no_examples():
    take = as_movement(np.full((200, 2), 0.3))
    assert at_stillness(take, 1) == []
    assert at_marks(take, 1, [0.5, 1.0]) == []
    assert at_marks(take.part(0, 0), 1, []) == []
