"""The client's side of the control protocol without I/O: bytes in, replies and happenings out.

The client of threads and that of asyncio share it.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.client.state import State, update
from wekipy.client.training import Training, TrainingFollower
from wekipy.faces.pieces import put_together
from wekipy.osc.codec import Message, decode, encode, numbers
from wekipy.osc.framing import Framing
from wekipy.project.place import in_words
from wekipy.project.problem import NoEngine, Problem

PREFIX: Final = "/wekipy/"
DEFAULT_PORT: Final = 6449
GREETING: Final = 10.0  # seconds in which an engine greets, however busy it is
LIVE_RATE: Final = 60.0  # live values a second, where somebody waits for them and has not said how often

Vector = npt.NDArray[np.float64]
OnReply: TypeAlias = Callable[["Message | None"], object]


class ConnectionLost(NoEngine):
    """The engine has gone, or cannot be reached."""


@dataclass
class Live:
    """The latest values the engine sent, see `Client.subscribe`.

    Attributes:
        features: what models see of the inputs, where there are blocks.
        distributions: how likely each class is, one classifier after the other; NaN where no model answers.
        courses: three numbers for each gesture: its progress, the threshold its distance must fall below,
            and how often it was recognised.
    """

    inputs: Vector = field(default_factory=lambda: np.empty(0))
    outputs: Vector = field(default_factory=lambda: np.empty(0))
    targets: Vector = field(default_factory=lambda: np.empty(0))
    features: Vector = field(default_factory=lambda: np.empty(0))
    distributions: Vector = field(default_factory=lambda: np.empty(0))
    courses: Vector = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True)
class Happening:
    """An event, as the engine sent it."""

    kind: str
    text: str


class EventWaiter:
    """Notes the first event of a kind."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._text: str | None = None

    def hear(self, event: Happening) -> None:
        """Look at an event."""
        if self._text is None and event.kind == self._kind:
            self._text = event.text

    def look(self) -> tuple[str, bool]:
        """Its text, and whether it has come."""
        return self._text or "", self._text is not None


@dataclass(frozen=True)
class News:
    """What some bytes from the engine brought, besides replies.

    Attributes:
        events: in order.
        trainings: what changed about the training under way, in order.
        changed: whether the state did.
        outputs: whether the output values did.
        live: whether live values came.
    """

    events: list[Happening] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    changed: bool = False
    outputs: bool = False
    live: bool = False


class Wire:
    """Requests, their replies in order, and what the engine sends by itself.

    Attributes:
        latest: the state as plain values, as last received.
        live: the latest live values.
        foreign: whether something came that no engine says.
    """

    def __init__(self) -> None:
        self._framing = Framing()
        self._waiting: deque[OnReply] = deque()
        self._followed = TrainingFollower()
        self._typed: tuple[dict[str, Any], State] = ({}, State())
        self.latest: dict[str, Any] = {}
        self.live = Live()
        self.foreign = False

    @property
    def state(self) -> State:
        """The state as last received; only what is new in it is converted."""
        latest = self.latest
        before, state = self._typed
        if latest is not before:
            state = update(state, before, latest)
            self._typed = (latest, state)
        return state

    def request(self, operation: str, arguments: tuple[Any, ...], on_reply: OnReply) -> bytes:
        """The bytes of a request; `on_reply` is called once, with its reply or, when all ends, with None.

        A reply that nobody waits for any more is passed to its own `on_reply`, never to the next one's.
        """
        packet = self._framing.wrap(encode(PREFIX + operation, *arguments))
        self._waiting.append(on_reply)
        return packet

    def end(self) -> None:
        """Nothing comes any more: answer all who wait with None."""
        while self._waiting:
            self._waiting.popleft()(None)

    def received(self, data: bytes) -> News:
        """Take in bytes; calls `on_reply` of the requests that are answered by them.

        Raises:
            Problem: if they are not from an engine.
        """
        events: list[Happening] = []
        trainings: list[Training] = []
        before, outputs, live = self.latest, self.live.outputs, self.live.inputs
        try:
            for packet in self._framing.received(data):
                for message in decode(packet):
                    self._take(message, events, trainings)
        except Problem:
            self.foreign = True
            raise
        came = self.live.outputs
        moved = came is not outputs and not np.array_equal(came, outputs, equal_nan=True)
        return News(events, trainings, self.latest is not before, moved, self.live.inputs is not live)

    def _take(self, message: Message, events: list[Happening], trainings: list[Training]) -> None:
        kind = message.address.removeprefix(PREFIX)
        if kind in ("reply", "error"):
            if kind == "reply" and message.args[0] in ("state", "subscribe"):
                # Here, where changes are applied, so that an older state never comes after a newer change.
                self._update(plain(str(message.args[1])), trainings)
            if self._waiting:
                self._waiting.popleft()(message)
        elif kind == "change":
            self._update(plain(str(message.args[0])), trainings)
        elif kind == "event":
            event = Happening(str(message.args[0]), str(message.args[1]))
            self._followed.hear(event.kind)
            events.append(event)
        elif kind.startswith("live/"):
            setattr(self.live, kind.removeprefix("live/"), numbers(message))

    def _update(self, changes: Mapping[str, Any], trainings: list[Training]) -> None:
        before = self.latest
        self.latest = put_together(before, changes)
        training = self._followed.follow(before, self.latest)
        if training is not None:
            trainings.append(training)


def plain(text: str) -> Any:
    """The values of a reply's JSON."""
    return msgspec.json.decode(text)


def result_of(message: Message | None) -> Any:
    """The result that a reply says.

    Raises:
        Problem: the engine's words, if it could not be done.
        ConnectionLost: if there is no reply any more.
    """
    if message is None:
        raise ConnectionLost("the engine has closed the connection")
    text = str(message.args[1])
    if message.address == PREFIX + "error":
        raise Problem(text)
    return plain(text)


def keep_asking(sock: socket.socket) -> None:
    """Have the system find out within some 10 s that the other machine has vanished (no cable, no power)."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", 4),
        ("TCP_KEEPALIVE", 4),  # what macOS calls it
        ("TCP_KEEPINTVL", 2),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", 10_000),  # of what was sent and never acknowledged
    ):
        option = getattr(socket, name, None)  # each system has some of them
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


def too_late(timeout: float) -> Problem:
    """The problem of what did not come in time."""
    return Problem(f"what was waited for has not come within {timeout:g} s")


def unreachable(place: tuple[str, int], error: OSError) -> ConnectionLost:
    """The problem of a place where nothing listens."""
    return ConnectionLost(
        f"no engine answers at {in_words(*place)} ({error.strerror or error}); start one with `wekipy serve`"
    )


def not_greeted(place: tuple[str, int], foreign: bool) -> ConnectionLost:
    """The problem of a place where no engine greets.

    Args:
        foreign: whether another program is there; else the connection was closed.
    """
    if foreign:
        return ConnectionLost(
            f"no wekipy greets at {in_words(*place)}: another program listens there. An engine says its"
            " control port when it starts; `wekipy ask` finds it with --project or --port"
        )
    return ConnectionLost(
        f"{in_words(*place)} closes the connection: it is no wekipy, or does not let this machine in"
    )
