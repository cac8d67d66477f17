"""Programs written for Wekinator, by what they send and what they expect back: one row of the table each.

Each demonstrates, trains, runs and is answered over real sockets. How each program writes its messages is
written out here byte by byte, without the project's own codec; tests/compatibility/test_programs.py runs the
programs themselves where they can be installed.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from on_stage import Stage
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from waiting import ask_until

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link

Write = Callable[..., bytes]
"""From an address and arguments to the bytes of a packet."""

TIME_TAG_NOW = struct.pack(">Q", 1)


def osc_string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return data + bytes(-len(data) % 4)


def message(address: str, tags: str, *arguments: object) -> bytes:
    body = b""
    for tag, argument in zip(tags, arguments, strict=True):
        if tag == "s":
            body += osc_string(str(argument))
        elif tag in "ifhd":
            body += struct.pack({"i": ">i", "f": ">f", "h": ">q", "d": ">d"}[tag], argument)
    return osc_string(address) + osc_string("," + tags) + body


def bundle(*messages: bytes, when: bytes = TIME_TAG_NOW) -> bytes:
    return b"#bundle\0" + when + b"".join(struct.pack(">i", len(m)) + m for m in messages)


def in_floats(address: str, *arguments: object) -> bytes:
    """oscP5 with floats, openFrameworks without a bundle, Pd: every number is a float."""
    tags = "".join("s" if isinstance(argument, str) else "f" for argument in arguments)
    return message(address, tags, *arguments)


def by_value(address: str, *arguments: object) -> bytes:
    """Max, node-osc and Pd's packOSC without types: whole numbers go out as ints, others as floats."""
    tags = "".join(_tag(argument) for argument in arguments)
    return message(address, tags, *(int(a) if t == "i" else a for t, a in zip(tags, arguments, strict=True)))  # type: ignore[call-overload]


def _tag(argument: object) -> str:
    if isinstance(argument, str):
        return "s"
    return "i" if float(argument) == int(float(argument)) else "f"  # type: ignore[arg-type]


def in_doubles(address: str, *arguments: object) -> bytes:
    """oscP5 with doubles, osc.js where a type is asked for."""
    return message(address, "".join("s" if isinstance(a, str) else "d" for a in arguments), *arguments)


def one_added(address: str, *arguments: object) -> bytes:
    """Remotes whose buttons send a 1 with everything."""
    return by_value(address, *arguments) if address == "/wek/inputs" else by_value(address, *arguments, 1)


def in_bundle(address: str, *arguments: object) -> bytes:
    """ofxOsc, whose sender wraps each message in a bundle for now."""
    return bundle(in_floats(address, *arguments))


def in_bundle_for_later(address: str, *arguments: object) -> bytes:
    """SuperCollider's sendBundle with a latency: a time tag that is not come yet."""
    ntp = int((time.time() + 0.2 + 2_208_988_800) * 2**32)
    return bundle(by_value(address, *arguments), when=struct.pack(">Q", ntp))


def two_in_a_bundle(address: str, *arguments: object) -> bytes:
    """A frame of TouchDesigner or of openFrameworks with something else in it."""
    return bundle(in_floats("/frame", 1.0), in_floats(address, *arguments))


def a_channel_each(address: str, *arguments: object) -> bytes:
    """TouchDesigner's OSC Out: a message for each channel, named as its address, all in one bundle."""
    if address != "/wek/inputs":
        return bundle(in_floats(address, *arguments))
    ntp = int((time.time() + 2_208_988_800) * 2**32)
    channels = [message(f"{address}{n}", "f", argument) for n, argument in enumerate(arguments, 1)]
    return bundle(*channels, when=struct.pack(">Q", ntp))


def by_python_osc(address: str, *arguments: object) -> bytes:
    """python-osc, which demands an argument: remotes send an empty text, or a 1."""
    builder = OscMessageBuilder(address)
    for argument in arguments or ("",):
        builder.add_arg(argument)
    return bytes(builder.build().dgram)


