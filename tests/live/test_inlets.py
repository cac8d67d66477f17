"""The engine's thread with several inlets: their packets, posted work, silence, a socket that moves."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from waiting import until

from wekipy.engine.engine import Engine
from wekipy.live.parts import Live, go_live
from wekipy.osc.codec import encode
from wekipy.osc.inlet import UdpInlet
from wekipy.osc.notices import Notices
from wekipy.osc.outlet import Outlet
from wekipy.osc.udp import bind, bind_beside
from wekipy.project.create import new_project


@pytest.fixture
def live() -> Iterator[Live]:
    outlet = Outlet(print)
    live = go_live(Engine(new_project(2, "1")), bind("127.0.0.1", 0), outlet, Notices(print))
    thread = threading.Thread(target=live.run, args=[lambda *_: False])
    thread.start()
    yield live
    live.loop.stop()
    thread.join(10)
    assert not thread.is_alive()
    live.inlet.close()
    outlet.close()


@pytest.fixture
def second(live: Live) -> Iterator[UdpInlet]:
    inlet = UdpInlet(bind("127.0.0.1", 0))
    live.loop.ask(lambda: live.loop.add(inlet))
    yield inlet
    live.loop.ask(lambda: live.loop.remove(inlet))
    inlet.close()


def send(inlet: UdpInlet, *values: float) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(encode("/wek/inputs", *values), inlet.address)


def test_vectors_of_all_inlets_arrive(live: Live, second: UdpInlet) -> None:
    for n in range(10):
        send(live.inlet, float(n), 0.0)
        send(second, 0.0, float(n))
    until(lambda: live.engine.arrived == 20)


def test_an_inlet_that_was_removed_is_not_waited_for(live: Live) -> None:
    inlet = UdpInlet(bind("127.0.0.1", 0))
    live.loop.ask(lambda: live.loop.add(inlet))
    live.loop.ask(lambda: live.loop.remove(inlet))
    inlet.close()
    send(live.inlet, 0.25, 0.5)
    until(lambda: live.engine.inputs.tolist() == [0.25, 0.5])


def test_the_first_inlet_moves_while_there_are_two(live: Live, second: UdpInlet) -> None:
    old = live.inlet.socket
    send(live.inlet, 1.0, 1.0)
    live.loop.ask(lambda: live.inlet.move(bind_beside(old, "127.0.0.2")))
    assert live.inlet.address[0] == "127.0.0.2"
    send(live.inlet, 2.0, 2.0)
    send(second, 3.0, 3.0)
    until(lambda: live.engine.arrived == 3)
    assert old.fileno() == -1


def test_silence_is_noticed_with_one_inlet_and_with_two(
    live: Live, second: UdpInlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[int] = []
    monkeypatch.setattr(live.engine, "tick", lambda *_: ticks.append(1) or [])
    live.loop.ask(lambda: live.loop.give_up_after(0.01))
    until(lambda: len(ticks) > 2)
    live.loop.ask(lambda: live.loop.remove(second))
    ticks.clear()
    until(lambda: len(ticks) > 2)


def test_what_fails_is_raised_where_it_was_asked_for(live: Live) -> None:
    with pytest.raises(ZeroDivisionError):
        live.loop.ask(lambda: 1 / 0)
    assert live.loop.ask(lambda: 7) == 7


def test_a_refused_vector_leaves_the_last_one_as_it_was(live: Live) -> None:
    send(live.inlet, 0.25, 0.5)
    send(live.inlet, float("nan"), 0.0)
    until(lambda: live.refusals.count == 1)
    assert np.array_equal(live.engine.inputs, [0.25, 0.5])
