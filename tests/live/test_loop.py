"""The stream in this process, on a real socket, with faults put in its way."""

from __future__ import annotations

import socket
import threading

import numpy as np
import pytest

from wekipy.engine.engine import Engine
from wekipy.live.parts import go_live
from wekipy.machine import gaps
from wekipy.osc.codec import encode
from wekipy.osc.notices import Notices
from wekipy.osc.outlet import Outlet
from wekipy.osc.udp import bind
from wekipy.project.create import new_project
from wekipy.project.editing import parse_destination
from wekipy.project.problem import Problem


class Room:
    """A stream that runs in a thread, and a sketch's sockets."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.told = threading.Event()
        self.engine = Engine(new_project(2, "1"))
        self.inlet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.inlet.bind(("127.0.0.1", 0))
        self.inlet.settimeout(10)
        self.outlet = Outlet(self.tell)
        self.outlet.aim([parse_destination(f"127.0.0.1:{self.inlet.getsockname()[1]}")])
        self.socket = bind("127.0.0.1", 0)
        self.live = go_live(self.engine, self.socket, self.outlet, Notices(self.tell))
        self.engine.running.start()
        self.engine.runtime.silent = False  # as with a model: the values are sent
        self.live.refresh()
        self.thread = threading.Thread(target=self.live.run, args=[lambda *_: False])
        self.thread.start()

    def tell(self, text: str) -> None:
        self.lines.append(text)
        self.told.set()

    def send(self, packet: bytes) -> None:
        self.inlet.sendto(packet, self.socket.getsockname())

    def close(self) -> None:
        self.live.loop.stop()
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.live.inlet.close()
        self.inlet.close()
        self.outlet.close()


@pytest.fixture
def room():
    made = Room()
    yield made
    made.close()


def test_a_fault_costs_one_packet(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, calls = room.engine.runtime.answer, []

    def faulty(x, values, now):
        calls.append(x)
        if len(calls) == 1:
            raise ZeroDivisionError("a fault")
        return answer(x, values, now)

    monkeypatch.setattr(room.engine.runtime, "answer", faulty)
    room.send(encode("/wek/inputs", 0.5, 0.5))
    assert room.told.wait(10)
    assert "ZeroDivisionError" in room.lines[0]
    room.send(encode("/wek/inputs", 0.5, 0.5))
    assert room.inlet.recv(100).startswith(b"/wek/outputs\0")


def test_posted_work_that_fails_ends_nothing(room: Room) -> None:
    room.live.loop.post(lambda: 1 / 0)
    assert room.told.wait(10)
    room.send(encode("/wek/inputs", 0.5, 0.5))
    assert room.inlet.recv(100).startswith(b"/wek/outputs\0")


def test_posted_work_keeps_its_place_behind_packets(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wekipy.live.loop._LATE", 60.0)
    blocked, seen = threading.Event(), []
    done = threading.Event()
    room.live.loop.post(lambda: blocked.wait(10))
    for n in range(100):
        room.send(encode("/wek/inputs", float(n), 0.0))
    room.live.loop.post(lambda: (seen.append(room.engine.arrived), done.set()))
    blocked.set()
    assert done.wait(10)
    assert seen == [100]


def test_others_may_work_as_soon_as_a_packet_was_answered(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps, "LONGEST", 60.0)
    monkeypatch.setattr(gaps, "_packets_come", True)
    other = threading.Thread(target=gaps.await_gap)
    other.start()
    while not gaps._waiting:
        threading.Event().wait(0.001)
    room.send(b"no OSC")
    assert room.told.wait(10)
    assert gaps._waiting
    room.send(encode("/wek/inputs", 0.5, 0.5))
    other.join(10)
    assert not other.is_alive()


def test_vectors_that_no_float32_can_carry_are_refused(room: Room) -> None:
    room.live.loop.post(lambda: room.live.inputs.take(np.array([1e300, 0.0]), ("here", 0), 0.0))
    assert room.told.wait(10)
    assert "inf as input 1" in room.lines[0]
    assert room.engine.arrived == 0


def test_a_port_in_use_is_a_problem() -> None:
    sentence = pytest.raises(Problem, match=r"cannot listen on UDP port \d+ .*--port")
    with bind("127.0.0.1", 0) as first, sentence:
        bind("127.0.0.1", first.getsockname()[1])
