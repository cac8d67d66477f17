"""Opens the UDP socket for inputs, and moves it to another address while packets come."""

from __future__ import annotations

import contextlib
import errno
import socket
import struct
import sys

from wekipy.osc.backlog import stamp_arrivals
from wekipy.project.problem import NotYet, Problem

THIS_MACHINE = "127.0.0.1"
OTHER_LOOPBACK = "::1"
EVERYWHERE = "0.0.0.0"  # noqa: S104  what a person asked for
_RECEIVE_BUFFER = 4 << 20  # bytes asked of the system, to bridge moments when the thread does not run


def family_of(host: str) -> socket.AddressFamily:
    """Of a numeric address, or of a name, which is looked up as IPv4."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def plain_host(host: str) -> str:
    """A host as a person may write it, without brackets, and localhost by its number."""
    plain = host.strip().removeprefix("[").removesuffix("]")
    return THIS_MACHINE if plain.lower() in ("localhost", "ip6-localhost") else plain


def main_host(host: str) -> str:
    """Where the stream's own socket is for a host: for ::1 it is at 127.0.0.1, see `loopback`."""
    return THIS_MACHINE if host == OTHER_LOOPBACK else host


def _make(host: str) -> socket.socket:
    sock = socket.socket(family_of(host), socket.SOCK_DGRAM)
    if sock.family == socket.AF_INET6:  # :: is the whole network, IPv4 as well
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host != "::"))
    return sock


def bind(host: str, port: int, beside: bool = False) -> socket.socket:
    """Open a UDP socket for inputs.

    Args:
        beside: another socket of ours shares the port and will be closed soon.

    Raises:
        Problem: if the port is taken or the address is not this machine's.
    """
    sock = None
    try:
        sock = _make(host)
        _enlarge(sock)
        _share(sock, on=beside)
        sock.bind((host, port))
        _share(sock, on=False)
    except (OSError, UnicodeError) as e:
        if sock is not None:
            sock.close()
        advice = (
            "Close the other program that uses it (Wekinator, another wekipy?), or choose one with --port"
        )
        raise cannot_listen("UDP", host, port, e, advice) from e
    return sock


def cannot_listen(kind: str, host: str, port: int, error: OSError | UnicodeError, advice: str) -> Problem:
    """Return why a UDP or TCP port cannot be listened at, and what to do.

    Args:
        advice: what to do if the port is taken.
    """
    if isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL:
        return NotYet(
            f"cannot listen at {host}: this machine does not have that address, or its network is not up yet;"
            f" {EVERYWHERE} is all addresses, whenever they come"
        )
    return Problem(f"cannot listen on {kind} port {port} of {host}: {_reason(error)}. {advice}")


def bind_beside(old: socket.socket, host: str) -> socket.socket:
    """Open a socket at the same port of another address, for everything that arrives from now on.

    What has arrived at the old one can still be read from it. Where the system cannot have both at a time
    (it can on Linux), the old one is closed first, and what waits in it is lost.

    Raises:
        Problem: if it cannot be opened; the old one is then unchanged or closed.
    """
    port = old.getsockname()[1]
    new = _make(host)
    try:
        _enlarge(new)
        if sys.platform.startswith("linux"):
            _share(old, new, on=True)
            new.bind((host, port))
            _share(new, on=False)
            # It stays shared until it is closed, as the next move may come before it is read to its end.
            hear_no_more(old)
        else:
            old.close()
            new.bind((host, port))
    except OSError as e:
        new.close()
        if old.fileno() >= 0:
            _share(old, on=False)
        raise Problem(f"cannot listen on UDP port {port} of {host}: {e.strerror or e}") from e
    return new


def hear_no_more(sock: socket.socket) -> None:
    """Stop arrivals at a socket by connecting it to an address that nobody can send from.

    What has arrived can still be read.
    """
    with contextlib.suppress(OSError):
        sock.connect((THIS_MACHINE if sock.family == socket.AF_INET else OTHER_LOOPBACK, 1))


def _reason(error: OSError | UnicodeError) -> str:
    if isinstance(error, socket.gaierror | UnicodeError):
        return "this is no address of this machine"
    return error.strerror or str(error)


def _share(*socks: socket.socket, on: bool) -> None:
    """Allow or forbid sharing the port; every socket at it must allow sharing."""
    for sock in socks:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(on))


def reachable(sock: socket.socket) -> tuple[str, int]:
    """Return an address of this machine that reaches the socket."""
    host, port = sock.getsockname()[:2]
    return {EVERYWHERE: THIS_MACHINE, "::": OTHER_LOOPBACK}.get(host, host), port


def wake_after(sock: socket.socket, seconds: float) -> None:
    """Set after how many seconds a blocking socket stops waiting, 0 is never; free while packets come."""
    milliseconds = int(seconds * 1000)
    windows = sys.platform.startswith("win")
    value = milliseconds if windows else struct.pack("ll", 0, milliseconds * 1000)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)


def _enlarge(sock: socket.socket) -> None:
    stamp_arrivals(sock)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
    if sys.platform.startswith("linux"):
        force = 33  # SO_RCVBUFFORCE: beyond the system's limit, where we may
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, force, _RECEIVE_BUFFER)
