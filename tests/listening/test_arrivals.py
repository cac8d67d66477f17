"""What arrives at a port, in figures: held to numpy over all that came."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from wekipy.listening.arrivals import MOST_ADDRESSES, Arrivals
from wekipy.osc.codec import encode

frames = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12),
    elements=st.floats(-1e3, 1e3, width=32),
)


@given(frames, st.floats(0.001, 2.0))
def test_figures_are_those_of_all_frames_together(x: np.ndarray, period: float) -> None:
    arrivals = Arrivals()
    for n, frame in enumerate(x):
        arrivals.note(encode("/a", *map(float, frame)), "host:1", n * period)
    (found,) = arrivals.all()
    numbers = found.numbers
    assert numbers is not None
    assert (found.count, found.arguments, found.tags) == (len(x), x.shape[1], "f" * x.shape[1])
    np.testing.assert_allclose(numbers.low, x.min(axis=0), rtol=1e-6)
    np.testing.assert_allclose(numbers.high, x.max(axis=0), rtol=1e-6)
    np.testing.assert_allclose(numbers.spread(), x.std(axis=0), rtol=1e-3, atol=1e-3)
    at_ends = ((x == x.min(axis=0)).mean(axis=0) + (x == x.max(axis=0)).mean(axis=0)) * (
        np.ptp(x, axis=0) > 0
    )
    np.testing.assert_allclose(numbers.at_ends(), at_ends)
    if len(x) > 1:
        assert found.period == pytest.approx(period)
        assert found.jitter == pytest.approx(0.0, abs=1e-6)


def test_noise_is_told_from_movement() -> None:
    rng = np.random.default_rng(1)
    time = np.arange(600) / 60
    slow = np.sin(time)
    columns = np.stack([slow, rng.normal(0, 1, 600), slow + rng.normal(0, 0.1, 600), np.ones(600)], axis=1)
    arrivals = Arrivals()
    for at, frame in zip(time, columns, strict=True):
        arrivals.note(encode("/a", *map(float, frame)), "host:1", at)
    numbers = arrivals.all()[0].numbers
    assert numbers is not None
    smooth, noisy, mixed, still = numbers.noise()
    assert smooth < 0.001
    assert noisy > 0.9
    assert mixed == pytest.approx(0.02, abs=0.005)  # 0.1 squared, of 0.5 and that
    assert still == 0.0


def test_jitter_is_the_deviation_of_the_pauses() -> None:
    pauses = np.random.default_rng(2).exponential(0.02, 400)
    arrivals = Arrivals()
    for at in np.cumsum(pauses):
        arrivals.note(encode("/a", 1.0), "host:1", float(at))
    (found,) = arrivals.all()
    assert found.period == pytest.approx(pauses[1:].mean())
    assert found.jitter == pytest.approx(pauses[1:].std(ddof=1))
    assert found.longest == pytest.approx(pauses[1:].max())
    now = float(pauses.sum())
    assert found.rate(now) == pytest.approx(np.count_nonzero(np.cumsum(pauses) > now - 2) / 2)


@given(st.lists(st.binary(max_size=60), max_size=30))
def test_any_bytes_can_arrive(packets: list[bytes]) -> None:
    arrivals = Arrivals()
    for packet in packets:
        arrivals.note(packet, "host:1", 0.0)
    arrived = sum(arrival.count for arrival in arrivals.all())
    assert arrived + arrivals.malformed["host:1"] >= len([p for p in packets if not p.startswith(b"#bundle")])


def test_addresses_without_end_take_no_memory_without_end() -> None:
    arrivals = Arrivals()
    for n in range(MOST_ADDRESSES + 10):
        arrivals.note(encode(f"/{n}", 1.0), "host:1", 0.0)
    assert len(arrivals.all()) == MOST_ADDRESSES
    assert arrivals.crowded == 10
