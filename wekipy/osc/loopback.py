"""Forwards packets sent to ::1, the other loopback address, to the engine.

Programs that send to “localhost” may mean either 127.0.0.1 or ::1 by it. The stream reads one socket, at
127.0.0.1; a thread hands on what comes to ::1 at the same port. Only this machine can send to that address,
so whoever does is this machine, as all that comes from 127.0.0.1 is.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import threading

from wekipy.osc.udp import OTHER_LOOPBACK, bind
from wekipy.project.problem import Problem

_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT)


class OtherLoopback:
    """Forwards datagrams from ::1 until it is closed.

    Args:
        place: the stream's own address, at whose port it listens.
        beside: whether the stream is just leaving a socket that has ::1 itself.

    Raises:
        Problem: if something else has that port.
        NoIPv6: if this machine has no such address.
    """

    def __init__(self, place: tuple[str, int], beside: bool = False) -> None:
        self._place, self._closing = place, False
        try:
            self._inlet = bind(OTHER_LOOPBACK, place[1], beside)
        except Problem as e:
            cause = e.__cause__
            if isinstance(cause, OSError) and cause.errno in _NO_IPV6:
                raise NoIPv6("this machine has no IPv6") from e
            raise
        self._outlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._thread = threading.Thread(target=self._run, name="from ::1", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        buffer = bytearray(65_536)
        view = memoryview(buffer)
        while not self._closing:
            with contextlib.suppress(OSError):  # too large for IPv4, or the engine is about to end
                size = self._inlet.recv_into(buffer)
                if size:  # an empty one would be taken for one of the stream's own
                    self._outlet.sendto(view[:size], self._place)

    def aim(self, place: tuple[str, int]) -> None:
        """Forward to another address of the stream from now on."""
        self._place = place

    def close(self) -> None:
        """Stop forwarding."""
        self._closing = True
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", self._inlet.getsockname())
        self._thread.join(5.0)
        self._inlet.close()
        self._outlet.close()


class NoIPv6(Problem):
    """This machine has no address ::1."""
