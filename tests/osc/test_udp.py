"""Sockets for inputs, and how one takes over from another."""

from __future__ import annotations

import contextlib
import socket
import sys

import pytest

from wekipy.osc.udp import EVERYWHERE, THIS_MACHINE, bind, bind_beside, hear_no_more

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere the old one is closed"
)


def received(sock: socket.socket) -> list[bytes]:
    """All that waits in a socket."""
    sock.setblocking(False)
    found = []
    with contextlib.suppress(BlockingIOError):
        while True:
            found.append(sock.recv(100))
    return found


@pytest.mark.parametrize(("first", "second"), [(THIS_MACHINE, EVERYWHERE), (EVERYWHERE, THIS_MACHINE)])
def test_what_comes_after_a_move_comes_to_the_new_socket_only(first: str, second: str) -> None:
    old = bind(first, 0)
    port = old.getsockname()[1]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"before", (THIS_MACHINE, port))
        new = bind_beside(old, second)
        sender.sendto(b"after", (THIS_MACHINE, port))
        assert received(old) == [b"before"]
        assert received(new) == [b"after"]
        old.close()
        sender.sendto(b"later", (THIS_MACHINE, port))
        assert received(new) == [b"later"]
        new.close()


def test_a_socket_that_hears_no_more_keeps_what_it_has_heard() -> None:
    old = bind(THIS_MACHINE, 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"before", old.getsockname())
        place = old.getsockname()
        hear_no_more(old)
        sender.sendto(b"after", place)
        assert received(old) == [b"before"]
    old.close()
