"""Connections that say nothing, or nothing whole, take neither places nor memory from those that do."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from waiting import ask_until

from wekipy.client import Client
from wekipy.faces import crowd as places
from wekipy.faces import tcp
from wekipy.osc.codec import encode
from wekipy.osc.framing import BIGGEST

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine

TURN = bytes.fromhex("000300242112a442") + bytes(36)
STATE = encode("/wekipy/unsubscribe")


def framed(packet: bytes) -> bytes:
    """With its length."""
    return len(packet).to_bytes(4, "big") + packet


@pytest.fixture
def s(stage: MakeStage) -> Stage:
    return stage("--inputs", "1", "--outputs", "1")


@pytest.fixture
def connect(s: Stage) -> Iterator[Callable[[], socket.socket]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(
            socket.create_connection(("127.0.0.1", s.engine.control_port), timeout=20)
        )


def ended(sock: socket.socket) -> bool:
    """Wait until the engine closes a connection; False if it does not."""
    with contextlib.suppress(TimeoutError):
        try:
            while sock.recv(65_536):
                pass
        except ConnectionError:
            pass
        return True
    return False


def test_seventy_silent_connections_keep_nobody_out(s: Stage, connect: Callable[[], socket.socket]) -> None:
    crowd = [connect() for _ in range(70)]
    for _ in range(3):
        with Client(port=s.engine.control_port) as client:
            assert client.state()["running"] is False
    assert s.client.state()["running"] is False, "who has spoken stays"
    assert ended(crowd[0]), "the oldest makes way"
    assert s.client.health()["turned_away"] >= 7
    s.engine.wait_for("said nothing and makes way")
    assert sum("makes way" in line for line in s.engine.lines) < 5


def test_what_a_browser_can_be_made_to_send_ends_the_connection(
    s: Stage, connect: Callable[[], socket.socket]
) -> None:
    for _ in range(64):
        page = connect()
        page.sendall(TURN)
        assert ended(page)
    assert s.client.health()["turned_away"] == 64
    s.engine.wait_for("control connection: a program on this machine sent")


@pytest.mark.timing
def test_a_first_packet_has_five_seconds_and_who_sent_one_all_the_time(
    s: Stage, connect: Callable[[], socket.socket]
) -> None:
    assert tcp.TIME_TO_BEGIN == 5.0
    spoke, silent, half = connect(), connect(), connect()
    spoke.sendall(framed(STATE))
    half.sendall(framed(STATE)[:-1])
    began = time.monotonic()
    assert ended(silent) and ended(half)
    assert 4 < time.monotonic() - began < 15
    s.engine.wait_for("sent no complete first packet within 5 s")
    spoke.sendall(framed(STATE))
    assert spoke.recv(1_000).count(b"/wekipy/reply") >= 1
    assert s.client.state()["running"] is False


def test_unfinished_packets_keep_64_mb_at_most_of_all_connections(
    s: Stage, connect: Callable[[], socket.socket]
) -> None:
    assert places.MOST_UNFINISHED == 64 << 20
    before = s.client.health()["memory"]
    for _ in range(20):
        sock = connect()
        sock.sendall(framed(STATE))
        with contextlib.suppress(OSError):
            sock.sendall(BIGGEST.to_bytes(4, "big") + b"/" + bytes(BIGGEST - 100))
    health = ask_until(s.client.health, lambda health: health["turned_away"] >= 16)
    assert health["memory"] - before < 150 << 20
    s.engine.wait_for("bytes of a packet waiting")


def test_who_asks_and_never_reads_is_not_answered_into_memory(
    s: Stage, connect: Callable[[], socket.socket]
) -> None:
    before = s.client.health()["memory"]
    sock = connect()
    sock.settimeout(1)
    request = framed(encode("/wekipy/rename_outputs", "x" * 50_000))  # its complaint is short, state is not
    with contextlib.suppress(OSError):
        for _ in range(400):
            sock.sendall(request + framed(encode("/wekipy/state")) * 100)
    assert s.client.health()["memory"] - before < 12 << 20