def by_python_osc_in_a_bundle(address: str, *arguments: object) -> bytes:
    builder = OscBundleBuilder(IMMEDIATELY)
    built = OscMessageBuilder(address)
    for argument in arguments:
        built.add_arg(argument)
    builder.add_content(built.build())
    return bytes(builder.build().dgram)


def without_tags(address: str, *arguments: object) -> bytes:
    """Old senders that leave out the type tags: floats follow the address."""
    return osc_string(address) + struct.pack(f">{len(arguments)}f", *arguments)


def in_texts(address: str, *arguments: object) -> bytes:
    """Sketches that read from a serial port and send what they have read."""
    return message(address, "s" * len(arguments), *arguments)


def padded_by_four(address: str, *arguments: object) -> bytes:
    """Senders that pad with one to four zeros after the zero that ends a text, so with four too many."""
    usual = in_floats(address, *arguments)
    name = osc_string(address)
    return name + bytes(4) + usual[len(name) :] if len(address) % 4 == 3 else usual


def short_at_the_end(address: str, *arguments: object) -> bytes:
    """Senders that leave out the padding behind the last text."""
    return (
        in_floats(address, *arguments).rstrip(b"\0") + b"\0"
        if not arguments
        else in_floats(address, *arguments)
    )


@dataclass(frozen=True)
class Sketch:
    """One program.

    Attributes:
        places: input vectors that it demonstrates, with their targets.
        write: how it writes its messages.
        arguments: of the engine, as its user would set it up.
    """

    inputs: int
    outputs: str
    places: Sequence[tuple[Sequence[float], Sequence[float]]]
    write: Write = in_floats
    address: str = "/wek/inputs"
    answers: str = "/wek/outputs"
    arguments: Sequence[str] = field(default=())


def far_apart(inputs: int, *targets: Sequence[float]) -> list[tuple[list[float], Sequence[float]]]:
    """A place for each targets: vectors that differ in every number."""
    return [
        ([((7 * n + 3 * k) % 10) / 10 for n in range(inputs)], target) for k, target in enumerate(targets)
    ]


TWO = [([0.125, 0.25], [0.25, 1.0]), ([0.75, 0.5], [0.75, 2.0])]
BOTH = "1,class:2"

SKETCHES = {
    "mouse": Sketch(2, "1", [([0.1, 0.2], [0.25]), ([400.0, 300.0], [0.75])]),
    "webcam, 100 pixels": Sketch(100, "class:3", far_apart(100, [1], [2], [3]), by_value),
    "Kinect, 6": Sketch(6, "5", far_apart(6, [0.1] * 5, [0.9] * 5)),
    "Leap Motion, 15": Sketch(15, "class:5", far_apart(15, [1], [5]), in_floats),
    "face tracker, 132": Sketch(132, "2", far_apart(132, [0.0, 1.0], [1.0, 0.0])),
    "face tracker, 136": Sketch(136, "class:2", far_apart(136, [1], [2]), in_bundle),
    "300 numbers, own address": Sketch(
        300, "1", far_apart(300, [0.25], [0.75]), in_floats, "/my/sensor", "/my/sound",
        ("--input-address", "/my/sensor", "--output-address", "/my/sound"),
    ),
    "remote with a 1": Sketch(2, BOTH, TWO, one_added),
    "python-osc": Sketch(2, BOTH, TWO, by_python_osc),
    "python-osc bundle": Sketch(2, BOTH, TWO, by_python_osc_in_a_bundle),
    "whole numbers as ints": Sketch(2, BOTH, [([1, 0.5], [0.25, 1]), ([3, 2], [1, 2])], by_value),
    "doubles": Sketch(2, BOTH, TWO, in_doubles),
    "ofxOsc": Sketch(2, BOTH, TWO, in_bundle),
    "sendBundle": Sketch(2, BOTH, TWO, in_bundle_for_later),
    "two in a bundle": Sketch(2, BOTH, TWO, two_in_a_bundle),
    "TouchDesigner": Sketch(2, BOTH, TWO, a_channel_each),
    "no type tags": Sketch(2, BOTH, TWO, without_tags),
    "texts": Sketch(2, BOTH, TWO, in_texts),
    "padded by four": Sketch(2, BOTH, TWO, padded_by_four),
    "short at the end": Sketch(2, BOTH, TWO, short_at_the_end),
}  # fmt: skip


