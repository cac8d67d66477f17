"""Sends output messages to any number of destinations; host names are resolved off the hot path."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from wekipy.osc.outgoing import OwnPorts, refusal
from wekipy.osc.udp import family_of
from wekipy.project.counting import many
from wekipy.project.place import in_words, is_address
from wekipy.project.schema import Destination

Place: TypeAlias = tuple[Any, ...]  # as `sendto` takes it: host and port, and with IPv6 a scope
_FAMILIES = (socket.AF_INET, socket.AF_INET6)

_LISTENING = 0.3  # seconds within which a nearby machine reports a closed port
RETRY = 5.0  # seconds until a host name that could not be resolved is tried again


class Outlet:
    """Sends packets to all destinations.

    Args:
        report: receives a line for the user, possibly in another thread.
        own: the engine's own ports, to which nothing is sent.

    Attributes:
        dropped: packets that the network did not take.
    """

    def __init__(self, report: Callable[[str], None], own: OwnPorts | None = None) -> None:
        self._sockets = {family: sock for family in _FAMILIES if (sock := _make(family)) is not None}
        self._report, self._own = report, own or OwnPorts(0, 0)
        self._targets: tuple[tuple[socket.socket, Place], ...] = ()
        self._wanted: tuple[Destination, ...] = ()
        self._closed = threading.Event()
        self.dropped = 0

    def aim(self, destinations: Sequence[Destination]) -> None:
        """Send to these destinations from now on; host names join as soon as they are resolved."""
        self._wanted = tuple(destinations)
        known = [(_literal(d.host), d.port) for d in destinations]
        self._targets = self._allowed(known)
        for host, port in dict.fromkeys(known):
            if host and self._own.have(host, port):
                self._report(refusal(host, port))
        if not all(host for host, _ in known):
            threading.Thread(target=self._resolve, args=(self._wanted,), name="resolve", daemon=True).start()

    def _resolve(self, wanted: tuple[Destination, ...]) -> None:
        complained = False
        reported: set[tuple[str, int]] = set()
        while self._wanted is wanted and not self._closed.is_set():
            found = [(_literal(d.host) or _look_up(d.host), d.port) for d in wanted]
            if self._wanted is wanted:
                self._targets = self._allowed(found)
                for place, (host, port) in zip(wanted, found, strict=True):
                    if host and not _literal(place.host) and (host, port) not in reported:
                        reported.add((host, port))
                        if self._own.have(host, port):
                            self._report(refusal(place.host, port))
            missing = [d.host for d, (host, _) in zip(wanted, found, strict=True) if not host]
            if not missing:
                return
            if not complained:
                self._report(
                    f"cannot find the host {missing[0]} to send outputs to; trying again every {RETRY:g} s"
                )
                complained = True
            self._closed.wait(RETRY)

    def _allowed(self, found: Sequence[tuple[str, int]]) -> tuple[tuple[socket.socket, Place], ...]:
        allowed = [(host, port) for host, port in found if host and not self._own.have(host, port)]
        sockets = self._sockets
        aimed = [(sockets.get(family_of(host)), _socket_address(host, port)) for host, port in allowed]
        return tuple((sock, place) for sock, place in aimed if sock is not None and place is not None)

    @property
    def targets(self) -> tuple[tuple[str, int], ...]:
        """The present destinations: those whose hosts are resolved."""
        return tuple((place[0], place[1]) for _, place in self._targets)

    def send(self, packet: bytes | bytearray) -> None:
        """Send one packet to every destination; never blocks, never raises."""
        for sock, target in self._targets:
            try:
                sock.sendto(packet, target)
            except OSError as e:
                self._trouble(e, target)

    def send_to_port(self, packet: bytes, port: int) -> None:
        """Send one packet to another port of every destination's host."""
        hosts = dict.fromkeys(host for host, _ in self.targets)
        for sock, target in self._allowed([(host, port) for host in hosts]):
            try:
                sock.sendto(packet, target)
            except OSError as e:
                self._trouble(e, target)

    def try_out(self, destination: Destination, packet: bytes) -> str:
        """Send one packet to a place; returns why nobody received it, if known, else "". May take a second.

        This machine and nearby ones report a port without a program; from farther away no answer comes in
        either case.
        """
        host = _literal(destination.host) or _look_up(destination.host)
        if not host:
            return f"cannot find the host {destination.host}"
        if self._own.have(host, destination.port):
            return refusal(destination.host, destination.port)
        place = _socket_address(host, destination.port)
        sock = _make(family_of(host))
        if place is None or sock is None:
            return f"cannot send to {destination} from this machine"
        with sock:
            return _answer_to(sock, place, packet, str(destination))

    def _trouble(self, error: OSError, target: Place) -> None:
        self.dropped += 1
        if self.dropped & (self.dropped - 1) == 0:  # at the 1st, 2nd, 4th, 8th … so that it stays rare
            self._report(
                f"cannot send to {in_words(target[0], target[1])}: {error.strerror or error}"
                f" ({many(self.dropped, 'packet')} dropped so far)"
            )

    def close(self) -> None:
        """Close the sockets."""
        self._closed.set()
        for sock in self._sockets.values():
            sock.close()


def _make(family: socket.AddressFamily) -> socket.socket | None:
    """A socket to send from; None where the system has no such family."""
    try:
        sock = socket.socket(family, socket.SOCK_DGRAM)
    except OSError:
        return None
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    sock.setblocking(False)
    return sock


def _answer_to(sock: socket.socket, place: Place, packet: bytes, name: str) -> str:
    """Send a packet; what the machine there says if nobody listens, in words, else ""."""
    sock.settimeout(_LISTENING)
    try:
        sock.connect(place)
        sock.send(packet)
        sock.recv(1)
    except TimeoutError:
        return ""
    except ConnectionRefusedError:
        return f"no program listens at {name}"
    except OSError as e:
        return f"cannot send to {name}: {e.strerror or e}"
    return ""


def _socket_address(host: str, port: int) -> Place | None:
    """As `sendto` takes it, which looks nothing up then."""
    if family_of(host) == socket.AF_INET:
        return host, port
    with contextlib.suppress(OSError):  # a scope that is not there (any more)
        found = socket.getaddrinfo(host, port, socket.AF_INET6, socket.SOCK_DGRAM, 0, socket.AI_NUMERICHOST)
        return found[0][4]
    return None


def _literal(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    if ":" in host:
        return host if is_address(host) else ""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):  # a zero character in a stranger's project
        return ""


def _look_up(host: str) -> str:
    for family in _FAMILIES:
        with contextlib.suppress(OSError, ValueError):
            return str(socket.getaddrinfo(host, None, family, socket.SOCK_DGRAM)[0][4][0])
    return ""
