"""Accepts the messages of several sources, which `Joiner` makes one vector of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.inlet import Origin
from wekipy.live.joiner import Joiner
from wekipy.live.monitor import Monitor, Rate, shown, who
from wekipy.live.overload import Overload
from wekipy.live.refusals import INFINITE, Refusals, refuse_numbers
from wekipy.osc.codec import Message, numbers
from wekipy.osc.pattern import is_pattern, matches
from wekipy.osc.plan import InputPlan
from wekipy.osc.slash import without_slash
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Frames, Project, Source
from wekipy.project.source_layout import NUMBER, addresses_of, starts_of

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Route:
    """Where the numbers of an address go.

    Attributes:
        number: of the source, from 0.
        place: of the first number among the inputs of the source.
        plan: recognises the usual message.
    """

    number: int
    source: Source
    place: int
    plan: InputPlan


@dataclass
class Counted:
    """What a source has sent."""

    count: int = 0
    latest: float = 0.0
    sender: Origin = ("", 0)


class SourceInputs:
    """The sources of a project; all methods in the engine's thread."""

    def __init__(self, engine: Engine, overload: Overload, monitor: Monitor, refusals: Refusals) -> None:
        self._engine, self._overload = engine, overload
        self._monitor, self._refusals = monitor, refusals
        self._ports: dict[int | None, SourcePort] = {}
        self._made_from: tuple[Sequence[Source], Frames] = ((), Frames())
        self._joiner: Joiner | None = None
        self._touched: list[tuple[int, int]] = []
        self._reported: tuple[int, ...] = ()
        self.counted: list[Counted] = []
        self._rates: list[Rate] = []

    def __bool__(self) -> bool:
        """Whether the project has sources."""
        return self._joiner is not None

    @property
    def period(self) -> float:
        """Seconds between frames at a constant rate; 0 without one."""
        sources, frames = self._made_from
        return 1.0 / frames.rate if sources and frames.when == "rate" else 0.0

    def at(self, port: int | None) -> SourcePort:
        """The sources at a port of their own; None is the port of all inputs."""
        return self._ports.setdefault(port, SourcePort(self, self._refusals))

    def lay_out(self, project: Project) -> None:
        """Apply the sources of the project."""
        made_from = (project.sources, project.frames)
        if made_from == self._made_from:
            return
        same = project.sources == self._made_from[0]
        self._made_from, self._touched, self._reported = made_from, [], ()
        sources = project.sources
        self._joiner = Joiner(sources, project.frames, self._engine.monotonic()) if sources else None
        if not same:
            self.counted = [Counted() for _ in sources]
            self._rates = [Rate() for _ in sources]
        routes: dict[int | None, list[Route]] = {None: []}
        for route in _routes(sources):
            routes.setdefault(route.source.port, []).append(route)
        for port in routes.keys() | self._ports.keys():
            self.at(port).lay_out(routes.get(port, ()))

    def put(self, route: Route, x: F64, origin: Origin) -> None:
        """Keep numbers that have arrived; `finish` answers them."""
        if self._joiner is None:
            return
        key = (route.number, route.place)
        if key in self._touched:  # twice in one packet: two frames
            self.finish()
        self._touched.append(key)
        now, counted = self._engine.monotonic(), self.counted[route.number]
        counted.count += 1
        counted.latest = now
        counted.sender = self._monitor.sender = origin
        self._joiner.put(route.number, route.place, x, now)

    def finish(self) -> None:
        """Answer what has been put since the last time, if it is a frame: the end of a packet."""
        if self._joiner is None or not self._touched:
            return
        touched, self._touched = {number for number, _ in self._touched}, []
        self._answer(self._joiner.arrived(touched, self._engine.monotonic()))

    def beat(self) -> None:
        """Answer a frame at a constant rate."""
        if self._joiner is not None:
            self._answer(self._joiner.beat(self._engine.monotonic()))

    @property
    def first_numbers(self) -> bool:
        """Whether messages with more numbers than expected are accepted."""
        return self._engine.project.first_numbers

    def _answer(self, x: F64 | None) -> None:
        if self._joiner is not None and self._joiner.missing != self._reported:
            self._report(self._joiner.missing)
        if x is not None and not self._engine.playing_map:
            self._overload.answer(x, max(self._engine.monotonic(), self._engine.now))

    def _report(self, missing: tuple[int, ...]) -> None:
        """Report once which sources stop the answers, and once that they are back."""
        self._reported = missing
        names = ", ".join(f"“{self._made_from[0][number].name}”" for number in missing)
        text = (
            f"nothing is answered: {many(len(missing), 'source')} that must be there"
            f" {'is' if len(missing) == 1 else 'are'} silent ({names})"
            if missing
            else "all sources that must be there send; answers go on"
        )
        self._refusals.notices.report("missing" if missing else "back", "", lambda: text)

    # For people

    def count(self) -> None:
        """Read the counts, so that rates can be computed."""
        for counted, rate in zip(self.counted, self._rates, strict=True):
            rate.look(counted.count)

    def figures(self) -> list[dict[str, Any]]:
        """Return what each source has sent, in the order of the inputs, as plain values."""
        joiner, now = self._joiner, self._engine.monotonic()
        if joiner is None:
            return []
        self.count()
        rows = zip(self._made_from[0], self.counted, self._rates, strict=True)
        return [
            {
                "name": source.name,
                "address": source.address,
                "inputs": source.inputs,
                "port": source.port,
                "count": counted.count,
                "rate": rate.per_second(),
                "since": now - counted.latest if counted.count else None,
                "sender": who(counted.sender) if counted.count else "",
                "silent": not counted.count or joiner.silent(number, now),
            }
            for number, (source, counted, rate) in enumerate(rows)
        ]

    def heard(self, most: int) -> list[dict[str, Any]]:
        """Return the sources that have sent, as `Monitor.heard_lately` describes messages."""
        vector = self._engine.inputs
        starts = starts_of(self._made_from[0])
        return [
            {
                "address": row["address"],
                "arguments": row["inputs"],
                "types": ("f" * row["inputs"])[:most] if most else "",
                **{key: row[key] for key in ("rate", "count", "sender", "since")},
                "values": shown(vector[start : start + row["inputs"]])[: max(most, 0)],
                "use": "inputs",
                "why": "",
            }
            for row, start in zip(self.figures(), starts, strict=True)
            if row["count"]
        ]