class Playing:
    """A sketch that plays: it sends to an engine and receives from it."""

    def __init__(self, sketch: Sketch, stage: Stage) -> None:
        self.sketch, self.stage, self.link, self.client = sketch, stage, stage.link, stage.client

    def control(self, name: str, *arguments: object) -> None:
        self.link.send(self.sketch.write(f"/wekinator/control/{name}", *arguments))

    def move(self, x: Sequence[float]) -> None:
        self.link.send(self.sketch.write(self.sketch.address, *x))

    def demonstrate(self) -> None:
        for takes, (x, targets) in enumerate(self.sketch.places, 1):
            self.control("outputs", *targets)
            self.control("startRecording")
            for n in range(10):
                self.move([value + 0.002 * n for value in x])
            self.control("stopRecording")
            self.client.wait_until(lambda state, takes=takes: state["examples"] == 10 * takes)

    def train_and_run(self) -> None:
        mark = len(self.link.got)
        self.control("train")
        assert self.link.wait("/wekinator/status/done-training", mark, 60) is not None
        self.control("startRunning")
        self.client.wait_until(lambda state: state["running"])

    def answers(self, x: Sequence[float]) -> list[float]:
        mark = len(self.link.got)
        self.move(x)
        found = self.link.wait(self.sketch.answers, mark, 20)
        assert found is not None
        return found[1]


@pytest.mark.parametrize("name", SKETCHES)
def test_a_sketch_demonstrates_trains_and_is_answered(stage: Callable[..., Stage], name: str) -> None:
    sketch = SKETCHES[name]
    arguments = ("--inputs", str(sketch.inputs), "--outputs", sketch.outputs, *sketch.arguments)
    playing = Playing(sketch, stage(*arguments))
    playing.demonstrate()
    playing.train_and_run()
    for x, targets in sketch.places:
        assert playing.answers(x) == pytest.approx(targets, abs=0.2)
    mark = len(playing.link.got)
    playing.control("stopRunning")
    playing.client.wait_until(lambda state: not state["running"])
    playing.move(sketch.places[0][0])
    ask_until(playing.stage.arrived, lambda found: found >= 10 * len(sketch.places) + 1)
    assert not [p for _, p in playing.link.got[mark:] if p.startswith(osc_string(sketch.answers))]


@pytest.mark.own_engine
def test_each_channel_in_a_packet_of_its_own_is_told_what_to_do(stage: Callable[..., Stage]) -> None:
    s = stage("--inputs", "3", "--outputs", "1")
    for n in (1, 2, 3):
        s.link.send(message(f"/wek/inputs{n}", "f", 0.5))
    s.link.send(bundle(message("/wek/inputs1", "f", 0.5), message("/wek/inputs2", "f", 0.5)))
    line = s.engine.wait_for("/wek/inputs1, which is not known here")
    assert "all in one message, or each in one of its own and all in one bundle" in line
    assert s.client.values()["arrived"] == 0
    s.link.send(bundle(*(message(f"/wek/inputs/{name}", "f", 0.25) for name in ("x", "y", "z"))))
    assert ask_until(s.client.values, lambda values: values["arrived"] == 1)["inputs"] == [0.25] * 3


