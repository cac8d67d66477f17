"""wekipy's control protocol over TCP: framed OSC packets in both directions."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Sequence

from wekipy.faces.crowd import Crowd
from wekipy.faces.router import PREFIX
from wekipy.faces.session import Services, Session
from wekipy.osc.codec import Malformed, encode
from wekipy.osc.framing import Framing
from wekipy.osc.udp import cannot_listen, family_of
from wekipy.project.problem import Problem

TIME_TO_BEGIN = 5.0  # seconds for a first packet, from another machine with the token
_SLOW_READER = 1 << 20  # bytes waiting for a client above which live values are skipped
_LOST_READER = 1 << 25  # above which it is disconnected


class TcpFace:
    """Accepts control connections.

    Args:
        sockets: listening TCP sockets.
    """

    def __init__(self, services: Services, sockets: Sequence[socket.socket]) -> None:
        self._services, self._sockets = services, tuple(sockets)
        self._crowd = Crowd(services.admission)
        self._servers: list[asyncio.Server] = []

    async def open(self) -> None:
        """Start accepting connections."""
        loop = asyncio.get_running_loop()
        for sock in self._sockets:
            self._servers.append(await loop.create_server(self._connection, sock=sock))

    def _connection(self) -> TcpConnection:
        return TcpConnection(self._services, self._crowd)

    def close(self) -> None:
        """Accept no more connections and close all; replies already sent are still delivered."""
        for server in self._servers:
            server.close()
        self._crowd.close()


class TcpConnection(asyncio.Protocol):
    """A TCP connection of one client.

    Attributes:
        host: the client's address.
    """

    def __init__(self, services: Services, crowd: Crowd) -> None:
        self._services, self._crowd = services, crowd
        self._framing = Framing()
        self.host = ""
        self._session: Session | None = None  # of admitted clients
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  what create_server gives
        self._transport = transport
        # A reply must not wait until the client has acknowledged the event before it, some 40 ms.
        with contextlib.suppress(OSError):  # it may have been reset
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = transport.get_extra_info("peername")
        self.host = str(peer[0]) if peer else ""
        if not self._services.admission.admits(self.host) or not self._crowd.add(self):
            transport.close()
            return
        transport.set_write_buffer_limits(high=_SLOW_READER)
        self._session = Session(self._services, self.host, self)
        self._patience = asyncio.get_running_loop().call_later(TIME_TO_BEGIN, self._lose_patience)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._crowd.remove(self)
        self._framing.forget()  # now, without waiting for the garbage collector
        if self._patience:
            self._patience.cancel()
        if self._session:
            self._session.end()

    def _lose_patience(self) -> None:
        """Close it if it has not identified itself in time."""
        if self.silent:
            self._crowd.turn_away(self, f"sent no complete first packet within {TIME_TO_BEGIN:g} s")

    @property
    def silent(self) -> bool:
        """Whether it has not identified itself yet: by a first packet, from another machine with the
        token.
        """
        return not (self._framing.begun and self._session and self._session.client.admitted)

    @property
    def unfinished(self) -> int:
        """The bytes kept of an incomplete packet."""
        return self._framing.unfinished

    @property
    def behind(self) -> bool:
        """Whether it reads too slowly for live values."""
        return self._transport.get_write_buffer_size() >= _SLOW_READER

    def abort(self) -> None:
        """Close it at once."""
        self._transport.abort()

    def pause_writing(self) -> None:
        """The client does not read: its requests must wait."""
        if self._session:
            self._session.may_reply.clear()

    def resume_writing(self) -> None:
        """The client reads again."""
        if self._session:
            self._session.may_reply.set()

    def read_on(self, on: bool) -> None:
        """Pause or resume reading from the client."""
        if on:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    def close(self) -> None:
        """Deliver what was sent, then close."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._session is None:
            return
        try:
            self._session.client.count(len(data))
            for packet in self._framing.received(data):
                self._session.take(packet)
            self._crowd.bound_unfinished()
        except Malformed as e:
            if self.silent:
                self._services.admission.turn_away(self.host, f"sent {e}")
            self.send(encode(PREFIX + "error", "", f"got {e}"))
            self.close()

    def send(self, *packets: bytes) -> None:
        """Send packets at once; a client that has stopped reading is disconnected."""
        if self._transport.get_write_buffer_size() > _LOST_READER:
            self._transport.abort()
        elif not self._transport.is_closing():
            self._transport.write(b"".join(map(self._framing.wrap, packets)))


def listen(host: str, port: int) -> socket.socket:
    """Open a listening TCP socket; port 0 is any free one.

    Raises:
        Problem: if the port is taken.
    """
    try:
        sock = socket.socket(family_of(host), socket.SOCK_STREAM)
    except OSError as e:
        raise Problem(f"cannot listen on TCP port {port} of {host}: {e.strerror or e}") from e
    try:
        if sock.family == socket.AF_INET6:  # :: is the whole network, IPv4 as well
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host != "::"))
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(16)
    except OSError as e:
        sock.close()
        advice = "Close the other program that uses it, or choose one with --control-port"
        raise cannot_listen("TCP", host, port, e, advice) from e
    return sock
