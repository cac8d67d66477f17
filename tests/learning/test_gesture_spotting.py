"""Gestures in a stream: once each, in time, never in idle movement, whatever the stream does."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from gesture_shapes import PERIOD, Stage, as_example, as_received, shape, spotter_of, three_gestures, wander

from wekipy.learning.gestures import Movement
from wekipy.learning.gestures.clock import SteadyTime, steady
from wekipy.project.problem import Problem


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.mark.parametrize("seed", range(1, 5))
def test_each_performance_triggers_its_gesture_once_and_in_time(seed):
    rng = np.random.default_rng(seed)
    stage = Stage(spotter_of(three_gestures(rng)))
    late = []
    for _ in range(30):
        kind, length = int(rng.integers(1, 4)), int(rng.integers(26, 55))
        fired = stage.play(np.concatenate([wander(rng, 25), shape(kind, length, rng)]))
        assert [gesture for _, gesture in fired] == [kind]
        late.append(fired[0][0] - 25 - length)
        assert fired[0][0] > 25 + 0.82 * length
    assert np.median(late) <= 0


def test_half_a_gesture_triggers_nothing(rng):
    stage = Stage(spotter_of(three_gestures(rng)))
    for kind in (1, 2, 3):
        frames = shape(kind, 40, rng)
        for half in (frames[:20], frames[20:]):
            assert stage.play(np.repeat(half, [1] * 19 + [30], axis=0)) == []


@pytest.mark.parametrize("options", [{"early": True}, {"scale": True}, {"slowest": 0.4, "fastest": 3.0}])
def test_with_other_options_too(rng, options):
    stage = Stage(spotter_of(three_gestures(rng), **options))
    for kind in (1, 2, 3, 3, 2, 1):
        fired = stage.play(np.concatenate([wander(rng, 25), shape(kind, 38, rng)]))
        assert [gesture for _, gesture in fired] == [kind]


def test_early_triggers_come_well_before_the_end(rng):
    stage = Stage(spotter_of(three_gestures(rng), early=True))
    ((frame, gesture),) = stage.play(shape(1, 40, rng))
    assert gesture == 1
    assert frame < 30


def test_one_example_is_enough(rng):
    stage = Stage(spotter_of(three_gestures(rng, each=1)))
    for kind in (1, 2, 3):
        assert [g for _, g in stage.play(shape(kind, 36, rng))] == [kind]


def test_a_gesture_that_begins_with_another_is_waited_for(rng):
    corner = np.concatenate([shape(2, 30, rng), np.stack([np.full(30, 1.0), np.linspace(0.5, 1, 30)], 1)])
    examples = [as_example(1, shape(2, 30, rng)), as_example(2, corner)]
    stage = Stage(spotter_of(examples, 2))
    noise = rng.normal(0, 0.02, corner.shape)
    assert [g for _, g in stage.play(corner + noise)] == [2]
    assert [g for _, g in stage.play(shape(2, 30, rng))] == [1]


def test_where_and_how_large_when_told_so(rng):
    plain = [as_example(k, shape(k, 40, rng, 0.005)) for k in (1, 3) for _ in range(2)]
    away = 0.4 + shape(1, 40, rng, 0.005)
    small = 0.5 + 0.6 * (shape(1, 40, rng, 0.005) - 0.5)
    assert Stage(spotter_of(plain)).play(away) == []
    assert [g for _, g in Stage(spotter_of(plain, offset=True)).play(away)] == [1]
    assert [g for _, g in Stage(spotter_of(plain, scale=True)).play(small)] == [1]
    assert [g for _, g in Stage(spotter_of(plain, scale=True, offset=True)).play(small + 0.3)] == [1]


def test_following_goes_from_start_to_end(rng):
    spotter = spotter_of(three_gestures(rng))
    progress, speed, match = [], [], []
    for n, x in enumerate(shape(1, 60, rng)):
        now = spotter.step(x, n * PERIOD)
        if now.fired:
            break
        progress.append(now.progress[0])
        speed.append(now.speed[0])
        match.append(now.match[0])
    assert max(progress) > 0.85
    late = [p for p in progress if p > 0]
    assert all(b >= a - 0.1 for a, b in pairwise(late))
    assert np.allclose(late, np.linspace(late[0], late[-1], len(late)), atol=0.15)
    assert 0.45 < speed[-1] < 0.8
    assert 0.5 < match[-1] <= 1
    assert max(now.progress[1:]) <= 1


def test_gestures_without_examples_are_infinitely_far(rng):
    spotter = spotter_of(three_gestures(rng), 5)
    steps = [spotter.step(x, n * PERIOD).distances.copy() for n, x in enumerate(shape(3, 40, rng))]
    assert np.all(np.isinf(np.array(steps)[:, 3:]))
    assert np.array(steps)[:, 2].min() < spotter.switches.thresholds[2]


def test_switched_off_gestures_neither_trigger_nor_follow(rng):
    spotter = spotter_of(three_gestures(rng))
    spotter.switches.set_enabled(1, False)
    stage = Stage(spotter)
    assert stage.play(shape(1, 40, rng)) == []
    assert np.isinf(spotter.now.distances[0])
    assert spotter.now.progress[0] == 0
    spotter.switches.set_enabled(1, True)
    assert [g for _, g in stage.play(shape(1, 40, rng))] == [1]


def test_what_is_off_is_not_judged_however_far_or_near_it_is(rng):
    examples = three_gestures(rng)
    spotter = spotter_of(examples)
    for gesture in (1, 2, 3):
        spotter.switches.set_enabled(gesture, False)
    stage = Stage(spotter)
    for frames in (shape(1, 40, rng) + 300.0, examples[0].frames.astype(np.float64)):
        assert stage.play(frames) == []


def test_sensitivity_is_heard_at_once(rng):
    spotter = spotter_of(three_gestures(rng))
    stage = Stage(spotter)
    performance = shape(1, 40, rng) + np.array([0.1, 0.08])
    spotter.switches.set_sensitivity(0.0, 1)
    assert stage.play(performance) == []
    spotter.switches.set_sensitivity(1.0, 1)
    assert [g for _, g in stage.play(performance)] == [1]
    with pytest.raises(Problem, match=r"from 0 to 1, got 1\.5"):
        spotter.switches.set_sensitivity(1.5)
    with pytest.raises(Problem, match="no gesture 4"):
        spotter.switches.set_sensitivity(0.5, 4)


def test_that_was_wrong_and_you_missed_one(rng):
    spotter = spotter_of(three_gestures(rng))
    stage = Stage(spotter)
    odd = shape(1, 40, rng, 0.0) + 0.1
    assert [g for _, g in stage.play(odd)] == [1]
    correction = spotter.correct_wrong()
    assert correction.gesture == 1
    assert correction.after < correction.before
    assert stage.play(odd) == []
    back = spotter.correct_missed(1)
    assert back.gesture == 1
    assert back.after > correction.after
    assert [g for _, g in stage.play(odd)] == [1]


def test_corrections_without_a_reason_change_nothing(rng):
    spotter = spotter_of(three_gestures(rng))
    before = spotter.switches.thresholds.copy()
    assert "no gesture was recognised" in spotter.correct_wrong().text
    assert "record it as an example" in spotter.correct_missed(2).text
    np.testing.assert_array_equal(spotter.switches.thresholds, before)
    with pytest.raises(Problem, match="no gesture 9"):
        spotter.correct_missed(9)


def test_corrections_have_a_limit(rng):
    spotter = spotter_of(three_gestures(rng))
    learned = spotter.switches.learned[0]
    for _ in range(30):
        Stage(spotter).play(shape(1, 36, rng))
        spotter.begin_anew()
        spotter.correct_wrong()
    assert spotter.switches.thresholds[0] >= learned / 4


def test_lost_frames_are_filled_in(rng):
    spotter = spotter_of(three_gestures(rng))
    fired = []
    for n, x in enumerate(shape(1, 45, rng)):
        if n % 9 not in (3, 4, 5):
            fired.append(spotter.step(x, n * PERIOD).fired)
    fired.append(spotter.tick(1.0).fired)
    assert [g for g in fired if g] == [1]


def test_a_burst_after_a_gap_came_regularly():
    sent = np.arange(40) * PERIOD
    arrived = np.where((sent > 0.2) & (sent < 0.26), 0.26, sent)  # asleep for 60 ms, then all at once
    movement = Movement(frames=np.zeros((40, 1), np.float32), times=arrived)
    found = steady(movement).times
    assert np.all(np.diff(found) >= 0)
    assert np.all(found <= arrived)
    assert np.abs(found - sent).max() < 0.02 < np.abs(arrived - sent).max()
    np.testing.assert_allclose(steady(movement.part(26, 40)).times, sent[26:], atol=1e-12)


def test_a_sensor_that_slows_down_is_followed():
    clock = SteadyTime()
    times = np.concatenate([np.arange(100) * 0.01, 1 + np.arange(100) * 0.03])
    late = [time - clock.sent(time) for time in times.tolist()]
    assert max(late) < 0.2
    assert late[-1] < 0.02


@pytest.mark.parametrize("seed", [3, 7])
def test_bursts_and_gaps_of_a_busy_computer_cost_no_gesture(seed):
    rng = np.random.default_rng(seed)
    spotter = spotter_of(three_gestures(rng))
    start = 0.0
    for _ in range(12):
        kind, length = int(rng.integers(1, 4)), int(rng.integers(26, 55))
        frames = np.concatenate([wander(rng, 25), shape(kind, length, rng)])
        times = as_received(start + np.arange(len(frames)) * PERIOD, rng)
        fired = [spotter.step(x, t).fired for x, t in zip(frames, times.tolist(), strict=True)]
        fired += [spotter.tick(times[-1] + wait).fired for wait in (0.05, 0.1, 0.25)]
        assert [gesture for gesture in fired if gesture] == [kind]
        start = times[-1] + 0.3


@pytest.mark.parametrize("faster", [0.5, 3.0])
def test_other_frame_rates_are_the_same_gesture(rng, faster):
    spotter = spotter_of(three_gestures(rng))
    frames = shape(3, int(40 * faster), rng)
    fired = [spotter.step(x, n * PERIOD / faster).fired for n, x in enumerate(frames)]
    fired.append(spotter.tick(1.0).fired)
    assert [g for g in fired if g] == [3]


def test_frames_that_are_not_finite_are_left_out(rng):
    spotter = spotter_of(three_gestures(rng))
    fired = []
    for n, x in enumerate(shape(2, 40, rng)):
        bad = np.array([np.nan, x[1]]) if n % 5 == 2 else x
        fired.append(spotter.step(bad, n * PERIOD).fired)
    assert spotter.step(np.array([np.inf, 0.0]), 0.4).fired == 0
    fired.append(spotter.tick(1.0).fired)
    assert [g for g in fired if g] == [2]


def test_a_gap_or_time_going_back_begins_anew(rng):
    spotter = spotter_of(three_gestures(rng))
    frames = shape(1, 40, rng)
    for jump in (0.5, -100.0):
        fired = [spotter.step(x, n * PERIOD).fired for n, x in enumerate(frames[:20])]
        fired += [spotter.step(x, jump + n * PERIOD).fired for n, x in enumerate(frames[20:], 20)]
        fired.append(spotter.tick(jump + 1).fired)
        assert not any(fired)


def test_time_going_back_ends_the_pause_after_a_trigger(rng):
    stage = Stage(spotter_of(three_gestures(rng), refractory=2.0))
    stage.time = 1_000.0
    assert [g for _, g in stage.play(shape(1, 40, rng))] == [1]
    stage.time = 0.0
    assert [g for _, g in stage.play(shape(2, 40, rng))] == [2]


def test_another_number_of_inputs_is_told(rng):
    with pytest.raises(Problem, match="recorded with 2 inputs, but 3 arrived"):
        spotter_of(three_gestures(rng)).step(np.zeros(3), 0.0)


def test_once_per_run_answers_when_the_run_stops(rng):
    spotter = spotter_of(three_gestures(rng), once_per_run=True)
    stage = Stage(spotter)
    for kind in (2, 3, 1):
        spotter.start_run()
        assert stage.play(shape(kind, 40, rng)) == []
        assert spotter.stop_run() == kind
    spotter.start_run()
    stage.play(wander(rng, 60))
    assert spotter.stop_run() == 0


def test_stillness_and_wandering_trigger_nothing(rng):
    stage = Stage(spotter_of(three_gestures(rng)))
    for place in rng.random((20, 2)):
        still = place + rng.normal(0, 0.01, (60, 2))
        assert stage.play(still) == []
        assert stage.play(wander(rng, 80)) == []


def test_memory_stays_constant(rng):
    spotter = spotter_of(three_gestures(rng))
    frames = wander(rng, 4000)
    for n, x in enumerate(frames[:1000]):
        spotter.step(x, n * PERIOD)
    tracemalloc.start()
    for n, x in enumerate(frames[1000:], 1000):
        spotter.step(x, n * PERIOD)
    # Only what the spotter keeps: other threads of the tests may be at work.
    kept = tracemalloc.take_snapshot().filter_traces(
        [tracemalloc.Filter(True, "*/wekipy/learning/gestures/*")]
    )
    grown = sum(trace.size for trace in kept.traces)
    tracemalloc.stop()
    assert grown < 20_000