@pytest.fixture
def from_the_network() -> Iterator[socket.socket]:
    """A socket whose address is one of this machine's in the network, as a phone's would be."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.connect(("192.0.2.77", 9))  # sends nothing; the system chooses the address
        own = sock.getsockname()[0]
        assert not own.startswith("127.")
    except (OSError, AssertionError):
        sock.close()
        pytest.skip("this machine has no address but the loopback")
    sock.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind((own, 0))
        yield sender


@pytest.mark.own_engine
def test_a_remote_over_the_network(stage: Callable[..., Stage], from_the_network: socket.socket) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.accept_inputs_from_network(True)
    place = (from_the_network.getsockname()[0], s.engine.port)
    from_the_network.sendto(in_floats("/wek/inputs", 0.25, 0.5), place)
    assert ask_until(s.client.values, lambda values: values["arrived"] == 1)["inputs"] == [0.25, 0.5]
    from_the_network.sendto(in_floats("/wekinator/control/startRunning"), place)
    s.engine.wait_for("control is accepted from this machine only")
    s.client.accept_inputs_from_network(False)


def test_gestures_with_their_number_at_start_and_at_stop(stage: Callable[..., Stage]) -> None:
    s = stage("--inputs", "1", "--outputs", "gesture:2")
    s.client.subscribe()
    for takes, gesture in enumerate((1, 2, 1.0, 2.0), 1):
        s.link.send(by_value("/wekinator/control/startDtwRecording", gesture))
        for n in range(20):
            s.link.inputs([n / 20 if gesture == 1 else 1 - n / 20])
            s.link.pump(0.01)
        s.link.send(by_value("/wekinator/control/stopDtwRecording", gesture))
        s.client.wait_until(lambda state, takes=takes: len(state["takes"]) == takes)
    takes = s.client.state()["takes"]
    assert all(take["examples"] == 20 for take in takes)
    assert len({take["number"] for take in takes}) == 4
    s.client.wait_until(
        lambda state: state["training"] is None and state["outputs"][0]["model"]["state"] == "ready", 60
    )
    s.link.send(by_value("/wekinator/control/startRunning", 1))
    s.client.wait_until(lambda state: state["running"])
    mark = len(s.link.got)
    for n in range(40):
        s.link.inputs([n / 40])
        s.link.pump(0.01)
    distances = s.link.collect("/wek/outputs", 40, mark)
    assert len(distances) == 40
    assert all(0 <= d < float("inf") for row in distances for d in row)  # sketches take the least of them


def test_several_engines_side_by_side(tmp_path: Path) -> None:
    """A sensor on two ports, as for Wekinator at 6448 and a second one at 6449, and one sound for both."""
    port = free_port()
    one = EngineProcess([str(tmp_path / "one"), "--inputs", "2", "--outputs", "1"], port=port)
    two = None
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            second = port + 1  # UDP; the first engine's control port is TCP with the same number
            try:
                probe.bind(("127.0.0.1", second))
            except OSError:
                second = free_port()
        two = EngineProcess([str(tmp_path / "two"), "--inputs", "3", "--outputs", "2"], port=second)
        with Link(one.port, one.out_port) as first, Link(two.port, two.out_port) as other:
            first.inputs([0.25, 0.5])
            other.inputs([0.1, 0.2, 0.3])
            with Client(port=one.control_port) as a, Client(port=two.control_port) as b:
                assert len(ask_until(a.values, lambda values: values["arrived"] == 1)["inputs"]) == 2
                assert len(ask_until(b.values, lambda values: values["arrived"] == 1)["inputs"]) == 3
                first.control("startRunning")
                a.wait_until(lambda state: state["running"])
                assert b.state()["running"] is False
    finally:
        one.end()
        if two is not None:
            two.end()


def test_names_with_padding_that_others_get_wrong(stage: Callable[..., Stage]) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    names = message("/wekinator/control/setInputNames", "ss", "left hand", "tip")
    assert names.endswith(b"tip\0")
    unpadded = message("/wekinator/control/setInputNames", "ss", "tip", "left hand").rstrip(b"\0") + b"\0"
    s.link.send(names)
    s.client.wait_until(lambda state: state["inputs"] == ["left hand", "tip"])
    s.link.send(unpadded)
    s.client.wait_until(lambda state: state["inputs"] == ["tip", "left hand"])
