"""Monitors messages on the wire, to help users find out why nothing moves.

It costs the usual packet nothing: the engine counts usual inputs and answers, and everything else is computed
on request.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

from wekipy.engine.engine import Engine
from wekipy.live.inlet import Origin
from wekipy.live.progress_messages import ProgressMessages
from wekipy.osc.codec import Message
from wekipy.osc.outgoing import wire_address
from wekipy.osc.outlet import Outlet
from wekipy.project.counting import many
from wekipy.project.place import in_words
from wekipy.project.schema import Project

Use: TypeAlias = Literal["inputs", "control", "refused", "unknown"]

MOST_ADDRESSES = 256
MOST_VALUES = 64
MOST_TEXT = 200  # characters of an address or a text argument that are shown
_WINDOW = 2.0  # seconds over which rates are counted
_TIMES = 64  # kept arrival times of an unusual message


def who(sender: Origin) -> str:
    """Format a sender as HOST:PORT."""
    host = sender[0].removeprefix("::ffff:")  # an IPv4 sender at a socket for both
    return in_words(host, sender[1]) if sender[1] else host


class Rate:
    """Measures how fast a count grows, from occasional readings.

    Args:
        clock: seconds; it must not go backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looks: deque[tuple[float, int]] = deque(maxlen=256)
        self._grown = float("-inf")

    def look(self, count: int) -> None:
        """Note the present count."""
        now, looks = self._clock(), self._looks
        if looks and count != looks[-1][1]:
            self._grown = now
        while len(looks) > 1 and looks[1][0] <= now - _WINDOW:
            looks.popleft()
        looks.append((now, count))

    def per_second(self) -> float:
        """The rate over about the last two seconds; 0 before two readings."""
        looks = list(self._looks)
        if len(looks) < 2 or looks[-1][0] <= looks[0][0]:
            return 0.0
        return (looks[-1][1] - looks[0][1]) / (looks[-1][0] - looks[0][0])

    def since(self) -> float | None:
        """Seconds since the count last grew; None if it never did."""
        return None if self._grown == float("-inf") else self._clock() - self._grown


@dataclass
class _Entry:
    """Figures of the messages with one address and number of arguments."""

    tags: str = ""
    values: list[Any] = field(default_factory=list)
    sender: Origin = ("", 0)
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
    """The addresses of unusual messages: at most `MOST_ADDRESSES`; the oldest are dropped.

    Both methods are called in the stream's thread.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[tuple[str, int], _Entry] = {}

    def note(self, message: Message, sender: Origin, use: Use, why: str = "") -> None:
        """Note a message that arrived, and its outcome."""
        key = (message.address[:MOST_TEXT], len(message.values))
        entry = self._entries.pop(key, None) or _Entry()
        entry.tags, entry.values = message.tags[:MOST_VALUES], shown(message.values)
        entry.sender, entry.use, entry.why = sender, use, why
        entry.count += 1
        entry.times.append(self._clock())
        if len(self._entries) >= MOST_ADDRESSES:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = entry

    def entries(self, most: int = MOST_VALUES) -> list[dict[str, Any]]:
        """Return the entries as plain values, the latest first, with at most so many arguments of each."""
        now, most = self._clock(), max(most, 0)
        return [
            {
                "address": address,
                "arguments": arguments,
                "types": entry.tags,
                "rate": entry.rate(now),
                "count": entry.count,
                "sender": who(entry.sender),
                "since": now - entry.times[-1],
                "values": entry.values[:most],
                "use": entry.use,
                "why": entry.why,
            }
            for (address, arguments), entry in reversed(self._entries.items())
        ]


def shown(values: Sequence[object] | np.ndarray[Any, Any]) -> list[Any]:
    """Return the first arguments as plain values for JSON."""
    first = values[:MOST_VALUES]
    return first.tolist() if isinstance(first, np.ndarray) else [_plain(value) for value in first]


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return many(len(value), "byte")
    return value[:MOST_TEXT] if isinstance(value, str) else value


class Triggers:
    """Messages without numbers that were sent (gestures, the end of a training): their count and last
    time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: dict[str, tuple[int, float]] = {}

    def note(self, address: str) -> None:
        """Note a sent message."""
        count, _ = self._sent.pop(address, (0, 0.0))
        if len(self._sent) >= MOST_ADDRESSES:
            del self._sent[next(iter(self._sent))]
        self._sent[address] = (count + 1, self._clock())

    def entries(self) -> list[dict[str, Any]]:
        """Return the entries as plain values, the latest first."""
        now = self._clock()
        return [
            {"address": address, "count": count, "since": now - at}
            for address, (count, at) in reversed(self._sent.items())
        ]


