"""The own control protocol: every operation over OSC on TCP, with a reply or an error, and every change."""

from __future__ import annotations

import asyncio
import contextlib
import selectors
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from wekipy.engine.describe import Snapshot
from wekipy.engine.view import Event, View
from wekipy.machine.gaps import await_gap
from wekipy.osc.arguments import Argument, read
from wekipy.osc.codec import Malformed, Message, decode, encode
from wekipy.osc.framing import Framing
from wekipy.osc.greeting import HELLO_ADDRESS, TIME_TO_GREET, Guest, Porter
from wekipy.osc.live import LiveMessages
from wekipy.osc.operations import BY_NAME, Machine, Operation
from wekipy.project.problem import Problem

PREFIX = "/wekipy/"
MOST_CONNECTIONS = 64
FASTEST = 120.0  # live messages a second
_SLOW_READER = 1 << 20  # bytes waiting for a client, above which live values are skipped
_MOST_WAITING = 1_000  # requests of one client, above which no more are read from it
_LOST_READER = 1 << 25  # above which it is disconnected

SUBSCRIBE = (
    Argument("rate", "float", f"live values a second, 0 to {FASTEST:g}; 0 is changes only", default=0.0),
)

Perform = Callable[[Operation, list[Any]], Any]


class ControlServer:
    """Serves control connections in a thread of its own.

    Args:
        machine: what operations act on.
        in_engine: runs a function in the engine's thread and gives its result to the callback there.
        sock: a listening TCP socket.
        porter: decides who may come in.
    """

    def __init__(
        self,
        machine: Machine,
        in_engine: Callable[[Callable[[], Any], Callable[[Any, Exception | None], None]], None],
        perform: Perform,
        sock: socket.socket,
        porter: Porter,
    ) -> None:
        self.porter = porter
        self.machine, self.in_engine, self.perform = machine, in_engine, perform
        self._socket = sock
        self._connections: set[_Connection] = set()
        self._loop = _loop_in_gaps()
        self._inbox: deque[Callable[[], None]] = deque()
        self._called = False
        self.live = LiveMessages()
        self._changed = False
        self._told: Snapshot = {}
        self._seen: View | None = None
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)

    def start(self) -> None:
        """Begin to accept connections."""
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Connection(self, self._loop), sock=self._socket)
        )
        self._loop.run_forever()
        self._loop.run_until_complete(asyncio.sleep(0))  # in which the reply to what ended it is sent
        server.close()
        for connection in list(self._connections):
            connection.close()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def close(self) -> None:
        """End all connections; what was replied is still delivered."""
        with contextlib.suppress(RuntimeError):  # already closed
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5.0)

    def announce(self, event: Event) -> None:
        """Pass an event on to whoever subscribed; from any thread."""
        if self._connections:
            self.call(partial(self._announce, event))

    def call(self, work: Callable[[], None]) -> None:
        """Have something done in the thread of the connections; from any thread.

        It is woken up once for all that comes before it gets to it: waking it takes the stream a moment.
        """
        self._inbox.append(work)
        if not self._called:
            self._called = True
            with contextlib.suppress(RuntimeError):  # closing down; nobody waits any more
                self._loop.call_soon_threadsafe(self._do_what_came)

    def _do_what_came(self) -> None:
        self._called = False  # first, so that whoever comes from here on calls again
        try:
            while self._inbox:
                self._inbox.popleft()()
        finally:
            if self._inbox:  # one failed; the loop tells that
                self._loop.call_soon(self._do_what_came)

    def _announce(self, event: Event) -> None:
        packet = encode(PREFIX + "event", event.kind, event.text)
        for connection in self._subscribers():
            connection.send(packet)
        if not self._changed:
            self._changed = True
            # A burst of events (progress of many outputs) makes one change message.
            self._loop.call_later(0.02, self._tell_changes)

    def snapshot(self) -> Snapshot:
        """The state for whoever asks; from here on `change` messages are differences to it.

        A state that is newer than what was last told would be left standing where it changes back before
        the next telling: a training would never end for the client.
        """
        self._tell_changes()
        return self._told

    def _tell_changes(self) -> None:
        self._changed = False
        view = self.machine.engine.view
        if view is self._seen:
            return
        self._seen = view  # first, so that what changes from here on is told the next time
        before, now = self._told, self.machine.state()
        self._told = now
        changes = {name: value for name, value in now.items() if before.get(name, ...) != value}
        if changes:
            packet = encode(PREFIX + "change", to_json(changes))
            for connection in self._subscribers():
                connection.send(packet)

    def _subscribers(self) -> list[_Connection]:
        return [connection for connection in self._connections if connection.subscribed]

    def add(self, connection: _Connection) -> bool:
        """Take a new connection; False if there are too many."""
        if len(self._connections) >= MOST_CONNECTIONS:
            return False
        self._connections.add(connection)
        return True

    def remove(self, connection: _Connection) -> None:
        """Forget a connection that has ended."""
        self._connections.discard(connection)


