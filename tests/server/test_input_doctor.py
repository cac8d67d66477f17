"""Why nothing moves, asked of a running engine: each fault of a sensor has its sentence, a good one none."""

from __future__ import annotations

import math
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from on_stage import EngineInGivenTime, Hall
from waiting import ask_until

from wekipy.child import free_port
from wekipy.osc.codec import encode

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]
    Frame = Callable[[int], list[float]]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    made = Hall(tmp_path_factory.getbasetemp(), EngineInGivenTime)
    yield made
    made.close()


def good(n: int) -> list[float]:
    return [math.sin(n / 20), math.cos(n / 20)]


def advice(s: Stage, frame: Frame, words: str, seconds: float = 1 / 60) -> list[str]:
    """Play on until it is said."""
    n = 0

    def played() -> list[str]:
        nonlocal n
        s.play([frame(k) for k in range(n, n + 20)], seconds)
        n += 20
        return s.client.advice()

    return ask_until(played, lambda found: any(words in sentence for sentence in found))


def test_nothing_arrives(stage: MakeStage) -> None:
    s = stage("--inputs", "2")
    (sentence,) = s.client.advice()
    assert f"nothing has arrived: does the sensor send to port {s.engine.port}" in sentence


def test_another_address_or_count_arrives(stage: MakeStage) -> None:
    s = stage("--inputs", "2")
    s.link.inputs([1.0, 2.0], address="/gyro")
    (sentence,) = ask_until(s.client.advice, lambda found: "/gyro" in found[0])
    assert "/gyro arrives, but /wek/inputs is where" in sentence
    assert "wekipy ask set_addresses /gyro --project" in sentence
    s.client.set_addresses("/gyro")
    s.link.inputs([1.0, 2.0, 3.0], address="/gyro")
    (sentence,) = ask_until(s.client.advice, lambda found: "brings" in found[0])
    assert "/gyro brings 2 numbers and 3 numbers" in sentence
    s.let_pass(20.0)  # long ago
    assert "nothing has arrived" in s.client.advice()[0]


def test_a_good_sensor_needs_no_advice_and_one_that_stops_does(stage: MakeStage) -> None:
    s = stage("--inputs", "2")
    advice(s, lambda n: [good(n)[0], 1.0], "input 2 “inputs-2” never moved")
    s.client.rename_input(2, "elbow")  # what was seen before does not count any more
    for start in range(0, 200, 40):
        s.play([good(n) for n in range(start, start + 40)], 1 / 60)
        assert s.client.advice() == []
    s.let_pass(30.0)
    (sentence,) = s.client.advice()
    assert "inputs have stopped: the last came 30 s ago" in sentence


def test_noise_ends_and_hanging_are_named(stage: MakeStage) -> None:
    s = stage("--inputs", "3")
    random = np.random.default_rng(1)
    found = advice(
        s, lambda n: [good(n)[0], float(random.normal()), max(-0.2, min(0.2, good(n)[1]))], "is noise"
    )
    assert any(sentence.startswith("input 2 “inputs-2” is noise") for sentence in found)
    found = advice(s, lambda n: [*good(n), max(-0.1, min(0.1, good(n)[1]))], "at an end of its range")
    assert any(sentence.startswith("input 3 “inputs-3” often stands") for sentence in found)
    assert "input 1" not in " ".join(found)


def test_an_input_that_hangs_is_named(stage: MakeStage) -> None:
    s = stage("--inputs", "2")
    found = advice(
        s, lambda n: good(n) if n < 200 else [good(n)[0], 0.3], "stopped moving while others go on"
    )
    assert any(sentence.startswith("input 2") for sentence in found)


def test_two_senders_at_once_are_named(stage: MakeStage) -> None:
    s = stage("--inputs", "2")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:

        def both(n: int) -> list[float]:
            other.sendto(encode("/wek/inputs", *good(n)), ("127.0.0.1", s.engine.port))
            return good(n)

        found = advice(s, both, "comes from 2 senders")
    assert f"127.0.0.1:{s.link._out.getsockname()[1]}" in " ".join(found)


def test_a_number_that_is_none_is_named(stage: MakeStage) -> None:
    s = stage("--inputs", "2")
    s.link.inputs([0.5, 0.5])
    s.link.inputs([float("nan"), 0.5])
    s.link.send(encode("/wek/inputs", 0.5, "x"))
    found = ask_until(s.client.advice, lambda found: any("expected a number" in one for one in found))
    assert any(one.startswith("/wek/inputs from 127.0.0.1") for one in found)


def test_a_source_that_is_silent_and_a_port_that_is_taken_are_named(stage: MakeStage) -> None:
    port = free_port()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", port))
        s = stage("--inputs", "1")
        s.client.set_sources(
            {"address": "/a", "inputs": 1},
            {"address": "/b", "inputs": 1},
            {"address": "/c", "inputs": 1, "port": port},
        )
        s.link.inputs([0.5], address="/a")
        found = ask_until(s.client.advice, lambda found: any("“b”" in one for one in found))
        assert any("the source “b” (/b) has never sent, while others send" in one for one in found)
        assert any(f"port {port} of the source “c” is not open" in one for one in found)
    s.let_pass(30.0)
    s.link.inputs([0.5], address="/d")
    found = ask_until(s.client.advice, lambda found: any("/d" in one for one in found))
    assert any("/d arrives, but /a + /b + /c is where" in one for one in found)
    assert any("sources --source /d:1" in one for one in found)
