"""What connections are told is what the state is, however soon it changes back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from waiting import until

from wekipy.client import Client
from wekipy.engine.view import Event, View
from wekipy.faces.access import Access
from wekipy.faces.admission import AdmissionControl
from wekipy.faces.face_thread import FaceThread
from wekipy.faces.machine import Machine
from wekipy.faces.operations.watching import Watching
from wekipy.faces.router import Router
from wekipy.faces.session import Services
from wekipy.faces.subscribers import Subscribers
from wekipy.faces.tcp import TcpFace, listen
from wekipy.osc.notices import Notices


class Showing:
    """A machine of which nothing can be seen but one number."""

    def __init__(self) -> None:
        self.engine = SimpleNamespace(view=object())
        self.shown = 0

    def show(self, number: int) -> None:
        """Another state."""
        self.shown = number
        self.engine.view = object()

    def state(self) -> dict[str, Any]:
        """The state."""
        return {"shown": self.shown}


@pytest.fixture
def machine() -> Showing:
    return Showing()


class Control:
    """The face, its thread, and what it shares with others."""

    def __init__(self, machine: Showing) -> None:
        self.sock = listen("127.0.0.1", 0)
        self.thread = FaceThread()
        self.admission = AdmissionControl(Access(()), Notices(print))
        self.subscribers = Subscribers(cast("Watching", machine), self.thread)
        router = Router(cast("Machine", machine), lambda work: work())
        face = TcpFace(Services(self.thread, router, self.subscribers, self.admission), [self.sock])
        self.crowd = face._crowd
        self.thread.start([face])


@pytest.fixture
def server(machine: Showing) -> Iterator[Control]:
    server = Control(machine)
    yield server
    server.thread.close()


@pytest.fixture
def client(server: Control) -> Iterator[Client]:
    with Client(port=server.sock.getsockname()[1]) as client:
        yield client


def happened(machine: Showing) -> Event:
    return Event("notice", "something", cast("View", machine.engine.view))


def test_what_was_asked_for_is_taken_back_when_it_changes_back(
    server: Control, machine: Showing, client: Client
) -> None:
    assert client.subscribe()["shown"] == 0
    machine.show(1)
    assert client.state()["shown"] == 1
    machine.show(0)
    server.subscribers.announce(happened(machine))
    client.wait_until(lambda state: state["shown"] == 0)


def test_all_who_subscribed_see_what_one_asked_for(server: Control, machine: Showing, client: Client) -> None:
    del server
    client.subscribe()
    machine.show(1)
    with client.again() as other:
        assert other.state()["shown"] == 1
    client.wait_until(lambda state: state["shown"] == 1)


def test_a_burst_of_events_arrives_whole_and_in_order(
    server: Control, machine: Showing, client: Client
) -> None:
    heard: list[str] = []
    client.on_event = lambda _, text: heard.append(text)
    client.subscribe()
    for n in range(200):
        server.subscribers.announce(Event("notice", str(n), cast("View", machine.engine.view)))
    machine.show(1)
    server.subscribers.announce(happened(machine))
    client.wait_until(lambda state: state["shown"] == 1)
    until(lambda: len(heard) == 201)  # events are called in a thread of their own
    assert heard == [*map(str, range(200)), "something"]


def test_replies_do_not_wait_for_acknowledgements(server: Control, client: Client) -> None:
    client.subscribe()
    (connection,) = server.crowd._members
    sock: socket.socket = cast("Any", connection)._transport.get_extra_info("socket")
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


# Who makes way when there are too many


class Caller:
    """A connection as far as places are concerned."""

    def __init__(self, host: str, silent: bool = True) -> None:
        self.host, self.silent, self.ended = host, silent, False

    def abort(self) -> None:
        """It is ended."""
        self.ended = True

    def close(self) -> None:
        """The server ends."""


def come(server: Control, *callers: Caller) -> list[bool]:
    """Have them connect one after the other; whether each was let in."""
    return [server.crowd.add(cast("Any", caller)) for caller in callers]


def test_sixteen_strangers_wait_and_the_oldest_makes_way(server: Control) -> None:
    strangers = [Caller(f"10.0.0.{n}") for n in range(17)]
    assert all(come(server, *strangers))
    assert [caller.ended for caller in strangers] == [True] + [False] * 16
    assert server.admission.turned_away == 1
    owner = Caller("10.0.1.1")
    assert come(server, owner) == [True]
    assert strangers[1].ended and not strangers[2].ended


def test_eight_strangers_of_one_machine_wait_and_push_out_their_own(server: Control) -> None:
    owner = Caller("10.0.1.1")
    assert come(server, owner) == [True]
    crowd = [Caller("10.0.0.2") for _ in range(100)]
    assert all(come(server, *crowd))
    assert not owner.ended
    assert [caller.ended for caller in crowd] == [True] * 92 + [False] * 8


def test_one_other_machine_has_thirty_two_connections(server: Control) -> None:
    known = [Caller("10.0.0.2", silent=False) for _ in range(33)]
    assert come(server, *known) == [True] * 32 + [False]
    assert come(server, Caller("10.0.0.3"), Caller("127.0.0.1")) == [True, True]


def test_of_sixty_four_connections_the_silent_make_way_and_no_others(server: Control) -> None:
    speaking = [Caller("127.0.0.1", silent=False) for _ in range(63)]
    silent = Caller("127.0.0.1")
    assert all(come(server, *speaking, silent))
    last = Caller("127.0.0.1", silent=False)
    assert come(server, last) == [True]
    assert silent.ended
    assert come(server, Caller("127.0.0.1")) == [False], "nobody is silent: the new one has to go"
    assert not any(caller.ended for caller in speaking)
