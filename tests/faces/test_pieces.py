"""Whoever subscribes with pieces is sent what an edit changed, and knows the same as whoever asks anew."""

from __future__ import annotations

import contextlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.client import Client
from wekipy.client.state import State, update
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.faces.access import Access
from wekipy.faces.admission import AdmissionControl
from wekipy.faces.face_thread import FaceThread
from wekipy.faces.machine import Machine
from wekipy.faces.operations.watching import Watching
from wekipy.faces.pieces import PIECES, in_pieces, patched, pieces_of, put_together
from wekipy.faces.router import Router
from wekipy.faces.session import Services
from wekipy.faces.subscribers import Subscribers
from wekipy.faces.tcp import TcpFace, listen
from wekipy.osc.codec import Message
from wekipy.osc.notices import Notices
from wekipy.project import editing, structure, take_edits
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take

ITEMS = st.lists(st.fixed_dictionaries({"number": st.integers(1, 12), "name": st.sampled_from("abc")}))


def numbered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items in the order of their numbers, each number once."""
    by_number = {item["number"]: item for item in items}
    return [by_number[number] for number in sorted(by_number)]


@given(ITEMS, ITEMS, st.booleans())
def test_pieces_lead_from_any_items_to_any_others(
    before: list[dict[str, Any]], now: list[dict[str, Any]], orderly: bool
) -> None:
    if orderly:
        before, now = numbered(before), numbered(now)
    pieces = pieces_of(before, now)
    if pieces is not None:
        assert patched(before, json.loads(json.dumps(pieces))) == now
    elif orderly:
        kept = sum(item in before for item in now)
        gone = {item["number"] for item in before} - {item["number"] for item in now}
        assert len(now) - kept + len(gone) >= len(now), "the whole takes no more"


@given(ITEMS, ITEMS, ITEMS)
def test_a_change_is_put_together_whatever_comes_in_pieces(
    takes: list[dict[str, Any]], later: list[dict[str, Any]], outputs: list[dict[str, Any]]
) -> None:
    before = {"takes": takes, "deleted": [], "outputs": numbered(outputs), "running": False}
    changes = {"takes": later, "deleted": takes, "running": True}
    change = json.loads(json.dumps(in_pieces(before, changes)))
    together = put_together(before, change)
    assert together == {**before, **changes}
    assert together["outputs"] is before["outputs"]


def test_items_that_did_not_change_stay_the_same_objects() -> None:
    before = {"takes": [{"number": n, "name": ""} for n in range(1, 6)]}
    now = {"takes": [*before["takes"][:2], {"number": 3, "name": "c"}, *before["takes"][3:]]}
    change = in_pieces(before, now)
    assert change == {PIECES: {"takes": {"3": {"number": 3, "name": "c"}}}}
    together = put_together(before, change)
    assert [a is b for a, b in zip(together["takes"], before["takes"], strict=True)] == [
        True, True, False, True, True,
    ]  # fmt: skip


# Through sockets


def project_of(takes: int, name: str = "", outputs: int = 5) -> Project:
    """A project with so many takes of 20 examples, whose rows nobody needs here."""
    made = new_project(20, str(outputs))
    uids = [output.uid for output in made.outputs]
    counts, targets = dict.fromkeys(uids, 20), dict.fromkeys(uids, 0.5)
    every = [
        Take(n, 20, counts, name=name, started="2026-01-01T00:00:00.000+00:00", targets=targets, inputs=20)
        for n in range(1, takes + 1)
    ]
    return msgspec.structs.replace(made, takes=tuple(every))


class Listener(Client):
    """A client that keeps what its subscription sends: the changes, and their bytes."""

    def __init__(self, port: int) -> None:
        self._texts: list[str] = []
        self.bytes = 0
        super().__init__(port=port)
        self._take, self._wire._take = self._wire._take, self._keep  # type: ignore[method-assign]

    def _keep(self, message: Message, *found: Any) -> None:
        if message.address in ("/wekipy/change", "/wekipy/event"):
            self.bytes += sum(len(str(argument).encode()) for argument in message.args)
        if message.address == "/wekipy/change":
            self._texts.append(str(message.args[0]))
        self._take(message, *found)

    @property
    def changes(self) -> list[dict[str, Any]]:
        """All that were sent."""
        return [json.loads(text) for text in self._texts]


class Scene:
    """An engine in this process, its TCP face, and three clients.

    Attributes:
        subscribed: the clients whose state has to agree.
        with_pieces: has subscribed to pieces.
        whole: has subscribed as clients did before there were any.
        asking: has not subscribed.
    """

    def __init__(self, takes: int) -> None:
        self.engine = Engine(project_of(takes))
        machine = SimpleNamespace(engine=self.engine, state=lambda: describe(self.engine.view))
        thread, sock = FaceThread(), listen("127.0.0.1", 0)
        subscribers = Subscribers(cast("Watching", machine), thread)
        admission = AdmissionControl(Access(()), Notices(print))
        router = Router(cast("Machine", machine), lambda work: work())
        thread.start([TcpFace(Services(thread, router, subscribers, admission), [sock])])
        self.thread = thread
        self.engine.listeners.append(subscribers.announce)
        port = sock.getsockname()[1]
        self.with_pieces, self.whole, self.asking = Listener(port), Listener(port), Client(port=port)
        self.with_pieces.subscribe()
        self.whole.ask("subscribe", 0.0)
        self.subscribed = [self.with_pieces, self.whole]
        self._window = (State(), dict[str, Any]())

    def close(self) -> None:
        """End all of it."""
        for client in (self.with_pieces, self.whole, self.asking):
            client.close()
        self.thread.close()

    def agrees(self) -> None:
        """Assert that those who have subscribed know the state."""
        state = self.asking.state()  # what changed is sent to whoever subscribed before that
        for client in self.subscribed:
            client.ask("hello", "")  # it has read what came before the reply
            assert client.latest == state

    def window_agrees(self) -> None:
        """Assert that a window that follows the subscriber with pieces has the state."""
        told = self.with_pieces.latest
        self._window = (update(*self._window, told), told)
        assert self._window[0] == update(State(), {}, self.whole.latest)


@pytest.fixture
def scene() -> Iterator[Callable[[int], Scene]]:
    made: list[Scene] = []

    def make(takes: int) -> Scene:
        made.append(Scene(takes))
        return made[-1]

    yield make
    for one in made:
        one.close()


def record(engine: Engine) -> None:
    """A take of one example."""
    engine.recording.start()
    engine.feed(np.full(len(engine.project.inputs), 0.5), engine.monotonic())
    engine.recording.stop()


def rename(engine: Engine, take: int, name: str) -> None:
    engine.edit("rename take", take_edits.rename_take(engine.project, take, name))


def sent_by(scene: Scene, edit: Callable[[], object]) -> int:
    """The bytes that an edit has the subscriber with pieces sent."""
    before = scene.with_pieces.bytes
    edit()
    scene.agrees()
    return scene.with_pieces.bytes - before


def test_an_edit_of_one_take_of_ten_thousand_sends_that_take(scene: Callable[[int], Scene]) -> None:
    s = scene(10_000)
    engine = s.engine
    s.whole.ask("unsubscribe")  # megabytes for each edit
    s.subscribed.remove(s.whole)
    s.agrees()

    def edit(change: Callable[[Project], Project]) -> Callable[[], None]:
        return lambda: engine.edit("an edit", change(engine.project))

    small: list[Callable[[], object]] = [
        lambda: rename(engine, 5_000, "half way"),
        engine.undo,
        engine.redo,
        lambda: record(engine),
        edit(lambda p: take_edits.switch_takes(p, [3], False)),
        edit(lambda p: editing.delete_takes(p, [7, 10_001])),
        edit(lambda p: take_edits.restore_takes(p, [7])),
        engine.undo,
        edit(lambda p: structure.rename_output(p, 2, "brightness")),
        edit(lambda p: editing.delete_takes(p, [1])),
    ]
    for n, change in enumerate(small):
        assert sent_by(s, change) < 5_000, n
    large: list[Callable[[], object]] = [
        edit(lambda p: structure.add_output(p, "class:3")),
        edit(lambda p: structure.move_output(p, 1, 4)),
        edit(lambda p: structure.remove_output(p, 2)),
        engine.undo,
        lambda: engine.open(project_of(300, name="other"), {}, {}, "another project"),
    ]
    for change in large:
        sent_by(s, change)


def test_whoever_subscribes_without_pieces_is_sent_whole_sections(scene: Callable[[int], Scene]) -> None:
    s = scene(50)
    rename(s.engine, 20, "new")
    s.agrees()
    assert PIECES in s.with_pieces.changes[-1]
    (change,) = s.whole.changes
    assert set(change) == {"takes", "undo"}
    assert change["takes"] == s.asking.state()["takes"]


def test_takes_are_described_anew_only_when_outputs_are_renumbered() -> None:
    engine = Engine(project_of(3))
    first = describe(engine.view)["takes"]
    engine.edit("rename", structure.rename_output(engine.project, 2, "brightness"))
    assert all(a is b for a, b in zip(describe(engine.view)["takes"], first, strict=True))
    engine.edit("remove", structure.remove_output(engine.project, 1))
    assert describe(engine.view)["takes"][0]["outputs"] == dict.fromkeys("1234", 20)
    engine.edit("move", structure.move_output(engine.project, 1, 2))
    engine.undo()
    engine.undo()
    assert describe(engine.view)["takes"] == first


EDITS: dict[str, Callable[[Project, random.Random], Project]] = {
    "rename": lambda p, r: take_edits.rename_take(p, r.choice(p.takes).number, r.choice("abc")),
    "switch": lambda p, r: take_edits.switch_takes(
        p, [t.number for t in r.sample(p.takes, 3)], r.random() < 0.5
    ),
    "delete": lambda p, r: editing.delete_takes(p, [t.number for t in r.sample(p.takes, r.randint(1, 30))]),
    "restore": lambda p, r: take_edits.restore_takes(p, [t.number for t in p.takes if r.random() < 0.5]),
    "add": lambda p, r: structure.add_output(p, r.choice(["1", "class:3", "gesture:2"])),
    "copy": lambda p, r: structure.copy_output(p, r.randint(1, len(p.outputs))),
    "remove": lambda p, r: structure.remove_output(p, r.randint(1, len(p.outputs))),
    "move": lambda p, r: structure.move_output(p, r.randint(1, len(p.outputs)), r.randint(1, len(p.outputs))),
    "configure": lambda p, r: structure.rename_output(p, r.randint(1, len(p.outputs)), f"n{r.random()}"),
    "shuffle": lambda p, r: msgspec.structs.replace(p, takes=tuple(r.sample(p.takes, len(p.takes)))),
}


@pytest.mark.parametrize("seed", range(3))
def test_the_state_is_right_after_any_edits(scene: Callable[[int], Scene], seed: int) -> None:
    s, r = scene(60), random.Random(seed)
    engine = s.engine
    ways: dict[str, Callable[[], object]] = {
        **{
            name: lambda change=change: engine.edit("edit", change(engine.project, r))
            for name, change in EDITS.items()
        },
        "undo": engine.undo,
        "redo": engine.redo,
        "record": lambda: record(engine),
        "open": lambda: engine.open(project_of(40, r.choice("xy"), r.randint(1, 6)), {}, {}, "open"),
    }
    done = Counter[str]()
    for name in r.choices(list(ways), weights=[4] * (len(ways) - 1) + [1], k=60):
        for _ in range(r.randint(1, 2)):  # also several edits in one change
            with contextlib.suppress(Problem):  # nothing to undo, no such take
                ways[name]()
                done[name] += 1
        s.agrees()
        s.window_agrees()
    assert len(done) > len(ways) / 2, done
    assert any(PIECES in change for change in s.with_pieces.changes)
    assert not any(PIECES in change for change in s.whole.changes)


class OlderEngine:
    """Answers `subscribe` as engines do that know no pieces."""

    def __init__(self, client: Client) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self._ask = client.ask

    def ask(self, operation: str, *arguments: Any, timeout: float | None = None) -> Any:
        """As a client's `ask`."""
        self.asked.append(arguments)
        if len(arguments) > 1:
            raise Problem("2 arguments arrived, expected rate (a number)")
        return self._ask(operation, *arguments, timeout=timeout)


def test_an_older_engine_is_asked_without_pieces(
    scene: Callable[[int], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = scene(1).asking
    older = OlderEngine(client)
    monkeypatch.setattr(client, "ask", older.ask)
    assert len(client.subscribe()["takes"]) == 1
    assert older.asked == [(0.0, True), (0.0,)]