class HasHeard(Protocol):
    """Sources that inputs come from, in place of one address."""

    def __bool__(self) -> bool:
        """Whether there are any."""

    def count(self) -> None:
        """Read the counts, so that rates can be computed."""

    def heard(self, most: int) -> list[dict[str, Any]]:
        """What they have sent."""


class Monitor:
    """The recent messages on the wire; all methods in the stream's thread.

    Attributes:
        sender: of the last vector.
        heard: unusual messages that arrived.
        triggers: messages without numbers that were sent.
        sent: number of output messages that were sent.
        sources: of the inputs, where they do not come in one message.
    """

    sources: HasHeard | None = None

    def __init__(self, engine: Engine, outlet: Outlet) -> None:
        self._engine, self._outlet = engine, outlet
        self.sender: Origin = ("", 0)
        self.heard, self.triggers = Heard(), Triggers()
        self.sent = 0
        self._arriving, self._leaving = Rate(), Rate()
        self._types = (
            "",
            -1,
        )  # types of the last vector that was not plain floats, and the count of vectors then
        self._listened = ("", 0, 0)  # address and length of inputs, and the count of vectors before them
        self._progress_messages: Sequence[ProgressMessages] = ()

    def aim(self, project: Project, progress_messages: Sequence[ProgressMessages]) -> None:
        """Apply a change of the project or of the progress messages."""
        self._progress_messages = progress_messages
        if self._listened[:2] != (project.input_address, len(project.inputs)):
            self._listened = (project.input_address, len(project.inputs), self._engine.arrived)

    def note_types(self, tags: str) -> None:
        """Note that the vector just accepted was not plain floats."""
        self._types = (tags, self._engine.arrived)

    def count(self) -> None:
        """Read the counts, so that rates can be computed; call it about once a second."""
        self._arriving.look(self._engine.arrived)
        self._leaving.look(self.sent)
        if self.sources:
            self.sources.count()

    def heard_lately(self, most: int = MOST_VALUES) -> list[dict[str, Any]]:
        """Return every address that arrived lately, the inputs first, with at most so many values of each."""
        self.count()
        if self.sources:
            unusual = [entry for entry in self.heard.entries(most) if entry["use"] != "inputs"]
            return [*self.sources.heard(most), *unusual]
        address, length, before = self._listened
        arrived = self._engine.arrived - before
        others = [e for e in self.heard.entries(most) if (e["address"], e["use"]) != (address, "inputs")]
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
            "values": shown(self._engine.inputs)[: max(most, 0)],
            "use": "inputs",
            "why": "",
        }
        return [inputs, *others]

    def sent_lately(self) -> dict[str, Any]:
        """Return what is sent to the destinations."""
        self.count()
        engine = self._engine
        runtime = engine.runtime
        progress = [values for messages in self._progress_messages for values in messages.latest()]
        return {
            "address": wire_address(engine.project.output_address),
            "destinations": [str(place) for place in engine.project.destinations],
            "reached": [who(target) for target in self._outlet.targets],
            "values": engine.values.tolist(),
            "count": self.sent,
            "rate": self._leaving.per_second(),
            "since": self._leaving.since(),
            "dropped": self._outlet.dropped,
            "extras": [
                {"address": wire_address(address), "values": values.tolist()}
                for address, values in [*(runtime.extras if runtime else ()), *progress]
            ],
            "triggers": self.triggers.entries(),
        }
