"""What connections are told is what the state is, however soon it changes back."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from wekipy.client import Client
from wekipy.engine.view import Event, View
from wekipy.osc.access import Access
from wekipy.osc.control_server import ControlServer, listen
from wekipy.osc.greeting import Porter
from wekipy.osc.notices import Notices
from wekipy.osc.operations import Machine, Operation


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


@pytest.fixture
def server(machine: Showing) -> Iterator[ControlServer]:
    def at_once(work: Callable[[], Any], done: Callable[[Any, Exception | None], None]) -> None:
        done(work(), None)

    def perform(operation: Operation, arguments: list[Any]) -> Any:
        return operation.call(cast("Machine", machine), *arguments)

    porter = Porter(Access(()), Notices(print))
    server = ControlServer(cast("Machine", machine), at_once, perform, listen("127.0.0.1", 0), porter)
    server.start()
    yield server
    server.close()


@pytest.fixture
def client(server: ControlServer) -> Iterator[Client]:
    with Client(port=server._socket.getsockname()[1]) as client:
        yield client


def happened(machine: Showing) -> Event:
    return Event("notice", "something", cast("View", machine.engine.view))


def test_what_was_asked_for_is_taken_back_when_it_changes_back(
    server: ControlServer, machine: Showing, client: Client
) -> None:
    assert client.subscribe()["shown"] == 0
    machine.show(1)
    assert client.state()["shown"] == 1
    machine.show(0)
    server.announce(happened(machine))
    client.wait_until(lambda state: state["shown"] == 0)


def test_all_who_subscribed_see_what_one_asked_for(
    server: ControlServer, machine: Showing, client: Client
) -> None:
    del server
    client.subscribe()
    machine.show(1)
    with client.again() as other:
        assert other.state()["shown"] == 1
    client.wait_until(lambda state: state["shown"] == 1)


def test_a_burst_of_events_arrives_whole_and_in_order(
    server: ControlServer, machine: Showing, client: Client
) -> None:
    heard: list[str] = []
    client.on_event = lambda _, text: heard.append(text)
    client.subscribe()
    for n in range(200):
        server.announce(Event("notice", str(n), cast("View", machine.engine.view)))
    machine.show(1)
    server.announce(happened(machine))
    client.wait_until(lambda state: state["shown"] == 1)
    assert heard == [*map(str, range(200)), "something"]


def test_replies_do_not_wait_for_acknowledgements(server: ControlServer, client: Client) -> None:
    client.subscribe()
    (connection,) = server._connections
    sock: socket.socket = connection._transport.get_extra_info("socket")
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
