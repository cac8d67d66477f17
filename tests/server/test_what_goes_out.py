"""A project cannot control the engine that opens it, nor any other, by what it sends."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Destination, Project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine

REFUSED = "control engines; choose another"
OWN = "this engine listens there itself"


@pytest.fixture
def s(stage: MakeStage) -> Stage:
    return stage("--inputs", "1", "--outputs", "1,class:2,gesture:2")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "127.0.0.2", "[::1]"])
def test_own_ports_are_refused_as_destinations(s: Stage, host: str) -> None:
    before = s.client.sent()["destinations"]
    for port in (s.engine.port, s.engine.control_port):
        with pytest.raises(Problem, match=OWN):
            s.client.set_destinations(f"{host}:{port}")
    assert s.client.sent()["destinations"] == before


def test_addresses_that_control_engines_are_refused_for_all_that_goes_out(s: Stage) -> None:
    bad = "/wekinator/control/deleteAllExamples"
    gestures = [{"name": "a", "address": "/a"}, {"name": "b", "address": bad}]
    for ask in (
        lambda: s.client.set_addresses("", bad),
        lambda: s.client.set_gesture_addresses("/fine", bad),
        lambda: s.client.ask("configure_output", 3, msgspec.json.encode({"gestures": gestures}).decode()),
        lambda: s.client.rename_output(2, "wekipy/accept_inputs_from_network"),
        lambda: s.client.rename_outputs("x", "wekinator/control", "y"),
        lambda: s.client.add_output("class:1", "wekipy/shut_down"),
    ):
        with pytest.raises(Problem, match=REFUSED):
            ask()
    s.client.set_gesture_addresses("/fine", "/wek/fine")


@pytest.mark.parametrize(
    ("option", "text"),
    [(("--output-address", "/wekipy/train"), REFUSED), (("--send", "localhost:{port}"), OWN)],
)
def test_they_are_refused_on_the_command_line(tmp_path: Path, option: tuple[str, str], text: str) -> None:
    port = free_port()
    create(tmp_path / "a.wekipy", new_project(1, "1"))
    arguments = [str(tmp_path / "a.wekipy"), option[0], option[1].format(port=port)]
    with pytest.raises(Problem, match=text):
        EngineProcess(arguments, port=port)


def _hostile(port: int, **changes: object) -> Project:
    """Sends its output to the engine's own port, as a control message; one class makes the number 1."""
    project = new_project(1, "class:1")
    places = (Destination("127.0.0.1", port),)
    return msgspec.structs.replace(project, destinations=places, **changes)


def test_a_strangers_project_opens_and_is_not_sent_to_the_engine_itself(tmp_path: Path) -> None:
    port, out = free_port(), free_port()
    place = tmp_path / "gift.wekipy"
    create(place, _hostile(port, output_address="/wek/inputs"))
    written = (place / "project.json").read_bytes()
    # EngineProcess names a destination of its own; the project's stand when it is opened by a message.
    with (
        EngineProcess([str(tmp_path / "own.wekipy"), "--inputs", "1"], port=port, out_port=out) as engine,
        Client(port=engine.control_port) as client,
    ):
        client.open_project("gift.wekipy")
        engine.wait_for(OWN)
        assert client.sent()["reached"] == []
        client.set_output(1, 1.0)
        assert client.take_inputs(1.0) == [1.0]
        assert client.values()["arrived"] == 1
        client.save()
        assert (place / "project.json").read_bytes() == written
        client.set_destinations(f"127.0.0.1:{out}")
        assert client.sent()["reached"] == [f"127.0.0.1:{out}"]


def test_a_strangers_project_cannot_control_another_engine(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    place = tmp_path / "gift.wekipy"
    create(place, _hostile(s.engine.out_port, output_address="/wekipy/accept_inputs_from_network"))
    s.client.open_project("gift.wekipy")
    told = s.engine.wait_for(REFUSED)
    assert "/wekipy/accept_inputs_from_network" in told
    s.client.set_output(1, 1.0)
    s.client.set_addresses("", "/wek/outputs")
    s.client.set_output(1, 1.0)
    assert s.link.collect("/wek/outputs", 1) == [[1.0]]
    assert len(s.link.got) == 1, "nothing came before the address was changed"
    assert s.client.health()["inputs_from_network"] is False


def test_a_project_that_sends_to_what_is_now_the_own_port_sends_nothing_there(tmp_path: Path) -> None:
    port = free_port()
    place = tmp_path / "a.wekipy"
    create(place, _hostile(port))
    with (
        EngineProcess([str(tmp_path / "b.wekipy"), "--inputs", "1"], port=port) as engine,
        Client(port=engine.control_port) as client,
    ):
        client.open_project("a.wekipy")
        assert client.sent()["reached"] == []
    shutil.copytree(place, tmp_path / "c.wekipy")
    with (
        EngineProcess([str(tmp_path / "d.wekipy"), "--inputs", "1"]) as engine,
        Client(port=engine.control_port) as client,
    ):
        client.open_project("c.wekipy")
        assert client.sent()["reached"] == [f"127.0.0.1:{port}"]
