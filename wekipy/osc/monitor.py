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

from wekipy.engine.engine import Engine
from wekipy.osc.codec import Message
from wekipy.osc.courses import Course
from wekipy.osc.outlet import Outlet
from wekipy.project.schema import Project

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


class Monitor:
    """Everything that goes over the wire lately; all methods in the stream's thread.

    Attributes:
        sender: of the last vector.
        heard: what arrived other than as usual input.
        triggers: messages without numbers that were sent.
        by_hand: output messages that answered no input.
    """

    def __init__(self, engine: Engine, outlet: Outlet) -> None:
        self._engine, self._outlet = engine, outlet
        self.sender: Sender = ("", 0)
        self.heard, self.triggers = Heard(), Triggers()
        self.by_hand = 0
        self._arriving, self._leaving = Rate(), Rate()
        self._types = ("", -1)  # of the last vector that was not plain floats, and how many had arrived then
        self._listened = ("", 0, 0)  # address and length of inputs, and how many had arrived with others
        self._courses: Sequence[Course] = ()

    def aim(self, project: Project, courses: Sequence[Course]) -> None:
        """The project has changed, or what is sent of gestures under way."""
        self._courses = courses
        if self._listened[:2] != (project.input_address, len(project.inputs)):
            self._listened = (project.input_address, len(project.inputs), self._engine.arrived)

    def note_types(self, tags: str) -> None:
        """The vector that has just been accepted was not plain floats."""
        self._types = (tags, self._engine.arrived)

    def count(self) -> None:
        """Look at the counts, so that rates can be told; about once a second."""
        self._arriving.look(self._engine.arrived)
        self._leaving.look(self._engine.answered + self.by_hand)

    def heard_lately(self) -> list[dict[str, Any]]:
        """Every address that arrived lately, the inputs first."""
        self.count()
        address, length, before = self._listened
        arrived = self._engine.arrived - before
        others = [e for e in self.heard.entries() if (e["address"], e["use"]) != (address, "inputs")]
        if not arrived:
            return others
        tags, at = self._types
        inputs = {
            "address": address,
            "arguments": length,
            "types": (tags if at == self._engine.arrived else "f" * length)[:MOST_VALUES],
            "rate": self._arriving.per_second(),
            "count": arrived,
            "sender": who(self.sender),
            "since": self._arriving.since(),
            "values": shown(self._engine.inputs),
            "use": "inputs",
            "why": "",
        }
        return [inputs, *others]

    def sent_lately(self) -> dict[str, Any]:
        """What is sent to the destinations."""
        self.count()
        engine = self._engine
        runtime = engine.runtime
        courses = [values for course in self._courses for values in course.latest()]
        return {
            "address": engine.project.output_address,
            "destinations": [str(place) for place in engine.project.destinations],
            "reached": [who(target) for target in self._outlet.targets],
            "values": engine.values.tolist(),
            "count": engine.answered + self.by_hand,
            "rate": self._leaving.per_second(),
            "since": self._leaving.since(),
            "dropped": self._outlet.dropped,
            "extras": [
                {"address": address, "values": values.tolist()}
                for address, values in [*(runtime.extras if runtime else ()), *courses]
            ],
            "triggers": self.triggers.entries(),
        }
