"""The UDP socket that packets arrive at."""

from __future__ import annotations

import contextlib
import select
import socket
from collections import deque

from wekipy.osc.backlog import BIGGEST, Backlog
from wekipy.osc.udp import reachable, wake_after


class UdpInlet:
    """A bound UDP socket that can move to another one without losing a packet.

    Call all methods but `wake` in the receiving thread.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._next: deque[socket.socket] = deque()
        self._backlog = Backlog()
        self._patience = 0.0
        self._waker = socket.socket(sock.family, socket.SOCK_DGRAM)
        self._own_address = reachable(sock)

    def fileno(self) -> int:
        """The descriptor to wait for if there are other inlets."""
        while self._next and not self.waiting():
            self._arrive()
        return self._socket.fileno()

    def receive(self) -> tuple[bytes, tuple[str, int]]:
        """Wait for the next packet; returns it, empty after `wake`, and the host and port of its sender.

        Raises:
            OSError: BlockingIOError or TimeoutError if none came, see `give_up_after`; else what the system
                reports, which does not mean that this socket is of no use.
        """
        try:
            return self._socket.recvfrom(BIGGEST)
        except (BlockingIOError, TimeoutError):
            if self._next:
                self._arrive()
            raise

    def receive_now(self) -> tuple[bytes, tuple[str, int], bool]:
        """Receive without waiting; returns also whether the packet is late, see `Backlog`.

        Raises:
            OSError: BlockingIOError if there is none.
        """
        return self._backlog.receive(self._socket)

    def late(self) -> bool:
        """Whether the next packet has waited for too long."""
        return self._backlog.late(self._socket)

    def waiting(self) -> bool:
        """Whether a packet waits; unknown if the socket is closed or its descriptor too large."""
        with contextlib.suppress(OSError, ValueError):
            return bool(select.select((self._socket,), (), (), 0)[0])
        return False

    def give_up_after(self, seconds: float) -> None:
        """Set after how many seconds without a packet `receive` gives up; 0 is never."""
        if seconds != self._patience:
            self._patience = seconds
            wake_after(self._socket, seconds)

    def wake(self) -> None:
        """Make `receive` return an empty packet after all earlier ones; from any thread."""
        with contextlib.suppress(OSError):
            self._waker.sendto(b"", self._own_address)

    def move(self, sock: socket.socket) -> None:
        """Switch to another socket as soon as the present one is empty."""
        self._next.append(sock)
        if self._socket.fileno() < 0:
            self._arrive()
        for left in (self._socket, *self._next):
            left.setblocking(left is sock)

    def _arrive(self) -> None:
        """Switch to the next socket: the present one is empty or closed."""
        self._socket.close()
        self._socket = self._next.popleft()
        if self._waker.family != self._socket.family:
            before, self._waker = self._waker, socket.socket(self._socket.family, socket.SOCK_DGRAM)
            before.close()
        self._own_address = reachable(self._socket)
        wake_after(self._socket, self._patience)
        self.wake()  # the old socket may have missed one

    @property
    def socket(self) -> socket.socket:
        """The socket for new packets."""
        return self._next[-1] if self._next else self._socket

    @property
    def address(self) -> tuple[str, int]:
        """An address of this machine for new packets."""
        return reachable(self.socket)

    @property
    def port(self) -> int:
        """The port for new packets."""
        return self.address[1]

    def close(self) -> None:
        """Close the sockets."""
        for sock in (self._socket, *self._next, self._waker):
            sock.close()
