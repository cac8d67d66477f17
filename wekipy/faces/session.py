"""A connected client of any face: performs its requests in order, each with one reply."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from wekipy.engine.describe import Snapshot
from wekipy.faces.admission import HELLO_ADDRESS, AdmissionControl, PendingClient
from wekipy.faces.arguments import Argument, read
from wekipy.faces.face_thread import FaceThread
from wekipy.faces.json_text import to_json
from wekipy.faces.router import PREFIX, Router, own_call
from wekipy.faces.subscribers import Subscriber, Subscribers
from wekipy.osc.codec import Message, decode, encode
from wekipy.project.problem import Problem

FASTEST = 120.0  # live messages a second
_MOST_WAITING = 1_000  # requests of one client above which no more are read
_MOST_WAITING_BYTES = 1 << 20  # bytes of requests, likewise

SUBSCRIBE = (
    Argument("rate", "float", f"live values a second, 0 to {FASTEST:g}; 0 is changes only", default=0.0),
    Argument("pieces", "bool", "send changes of takes, deleted and outputs in pieces", default=False),
)


@dataclass(frozen=True)
class Services:
    """What all sessions share."""

    thread: FaceThread
    router: Router
    subscribers: Subscribers
    admission: AdmissionControl


class Connection(Subscriber, Protocol):
    """The transport of one client; it carries complete packets only."""

    def read_on(self, on: bool) -> None:
        """Pause or resume reading from the client."""

    def close(self) -> None:
        """Deliver what was sent, then close."""


class Session:
    """The requests of one client; all methods in the faces' thread.

    Attributes:
        client: whether it may send requests.
        may_reply: set while the client reads; else its requests wait.
    """

    def __init__(self, services: Services, host: str, connection: Connection) -> None:
        self._services, self._connection = services, connection
        self.client: PendingClient = services.admission.pending(host)
        self.may_reply = asyncio.Event()
        self.may_reply.set()
        # Each with its size in bytes; the first of a bundle counts all.
        self._requests: asyncio.Queue[tuple[Message, int]] = asyncio.Queue()
        self._waiting_bytes = 0
        self._worker = services.thread.loop.create_task(self._work())

    def take(self, packet: bytes) -> None:
        """Perform the requests in a packet after all earlier ones.

        Raises:
            Malformed: if it is not an OSC packet.
        """
        size = len(packet)
        for message in decode(packet):
            self._requests.put_nowait((message, size))
            self._waiting_bytes += size
            size = 0
        if self._requests.qsize() > _MOST_WAITING or self._waiting_bytes > _MOST_WAITING_BYTES:
            self._connection.read_on(False)

    def end(self) -> None:
        """Cancel the requests of a client that has gone."""
        self._requests = asyncio.Queue()
        self._services.subscribers.remove(self._connection)
        self._worker.cancel()

    async def _work(self) -> None:
        while True:
            message, size = await self._requests.get()
            self._waiting_bytes -= size
            await self.may_reply.wait()
            if not self._requests.qsize():
                self._connection.read_on(True)
            name = message.address.removeprefix(PREFIX)
            try:
                result = await self._answer(message, name)
            except Problem as e:
                self._connection.send(encode(PREFIX + "error", name, str(e)))
                if not self.client.admitted:
                    self._connection.close()
            else:
                self._connection.send(encode(PREFIX + "reply", name, to_json(result)))

    async def _answer(self, message: Message, name: str) -> object:
        if not self.client.admitted or message.address == HELLO_ADDRESS:
            return await self.client.greet(message)
        router, subscribers = self._services.router, self._services.subscribers
        if message.address == PREFIX + "subscribe":
            return self._subscribe(*read(SUBSCRIBE, message.args))
        if message.address == PREFIX + "unsubscribe":
            subscribers.remove(self._connection)
            return None
        call = own_call(message.address, message.args)
        if name == "state":  # after everything requested before, and after the changes up to then
            await self._services.thread.result_of(router.settle)
            return subscribers.snapshot()
        return await self._services.thread.result_of(partial(router.ask, call))

    def _subscribe(self, rate: float, pieces: bool) -> Snapshot:
        if not 0 <= rate <= FASTEST:
            raise Problem(f"rate is {rate:g}, expected 0 to {FASTEST:g} a second")
        return self._services.subscribers.add(self._connection, rate, pieces)
