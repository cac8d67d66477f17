"""More input than can be answered: the newest is answered, and what was passed over is counted."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from waiting import until

from wekipy.engine.engine import Engine
from wekipy.live import loop, overload
from wekipy.live.parts import go_live
from wekipy.osc.backlog import LATE, Backlog
from wekipy.osc.codec import Message, decode, encode, numbers
from wekipy.osc.notices import Notices
from wekipy.osc.outlet import Outlet
from wekipy.osc.udp import bind
from wekipy.project.create import new_project
from wekipy.project.editing import parse_destination

COUNT = 200


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Late packets are too many at once; posted work keeps its place behind packets, however many."""
    monkeypatch.setattr(overload, "OVERLOAD", 0.0)
    monkeypatch.setattr(loop, "_LATE", 60.0)


class Slow:
    """A stream whose model answers with its first input when it is let; controls are noted in their place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, outputs: str = "1") -> None:
        self.lines: list[str] = []
        self.engine = Engine(new_project(1, outputs))
        self.answered: list[float] = []
        self.pause = 0.0
        self.seen: list[tuple[str, float]] = []
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("127.0.0.1", 0))
        self.sock.settimeout(10)
        self.outlet = Outlet(self.lines.append)
        self.outlet.aim([parse_destination(f"127.0.0.1:{self.sock.getsockname()[1]}")])
        self.inlet = bind("127.0.0.1", 0)
        self.live = go_live(self.engine, self.inlet, self.outlet, Notices(self.lines.append))
        self.engine.running.start()
        self.live.refresh()
        self._hold = threading.Event()
        monkeypatch.setattr(self.engine.runtime, "answer", self._answer)
        monkeypatch.setattr(self.engine.runtime, "silent", False)
        self.thread = threading.Thread(target=self.live.run, args=[self._control])
        self.thread.start()

    def _answer(self, x: np.ndarray, values: np.ndarray, now: float) -> list[str]:
        self._hold.wait(10)
        time.sleep(self.pause)
        values[0] = x[0]
        self.answered.append(float(x[0]))
        return []

    def _control(self, message: Message, host: str) -> bool:
        self.seen.append((message.address, float(self.engine.inputs[0])))
        if message.address == "/start":
            self.engine.recording.start()
        return True

    def send(self, *packets: bytes) -> None:
        """Packets from a sketch."""
        for packet in packets:
            self.sock.sendto(packet, self.inlet.getsockname())

    def go_on(self) -> None:
        """Answer again, when all that was sent has waited too long."""
        until(lambda: Backlog().late(self.inlet))
        end = time.monotonic() + 3 * LATE
        until(lambda: time.monotonic() > end)
        self._hold.set()

    def settle(self) -> None:
        """Wait until all packets were read."""
        done = threading.Event()
        self.live.loop.post(done.set)
        assert done.wait(10)

    def close(self) -> None:
        """End it."""
        self._hold.set()
        self.live.loop.stop()
        self.thread.join(10)
        self.live.inlet.close()
        self.sock.close()
        self.outlet.close()


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Slow]]:
    made: list[Slow] = []

    def one(outputs: str = "1") -> Slow:
        made.append(Slow(monkeypatch, outputs))
        return made[-1]

    yield one
    for slow in made:
        slow.close()


def vector(n: int) -> bytes:
    """The usual message."""
    return encode("/wek/inputs", float(n))


def whole(n: int) -> bytes:
    """The same as an integer, as some programs send it."""
    return encode("/wek/inputs", n)


@pytest.mark.parametrize("form", [vector, whole])
def test_of_vectors_that_have_waited_the_newest_is_answered(
    make: Callable[..., Slow], form: Callable[[int], bytes]
) -> None:
    slow = make()
    slow.send(*(form(n) for n in range(COUNT)))
    slow.go_on()
    slow.settle()
    assert slow.answered == [0, COUNT - 1]
    assert slow.live.overload.passed_over == COUNT - 2
    assert (slow.engine.arrived, slow.engine.answered) == (COUNT, 2)
    got = [numbers(decode(slow.sock.recv(100))[0])[0] for _ in slow.answered]
    assert got == [0, COUNT - 1]
    until(lambda: any("passed over (198 so far" in line for line in slow.lines))


def test_messages_between_them_keep_their_order_and_are_all_heeded(make: Callable[..., Slow]) -> None:
    slow = make()
    slow.send(vector(0))
    for n in range(1, 50):
        slow.send(vector(10 * n), vector(10 * n + 1), encode(f"/control{n}"))
    slow.go_on()
    slow.settle()
    assert slow.seen == [(f"/control{n}", 10.0 * n + 1) for n in range(1, 50)]
    assert slow.answered == [0.0, *(10.0 * n + 1 for n in range(1, 50))]
    assert slow.live.overload.passed_over == 49


def test_while_recording_all_are_recorded_and_answered(make: Callable[..., Slow]) -> None:
    slow = make()
    bundle = b"#bundle\0" + bytes(8)
    for packet in (vector(3), encode("/start"), vector(4), vector(5)):
        bundle += len(packet).to_bytes(4, "big") + packet
    slow.send(vector(0), vector(1), vector(2), bundle, *(vector(n) for n in range(6, COUNT)))
    slow.go_on()
    slow.settle()
    done = threading.Event()
    slow.live.loop.post(lambda: (slow.engine.recording.stop(), done.set()))
    assert done.wait(10)
    (data,) = slow.engine.view.data.values()
    recorded = np.concatenate([block["inputs"][:, 0] for block in data.blocks])
    assert recorded.tolist() == list(range(4, COUNT))
    assert slow.answered == [0, 3, *range(4, COUNT)]
    assert slow.live.overload.passed_over == 2


def test_gestures_are_given_every_frame(make: Callable[..., Slow], monkeypatch: pytest.MonkeyPatch) -> None:
    slow = make()
    monkeypatch.setattr(slow.engine.runtime, "spotted", (object(),))
    slow.send(*(vector(n) for n in range(COUNT)))
    slow.go_on()
    slow.settle()
    assert slow.answered == list(range(COUNT))
    assert slow.live.overload.passed_over == 0


def test_all_are_answered_where_that_is_asked_for(make: Callable[..., Slow]) -> None:
    slow = make()
    slow.live.overload.answer_all = True
    slow.send(*(vector(n) for n in range(COUNT)))
    slow.go_on()
    slow.settle()
    assert slow.answered == list(range(COUNT))


def test_vectors_that_are_not_finite_are_refused_and_not_the_newest(make: Callable[..., Slow]) -> None:
    slow = make()
    slow.send(vector(0), vector(1), vector(2), encode("/wek/inputs", float("nan")))
    slow.go_on()
    slow.settle()
    assert slow.answered == [0, 2]
    assert slow.live.refusals.count == 1


def test_posted_work_keeps_its_place(make: Callable[..., Slow]) -> None:
    slow, at = make(), []
    slow.send(vector(0), vector(1), vector(2))
    slow.live.loop.post(lambda: at.append(float(slow.engine.inputs[0])))
    slow.send(vector(3), vector(4))
    slow.go_on()
    slow.settle()
    assert at == [2.0]
    assert slow.answered == [0, 2, 4]


def test_what_a_moment_has_hindered_is_answered_whole(
    make: Callable[..., Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overload, "OVERLOAD", 60.0)
    slow = make()
    slow.send(*(vector(n) for n in range(COUNT)))
    slow.go_on()
    slow.settle()
    assert slow.answered == list(range(COUNT))
    assert slow.live.overload.passed_over == 0


def test_too_much_for_long_is_passed_over_from_then_on(
    make: Callable[..., Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overload, "OVERLOAD", 0.05)
    slow = make()
    slow.send(*(vector(n) for n in range(COUNT)))
    slow.pause = 0.005  # a model that is this slow
    slow.go_on()
    slow.settle()
    assert slow.answered[-1] == COUNT - 1
    assert slow.live.overload.passed_over > COUNT // 2
    assert len(slow.answered) + slow.live.overload.passed_over == COUNT
