"""What goes over the wire lately, for people who look for why nothing moves.

It costs the usual packet nothing: usual inputs and answers are counted by the engine, and what there is to
say about them is computed when somebody asks.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from wekipy.osc.codec import Message

Sender = tuple[str, int]
Use: TypeAlias = Literal["inputs", "control", "refused", "unknown"]

MOST_ADDRESSES = 256
MOST_VALUES = 64
MOST_TEXT = 200  # characters of an address or a text argument that are shown
_WINDOW = 2.0  # seconds over which rates are counted
_TIMES = 64  # of the last arrivals of an unusual message


def who(sender: Sender) -> str:
    """A sender in words, HOST:PORT."""
    return f"{sender[0]}:{sender[1]}" if sender[1] else sender[0]


class Rate:
    """How fast a count grows, from looks at it now and then.

    Args:
        clock: seconds; it must not go backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looks: deque[tuple[float, int]] = deque(maxlen=256)
        self._grown = float("-inf")

    def look(self, count: int) -> None:
        """The count as it is now."""
        now, looks = self._clock(), self._looks
        if looks and count != looks[-1][1]:
            self._grown = now
        while len(looks) > 1 and looks[1][0] <= now - _WINDOW:
            looks.popleft()
        looks.append((now, count))

    def per_second(self) -> float:
        """Over the last two seconds or so; 0 until there were two looks."""
        looks = list(self._looks)
        if len(looks) < 2 or looks[-1][0] <= looks[0][0]:
            return 0.0
        return (looks[-1][1] - looks[0][1]) / (looks[-1][0] - looks[0][0])

    def since(self) -> float | None:
        """Seconds since it was last seen to grow; None if never."""
        return None if self._grown == float("-inf") else self._clock() - self._grown


@dataclass
class _Entry:
    """What is known of the messages with one address and so many arguments."""

    tags: str = ""
    values: list[Any] = field(default_factory=list)
    sender: Sender = ("", 0)
    use: Use = "unknown"
    why: str = ""
    count: int = 0
    times: deque[float] = field(default_factory=lambda: deque(maxlen=_TIMES))

    def rate(self, now: float) -> float:
        lately = sum(1 for at in list(self.times) if at > now - _WINDOW)
        if lately == _TIMES:
            return lately / max(now - self.times[0], 1e-3)
        return lately / _WINDOW


class Heard:
    """The addresses that arrived other than as usual input: at most `MOST_ADDRESSES`, the oldest go first.

    `note` is called in the stream's thread, `entries` there as well.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[tuple[str, int], _Entry] = {}

    def note(self, message: Message, sender: Sender, use: Use, why: str = "") -> None:
        """A message has arrived, and what became of it."""
        key = (message.address[:MOST_TEXT], len(message.values))
        entry = self._entries.pop(key, None) or _Entry()
        entry.tags, entry.values = message.tags[:MOST_VALUES], shown(message.values)
        entry.sender, entry.use, entry.why = sender, use, why
        entry.count += 1
        entry.times.append(self._clock())
        if len(self._entries) >= MOST_ADDRESSES:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = entry

    def entries(self) -> list[dict[str, Any]]:
        """As plain values, the latest first."""
        now = self._clock()
        return [
            {
                "address": address,
                "arguments": arguments,
                "types": entry.tags,
                "rate": entry.rate(now),
                "count": entry.count,
                "sender": who(entry.sender),
                "since": now - entry.times[-1],
                "values": entry.values,
                "use": entry.use,
                "why": entry.why,
            }
            for (address, arguments), entry in reversed(self._entries.items())
        ]


def shown(values: Sequence[object] | np.ndarray[Any, Any]) -> list[Any]:
    """The first arguments as plain values that JSON can carry."""
    first = values[:MOST_VALUES]
    return first.tolist() if isinstance(first, np.ndarray) else [_plain(value) for value in first]


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value[:MOST_TEXT] if isinstance(value, str) else value


class Triggers:
    """Messages without numbers that were sent (gestures, the end of a training): how often, and when last."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: dict[str, tuple[int, float]] = {}

    def note(self, address: str) -> None:
        """One was sent."""
        count, _ = self._sent.pop(address, (0, 0.0))
        if len(self._sent) >= MOST_ADDRESSES:
            del self._sent[next(iter(self._sent))]
        self._sent[address] = (count + 1, self._clock())

    def entries(self) -> list[dict[str, Any]]:
        """As plain values, the latest first."""
        now = self._clock()
        return [
            {"address": address, "count": count, "since": now - at}
            for address, (count, at) in reversed(self._sent.items())
        ]
