"""Where output messages leave: one socket, any number of destinations, names looked up off the hot path."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Sequence

from wekipy.project.schema import Destination

RETRY = 5.0  # seconds until a host name that could not be resolved is tried again


class Outlet:
    """Sends packets to all destinations.

    Args:
        report: called, possibly from another thread, with a line for people.

    Attributes:
        dropped: packets that the network did not take.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self._socket.setblocking(False)
        self._report = report
        self._targets: tuple[tuple[str, int], ...] = ()
        self._wanted: tuple[Destination, ...] = ()
        self._closed = threading.Event()
        self.dropped = 0

    def aim(self, destinations: Sequence[Destination]) -> None:
        """Send to these from now on; names that need looking up join as soon as they are known."""
        self._wanted = tuple(destinations)
        known = [(_literal(d.host), d.port) for d in destinations]
        self._targets = tuple((host, port) for host, port in known if host)
        if len(self._targets) < len(destinations):
            threading.Thread(target=self._resolve, args=(self._wanted,), name="resolve", daemon=True).start()

    def _resolve(self, wanted: tuple[Destination, ...]) -> None:
        complained = False
        while self._wanted is wanted and not self._closed.is_set():
            found = [(_literal(d.host) or _look_up(d.host), d.port) for d in wanted]
            if self._wanted is wanted:
                self._targets = tuple((host, port) for host, port in found if host)
            missing = [d.host for d, (host, _) in zip(wanted, found, strict=True) if not host]
            if not missing:
                return
            if not complained:
                self._report(
                    f"cannot find the host {missing[0]} to send outputs to; trying again every {RETRY:g} s"
                )
                complained = True
            self._closed.wait(RETRY)

    @property
    def targets(self) -> tuple[tuple[str, int], ...]:
        """The places that packets go to now: destinations whose hosts are known."""
        return self._targets

    def send(self, packet: bytes | bytearray) -> None:
        """Send one packet to every destination; never waits, never raises."""
        for target in self._targets:
            try:
                self._socket.sendto(packet, target)
            except OSError as e:
                self._trouble(e, target)

    def _trouble(self, error: OSError, target: tuple[str, int]) -> None:
        self.dropped += 1
        if self.dropped & (self.dropped - 1) == 0:  # at the 1st, 2nd, 4th, 8th … so that it stays rare
            self._report(
                f"cannot send to {target[0]}:{target[1]}: {error.strerror or error}"
                f" ({self.dropped} packets dropped so far)"
            )

    def close(self) -> None:
        """Send nothing more."""
        self._closed.set()
        self._socket.close()


def _literal(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return ""


def _look_up(host: str) -> str:
    try:
        return str(socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_DGRAM)[0][4][0])
    except (OSError, UnicodeError):
        return ""
