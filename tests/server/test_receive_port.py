"""Where inputs arrive is a part of the project, and moves while packets come."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from on_stage import Stage
from waiting import ask_until, until

from wekipy.child import ServeProcess, free_port
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.editing import set_receive_port
from wekipy.project.problem import Problem
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import create, open_folder

pytestmark = pytest.mark.own_engine

MakeStage = Callable[..., Stage]
USUAL = ("--workers", "1")


def made(folder: Path, port: int) -> Path:
    """A project of one input that has its own port."""
    create(folder, set_receive_port(new_project(1, "1"), port))
    return folder


def port_of(client: Client) -> int:
    return int(client.state()["port"])


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[ServeProcess, Client]]:
    """An engine started without a word about ports, but for what is given."""
    engine = ServeProcess([*arguments, *USUAL])
    try:
        with Client(port=engine.control_port) as client:
            yield engine, client
    finally:
        engine.end()


def hears(client: Client, port: int, value: float) -> bool:
    """Whether a vector sent to a port becomes the input."""
    with Link(port, free_port()) as link:
        link.send(encode("/wek/inputs", value))
        until(lambda: client.values()["inputs"] == [value])
    return True


def test_an_engine_listens_at_the_port_of_its_project(tmp_path: Path) -> None:
    port = free_port()
    with serving(str(made(tmp_path / "a.wekipy", port))) as (engine, client):
        assert engine.port == port
        assert hears(client, port, 0.25)
        assert client.health()["inputs_at"] == f"127.0.0.1:{port}"


def test_a_port_on_the_command_line_is_for_this_time_only(tmp_path: Path) -> None:
    folder, port, other = made(tmp_path / "a.wekipy", free_port()), free_port(), free_port()
    with serving(str(folder), "--port", str(port)) as (engine, client):
        assert engine.port == port
        client.open_project(made(tmp_path / "b.wekipy", other).name)
        assert port_of(client) == port  # as it was started
    assert open_folder(folder).project.receive_port != port


def test_a_project_that_is_made_keeps_the_port_it_is_made_with(tmp_path: Path) -> None:
    port = free_port()
    with serving(str(tmp_path / "new.wekipy"), "--inputs", "1", "--port", str(port)):
        pass
    with serving(str(tmp_path / "new.wekipy")) as (engine, _):
        assert engine.port == port


def test_a_port_that_is_taken_is_refused_or_another_one_is_used(tmp_path: Path) -> None:
    port = free_port()
    folder = made(tmp_path / "a.wekipy", port)
    with Link(free_port(), port):
        command = [sys.executable, "-m", "wekipy", "serve", str(folder)]
        refused = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert refused.returncode == 5
        assert f"port {port}" in refused.stderr
        with serving(str(folder), "--else-port", "0") as (engine, client):
            assert engine.port != port
            assert hears(client, engine.port, 0.5)
            with pytest.raises(Problem, match=f"port {port} cannot be used: another program has it"):
                client.set_receive_port(port)
            assert client.state()["receive_port"] == port
            assert hears(client, engine.port, 0.75)
    with serving(str(folder), "--else-port", "0") as (engine, _):
        assert engine.port == port


def test_a_port_that_is_free_again_can_be_had(tmp_path: Path) -> None:
    port = free_port()
    folder = made(tmp_path / "a.wekipy", port)
    with Link(free_port(), port) as taken, serving(str(folder), "--else-port", "0") as (_, client):
        taken.close()
        client.subscribe()
        client.set_receive_port(port)  # the project had it all the time
        assert hears(client, port, 0.5)
        until(lambda: client.latest["port"] == port)


def test_the_port_moves_while_running_and_back_by_undo(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    first, port = s.engine.port, free_port()
    s.client.set_receive_port(port)
    state = s.client.state()
    assert (state["port"], state["receive_port"], state["undo"]) == (port, port, f"receive port {port}")
    assert hears(s.client, port, 0.25)
    s.client.undo()
    assert port_of(s.client) == first
    assert hears(s.client, first, 0.5)
    s.client.redo()
    assert hears(s.client, port, 0.75)
    s.client.save()
    assert open_folder(Path(s.client.state()["project"]["folder"])).project.receive_port == port


def test_no_vector_is_lost_where_the_port_moves(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    for n in range(5):
        old, port = port_of(s.client), free_port()
        arrived = s.client.values()["arrived"]
        with Link(old, free_port()) as here:
            for k in range(200):
                here.send(encode("/wek/inputs", float(k)))
            s.client.set_receive_port(port)
            for _ in range(200):
                here.send(encode("/wek/inputs", 1e6))  # to a port that is no longer listened at
        with Link(port, free_port()) as after:
            for k in range(200):
                after.send(encode("/wek/inputs", float(n + k)))
            assert (
                ask_until(
                    lambda before=arrived: s.client.values()["arrived"] - before, lambda more: more >= 400
                )
                == 400
            )


def test_a_message_moves_the_port(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    port = free_port()
    s.link.send(encode("/wekipy/set_receive_port", port))
    ask_until(lambda: port_of(s.client), lambda now: now == port)


def test_a_port_that_cannot_be_is_refused(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    first, taken = s.engine.port, free_port()
    with Link(free_port(), taken), pytest.raises(Problem, match=f"port {taken} cannot be used"):
        s.client.set_receive_port(taken)
    for wrong in (0, -1, 65_536):
        with pytest.raises(Problem, match="a port is a number from 1 to 65535"):
            s.client.set_receive_port(wrong)
    destination = int(s.client.state()["destinations"][0].rpartition(":")[2])
    with pytest.raises(Problem, match="would answer its own answers"):
        s.client.set_receive_port(destination)
    state = s.client.state()
    assert (state["port"], state["receive_port"], state["undo"]) == (first, first, "")
    assert hears(s.client, first, 0.5)


def test_outputs_are_never_sent_to_a_port_that_was_moved_to(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    port = free_port()
    s.client.set_receive_port(port)
    with pytest.raises(Problem, match="this engine listens there itself"):
        s.client.set_destinations(f"127.0.0.1:{port}")
    s.client.set_destinations(f"127.0.0.1:{s.engine.port}")  # where nobody listens now


def test_a_project_that_is_opened_is_listened_to_at_its_port(tmp_path: Path) -> None:
    ports = [free_port() for _ in range(3)]
    folders = [made(tmp_path / f"{n}.wekipy", port) for n, port in enumerate(ports)]
    with serving(str(folders[0])) as (engine, client):
        client.open_project(folders[1].name)
        assert port_of(client) == ports[1]
        assert hears(client, ports[1], 0.25)
        with Link(free_port(), ports[2]):
            client.open_project(folders[2].name)
            assert port_of(client) == ports[1]  # better than nowhere
            assert hears(client, ports[1], 0.5)
            told = f"port {ports[2]} cannot be used"
            until(lambda: any(told in line for line in engine.lines))
        client.new_project("fresh", 1, "1")
        assert client.state()["receive_port"] == ports[2]


def test_the_command_line_moves_the_port_of_a_project(tmp_path: Path) -> None:
    folder, port = made(tmp_path / "a.wekipy", free_port()), free_port()
    command = [sys.executable, "-m", "wekipy", "set", str(folder), "port"]
    subprocess.run([*command, str(port)], check=True, timeout=60)
    with serving(str(folder)) as (engine, client):
        assert engine.port == port
        live = free_port()
        subprocess.run([*command, str(live)], check=True, timeout=60)
        assert hears(client, live, 0.5)
    refused = subprocess.run([*command, "70000"], capture_output=True, text=True, timeout=60)
    assert refused.returncode == 5
    assert "from 1 to 65535" in refused.stderr


def test_a_project_whose_file_must_be_put_right_is_listened_to_at_its_port(tmp_path: Path) -> None:
    port = free_port()
    folder = made(tmp_path / "a.wekipy", port)
    with serving(str(folder)) as (_, client):
        client.rename_outputs("one")
        client.save()
        client.rename_outputs("two")
        client.save()
    (folder / "project.json").write_bytes(b"{")
    with serving(str(folder), "--else-port", "0") as (_, client):
        until(lambda: port_of(client) == port)
        assert hears(client, port, 0.5)
