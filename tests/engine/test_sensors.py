"""Sensors that are stuck or drift, on a simulated clock."""

from __future__ import annotations

import numpy as np

from wekipy.engine.sensors import STUCK, SensorWatch, Span, span_of
from wekipy.project.examples import as_take

SPAN = Span(np.zeros(3), np.ones(3))


def watch(seconds: float, vector, start: float = 0.0, watcher: SensorWatch | None = None) -> SensorWatch:
    """Look five times a second at what `vector(now)` says."""
    watcher = watcher or SensorWatch(3)
    for n in range(int(seconds * 5)):
        now = start + n / 5
        watcher.look(now, np.asarray(vector(now), float), SPAN)
    return watcher


def hand(now: float) -> list[float]:
    return [0.5 + 0.3 * np.sin(now), 0.5 + 0.3 * np.cos(now), 0.5 + 0.1 * np.sin(3 * now)]


def test_sensors_that_move_are_well() -> None:
    watcher = watch(300, hand)
    assert (watcher.stuck, watcher.drifting) == ((), ())


def test_an_input_that_stands_still_while_others_move_is_stuck_until_it_moves() -> None:
    watcher = watch(30, hand)

    def broken(now: float) -> list[float]:
        x = hand(now)
        x[1] = 0.25
        return x

    watch(STUCK - 5, broken, 30, watcher)
    assert watcher.stuck == ()
    watch(10, broken, 30 + STUCK - 5, watcher)
    assert watcher.stuck == (2,)
    watch(1, hand, 120, watcher)
    assert watcher.stuck == ()


def test_a_hand_that_rests_is_not_stuck() -> None:
    watcher = watch(30, hand)
    watch(300, lambda _: [0.5, 0.5, 0.5], 30, watcher)
    assert watcher.stuck == ()


def test_a_switch_and_an_unconnected_input_are_not_stuck() -> None:
    def vector(now: float) -> list[float]:
        return [hand(now)[0], float(now > 20), 0.0]

    assert watch(300, vector).stuck == ()


def test_an_input_far_from_its_examples_drifts_until_it_is_back() -> None:
    def away(now: float) -> list[float]:
        x = hand(now)
        x[2] = 2.4 + 0.1 * np.sin(now)
        return x

    watcher = watch(60, away)
    assert watcher.drifting == (3,)
    watch(200, hand, 60, watcher)
    assert watcher.drifting == ()


def test_a_short_outlier_is_no_drift() -> None:
    watcher = watch(60, hand)
    watch(3, lambda _: [0.5, 9.0, 0.5], 60, watcher)
    watch(5, hand, 63, watcher)
    assert watcher.drifting == ()


def test_without_examples_nothing_drifts() -> None:
    watcher = SensorWatch(1)
    for n in range(1_000):
        watcher.look(n / 5, np.array([float(n)]), None)
    assert watcher.drifting == ()


def test_the_span_of_examples() -> None:
    assert span_of(2, []) is None
    X = np.array([[0, 5], [1, 3], [-2, 4]], np.float32)
    take = as_take(2, "o1", (0, 1), X, 0.0, np.zeros(3))
    span = span_of(2, [take])
    assert span is not None
    assert (span.low.tolist(), span.high.tolist()) == ([-2, 3], [1, 5])
    assert span_of(3, [take]) is None
