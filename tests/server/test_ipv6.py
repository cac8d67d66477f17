"""IPv6: a sender whose localhost is ::1 is heard, and outputs go where they are sent."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from on_stage import Stage
from waiting import ask_until

from wekipy.child import ServeProcess, free_port
from wekipy.client import Client
from wekipy.osc.codec import decode, encode, numbers
from wekipy.osc.loopback import OtherLoopback
from wekipy.osc.udp import bind
from wekipy.project.editing import parse_destination
from wekipy.project.problem import Problem

MakeStage = Callable[..., Stage]


def has_ipv6() -> bool:
    try:
        bind("::1", 0).close()
    except Problem:
        return False
    return True


pytestmark = [
    pytest.mark.own_engine,
    pytest.mark.skipif(not has_ipv6(), reason="this machine has no address ::1"),
]


def send_from_ipv6(port: int, packet: bytes) -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sender:
        sender.sendto(packet, ("::1", port))


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.bind(("::1", 0))
        sock.settimeout(10)
        yield sock


def arrived(client: Client, count: int) -> list[float]:
    return ask_until(client.values, lambda values: values["arrived"] >= count)["inputs"]


def test_inputs_and_control_from_the_other_localhost_are_heard(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    send_from_ipv6(s.engine.port, encode("/wek/inputs", 0.25, 0.5))
    assert arrived(s.client, 1) == [0.25, 0.5]
    s.link.inputs([0.5, 0.75])  # the usual one still is, too
    assert arrived(s.client, 2) == [0.5, 0.75]
    send_from_ipv6(s.engine.port, b"")
    send_from_ipv6(s.engine.port, encode("/wekinator/control/startRunning"))
    s.client.wait_until(lambda state: state["running"])
    with Client("::1", s.engine.control_port) as other:
        other.stop_running()
    s.client.wait_until(lambda state: not state["running"])


def test_they_are_heard_while_the_network_is_let_in_and_after(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    for count, on in enumerate((True, False, True), 1):
        s.client.accept_inputs_from_network(on)
        send_from_ipv6(s.engine.port, encode("/wek/inputs", float(count)))
        assert arrived(s.client, count) == [count]


def test_a_vector_of_the_largest_datagram_crosses(stage: MakeStage) -> None:
    s = stage("--inputs", "13000", "--outputs", "1")
    send_from_ipv6(s.engine.port, encode("/wek/inputs", *([0.5] * 13_000)))
    assert len(arrived(s.client, 1)) == 13_000


@pytest.mark.parametrize("host", ["::1", "[::1]", "localhost", "::"])
def test_a_host_of_ipv6_hears_both(host: str, tmp_path: Path) -> None:
    port = free_port()
    arguments = (str(tmp_path / "x"), "--inputs", "1", "--host", host, "--port", str(port), "--workers", "1")
    engine = ServeProcess(arguments)
    try:
        assert engine.port == port
        with Client(port=engine.control_port) as client:
            send_from_ipv6(port, encode("/wek/inputs", 0.25))
            assert arrived(client, 1) == [0.25]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sender.sendto(encode("/wek/inputs", 0.5), ("127.0.0.1", port))
                assert arrived(client, 2) == [0.5]
                sender.sendto(encode("/wekinator/control/startRunning"), ("127.0.0.1", port))
            client.wait_until(lambda state: state["running"])
            assert client.health()["inputs_from_network"] == (host == "::")
            client.accept_inputs_from_network(host != "::")
            send_from_ipv6(port, encode("/wek/inputs", 0.75))
            assert arrived(client, 3) == [0.75]
    finally:
        assert engine.end() == 0


def test_control_may_listen_at_ipv6_only_this_machine(tmp_path: Path) -> None:
    arguments = (str(tmp_path / "x"), "--control-host", "::1", "--port", str(free_port()), "--workers", "1")
    engine = ServeProcess(arguments)
    try:
        for host in ("::1", "127.0.0.1", "localhost"):
            with Client(host, engine.control_port) as client:
                assert client.state()["port"] == engine.port
    finally:
        engine.end()


@pytest.mark.parametrize("written", ["[::1]:{port}", "[0:0:0:0:0:0:0:1]:{port}"])
def test_outputs_are_sent_to_ipv6(stage: MakeStage, receiver: socket.socket, written: str) -> None:
    place = written.format(port=receiver.getsockname()[1])
    s = stage("--inputs", "1", "--outputs", "1", "--send", place)
    s.client.set_outputs(0.5)
    assert numbers(decode(receiver.recv(1_000))[0]).tolist() == [0.5]
    s.client.set_destinations("127.0.0.1:9", place)
    assert s.client.sent()["destinations"] == ["127.0.0.1:9", place]
    assert len(s.client.sent()["reached"]) == 2
    s.client.set_outputs(0.25)
    assert numbers(decode(receiver.recv(1_000))[0]).tolist() == [0.25]


def test_an_address_alone_has_the_usual_port(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.set_destinations("::1", "[::1]", "192.0.2.7", "localhost")
    destinations = ["[::1]:12000", "[::1]:12000", "192.0.2.7:12000", "localhost:12000"]
    assert s.client.sent()["destinations"] == destinations


WRONG = [
    "http://127.0.0.1:12000", "osc.udp://127.0.0.1:12000", "127.0.0.1:12000/", "::1:12000", "[::1:12000",
    "12000", ":12000", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x", "nowhere", "",
    "a b:12000", "[127.0.0.1]:12000", "me@host:12000",
]  # fmt: skip


@pytest.mark.parametrize("place", WRONG)
def test_wrong_destinations_are_refused_in_one_sentence(place: str) -> None:
    with pytest.raises(Problem) as refused:
        parse_destination(place)
    words = f"cannot read destination “{place}”; expected HOST:PORT, e.g. 127.0.0.1:12000 or [::1]:12000"
    assert str(refused.value) == words


def test_the_command_line_refuses_them_in_one_sentence(tmp_path: Path) -> None:
    for option, text in (
        ("--send", "http://127.0.0.1:12000"),
        ("--send", "::1:12000"),
        ("--host", "http://[::1]"),
        ("--control-host", "a/b"),
    ):
        command = [sys.executable, "-m", "wekipy", "serve", str(tmp_path / "p"), option, text]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 2
        assert text in done.stderr
        assert "expected" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_own_ports_are_refused_at_ipv6_as_well(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    for port in (s.engine.port, s.engine.control_port):
        with pytest.raises(Problem, match="this engine listens there itself"):
            s.client.set_destinations(f"[::1]:{port}")


def test_a_port_that_another_program_has_at_ipv6_is_told(tmp_path: Path) -> None:
    port = free_port()
    arguments = [str(tmp_path / "x"), "--inputs", "1", "--port", str(port), "--workers", "1"]
    with bind("::1", port):
        engine = ServeProcess(arguments)
        assert [line for line in engine.lines if f"another program has UDP port {port} of ::1" in line]
        engine.end()
        with pytest.raises(Problem, match="cannot listen on UDP port"):
            ServeProcess([*arguments, "--host", "::1"])


def test_what_is_handed_on_is_as_it_was_sent() -> None:
    with bind("127.0.0.1", 0) as stream:
        stream.settimeout(10)
        other = OtherLoopback(stream.getsockname())
        try:
            for packet in (b"", b"\0", b"garbage", b"/a\0\0,\0\0\0", bytes(65_507)):
                send_from_ipv6(stream.getsockname()[1], packet)
            assert [stream.recv(65_536) for _ in range(4)] == [
                b"\0",
                b"garbage",
                b"/a\0\0,\0\0\0",
                bytes(65_507),
            ]
        finally:
            other.close()


def test_an_ipv4_sender_at_a_socket_for_both_is_told_by_its_ipv4_address(stage: MakeStage) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        try:
            sender.connect(("192.0.2.77", 9))  # sends nothing; the system chooses the address
        except OSError:
            pytest.skip("this machine has no address but the loopback")
        own = sender.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no address but the loopback")
    s = stage("--inputs", "1", "--outputs", "1", "--host", "::")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((own, 0))
        sender.sendto(encode("/wekinator/control/startRunning"), (own, s.engine.port))
        line = s.engine.wait_for("control is accepted from this machine only")
        sender.sendto(encode("/wek/inputs", 0.5), (own, s.engine.port))
    assert f"from {own}:" in line
    assert line.endswith(f"--allow-control {own})")
    assert arrived(s.client, 1) == [0.5]
