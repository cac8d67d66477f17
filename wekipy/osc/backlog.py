"""Measures how long packets have waited in the socket, by arrival stamps of the system where it has them."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import sys
import time
from typing import Any, Final

BIGGEST: Final = 65_536  # bytes of a packet
LATE: Final = 0.02  # seconds that a packet may have waited

_STAMPED: Final = 35  # SO_TIMESTAMPNS of Linux, also the type of the stamp
_TIME = struct.Struct("@ll")  # seconds since 1970, and nanoseconds
_ROOM: Final = 64  # bytes for a stamp with its head


def stamp_arrivals(sock: socket.socket) -> None:
    """Make the system stamp each arriving packet, at almost no cost."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, _STAMPED, 1)


class Backlog:
    """Checks waiting packets in a socket without blocking.

    Without stamps, a packet counts as late if the socket has not been empty for longer than `LATE`.
    """

    def __init__(self) -> None:
        self._empty = time.monotonic()  # when the socket was empty

    def late(self, sock: socket.socket) -> bool:
        """Whether the next packet has waited for longer than `LATE`."""
        try:
            if not select.select((sock,), (), (), 0)[0]:
                self._empty = time.monotonic()
                return False
            found = sock.recvmsg(1, _ROOM, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except (OSError, ValueError):  # it is closed, or the number of its descriptor too large
            return False
        except AttributeError:  # Windows has no recvmsg
            return self._long_behind()
        return self._is_late(found[1])

    def receive(self, sock: socket.socket) -> tuple[bytes, Any, bool]:
        """The next packet, its sender, and whether it is late.

        Raises:
            OSError: BlockingIOError if there is none; else as reported by the system.
        """
        if not select.select((sock,), (), (), 0)[0]:
            self._empty = time.monotonic()
            raise BlockingIOError
        if not hasattr(sock, "recvmsg"):
            return *sock.recvfrom(BIGGEST), self._long_behind()
        packet, stamps, _, sender = sock.recvmsg(BIGGEST, _ROOM, socket.MSG_DONTWAIT)
        return packet, sender, self._is_late(stamps)

    def _is_late(self, stamps: list[tuple[int, int, bytes]]) -> bool:
        for level, kind, data in stamps:
            if level == socket.SOL_SOCKET and kind == _STAMPED and len(data) == _TIME.size:
                seconds, nanoseconds = _TIME.unpack(data)
                return bool(time.time() - (seconds + nanoseconds * 1e-9) > LATE)
        return self._long_behind()

    def _long_behind(self) -> bool:
        return time.monotonic() - self._empty > LATE
