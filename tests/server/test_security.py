"""Attempts to break each promise of docs/security.md about access, from another address if there is one."""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waiting import ask_until

from wekipy.client import Client, ConnectionLost
from wekipy.osc.codec import decode, encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.token import kept_token

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine

TOKEN = "a token for the tests"


def own_address() -> str:
    """An address of this machine that is not loopback: packets to it come from elsewhere, so to say."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(("192.0.2.77", 9))
        except OSError:
            return ""
        host: str = sock.getsockname()[0]
    return "" if host.startswith("127.") else host


OUTSIDE = own_address()
needs_network = pytest.mark.skipif(not OUTSIDE, reason="this machine has no address but loopback")


@pytest.fixture
def sender() -> Iterator[socket.socket]:
    """A socket that sends from the address that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((OUTSIDE, 0))
        sock.settimeout(5)
        yield sock


def settled(s: Stage) -> dict[str, object]:
    """The state after all packets that were sent before."""
    s.link.send(b"/end")  # is refused, but comes after
    return s.client.state()


@needs_network
def test_by_default_nothing_from_the_network_arrives(stage: MakeStage, sender: socket.socket) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    sender.sendto(encode("/wek/inputs", 1.0, 2.0), (OUTSIDE, s.engine.port))
    settled(s)
    assert s.client.values()["arrived"] == 0
    with pytest.raises(ConnectionLost):
        Client(OUTSIDE, s.engine.control_port)


@needs_network
def test_an_open_port_takes_inputs_from_the_network_and_nothing_else(
    stage: MakeStage, sender: socket.socket
) -> None:
    s = stage("--inputs", "2", "--outputs", "1", "--host", "0.0.0.0")
    place = (OUTSIDE, s.engine.port)
    sender.sendto(encode("/wek/inputs", 1.0, 2.0), place)
    for packet in (
        encode("/wekinator/control/startRecording"),
        encode("/wekinator/control/*"),
        encode("/wekipy/rename_outputs", "stolen"),
        encode("/wekipy/set_destinations", "192.0.2.99:9000"),
        encode("/wekipy/shut_down"),
        encode("/wek/inputs/bundle", "x.csv"),
        _bundle(encode("/wek/inputs", 3.0, 4.0), encode("/wekipy/shut_down")),
    ):
        sender.sendto(packet, place)
    told = s.engine.wait_for("control is accepted from this machine only")
    assert OUTSIDE in told and "--allow-control" in told
    state = settled(s)
    assert state["recording"] is None
    assert state["outputs"][0]["name"] == "outputs-1"  # type: ignore[index]
    assert s.client.values()["arrived"] == 2
    assert s.client.values()["inputs"] == [3.0, 4.0]
    refusals = [line for line in s.engine.lines if "control is accepted" in line]
    assert len(refusals) == 1


def _bundle(*messages: bytes) -> bytes:
    return b"#bundle\0" + bytes(8) + b"".join(len(m).to_bytes(4, "big") + m for m in messages)


@needs_network
def test_control_over_udp_is_let_in_from_the_networks_that_are_named(
    stage: MakeStage, sender: socket.socket
) -> None:
    s = stage(
        "--inputs", "2", "--outputs", "1", "--host", "0.0.0.0", "--allow-control", OUTSIDE, "--token", TOKEN
    )
    sender.sendto(encode("/wekipy/rename_outputs", "light"), (OUTSIDE, s.engine.port))
    s.client.wait_until(lambda state: state["outputs"][0]["name"] == "light")