class _Connection(asyncio.Protocol):
    """One client: its requests are done one after the other, each with one reply, in order."""

    def __init__(self, server: ControlServer, loop: asyncio.AbstractEventLoop) -> None:
        self._server, self._loop = server, loop
        self._framing = Framing()
        self._requests: asyncio.Queue[Message] = asyncio.Queue()
        self._worker: asyncio.Task[None] | None = None
        self._live: asyncio.TimerHandle | None = None
        self._guest: Guest | None = None
        self._patience: asyncio.TimerHandle | None = None
        self.subscribed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  what create_server gives
        self._transport = transport
        # A reply must not wait until the client has acknowledged the event before it, some 40 ms.
        with contextlib.suppress(OSError):  # it may have been reset by now
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = transport.get_extra_info("peername")
        host = str(peer[0]) if peer else ""
        if not self._server.porter.admits(host) or not self._server.add(self):
            transport.close()
            return
        self._guest = self._server.porter.guest(host)
        if not self._guest.known:
            self._patience = self._loop.call_later(TIME_TO_GREET, self._lose_patience)
        self._worker = self._loop.create_task(self._work())

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._server.remove(self)
        self._stop_live()
        if self._guest:
            self._guest.leave()
        if self._patience:
            self._patience.cancel()
        if self._worker:
            self._worker.cancel()

    def _lose_patience(self) -> None:
        """A stranger has not greeted in time."""
        if self._guest and not self._guest.known:
            self._transport.abort()

    def close(self) -> None:
        """Deliver what was sent, then end."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._guest is None:
            return
        try:
            self._guest.hear(len(data))
            for packet in self._framing.received(data):
                for message in decode(packet):
                    self._requests.put_nowait(message)
            if self._requests.qsize() > _MOST_WAITING:
                self._transport.pause_reading()
        except Malformed as e:
            self.send(encode(PREFIX + "error", "", f"got {e}"))
            self.close()

    def send(self, *packets: bytes) -> None:
        """Send packets at once, unless the client has stopped reading: then it is disconnected."""
        if self._transport.get_write_buffer_size() > _LOST_READER:
            self._transport.abort()
        elif not self._transport.is_closing():
            self._transport.write(b"".join(map(self._framing.wrap, packets)))

    async def _work(self) -> None:
        while True:
            message = await self._requests.get()
            if not self._requests.qsize():
                self._transport.resume_reading()
            name = message.address.removeprefix(PREFIX)
            try:
                result = await self._answer(message, name)
            except Problem as e:
                self.send(encode(PREFIX + "error", name, str(e)))
                if self._guest and not self._guest.known:
                    self.close()
            else:
                self.send(encode(PREFIX + "reply", name, to_json(result)))

    async def _answer(self, message: Message, name: str) -> object:
        values = list(message.args)
        if self._guest and (not self._guest.known or message.address == HELLO_ADDRESS):
            return await self._guest.greet(message)
        if message.address == PREFIX + "subscribe":
            return self._subscribe(*read(SUBSCRIBE, values))
        if message.address == PREFIX + "unsubscribe":
            self.subscribed = False
            self._stop_live()
            return None
        operation = BY_NAME.get(name)
        if operation is None or not message.address.startswith(PREFIX):
            raise Problem(f"{message.address} is not known; see docs/protocol.md")
        arguments = read(operation.arguments, values)
        perform = partial(self._server.perform, operation, arguments)
        if operation.aside:
            return await self._loop.run_in_executor(None, perform)
        if operation.looks:
            await self._through_engine(_nothing)
            return self._server.snapshot() if name == "state" else perform()
        return await self._through_engine(perform)

    async def _through_engine(self, work: Callable[[], object]) -> object:
        future: asyncio.Future[object] = self._loop.create_future()

        def settle(result: object, error: Exception | None) -> None:
            if future.cancelled():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        def done(result: object, error: Exception | None) -> None:
            self._server.call(partial(settle, result, error))

        self._server.in_engine(work, done)
        return await future

    def _subscribe(self, rate: float) -> Snapshot:
        if not 0 <= rate <= FASTEST:
            raise Problem(f"rate is {rate:g}, expected 0 to {FASTEST:g} a second")
        snapshot = self._server.snapshot()
        self.subscribed = True
        self._stop_live()
        if rate:
            self._schedule(1.0 / rate)
        return snapshot

    def _schedule(self, interval: float) -> None:
        self._live = self._loop.call_later(interval, self._send_live, interval)

    def _send_live(self, interval: float) -> None:
        engine = self._server.machine.engine
        if self._transport.get_write_buffer_size() < _SLOW_READER:
            self.send(*self._server.live.of(engine))
        self._schedule(interval)

    def _stop_live(self) -> None:
        if self._live:
            self._live.cancel()
            self._live = None


class _InGaps(selectors.DefaultSelector):
    """Whoever has slept until something came or was due goes on in a gap between two packets."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(timeout)
        if timeout != 0:
            await_gap()
        return found


def _loop_in_gaps() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":  # its loop of choice has no selector
        return asyncio.new_event_loop()
    return asyncio.SelectorEventLoop(_InGaps())


def _nothing() -> None:
    """What comes before it in the engine's thread is done when this is."""


def to_json(value: object) -> str:
    """JSON text of plain values."""
    return msgspec.json.encode(value).decode()


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket; port 0 is any free one.

    Raises:
        Problem: if the port is taken.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(16)
    except OSError as e:
        sock.close()
        raise Problem(
            f"cannot listen on TCP port {port} of {host}: {e.strerror or e}."
            f" Close the other program that uses it, or choose one with --control-port"
        ) from e
    return sock
