"""What a project may never send: to whom, and under which address."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from waiting import until

from wekipy.engine.engine import Engine
from wekipy.live.parts import go_live
from wekipy.osc.codec import decode
from wekipy.osc.notices import Notices
from wekipy.osc.outgoing import (
    OwnPorts,
    arrives_here,
    check_addresses,
    refusal,
    refused_addresses,
    reserved,
)
from wekipy.osc.outlet import Outlet
from wekipy.osc.udp import bind
from wekipy.project import editing, structure
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Destination, Project


@pytest.mark.parametrize(
    "address",
    [
        "/wekipy/shut_down",
        "/wekinator/control/train",
        "/wekipy",
        "/wekinator/",
        "/wek*/control/train",
        "/*/control/*",
        "/{a,wekipy}/x",
        "/wekip[a-z]/x",
        "/wekinato?/control/train",
    ],
)
def test_addresses_that_control_engines_are_reserved(address: str) -> None:
    assert reserved(address)


@pytest.mark.parametrize(
    "address", ["/wek/outputs", "/wek/inputs", "/wekipy2/x", "/a/wekipy/b", "/output_1", "/", "/w*k/outputs"]
)
def test_other_addresses_are_not(address: str) -> None:
    assert not reserved(address)


GESTURES = new_project(2, "gesture:2")


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: editing.set_addresses(p, None, "/wekipy/accept_inputs_from_network"),
        lambda p: editing.rename_outputs(p, ["a", "wekipy", "b"]),
        lambda p: structure.rename_output(p, 1, "wekinator/control"),
        lambda p: structure.add_output(p, "1", "wekipy/train"),
    ],
)
def test_an_edit_that_would_send_control_is_refused(edit: object) -> None:
    engine = Engine(new_project(2, "1,class:2,gesture:2"))
    engine.guards.append(check_addresses)
    before = engine.project
    with pytest.raises(Problem, match="control engines; choose another"):
        engine.edit("hostile", edit(engine.project))  # type: ignore[operator]
    assert engine.project is before


def hostile() -> Project:
    """As a stranger may send it."""
    project = new_project(2, "1,gesture:1")
    bad = msgspec.structs.replace(
        project.outputs[1].gestures[0], address="/wekinator/control/deleteAllExamples"
    )  # type: ignore[union-attr]
    outputs = (project.outputs[0], msgspec.structs.replace(project.outputs[1], gestures=(bad,)))
    return msgspec.structs.replace(project, outputs=outputs)


def test_what_was_there_before_does_not_hinder_other_edits() -> None:
    engine = Engine(hostile())
    engine.guards.append(check_addresses)
    engine.edit("rename", structure.rename_output(engine.project, 1, "light"))
    assert list(refused_addresses(engine.project)) == ["/wekinator/control/deleteAllExamples"]
    with pytest.raises(Problem):
        engine.edit("more", editing.set_addresses(engine.project, None, "/wekipy/train"))


OURS = OwnPorts(6448, 6449)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "127.8.9.10", "0", "0.0.0.0", "localhost", "LOCALHOST", "localhost."),
        *("a.localhost", "::1", "[::1]", "::", "::ffff:127.0.0.1", "[::ffff:7f00:1]", "2130706433"),
        *("0x7f000001", "ip6-localhost", socket.gethostname(), f"{socket.gethostname()}.local"),
    ],
)
@pytest.mark.parametrize("port", [6448, 6449])
def test_own_ports_are_known_by_every_name_of_this_machine(host: str, port: int) -> None:
    assert OURS.have(host, port)
    assert not OURS.have(host, 12_000)
    with pytest.raises(Problem, match="this engine listens there itself"):
        place = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
        OURS.check_edit(GESTURES, editing.set_destinations(GESTURES, [place]))


def test_own_ports_are_known_by_the_addresses_of_this_machine_in_the_network() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(("192.0.2.77", 9))
        except OSError:
            pytest.skip("this machine has no address but loopback")
        host = sock.getsockname()[0]
    assert OURS.have(host, 6448)


@pytest.mark.parametrize("host", ["192.0.2.77", "example.org", "2001:db8::1", "gallery", ""])
def test_the_same_ports_of_other_machines_are_not_own(host: str) -> None:
    assert not OURS.have(host, 6448)


@given(st.text(max_size=30))
def test_any_text_is_a_host_or_none(text: str) -> None:
    assert arrives_here(text) in (True, False)


class Collecting(Outlet):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__(print)
        self.sent: list[str] = []

    def send(self, packet: bytes | bytearray) -> None:
        self.sent += [message.address for message in decode(packet)]


def test_nothing_of_a_strangers_project_is_sent_as_control() -> None:
    """Neither the output message nor what goes out beside it: each has an address of its own."""
    engine, outlet = Engine(hostile()), Collecting()
    live = go_live(engine, bind("127.0.0.1", 0), outlet, Notices(print))
    one = np.ones(1)
    gestures = [SimpleNamespace(place=0, address=f"/{root}/follow") for root in ("wekipy", "wek")]
    spotted = SimpleNamespace(
        now=SimpleNamespace(match=one, progress=one, speed=one), followed=lambda: gestures
    )
    engine.running.runtime = SimpleNamespace(  # type: ignore[assignment]
        extras=[("/wekipy/train", one), ("/wek/extra", one)], spotted=(spotted,)
    )
    try:
        live.refresh()
        live.sender.send_outputs()
        live.sender.send_gestures(["/wekinator/control/deleteAllExamples", "/wek/trigger"])
        followed = [f"/wek/follow/{name}" for name in ("progress", "speed", "match")]
        assert outlet.sent == ["/wek/outputs", "/wek/extra", "/wek/trigger", *followed]
        outlet.sent.clear()
        bad = msgspec.structs.replace(engine.project, output_address="/wekipy/train")
        engine.edit("a stranger's", bad)
        live.refresh()
        live.sender.send_by_hand()
        assert outlet.sent == ["/wek/extra"]
    finally:
        live.inlet.close()
        outlet.close()


def test_a_name_that_turns_out_to_be_this_machine_is_not_sent_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a name server knows that some names are this machine's; they are refused when it has answered."""
    told: list[str] = []
    monkeypatch.setattr("wekipy.osc.outlet._look_up", lambda host: "127.0.0.1")
    outlet = Outlet(told.append, OURS)
    try:
        outlet.aim([Destination("gallery.example", 6448), Destination("gallery.example", 12_000)])
        until(lambda: outlet.targets and told)
        assert outlet.targets == (("127.0.0.1", 12_000),)
        assert told == [refusal("gallery.example", 6448)]
    finally:
        outlet.close()
