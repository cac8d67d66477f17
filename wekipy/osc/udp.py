"""The UDP socket that inputs arrive at, and how it moves to another address while packets come."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys

from wekipy.project.problem import Problem

THIS_MACHINE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104  what a person asked for
_RECEIVE_BUFFER = 4 << 20  # bytes asked of the system, to bridge moments when the thread does not run


def bind(host: str, port: int) -> socket.socket:
    """A UDP socket for inputs.

    Raises:
        Problem: if the port is taken or the address is not this machine's.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        _enlarge(sock)
        sock.bind((host, port))
    except OSError as e:
        sock.close()
        raise Problem(
            f"cannot listen on UDP port {port} of {host}: {e.strerror or e}."
            f" Close the other program that uses it (Wekinator, another wekipy?), or choose one with --port"
        ) from e
    return sock


def bind_beside(old: socket.socket, host: str) -> socket.socket:
    """A socket at the same port of another address, for everything that arrives from now on.

    What has arrived at the old one can still be read from it. Where the system cannot have both at a time
    (it can on Linux), the old one is closed first, and what waits in it is lost.

    Raises:
        Problem: if it cannot be made; the old one is then as it was, or closed.
    """
    port = old.getsockname()[1]
    new = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        _enlarge(new)
        if sys.platform.startswith("linux"):
            _share(old, new, on=True)
            new.bind((host, port))
            _share(new, on=False)
            # Connected to an address that nobody can send from, the old one gets nothing new. It stays shared
            # until it is closed, as the next move may come before it is read to its end.
            old.connect((THIS_MACHINE, 1))
        else:
            old.close()
            new.bind((host, port))
    except OSError as e:
        new.close()
        if old.fileno() >= 0:
            _share(old, on=False)
        raise Problem(f"cannot listen on UDP port {port} of {host}: {e.strerror or e}") from e
    return new


def _share(*socks: socket.socket, on: bool) -> None:
    """Let others bind the same port, or not: all who have it must let them, and want it themselves."""
    for sock in socks:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(on))


def reachable(sock: socket.socket) -> tuple[str, int]:
    """An address of this machine at which the socket gets what is sent."""
    host, port = sock.getsockname()
    return (THIS_MACHINE if host == EVERYWHERE else host), port


def wake_after(sock: socket.socket, seconds: float) -> None:
    """Let a blocking socket give up waiting after that long, 0 is never; costs nothing while packets come."""
    milliseconds = int(seconds * 1000)
    windows = sys.platform.startswith("win")
    value = milliseconds if windows else struct.pack("ll", 0, milliseconds * 1000)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)


def _enlarge(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
    if sys.platform.startswith("linux"):
        force = 33  # SO_RCVBUFFORCE: beyond the system's limit, where we may
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, force, _RECEIVE_BUFFER)