@needs_network
def test_the_switch_opens_and_closes_the_port_while_packets_come(
    stage: MakeStage, sender: socket.socket
) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    place = (OUTSIDE, s.engine.port)
    for _ in range(2):
        s.client.accept_inputs_from_network(True)
        assert s.client.health()["inputs_from_network"] is True
        before = s.client.values()["arrived"]
        sender.sendto(encode("/wek/inputs", 1.0, 2.0), place)
        values = ask_until(s.client.values, lambda values, before=before: values["arrived"] > before)
        assert values["arrived"] == before + 1
        s.client.accept_inputs_from_network(False)
        sender.sendto(encode("/wek/inputs", 1.0, 2.0), place)
        s.link.inputs([0, 0])
        settled(s)
        ask_until(s.client.values, lambda told, before=before: told["arrived"] == before + 2)
        assert s.client.health()["inputs_from_network"] is False


def test_no_packet_of_this_machine_is_lost_by_the_switch(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.teach()
    before, count = s.client.values()["arrived"], 0
    for n in range(40):
        for _ in range(25):
            s.link.inputs([count, 0])
            count += 1
        s.link.send(encode("/wekipy/accept_inputs_from_network", n % 2 == 0))
        s.link.drain()
    answers = s.link.collect("/wek/outputs", count)
    assert len(answers) == count
    assert s.client.values()["arrived"] == before + count


def test_the_switch_is_not_remembered_by_the_project(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.accept_inputs_from_network(True)
    s.client.save()
    s.engine.end()
    with EngineProcess([str(s.engine.folder)]) as engine, Client(port=engine.control_port) as client:
        assert client.health()["inputs_from_network"] is False


def test_the_switch_leaves_the_port_to_nobody_else(stage: MakeStage) -> None:
    """To move, the port is shared for a moment; another program must not get in. Moves come in a row."""
    s = stage("--inputs", "2", "--outputs", "1")
    for n in range(101):
        s.link.send(encode("/wekipy/accept_inputs_from_network", n % 2 == 0))
        s.link.inputs([n, 0])
    values = ask_until(s.client.values, lambda values: values["arrived"] >= 101)
    assert values["arrived"] == 101
    s.client.accept_inputs_from_network(False)
    assert not any("cannot listen" in line for line in s.engine.lines)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as thief:
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError):
            thief.bind(("127.0.0.1", s.engine.port))


# Control over TCP from elsewhere


def open_engine(stage: MakeStage) -> Stage:
    return stage("--inputs", "2", "--outputs", "1", "--allow-control", OUTSIDE, "--token", TOKEN)


@needs_network
def test_clients_elsewhere_need_the_token(stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    s = open_engine(stage)
    with Client(OUTSIDE, s.engine.control_port, token=TOKEN) as client:
        client.rename_outputs("light")
        assert client.subscribe()["outputs"][0]["name"] == "light"
    monkeypatch.setenv("WEKIPY_TOKEN", TOKEN)
    with Client(OUTSIDE, s.engine.control_port) as client:
        assert client.state()["outputs"][0]["name"] == "light"


@needs_network
def test_without_the_token_nothing_is_done_or_told(stage: MakeStage) -> None:
    s = open_engine(stage)
    for operation, arguments in (("rename_outputs", ["stolen"]), ("state", []), ("subscribe", [1.0])):
        with Client(OUTSIDE, s.engine.control_port) as client:
            with pytest.raises(Problem, match="the token first"):
                client.ask(operation, *arguments)
            with pytest.raises(ConnectionLost):
                client.ask(operation, *arguments)
    assert s.client.state()["outputs"][0]["name"] == "outputs-1"


@needs_network
def test_wrong_tokens_are_told_delayed_and_limited(stage: MakeStage) -> None:
    s = open_engine(stage)
    began = time.monotonic()
    with pytest.raises(Problem, match="the token is wrong"):
        Client(OUTSIDE, s.engine.control_port, token="not this one, surely")
    assert time.monotonic() - began >= 1.0
    assert OUTSIDE in s.engine.wait_for("sent a wrong token")
    sockets = [socket.create_connection((OUTSIDE, s.engine.control_port), timeout=10) for _ in range(4)]
    packet = encode("/wekipy/hello", "another wrong token!")
    for sock in sockets:
        sock.sendall(len(packet).to_bytes(4, "big") + packet)
    for sock in sockets:
        size = int.from_bytes(sock.recv(4), "big")
        assert decode(sock.recv(size))[0].address == "/wekipy/error"
        sock.close()
    with pytest.raises(ConnectionLost):  # even the right one has to wait now
        Client(OUTSIDE, s.engine.control_port, token=TOKEN)
    assert s.client.state()["running"] is False  # this machine is not concerned


@needs_network
def test_who_is_in_no_named_network_gets_no_answer(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1", "--allow-control", "198.51.100.0/24", "--token", TOKEN)
    with pytest.raises(ConnectionLost):
        Client(OUTSIDE, s.engine.control_port, token=TOKEN)
    assert OUTSIDE in s.engine.wait_for("may not control this engine")


@needs_network
def test_strangers_cannot_use_up_connections_or_memory(stage: MakeStage) -> None:
    s = open_engine(stage)
    place = (OUTSIDE, s.engine.control_port)
    crowd = [socket.create_connection(place, timeout=10) for _ in range(20)]
    Client(OUTSIDE, s.engine.control_port, token=TOKEN).close()
    Client("127.0.0.1", s.engine.control_port).close()
    ended = [sock for sock in crowd if _has_ended(sock)]
    assert ended == crowd[: len(ended)], "the oldest make way"
    assert len(crowd) - len(ended) <= 8, "from one machine"
    talker = crowd[-1]
    talker.sendall(b"\0\0\x08\0/" + bytes(2_000))  # more than a greeting
    answer = b"".join(iter(lambda: talker.recv(1_000), b""))
    assert b"more than a greeting" in answer
    assert s.client.health()["turned_away"] >= 12
    assert "makes way" in s.engine.wait_for("control connection")
    for sock in crowd:
        sock.close()


def _has_ended(sock: socket.socket) -> bool:
    """Whether the engine has closed a connection."""
    sock.setblocking(False)
    try:
        return not sock.recv(1)
    except BlockingIOError:
        sock.settimeout(10)
        return False
    except ConnectionError:
        return True


@needs_network
@pytest.mark.timing
def test_a_stranger_has_five_seconds_to_bring_the_token(stage: MakeStage) -> None:
    s = open_engine(stage)
    with socket.create_connection((OUTSIDE, s.engine.control_port), timeout=10) as sock:
        began = time.monotonic()
        with suppress(ConnectionError):
            sock.recv(1)
        assert 4 < time.monotonic() - began < 9
    assert "within 5 s" in s.engine.wait_for("no complete first packet")


def test_a_control_port_for_everybody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="--allow-control NETWORK"):
        EngineProcess([str(tmp_path / "a.wekipy"), "--control-host", "0.0.0.0"])
    with pytest.raises(Problem, match="expected an address"):
        EngineProcess([str(tmp_path / "a.wekipy"), "--allow-control", "everybody"])
    with pytest.raises(Problem, match="token has 5 characters"):
        EngineProcess([str(tmp_path / "a.wekipy"), "--allow-control", "10.0.0.0/8", "--token", "12345"])


def test_the_token_is_made_once_for_this_person_only(tmp_path: Path) -> None:
    path = tmp_path / "config" / "token"
    token = kept_token(path)
    assert len(token) >= 32
    assert kept_token(path) == token
    assert kept_token(tmp_path / "another") != token
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("short")
    with pytest.raises(Problem, match="delete that file"):
        kept_token(path)


@needs_network
def test_the_kept_token_is_shown_and_survives_restarts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    shown = []
    for _ in range(2):
        with EngineProcess([str(tmp_path / "a.wekipy"), "--allow-control", OUTSIDE]) as engine:
            shown.append(engine.wait_for("with the token").rpartition(" ")[2])
            Client(OUTSIDE, engine.control_port, token=shown[-1]).close()
    assert shown[0] == shown[1]
