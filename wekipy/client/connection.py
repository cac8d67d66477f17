"""The wire between a client and an engine: requests and replies, and what the engine tells by itself."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from wekipy.faces.access import is_this_machine
from wekipy.faces.pieces import put_together
from wekipy.osc.codec import Message, decode, encode, numbers
from wekipy.osc.framing import Framing
from wekipy.project.place import in_words
from wekipy.project.problem import NoEngine, Problem

PREFIX = "/wekipy/"
DEFAULT_PORT = 6449
GREETING = 10.0  # seconds in which an engine greets, however busy it is

Vector = npt.NDArray[np.float64]
OnEvent = Callable[[str, str], None]
_Self = TypeVar("_Self", bound="Connection")  # Self is there from Python 3.11 on


class ConnectionLost(NoEngine):
    """The engine has gone, or cannot be reached."""


@dataclass
class Live:
    """The latest values the engine sent, see `Client.subscribe`.

    Attributes:
        distributions: how likely each class is, one classifier after the other; NaN where no model answers.
        courses: three numbers for each gesture: its progress, the threshold its distance must fall below,
            and how often it was told.
    """

    inputs: Vector = field(default_factory=lambda: np.empty(0))
    outputs: Vector = field(default_factory=lambda: np.empty(0))
    targets: Vector = field(default_factory=lambda: np.empty(0))
    distributions: Vector = field(default_factory=lambda: np.empty(0))
    courses: Vector = field(default_factory=lambda: np.empty(0))


def keep_asking(sock: socket.socket) -> None:
    """Have the system find out within some 10 s that the other machine has vanished (no cable, no power)."""
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


class Connection:
    """A connection to an engine's control protocol: any operation can be asked for, the state is followed.

    Args:
        host, port: of the control protocol, as the engine's ready line tells it.
        timeout: seconds to wait for a reply.
        token: as the engine shows at its start, if it runs on another machine; "" is that in WEKIPY_TOKEN.

    Attributes:
        latest: state as it was last told; complete and kept up to date after `subscribe`.
        live: latest values, after `subscribe` with a rate.
        on_event: called with kind and text of each event, in order, in a thread of its own; after
            `subscribe`. It may ask this client. What it raises is raised by the next `ask` elsewhere.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = DEFAULT_PORT, timeout: float = 30.0, token: str = ""
    ) -> None:
        self._place, self._token = (host, port), token
        try:
            self._socket = socket.create_connection((host, port), timeout=timeout)
        except OSError as e:
            raise ConnectionLost(
                f"no engine answers at {in_words(host, port)} ({e.strerror or e}); start one with"
                " `wekipy serve`"
            ) from e
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        keep_asking(self._socket)
        self._socket.settimeout(None)
        self._timeout = timeout
        self._framing = Framing()
        self._asking = threading.Lock()
        self._replies: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._closed = self._subscribed = self._foreign = False
        self._heard = time.monotonic()
        self.latest: dict[str, Any] = {}
        self.live = Live()
        self.on_event: OnEvent | None = None
        self._events: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
        self._teller: threading.Thread | None = None
        self._raised: Exception | None = None
        self._thread = threading.Thread(target=self._read, name="client", daemon=True)
        self._thread.start()
        self._greet(token or os.environ.get("WEKIPY_TOKEN", ""))

    def _greet(self, token: str) -> None:
        """Say at once who is there: an engine ends connections that stay silent at first."""
        try:
            if token or is_this_machine(self._socket.getpeername()[0]):
                self.ask("hello", token, timeout=min(self._timeout, GREETING))
        except (ConnectionLost, OSError) as e:
            silent = not self._closed
            self.close()
            if silent or self._foreign:
                raise ConnectionLost(
                    f"no wekipy greets at {in_words(*self._place)}: another program listens there. An engine"
                    " says its control port when it starts; `wekipy ask` finds it with --project or --port"
                ) from e
            raise ConnectionLost(
                f"{in_words(*self._place)} closes the connection: it is no wekipy, or does not let this"
                " machine in"
            ) from e
        except Problem:
            self.close()
            raise

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; the engine goes on."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(2.0)
        self._socket.close()

    def again(self: _Self) -> _Self:
        """A second connection to the same engine, so that nothing waits for an operation that takes long."""
        return type(self)(*self._place, timeout=self._timeout, token=self._token)

    @property
    def closed(self) -> bool:
        """Whether the engine has gone, or the connection was ended."""
        return self._closed

    @property
    def silent(self) -> float:
        """Seconds since anything came from the engine; with live values it should be well below one."""
        return time.monotonic() - self._heard

    # The wire

    def ask(self, operation: str, *arguments: Any, timeout: float | None = None) -> Any:
        """Do any operation of docs/protocol.md; returns its reply as plain values.

        Raises:
            Problem: the engine's words, if it cannot be done.
            ConnectionLost: if the engine is gone or does not reply in time.
            Exception: whatever `on_event` has raised since the last call; then nothing is asked.
        """
        self._raise_what_was_raised()
        packet = self._framing.wrap(encode(PREFIX + operation, *arguments))
        with self._asking:
            if self._closed:
                raise ConnectionLost("the engine has closed the connection")
            try:
                self._socket.sendall(packet)
                message = self._replies.get(timeout=self._timeout if timeout is None else timeout)
            except (OSError, queue.Empty) as e:
                # A reply that came later would be taken for the next one's.
                self._socket.close()
                raise ConnectionLost(f"the engine does not reply to {operation}") from e
        if message is None:
            raise ConnectionLost("the engine has closed the connection")
        text = str(message.args[1])
        if message.address == PREFIX + "error":
            raise Problem(text)
        return json.loads(text)

    def _read(self) -> None:
        try:
            while data := self._socket.recv(1 << 16):
                self._heard = time.monotonic()
                for packet in self._framing.received(data):
                    for message in decode(packet):
                        self._take(message)
        except OSError:
            pass  # the same as the end: told below
        except Problem:
            self._foreign = True  # no engine says what is no OSC
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._replies.put(None)
        self._events.put(None)

    def _take(self, message: Message) -> None:
        kind = message.address.removeprefix(PREFIX)
        if kind in ("reply", "error"):
            if kind == "reply" and message.args[0] in ("state", "subscribe"):
                # Here, where changes are applied, so that an older state never comes after a newer change.
                self._update(json.loads(str(message.args[1])))
            self._replies.put(message)
        elif kind == "change":
            self._update(json.loads(str(message.args[0])))
        elif kind == "event":
            name, text = str(message.args[0]), str(message.args[1])
            if self.on_event is not None:
                self._tell(name, text)
        elif kind.startswith("live/"):
            setattr(self.live, kind.removeprefix("live/"), numbers(message))

    def _tell(self, name: str, text: str) -> None:
        """Hand an event to the thread that calls `on_event`: replies go on being read meanwhile."""
        if self._teller is None:
            self._teller = threading.Thread(target=self._tell_events, name="client events", daemon=True)
            self._teller.start()
        self._events.put((name, text))

    def _tell_events(self) -> None:
        while (event := self._events.get()) is not None:
            try:
                if self.on_event is not None:
                    self.on_event(*event)
            except Exception as e:  # noqa: BLE001  it is whoever set on_event who has to know
                self._raised = e

    def _raise_what_was_raised(self) -> None:
        raised = self._raised
        if raised is not None and threading.current_thread() is not self._teller:
            self._raised = None
            raise raised

    def _update(self, changes: Mapping[str, Any]) -> None:
        with self._changed:
            self.latest = put_together(self.latest, changes)
            self._changed.notify_all()

    # State

    def state(self) -> dict[str, Any]:
        """The whole state, see docs/protocol.md."""
        state: dict[str, Any] = self.ask("state")
        return state

    def values(self) -> dict[str, Any]:
        """The latest inputs, outputs and targets, and how many vectors arrived, were answered, recorded."""
        values: dict[str, Any] = self.ask("values")
        return values

    def subscribe(self, rate: float = 0.0) -> dict[str, Any]:
        """Keep `latest` up to date from now on, and `live` too, `rate` times a second (0 to 120)."""
        try:
            state: dict[str, Any] = self.ask("subscribe", float(rate), True)
        except Problem as e:
            if "arguments arrived" not in str(e):
                raise
            state = self.ask("subscribe", float(rate))  # an older engine knows no pieces
        self._subscribed = True
        return state

    def unsubscribe(self) -> None:
        """Be told nothing more."""
        self.ask("unsubscribe")
        self._subscribed = False

    def wait_until(
        self, condition: Callable[[dict[str, Any]], bool], timeout: float = 30.0
    ) -> dict[str, Any]:
        """Wait until the state is as `condition` wants it; returns it. Subscribes if need be.

        Raises:
            Problem: if it is not so in time.
            ConnectionLost: if the engine goes meanwhile.
        """
        if not self._subscribed:
            self.subscribe()
        end = time.monotonic() + timeout
        with self._changed:
            while not condition(self.latest):
                left = end - time.monotonic()
                if self._closed:
                    raise ConnectionLost("the engine has closed the connection")
                if left <= 0:
                    raise Problem(f"what was waited for has not come within {timeout:g} s")
                self._changed.wait(left)
            return self.latest