def _routes(sources: Sequence[Source]) -> Iterator[Route]:
    for number, source in enumerate(sources):
        addresses = addresses_of(source)
        each = 1 if NUMBER in source.address else source.inputs
        for place, address in enumerate(addresses):
            yield Route(number, source, place, InputPlan(address, each))


class SourcePort:
    """The sources that arrive at one port."""

    def __init__(self, inputs: SourceInputs, refusals: Refusals) -> None:
        self._inputs, self._refusals = inputs, refusals
        self._usual: Mapping[bytes, Sequence[Route]] = {}
        self._routes: dict[str, list[Route]] = {}

    def lay_out(self, routes: Sequence[Route]) -> None:
        """Expect these messages from now on."""
        self._routes = {}
        # Those that name their sender come before those that take anyone's.
        for route in sorted(routes, key=lambda route: not route.source.sender):
            self._routes.setdefault(without_slash(route.plan.address), []).append(route)
        self._usual = {address.encode(): found for address, found in self._routes.items()}

    def take_usual(self, packet: bytes, origin: Origin) -> bool:
        """Accept the usual message (all floats, right address and count); returns False for any other."""
        route = _from(origin, self._usual.get(packet[: packet.find(b"\0")], ()))
        x = None if route is None else route.plan.read(packet)
        if route is None or x is None:
            return False
        if x.dot(x) < INFINITE:
            self._inputs.put(route, x, origin)
            self._inputs.finish()
        else:
            refuse_numbers(self._refusals, x, origin)
        return True

    def wants(self, address: str, origin: Origin) -> bool:
        """Whether an address, or a pattern of addresses, is one of a source."""
        return bool(self._found(address, origin))

    def take_message(self, message: Message, origin: Origin) -> bool:
        """Accept a message of a source in any form; returns False if a number in it is not finite.

        Raises:
            Problem: if its length is not the number of inputs of the source.
        """
        given = numbers(message)
        for route in self._found(message.address, origin):
            expected, x = route.plan.count, given
            if len(x) > expected and self._inputs.first_numbers:
                x = x[:expected]
            if len(x) != expected:
                raise Problem(
                    f"{many(len(x), 'number')} arrived, expected {expected} from the source"
                    f" “{route.source.name}”; ignored"
                    f" (send {many(expected, 'number')}, or set the sources anew)"
                )
            as_recorded = x.astype(np.float32)
            if not np.isfinite(as_recorded).all():
                refuse_numbers(self._refusals, as_recorded, origin)
                return False
            self._inputs.put(route, as_recorded.astype(np.float64), origin)
        return True

    def gathered(self, messages: Sequence[Message]) -> Sequence[Message]:
        """Return the messages of a bundle as they are: a source may have several addresses itself."""
        return messages

    def finish(self) -> None:
        """Answer the messages of a packet."""
        self._inputs.finish()

    def expected(self, message: Message) -> str:
        """Where inputs are expected, in words."""
        routes = self._routes.get(message.address)
        if routes:
            hosts = " or ".join(sorted({route.source.sender for route in routes}))
            return f"the source “{routes[0].source.name}” takes it from {hosts} only"
        by_number = {r.number: r.source.address for found in self._routes.values() for r in found}
        sources = list(dict.fromkeys(by_number[number] for number in sorted(by_number)))
        if not sources:
            return "no source sends to this port"
        named = ", ".join(sources[:4]) + (" …" if len(sources) > 4 else "")
        return f"inputs are expected as {named}"

    def _found(self, address: str, origin: Origin) -> list[Route]:
        if not is_pattern(address):
            route = _from(origin, self._routes.get(address, ()))
            return [] if route is None else [route]
        matching = (_from(origin, routes) for each, routes in self._routes.items() if matches(address, each))
        return [route for route in matching if route is not None]


def _from(origin: Origin, routes: Sequence[Route]) -> Route | None:
    """The route that takes what this sender sends."""
    for route in routes:
        if not route.source.sender or route.source.sender == origin[0].removeprefix("::ffff:"):
            return route
    return None
