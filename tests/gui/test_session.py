"""The window's session with a real engine: operations, state, live values, coming and going."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.client.state import State, update
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Child, Source
from wekipy.rehearsal.link import Link

ARGUMENTS = ("--inputs", "2", "--outputs", "1,class:3")
Make = Callable[..., Child]
Open = Callable[[Source], Session]


def test_state_follows_operations_and_calls_keep_their_order(
    qtbot: QtBot, child: Make, open_session: Open
) -> None:
    session = open_session(child(*ARGUMENTS))
    assert session.state.name == "piece"
    assert [output.kind for output in session.state.outputs] == ["continuous", "classification"]
    assert [output.target for output in session.state.outputs] == [0, 1]
    done: list[object] = []
    session.do("set_targets", 0.5, 2)
    session.do("start_recording", then=done.append)
    for n in range(5):
        session.do("take_inputs", n / 5, 1.0)
    session.do("stop_recording", then=done.append)
    qtbot.waitUntil(lambda: session.state.examples == 5)
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done[0] == 1
    assert session.state.undo
    qtbot.waitUntil(lambda: len(session.live.inputs) == 2 and session.live.inputs[0] > 0.79)
    session.do("undo")
    qtbot.waitUntil(lambda: session.state.examples == 0)


def test_what_cannot_be_done_is_told_and_nothing_else_happens(
    qtbot: QtBot, child: Make, open_session: Open
) -> None:
    session = open_session(child(*ARGUMENTS))
    with qtbot.waitSignal(session.problem) as told:
        session.do("delete_takes", 7)
    assert "7" in told.args[0]
    assert session.journal.entries[-1].kind == "problem"
    assert session.connected


def test_what_arrives_wrongly_is_told_in_words(qtbot: QtBot, child: Make, open_session: Open) -> None:
    source = child(*ARGUMENTS)
    session = open_session(source)
    assert source.process is not None
    with Link(source.process.port, free_port()) as link, qtbot.waitSignal(session.happened) as told:
        link.inputs([1.0, 2.0, 3.0])
    assert told.args[0] == "notice"
    assert "3" in told.args[1] and "2" in told.args[1]
    assert session.journal.entries[-1].text == told.args[1]


def test_an_evaluation_keeps_nothing_else_waiting(qtbot: QtBot, child: Make, open_session: Open) -> None:
    session = open_session(child(*ARGUMENTS))
    for take in range(2):
        session.do("set_targets", take / 2, take + 1)
        session.do("start_recording")
        for n in range(20):
            session.do("take_inputs", n / 20, take)
        session.do("stop_recording")
    qtbot.waitUntil(lambda: session.state.examples == 40)
    order: list[str] = []
    session.do("evaluate", then=lambda found: order.append("evaluated"))
    session.do("rename_inputs", "left", "right", then=lambda _: order.append("renamed"))
    qtbot.waitUntil(lambda: len(order) == 2, timeout=30_000)
    assert order == ["renamed", "evaluated"]
    assert session.state.inputs == ("left", "right")


def test_a_killed_engine_is_noticed_and_started_again_with_everything(
    qtbot: QtBot, child: Make, open_session: Open
) -> None:
    source = child(*ARGUMENTS)
    session = open_session(source)
    session.do("start_recording")
    session.do("take_inputs", 0.1, 0.2)
    session.do("take_inputs", 0.3, 0.4)
    session.do("stop_recording")
    session.do("save")
    qtbot.waitUntil(lambda: session.state.examples == 2)
    assert source.process is not None
    before = source.process
    with qtbot.waitSignals([session.lost, session.restored], timeout=30_000, order="strict"):
        os.kill(before.process.pid, signal.SIGKILL)
    assert source.process is not before
    assert (source.process.port, source.process.control_port) == (before.port, before.control_port)
    qtbot.waitUntil(lambda: session.state.examples == 2)
    session.do("rename_inputs", "a", "b")
    qtbot.waitUntil(lambda: session.state.inputs == ("a", "b"))


def test_closing_ends_an_engine_of_its_own_only(child: Make, open_session: Open) -> None:
    source = child(*ARGUMENTS)
    open_session(source)
    assert source.process is not None
    other = open_session(Attached(port=source.process.control_port))
    other.close()
    with Client(port=source.process.control_port) as client:
        assert len(client.state()["inputs"]) == 2
    source.close()
    assert source.process.process.returncode == 0


def test_only_sections_that_changed_are_converted() -> None:
    takes = [{"number": 1, "examples": 3, "outputs": {"1": 3}, "from the future": 1}]
    told = {"inputs": ["a"], "takes": takes, "another section": []}
    first = update(State(), {}, told)
    assert first.takes[0].outputs == {1: 3}
    second = update(first, told, {**told, "inputs": ["b"]})
    assert second.inputs == ("b",)
    assert second.takes is first.takes


def test_only_items_that_changed_are_converted() -> None:
    takes = [{"number": n, "outputs": {"1": n}} for n in (1, 2, 3)]
    outputs = [{"number": n, "name": "", "kind": "continuous"} for n in (1, 2)]
    told = {"takes": takes, "deleted": [], "outputs": outputs}
    first = update(State(), {}, told)
    later = {
        "takes": [takes[0], {"number": 3, "name": "third"}],
        "deleted": [takes[1]],
        "outputs": [{"number": 1, "name": "new", "kind": "gesture"}, {**outputs[0], "number": 2}, outputs[1]],
    }
    second = update(first, told, later)
    assert second == update(State(), {}, later)
    assert second.takes[0] is first.takes[0]
    assert [output.target for output in second.outputs] == [None, 0, 1]
