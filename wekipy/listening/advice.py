"""Advice of what arrives at a port: why nothing moves, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.listening.arrivals import Arrival, Arrivals
from wekipy.project.counting import many
from wekipy.project.schema import Project
from wekipy.project.source_layout import NUMBER
from wekipy.project.sources import write_source

Chosen = npt.NDArray[np.bool_]

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
    """What a project takes as inputs.

    Attributes:
        sources: address and count of each message where they do not come in one; see `project.sources`.
    """

    project: str
    port: int
    address: str
    inputs: int
    first_numbers: bool = False
    sources: tuple[tuple[str, int], ...] = ()

    def counts(self) -> dict[str, int]:
        """How many numbers are expected at each address."""
        if not self.sources:
            return {self.address.rstrip("/"): self.inputs}
        found: dict[str, int] = {}
        for address, inputs in self.sources:
            if NUMBER in address:
                found |= {address.replace(NUMBER, str(n)): 1 for n in range(1, inputs + 1)}
            else:
                found[address.rstrip("/")] = inputs
        return found

    def in_words(self) -> str:
        """The addresses."""
        return " + ".join(address for address, _ in self.sources) or self.address


def expected_of(project: Project, name: str, port: int | None = None) -> Expected:
    """What a project expects.

    Args:
        port: where it arrives, if not at the project's own.
    """
    return Expected(
        name,
        port or project.receive_port,
        project.input_address,
        len(project.inputs),
        project.first_numbers,
        tuple((source.address, source.inputs) for source in project.sources),
    )


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
            sentences.append(nothing_arrives(expected))
        return sentences
    if expected is not None:
        sentences += advise_expected(found, expected)
    for arrival in found:
        sentences += advise_message(arrival, now)
    return sentences


def nothing_arrives(expected: Expected | None, everywhere: bool = False) -> str:
    """Say that nothing arrives, and why that may be.

    Args:
        everywhere: it is listened to other machines, too.
    """
    port = f"port {expected.port}" if expected else "this port"
    far = "if no firewall is between" if everywhere else "with --host 0.0.0.0, and if no firewall is between"
    return (
        f"nothing has arrived: does the sensor send to {port} of this machine, and is it on? From another"
        f" machine it gets here {far}"
    )


def _of_datagrams(arrivals: Arrivals) -> Iterator[str]:
    for sender, count in arrivals.malformed.items():
        yield f"{sender} sends what is no OSC ({many(count, 'datagram')}): choose OSC over UDP there"
    if arrivals.crowded:
        yield "more addresses arrive than can be shown: does the sender put a counter into its address?"


def advise_expected(found: Sequence[Arrival], expected: Expected) -> Iterator[str]:
    """Say whether what a project expects is among messages, with the right counts."""
    counts = expected.counts()
    mine = [arrival for arrival in found if arrival.address.rstrip("/") in counts]
    if not mine:
        candidate = found[0]
        yield (
            f"{candidate.address} arrives, but {expected.in_words()} is where {expected.project} has its"
            f" inputs: send there, or: {_to_take(candidate, expected)}"
        )
        return
    for address in dict.fromkeys(arrival.address.rstrip("/") for arrival in mine):
        given = sorted({a.arguments for a in mine if a.address.rstrip("/") == address})
        wanted = counts[address]
        if given == [wanted] or (expected.first_numbers and given[0] >= wanted):
            continue
        brought = " and ".join(many(count, "number") for count in given)
        if expected.sources:
            has = f"its source in {expected.project} has {wanted}"
            yield f"{address} brings {brought}, {has}: set the sources anew"
        else:
            command = "wekipy set " + expected.project + f" inputs {given[-1]}"
            has = many(wanted, "input")
            yield f"{address} brings {brought}, {expected.project} has {has}: {command}"


def _to_take(candidate: Arrival, expected: Expected) -> str:
    """The command that makes inputs of what arrives."""
    if not expected.sources:
        return f"wekipy ask set_addresses {candidate.address} --project {expected.project}"
    source = write_source(candidate.address, candidate.arguments)
    return f"wekipy set {expected.project} sources --source {source}"


def advise_message(
    arrival: Arrival,
    now: float,
    name: str = "",
    place: Callable[[Chosen], str] | None = None,
    alone: bool = True,
) -> Iterator[str]:
    """Say what is odd about one kind of message.

    Args:
        name: of the message; "" is its address.
        place: names chosen numbers of it, (n,) bool.
        alone: whether it is one message from one sender; several joined ones come unevenly.
    """
    name = name or arrival.address
    if alone and len(arrival.senders) > 1:
        who = ", ".join(list(arrival.senders)[:3])
        yield f"{name} comes from {many(len(arrival.senders), 'sender')} ({who}), mixed: end all but one"
    if arrival.refused:
        yield (
            f"{name} has arguments that are no finite numbers ({arrival.tags or 'none'}): send floats;"
            " a lost tracker must send nothing"
        )
    if arrival.count < ENOUGH:
        return
    if alone and arrival.period > 0:
        yield from _of_times(arrival, name)
    yield from _of_numbers(arrival, now, place or (lambda chosen: f"{_places(chosen)} of {name}"))


def _of_times(arrival: Arrival, name: str) -> Iterator[str]:
    rate = 1.0 / arrival.period
    if rate < SLOW:
        yield f"{name} comes {rate:.1f} times a second: 30 or more feel immediate"
    elif rate > FAST:
        yield f"{name} comes {rate:.0f} times a second: 60 to 120 are enough, and leave the computer alone"
    if arrival.jitter > UNEVEN * arrival.period:
        longest = arrival.longest * 1_000
        yield f"{name} comes unevenly, with pauses of up to {longest:.0f} ms: a cable would be steadier"


def _of_numbers(arrival: Arrival, now: float, place: Callable[[Chosen], str]) -> Iterator[str]:
    numbers = arrival.numbers
    if numbers is None or numbers.frames < ENOUGH:
        return
    never = numbers.high == numbers.low
    moving = ~never
    still = moving & (now - numbers.moved > STUCK) & (arrival.latest > now - STUCK)
    if never.any() and moving.any():
        yield f"{place(never)} never moved: a sensor that is not connected, or no use as an input"
    if still.any() and (moving & ~still).any():
        yield f"{place(still)} stopped moving while others go on: a cable, or a sensor that hangs"
    clipped = moving & (numbers.at_ends() > CLIPPED)
    if clipped.any():
        yield (
            f"{place(clipped)} often stands at an end of its range: it is cut off there, or a"
            " switch; let the sensor or its program use a wider range"
        )
    noisy = moving & ~clipped & (numbers.noise() > NOISY)
    if noisy.any():
        yield f"{place(noisy)} is noise more than movement: smooth it, or leave it out"


def _places(chosen: Chosen) -> str:
    """Numbers of arguments from 1, in words."""
    every = [str(n + 1) for n in np.flatnonzero(chosen)]
    shown = ", ".join(every[:_MOST_NAMED]) + (" …" if len(every) > _MOST_NAMED else "")
    return f"numbers {shown}" if len(every) > 1 else f"number {shown}"
