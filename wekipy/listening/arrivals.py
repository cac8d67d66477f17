"""Figures of what arrives at a port: addresses, counts, types, rates, jitter, senders, ranges.

Nothing is kept of a packet but sums, so that it can listen for days. Of each number these are kept: range,
how often it stood at either end, when it moved last, and the sums of its values and of its steps. White noise
steps √2 times as far, in the mean of squares, as it spreads; a movement that is well sampled steps much less.
So half the mean squared step is the power of the noise, as far as two frames can tell (von Neumann, 1941).
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.osc.codec import Malformed, Message, decode

MOST_ADDRESSES: Final = 256
MOST_NUMBERS: Final = 4_096  # of one message, whose ranges are kept
RECENT: Final = 2.0  # seconds over which a rate is counted

F64 = npt.NDArray[np.float64]


class Numbers:
    """The numbers of one kind of message.

    Attributes:
        low, high, last: (n,) float64.
        moved: (n,) seconds, when each changed last; when it came first if it never did.
        frames: how many were added.
    """

    def __init__(self, x: F64, now: float) -> None:
        self.low, self.high, self.last = x.copy(), x.copy(), x.copy()
        self.moved = np.full(len(x), now)
        self.frames = 1
        self._at_low, self._at_high = np.ones(len(x)), np.ones(len(x))
        self._steps_taken = 0
        self._first = x.copy()  # sums are of the distance from it: large offsets would eat small movements
        self._sum, self._squares, self._steps = np.zeros(len(x)), np.zeros(len(x)), np.zeros(len(x))

    def add(self, x: F64, now: float, after_gap: bool = False) -> None:
        """Add a frame, (n,) finite.

        Args:
            after_gap: frames before it are not there, so that its step from the last one says nothing.
        """
        step, distance = x - self.last, x - self._first
        self.moved[step != 0] = now
        self._at_low = np.where(x < self.low, 1.0, self._at_low + (x == self.low))
        self._at_high = np.where(x > self.high, 1.0, self._at_high + (x == self.high))
        self.low, self.high = np.minimum(self.low, x), np.maximum(self.high, x)
        self._sum += distance
        self._squares += distance**2
        if not after_gap:
            self._steps += step**2
            self._steps_taken += 1
        self.last = x.copy()
        self.frames += 1

    def spread(self) -> F64:
        """(n,): standard deviation of each number."""
        mean = self._sum / self.frames
        return np.sqrt(np.maximum(self._squares / self.frames - mean**2, 0.0))

    def noise(self) -> F64:
        """(n,): the share of the power of each number that is noise, 0 to 1; 0 for one that never moved."""
        power = self.spread() ** 2
        steps = self._steps / max(self._steps_taken, 1) / 2.0
        share = np.divide(steps, power, out=np.zeros_like(power), where=power > 0)
        return np.minimum(share, 1.0)

    def at_ends(self) -> F64:
        """(n,): the share of frames in which each number stood at its lowest or its highest value."""
        moved = self.high > self.low
        return np.where(moved, (self._at_low + self._at_high) / self.frames, 0.0)


@dataclass
class Arrival:
    """The messages with one address and number of arguments.

    Attributes:
        tags: OSC types of the last one.
        senders: HOST:PORT, with how many each has sent.
        numbers: figures of the arguments; None if some are no finite numbers.
        refused: how many had arguments that are no finite numbers.
        longest: seconds of the longest pause between two.
    """

    address: str
    arguments: int
    tags: str = ""
    count: int = 0
    refused: int = 0
    senders: Counter[str] = field(default_factory=Counter)
    numbers: Numbers | None = None
    first: float = 0.0
    latest: float = 0.0
    longest: float = 0.0
    _recent: deque[float] = field(default_factory=lambda: deque(maxlen=1_024))
    _pauses: int = 0
    _mean: float = 0.0
    _squares: float = 0.0

    def note(self, message: Message, sender: str, now: float) -> None:
        """Note a message that arrived."""
        self.tags = message.tags
        self.note_numbers(_numbers(message), sender, now)

    def note_numbers(self, x: F64 | None, sender: str, now: float, after_gap: bool = False) -> None:
        """Note the arguments of a message, (n,); None if some are no finite numbers.

        Args:
            after_gap: messages before it are not noted, so that the pause before it says nothing.
        """
        if not self.count:
            self.first = now
        elif not after_gap:
            self._note_pause(now - self.latest)
        self.count += 1
        self.latest = now
        self.senders[sender] += 1
        self._recent.append(now)
        if x is None:
            self.refused += 1
        elif self.numbers is None:
            self.numbers = Numbers(x, now)
        else:
            self.numbers.add(x, now, after_gap)

    def _note_pause(self, pause: float) -> None:
        # Welford's sums: mean and variance without keeping the pauses.
        self.longest = max(self.longest, pause)
        self._pauses += 1
        before = pause - self._mean
        self._mean += before / self._pauses
        self._squares += before * (pause - self._mean)

    def rate(self, now: float) -> float:
        """Messages per second of late."""
        lately = [at for at in self._recent if at > now - RECENT]
        seconds = RECENT if len(lately) < len(self._recent) else max(now - self.first, 1e-3)
        return len(lately) / min(seconds, RECENT)

    @property
    def period(self) -> float:
        """Seconds from one message to the next, on average; 0 before the second one."""
        return self._mean

    @property
    def jitter(self) -> float:
        """Seconds that the pauses deviate from the period (standard deviation)."""
        return math.sqrt(self._squares / (self._pauses - 1)) if self._pauses > 1 else 0.0


class Arrivals:
    """Everything that has arrived at a port.

    Attributes:
        malformed: datagrams that are no OSC, by their sender.
        crowded: how many messages came with further addresses, once there were too many to keep.
    """

    def __init__(self) -> None:
        self._by_kind: dict[tuple[str, int], Arrival] = {}
        self.malformed: Counter[str] = Counter()
        self.crowded = 0

    def note(self, packet: bytes, sender: str, now: float) -> None:
        """Note a datagram.

        Args:
            sender: HOST:PORT.
            now: seconds, on a monotonic clock.
        """
        try:
            messages = decode(packet, untagged=True)
        except Malformed:
            self.malformed[sender] += 1
            return
        for message in messages:
            kind = (message.address[:200], len(message.values))
            found = self._by_kind.get(kind)
            if found is None:
                if len(self._by_kind) >= MOST_ADDRESSES:
                    self.crowded += 1
                    continue
                found = self._by_kind[kind] = Arrival(*kind)
            found.note(message, sender, now)

    def all(self) -> list[Arrival]:
        """The kinds of messages, the most frequent first."""
        return sorted(self._by_kind.values(), key=lambda arrival: -arrival.count)


def _numbers(message: Message) -> F64 | None:
    """The arguments as (n,) finite numbers; None if there are none, too many, or something else."""
    if not 0 < len(message.values) <= MOST_NUMBERS:
        return None
    try:
        x = np.array([float(value) for value in message.values], np.float64)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return x if np.isfinite(x).all() else None
