"""Advice of what arrives at a port: why nothing moves, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.listening.arrivals import Arrival, Arrivals
from wekipy.project.counting import many

STUCK: Final = 3.0  # seconds without a change while others move
CLIPPED: Final = 0.3  # share of frames at an end
NOISY: Final = 0.5  # share of the power
UNEVEN: Final = 0.5  # of the period
SLOW: Final = 10.0  # vectors a second
FAST: Final = 500.0
ENOUGH: Final = 30  # frames before anything is said about numbers
_MOST_NAMED: Final = 6


@dataclass(frozen=True)
class Expected:
    """What a project takes as inputs."""

    project: str
    port: int
    address: str
    inputs: int
    first_numbers: bool = False


def advise(arrivals: Arrivals, now: float, listened: float, expected: Expected | None = None) -> list[str]:
    """Say what is wrong with what arrives, and what to do; empty if nothing is.

    Args:
        now: seconds, on the clock of the arrivals.
        listened: for how many seconds.
        expected: by the project that it is for; None if there is none.
    """
    found = arrivals.all()
    sentences = list(_of_datagrams(arrivals))
    if not found:
        if listened >= 2.0 and not sentences:
            sentences.append(_nothing(expected))
        return sentences
    if expected is not None:
        sentences += _of_expected(found, expected)
    for arrival in found:
        sentences += _of_one(arrival, now)
    return sentences


def _nothing(expected: Expected | None) -> str:
    port = f"port {expected.port}" if expected else "this port"
    return (
        f"nothing has arrived: does the sensor send to {port} of this machine, and is it on? From another"
        " machine it gets here with --host 0.0.0.0, and if no firewall is between"
    )


def _of_datagrams(arrivals: Arrivals) -> Iterator[str]:
    for sender, count in arrivals.malformed.items():
        yield f"{sender} sends what is no OSC ({many(count, 'datagram')}): choose OSC over UDP there"
    if arrivals.crowded:
        yield "more addresses arrive than can be shown: does the sender put a counter into its address?"


def _of_expected(found: Sequence[Arrival], expected: Expected) -> Iterator[str]:
    """Whether the project's inputs are among it, with the right count."""
    mine = [arrival for arrival in found if arrival.address.rstrip("/") == expected.address.rstrip("/")]
    if not mine:
        candidate = found[0]
        yield (
            f"{candidate.address} arrives, but {expected.address} is where {expected.project} has its inputs:"
            f" send there, or: wekipy ask set_addresses {candidate.address} --project {expected.project}"
        )
        return
    counts = sorted({arrival.arguments for arrival in mine})
    if counts == [expected.inputs] or (expected.first_numbers and counts[0] >= expected.inputs):
        return
    given = " and ".join(many(count, "number") for count in counts)
    command = " ".join(("wekipy set", expected.project, "inputs", str(counts[-1])))
    has = many(expected.inputs, "input")
    yield f"{expected.address} brings {given}, {expected.project} has {has}: {command}"


def _of_one(arrival: Arrival, now: float) -> Iterator[str]:
    """What is odd about one kind of message."""
    name = arrival.address
    if len(arrival.senders) > 1:
        who = ", ".join(list(arrival.senders)[:3])
        yield f"{name} comes from {many(len(arrival.senders), 'sender')} ({who}), mixed: end all but one"
    if arrival.refused:
        yield (
            f"{name} has arguments that are no finite numbers ({arrival.tags or 'none'}): send floats;"
            " a lost tracker must send nothing"
        )
    if arrival.count < ENOUGH:
        return
    rate = 1.0 / arrival.period if arrival.period > 0 else 0.0
    if rate < SLOW:
        yield f"{name} comes {rate:.1f} times a second: 30 or more feel immediate"
    elif rate > FAST:
        yield f"{name} comes {rate:.0f} times a second: 60 to 120 are enough, and leave the computer alone"
    if arrival.jitter > UNEVEN * arrival.period:
        longest = arrival.longest * 1_000
        yield f"{name} comes unevenly, with pauses of up to {longest:.0f} ms: a cable would be steadier"
    yield from _of_numbers(arrival, now)


def _of_numbers(arrival: Arrival, now: float) -> Iterator[str]:
    numbers, name = arrival.numbers, arrival.address
    if numbers is None or numbers.frames < ENOUGH:
        return
    never = numbers.high == numbers.low
    moving = ~never
    still = moving & (now - numbers.moved > STUCK) & (arrival.latest > now - STUCK)
    if never.any() and moving.any():
        yield f"{_places(never)} of {name} never moved: a sensor that is not connected, or no use as an input"
    if still.any() and (moving & ~still).any():
        yield f"{_places(still)} of {name} stopped moving while others go on: a cable, or a sensor that hangs"
    clipped = moving & (numbers.at_ends() > CLIPPED)
    if clipped.any():
        yield (
            f"{_places(clipped)} of {name} often stands at an end of its range: it is cut off there, or a"
            " switch; let the sensor or its program use a wider range"
        )
    noisy = moving & ~clipped & (numbers.noise() > NOISY)
    if noisy.any():
        yield f"{_places(noisy)} of {name} is noise more than movement: smooth it, or leave it out"


def _places(chosen: npt.NDArray[np.bool_]) -> str:
    """Numbers of arguments from 1, in words."""
    every = [str(n + 1) for n in np.flatnonzero(chosen)]
    shown = ", ".join(every[:_MOST_NAMED]) + (" …" if len(every) > _MOST_NAMED else "")
    return f"number{'s' * (len(every) > 1)} {shown}"
