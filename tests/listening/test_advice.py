"""Advice: each thing that goes wrong with a sensor gets its sentence, and a good sensor none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from wekipy.listening.advice import Expected, advise
from wekipy.listening.arrivals import Arrivals
from wekipy.osc.codec import encode

PIECE = Expected("piece.wekipy", 6448, "/wek/inputs", 2)
TIME = np.arange(600) / 60
GOOD = np.stack([np.sin(TIME), np.cos(TIME)], axis=1)


def sent(
    columns: np.ndarray,
    address: str = "/wek/inputs",
    sender: Callable[[int], str] = lambda n: "10.0.0.2:5000",
    time: np.ndarray = TIME,
) -> Arrivals:
    arrivals = Arrivals()
    for n, (at, frame) in enumerate(zip(time, columns, strict=False)):
        arrivals.note(encode(address, *map(float, frame)), sender(n), float(at))
    return arrivals


def advice(arrivals: Arrivals, expected: Expected | None = PIECE, now: float = 10.0) -> list[str]:
    return advise(arrivals, now, 10.0, expected)


def test_a_good_sensor_needs_no_advice() -> None:
    assert advice(sent(GOOD)) == []
    assert advice(sent(GOOD), None) == []


@pytest.mark.parametrize(
    ("arrivals", "words"),
    [
        (Arrivals(), "nothing has arrived: does the sensor send to port 6448"),
        (sent(GOOD, "/gyro"), "wekipy ask set_addresses /gyro"),
        (sent(GOOD[:, :1]), "brings 1 number, piece.wekipy has 2 inputs: wekipy set piece.wekipy inputs 1"),
        (sent(GOOD, sender=lambda n: f"10.0.0.2:{5000 + n % 2}"), "from 2 senders"),
        (sent(np.stack([GOOD[:, 0], np.ones(600)], 1)), "number 2 of /wek/inputs never moved"),
        (
            sent(np.where((TIME[:, None] > 5) & (np.arange(2) == 1), 0.3, GOOD)),
            "number 2 of /wek/inputs stopped moving",
        ),
        (sent(np.clip(3 * GOOD, -1, 1)), "numbers 1, 2 of /wek/inputs often stands at an end"),
        (sent(np.random.default_rng(3).normal(size=(600, 2))), "numbers 1, 2 of /wek/inputs is noise"),
        (sent(GOOD, time=np.cumsum(np.random.default_rng(4).exponential(1 / 60, 600))), "comes unevenly"),
        (sent(GOOD, time=np.arange(600) / 5), "5.0 times a second"),
        (sent(GOOD, time=np.arange(600) / 1_000), "1000 times a second"),
    ],
)
def test_what_is_wrong_has_its_sentence(arrivals: Arrivals, words: str) -> None:
    now = max((arrival.latest for arrival in arrivals.all()), default=10.0)
    found = advise(arrivals, now, 10.0, PIECE)
    assert any(words in sentence for sentence in found), found


def test_what_is_no_osc_and_what_is_no_number_are_named() -> None:
    arrivals = sent(GOOD)
    arrivals.note(b'{"x": 1}', "10.0.0.9:1", 10.0)
    arrivals.note(encode("/wek/inputs", float("nan"), 1.0), "10.0.0.2:5000", 10.0)
    first, second = advice(arrivals)
    assert "10.0.0.9:1 sends what is no OSC (1 datagram)" in first
    assert "no finite numbers" in second


def test_the_first_numbers_of_longer_messages_can_be_enough() -> None:
    longer = np.concatenate([GOOD, GOOD], axis=1)
    assert advice(sent(longer), Expected("p", 6448, "/wek/inputs", 2, first_numbers=True)) == []
    assert "brings 4 numbers" in advice(sent(longer))[0]
