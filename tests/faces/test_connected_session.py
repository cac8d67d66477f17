"""A face is one file over the session: here a connection that is no socket at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from waiting import until

from wekipy.engine.view import Event
from wekipy.faces.access import Access
from wekipy.faces.admission import AdmissionControl
from wekipy.faces.face_thread import FaceThread
from wekipy.faces.machine import Machine
from wekipy.faces.router import Router
from wekipy.faces.session import Services, Session
from wekipy.faces.subscribers import Subscribers
from wekipy.osc.codec import decode, encode
from wekipy.osc.notices import Notices
from wekipy.project.problem import Problem


class Group:
    """Stands for every group of operations."""

    engine = SimpleNamespace(view=object())

    def group(self, _: str) -> Group:
        return self

    def state(self) -> dict[str, Any]:
        return {"shown": 1}

    def heard(self, most: int) -> list[int]:
        return list(range(most))

    def save(self) -> str:
        raise Problem("the disk is full")

    def projects(self) -> None:
        raise ZeroDivisionError


@dataclass(eq=False)
class Pipe:
    """A connection in memory."""

    got: list[list[Any]] = field(default_factory=list)
    behind: bool = False
    ended: bool = False

    def send(self, *packets: bytes) -> None:
        self.got += [[m.address, *m.args] for packet in packets for m in decode(packet)]

    def read_on(self, on: bool) -> None:
        """It has no flow that could be held up."""

    def close(self) -> None:
        self.ended = True


class Line:
    """A client at the other end of a pipe."""

    def __init__(self, services: Services, host: str) -> None:
        self.pipe, self._thread = Pipe(), services.thread
        self._thread.call(lambda: setattr(self, "session", Session(services, host, self.pipe)))

    def say(self, name: str, *arguments: Any) -> None:
        packet = encode(f"/wekipy/{name}", *arguments)
        self._thread.call(lambda: self.session.take(packet))  # type: ignore[attr-defined]

    def end(self) -> None:
        self._thread.call(self.session.end)  # type: ignore[attr-defined]

    def hears(self, *message: Any) -> None:
        until(lambda: list(message) in self.pipe.got)


@pytest.fixture
def services() -> Iterator[Services]:
    group, thread = cast("Any", Group()), FaceThread()
    router = Router(cast("Machine", group), lambda work: work())
    admission = AdmissionControl(Access((), "a token of some length"), Notices(print))
    thread.start([])
    yield Services(thread, router, Subscribers(group, thread), admission)
    thread.close()
    router.close()


@pytest.fixture
def connect(services: Services) -> Iterator[Callable[[str], Line]]:
    lines: list[Line] = []

    def one(host: str = "127.0.0.1") -> Line:
        lines.append(Line(services, host))
        return lines[-1]

    yield one
    for line in lines:
        line.end()


def test_requests_get_their_replies_in_order(connect: Callable[..., Line]) -> None:
    line = connect()
    for name in ("heard", "save", "projects", "nothing", "state"):
        line.say(name, *([2] if name == "heard" else []))
    line.hears("/wekipy/reply", "state", '{"shown":1}')
    assert [message[:2] for message in line.pipe.got] == [
        ["/wekipy/reply", "heard"],
        ["/wekipy/error", "save"],
        ["/wekipy/error", "projects"],
        ["/wekipy/error", "nothing"],
        ["/wekipy/reply", "state"],
    ]
    assert line.pipe.got[0][2] == "[0,1]"
    assert line.pipe.got[1][2] == "the disk is full"
    assert "projects failed" in line.pipe.got[2][2]
    assert "is not known" in line.pipe.got[3][2]


def test_who_has_subscribed_hears_events_until_it_has_enough(
    services: Services, connect: Callable[..., Line]
) -> None:
    line = connect()
    line.say("subscribe")
    line.hears("/wekipy/reply", "subscribe", '{"shown":1}')
    services.subscribers.announce(Event("notice", "one", Group.engine.view))  # type: ignore[arg-type]
    line.hears("/wekipy/event", "notice", "one")
    line.say("unsubscribe")
    line.hears("/wekipy/reply", "unsubscribe", "null")
    services.subscribers.announce(Event("notice", "two", Group.engine.view))  # type: ignore[arg-type]
    line.say("state")
    line.hears("/wekipy/reply", "state", '{"shown":1}')
    assert ["/wekipy/event", "notice", "two"] not in line.pipe.got


def test_a_client_elsewhere_brings_the_token_first(connect: Callable[..., Line]) -> None:
    known, stranger = connect("10.0.0.1"), connect("10.0.0.2")
    known.say("hello", "a token of some length")
    until(lambda: known.pipe.got)
    known.say("heard", 0)
    known.hears("/wekipy/reply", "heard", "[]")
    stranger.say("heard", 0)
    until(lambda: stranger.pipe.ended)
    assert [message[:2] for message in stranger.pipe.got] == [["/wekipy/error", "heard"]]


def test_a_change_while_somebody_subscribes_is_sent(services: Services) -> None:
    """Nobody is subscribed yet when it is announced, and the state was read before it."""
    group = cast("Any", services.subscribers)._watching
    shown = [0]

    def state() -> dict[str, Any]:
        read = {"shown": shown[0]}
        if not shown[0]:  # the engine goes on while its state is described
            shown[0], group.engine = 1, SimpleNamespace(view=object())
            services.subscribers.announce(Event("edited", "edited", group.engine.view))
        return read

    group.state = state
    line = Line(services, "127.0.0.1")
    line.say("subscribe")
    line.hears("/wekipy/reply", "subscribe", '{"shown":0}')
    line.hears("/wekipy/change", '{"shown":1}')
