"""The control protocol and its Python face, on a real engine over real sockets."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pythonosc import slip
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from waiting import until

from wekipy.child import free_port
from wekipy.client import Client, ConnectionLost
from wekipy.faces.operations import OPERATIONS
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def test_the_client_has_every_operation() -> None:
    for operation in OPERATIONS:
        assert callable(getattr(Client, operation.name)), operation.name


def test_a_script_demonstrates_trains_and_plays(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    for x, targets in (
        ((0, 0), (0.1, 0.9)),
        ((1, 0), (0.9, 0.1)),
        ((1, 1), (0.5, 0.5)),
        ((0, 1), (0.2, 0.2)),
    ):
        with s.client.recording(targets):
            for n in range(5):
                s.client.take_inputs(x[0] + n / 500, x[1])
    state = s.client.train()
    assert [output["model"]["state"] for output in state["outputs"]] == ["ready", "ready"]
    s.client.start_running()
    assert s.client.take_inputs(1, 0) == pytest.approx([0.9, 0.1], abs=0.1)


def test_what_on_event_raises_is_raised_by_the_next_call_and_the_client_goes_on(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    called = threading.Event()

    def fail(kind: str, text: str) -> None:
        called.set()
        raise ZeroDivisionError(text)

    s.client.on_event = fail
    s.client.subscribe()
    s.client.ask("start_running")
    assert called.wait(10)
    s.client.on_event = None

    def asked() -> bool:
        try:
            s.client.values()
        except ZeroDivisionError:
            return True
        return False

    until(asked)
    assert s.client.state()["running"]


def test_on_event_may_ask_the_same_client(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    found: list[bool] = []
    s.client.on_event = lambda kind, text: found.append(s.client.state()["running"])
    s.client.subscribe()
    s.client.start_running(anyway=True)
    until(lambda: True in found)


def test_a_timed_take(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    going = threading.Event()

    def play() -> None:
        while not going.is_set():
            s.link.inputs([0.5])
            going.wait(0.01)

    thread = threading.Thread(target=play)
    thread.start()
    take = s.client.record(targets=[0.4], seconds=0.3)
    going.set()
    thread.join()
    assert take is not None
    assert take["number"] == 1
    assert take["examples"] > 3


def test_changes_reach_who_subscribed(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    with Client(port=s.engine.control_port) as other:
        events: list[tuple[str, str]] = []
        other.on_event = lambda kind, text: events.append((kind, text))
        assert other.subscribe()["running"] is False
        s.client.start_running(anyway=True)
        other.wait_until(lambda state: state["running"])
        s.client.rename_outputs("volume")
        state = other.wait_until(lambda state: state["outputs"][0]["name"] == "volume")
        assert state["undo"] == "rename outputs"
        until(lambda: any(kind == "running" and "no output has a model" in text for kind, text in events))


def test_live_values_come_at_a_rate(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    with Client(port=s.engine.control_port) as other:
        other.subscribe(rate=60)
        s.client.take_inputs(0.25, 0.5)
        s.client.set_targets(0.75)
        live = other.wait_for(lambda live: live.targets.tolist() == [0.75], timeout=10)
        assert live.inputs.tolist() == [0.25, 0.5]


def test_what_cannot_be_done_is_said_in_words(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    for call, words in (
        (lambda: s.client.delete_examples(3), "there is no output 3"),
        (lambda: s.client.set_algorithm(1, "magic"), "no algorithm is called “magic”"),
        (lambda: s.client.set_algorithm(1, "naive-bayes"), "cannot learn continuous outputs"),
        (lambda: s.client.set_algorithm(2, "knn", k=0), "from 1 to 1000, or “auto”; got 0"),
        (lambda: s.client.connect(1, []), "at least one input"),
        (lambda: s.client.connect(1, [3]), "there is no input 3"),
        (lambda: s.client.rename_inputs("a", "a"), "is there twice"),
        (lambda: s.client.set_targets(0.5, 3), "3 for output 2"),
        (s.client.undo, "nothing to undo"),
        (lambda: s.client.set_destinations("nowhere"), "HOST:PORT"),
        (lambda: s.client.load_model(1, "none"), "no such file"),
        (lambda: s.client.ask("fly"), "not known"),
        (lambda: s.client.ask("connect"), "output is missing"),
        (lambda: s.client.ask("undo", 3), "expected no arguments"),
        (lambda: s.client.subscribe(1e9), "expected 0 to 120"),
        (lambda: s.client.take_inputs(1.0), "expected 2 inputs"),
        (lambda: s.client.configure_output(1, volume=3), "no setting “volume”"),
        (lambda: s.client.configure_output(1, minimum=3), "must be below maximum"),
        (lambda: s.client.set_addresses("no slash"), "input address"),
    ):
        with pytest.raises(Problem, match=words):
            call()


def test_training_without_enough_examples_says_what_to_do(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,class:2")
    with pytest.raises(Problem, match="output 1 has no examples"):
        s.client.train()
    with s.client.recording([0.5, 1]):
        for n in range(4):
            s.client.take_inputs(n)
    with pytest.raises(Problem, match="class 1 only"):
        s.client.train()
    state = s.client.state()
    assert state["outputs"][0]["model"]["state"] == "ready"
    assert "output 2 has examples of class 1 only" in state["outputs"][1]["model"]["failure"]


def test_data_that_no_model_can_be_made_of_keeps_the_old_model(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:3")
    for label in (1, 2, 3):
        with s.client.recording([label]):
            for n in range(4):
                s.client.take_inputs(label + n / 100, 0.0)
    s.client.train()
    s.client.start_running()
    assert s.client.take_inputs(3, 0) == [3.0]
    s.client.configure_output(1, classes=2)
    with pytest.raises(Problem, match="output 1 has an example of class 3, but"):
        s.client.train()
    assert s.client.take_inputs(3, 0) == [3.0]
    s.client.undo()
    s.client.connect(1, [2])  # an input that never changed
    state = s.client.train()
    assert state["outputs"][0]["model"]["state"] == "ready"
    assert s.client.take_inputs(3, 0) == [1.0]


def test_algorithm_and_settings_are_chosen_per_output(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "2,class:2")
    s.client.set_algorithm(3, "svm", kernel="linear", C=2)
    s.client.configure_output(1, minimum=-1, maximum=127, limits="hard", integer=True)
    first, second, third = s.client.state()["outputs"]
    assert (third["algorithm"], third["options"]) == ("svm", {"kernel": "linear", "C": 2})
    assert (first["minimum"], first["maximum"], first["limits"], first["integer"]) == (-1, 127, "hard", True)
    assert second["maximum"] == 1


def test_outputs_set_by_hand_are_sent_once(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "2")
    s.client.set_outputs(0.25, 0.5)
    answer = s.link.wait("/wek/outputs")
    assert answer is not None
    assert answer[1] == [0.25, 0.5]


def test_the_place_and_address_of_outputs_can_change(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inlet:
        inlet.bind(("127.0.0.1", 0))
        inlet.settimeout(5)
        s.client.set_destinations(f"localhost:{inlet.getsockname()[1]}")
        s.client.set_addresses(output_address="/light")
        s.client.set_outputs(0.5)
        assert inlet.recv(100).startswith(b"/light\0")


@pytest.mark.parametrize("framing", ["length", "slip"])
def test_any_osc_program_can_control_it(stage: MakeStage, framing: str) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    builder = OscMessageBuilder("/wekipy/rename_outputs")
    builder.add_arg("tempo")
    packet = builder.build().dgram
    with socket.create_connection(("127.0.0.1", s.engine.control_port), timeout=10) as connection:
        connection.sendall(
            slip.encode(packet) if framing == "slip" else len(packet).to_bytes(4, "big") + packet
        )
        data = connection.recv(1_000)
    reply = OscMessage(slip.decode(data) if framing == "slip" else data[4:])
    assert (reply.address, reply.params[0], json.loads(reply.params[1])) == (
        "/wekipy/reply",
        "rename_outputs",
        None,
    )
    assert s.client.state()["outputs"][0]["name"] == "tempo"


@pytest.mark.own_engine
def test_a_host_that_cannot_be_found_stops_nothing(stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RES_OPTIONS", "timeout:1 attempts:1")  # where no server of names answers
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.set_destinations("no-such-host.invalid:9000", f"127.0.0.1:{s.engine.out_port}")
    s.engine.wait_for("cannot find the host no-such-host.invalid")
    s.client.set_outputs(0.5)
    answer = s.link.wait("/wek/outputs")
    assert answer is not None
    assert answer[1] == [0.5]


def test_operations_also_come_over_udp(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    builder = OscMessageBuilder("/wekipy/rename_outputs")
    builder.add_arg("tempo")
    s.link.send(builder.build().dgram)
    s.client.wait_until(lambda state: state["outputs"][0]["name"] == "tempo")
    s.link.send(OscMessageBuilder("/wekipy/undo").build().dgram)
    s.client.wait_until(lambda state: state["outputs"][0]["name"] == "outputs-1")


def test_a_broken_control_connection_harms_nobody(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    for data in (b"\x7f\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\x05hello", b"\xc0\xdb\x01\xc0"):
        with socket.create_connection(("127.0.0.1", s.engine.control_port), timeout=10) as connection:
            connection.sendall(data)
            while connection.recv(1_000):
                pass
    assert s.client.state()["running"] is False


def test_no_engine_is_one_clear_sentence() -> None:
    with pytest.raises(ConnectionLost, match="wekipy serve"):
        Client(port=free_port())


@pytest.mark.own_engine
def test_a_client_notices_the_end_of_the_engine(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.subscribe()
    s.engine.kill()
    with pytest.raises(ConnectionLost):
        s.client.wait_until(lambda state: state["running"])
    with pytest.raises(ConnectionLost):
        s.client.state()


@pytest.mark.own_engine
def test_a_client_ends_the_engine(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.shut_down()
    assert s.engine.process.wait(20) == 0
