"""What Wekinator ignores is ignored, what it accepts is accepted: over UDP, as sketches send it."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest
from on_stage import Stage
from waiting import ask_until, until

from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.osc.codec import decode, encode, string

MakeStage = Callable[..., Stage]


def floats(*values: float) -> bytes:
    return struct.pack(f">{len(values)}f", *values)


def arrived(stage: Stage, count: int) -> list[float]:
    """The latest inputs, once so many vectors have been accepted."""
    assert ask_until(stage.arrived, lambda found: found >= count) == count
    return stage.client.values()["inputs"]


def lines(stage: Stage, text: str) -> list[str]:
    return [line for line in stage.engine.lines if text in line]


def taught(make: MakeStage) -> Stage:
    """Two classes and a number, trained and running."""
    s = make("--inputs", "2", "--outputs", "1,class:2")
    for x, targets in (([0.0, 0.0], (0.0, 1.0)), ([1.0, 1.0], (1.0, 2.0))):
        take = s.client.state()["examples"] + 5
        s.link.control("outputs", *targets)
        s.link.control("startRecording")
        for n in range(5):
            s.link.inputs([value + 0.01 * n for value in x])
        s.link.control("stopRecording")
        s.client.wait_until(lambda state, take=take: state["examples"] == take)
    mark = len(s.link.got)
    s.client.train()
    s.client.start_running()
    assert s.link.wait(DONE_TRAINING, mark) is not None
    return s


# A2


@pytest.mark.parametrize("surplus", [1, 1.0, "", True, "on"])
@pytest.mark.own_engine
def test_surplus_arguments_are_ignored(stage: MakeStage, surplus: object) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.link.control("startRecording", surplus)
    for n in range(4):
        s.link.inputs([0.1 * n])
    s.link.control("stopRecording", surplus)
    s.client.wait_until(lambda state: state["examples"] == 4)
    mark = len(s.link.got)
    s.link.control("train", surplus)
    assert s.link.wait(DONE_TRAINING, mark, 60) is not None
    s.link.control("startRunning", surplus)
    s.client.wait_until(lambda state: state["running"])
    s.link.control("enablePerformanceMode", surplus)
    s.client.wait_until(lambda state: state["performance_mode"])
    s.link.control("disablePerformanceMode", surplus)
    s.client.wait_until(lambda state: not state["performance_mode"])
    s.link.control("deleteExamplesForOutput", 1, surplus)
    s.client.wait_until(lambda state: state["outputs"][0]["examples"] == 0)
    s.link.control("stopRunning", surplus)
    s.client.wait_until(lambda state: not state["running"])
    s.link.control("deleteAllExamples", surplus)
    s.client.wait_until(lambda state: state["examples"] == 0)
    s.link.control("cancelTrain", surplus)
    assert not lines(s, "expected")


def test_a_surplus_argument_ends_an_example_of_a_gesture(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "gesture:2")
    for take, (gesture, surplus) in enumerate([(1, 1), (2, 2.0), (1, "")], 1):
        s.link.control("startDtwRecording", gesture, "button")
        for n in range(6):
            s.link.inputs([0.1 * n])
        s.link.control("stopDtwRecording", surplus)
        s.client.wait_until(lambda state, take=take: len(state["takes"]) == take)
    ask_until(s.client.state, lambda told: [take["examples"] for take in told["takes"]] == [6, 6, 6])


@pytest.mark.own_engine
def test_the_own_protocol_stays_strict(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.link.send(encode("/wekipy/start_recording", 1))
    s.engine.wait_for("1 argument arrived, expected no arguments")
    ask_until(s.client.state, lambda told: told["recording"] is None)


# A3


@pytest.mark.parametrize(
    ("packet", "inputs"),
    [
        (encode("/wek/inputs", True, False), [1, 0]),
        (encode("/wek/inputs", 0.5, True), [0.5, 1]),
        (encode("/wek/*", 0.25, 0.5), [0.25, 0.5]),
        (encode("/{wek,tracker}/inpu?s", 1, 0.5), [1, 0.5]),
        (encode("/*/inputs", True, False), [1, 0]),
        (string("/wek/inputs") + floats(0.25, 0.5), [0.25, 0.5]),
        (string("/wek/*") + floats(0.25, 0.5), [0.25, 0.5]),
        (encode("/wek/inputs", "0.5", "-2"), [0.5, -2]),
        (encode("/wek/inputs", "1e-1", 2.0), [np.float32(0.1), 2]),
        (encode("/wek/inputs/", 0.25, 0.5), [0.25, 0.5]),
        (b"/wek/inputs\0" + bytes(4) + b",ff\0" + floats(0.25, 0.5), [0.25, 0.5]),
    ],
)
def test_inputs_of_every_kind_that_can_be_meant(stage: MakeStage, packet: bytes, inputs: list[float]) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.link.send(packet)
    assert arrived(s, 1) == inputs
    heard = s.client.heard()[0]
    assert (heard["use"], heard["arguments"]) == ("inputs", 2)


@pytest.mark.parametrize(
    ("expected", "sent"), [("/my/sensor/", "/my/sensor"), ("/my/sensor", "/my/sensor//")]
)
@pytest.mark.own_engine
def test_a_slash_at_the_end_of_an_address_says_nothing(stage: MakeStage, expected: str, sent: str) -> None:
    s = stage("--inputs", "1", "--outputs", "1", "--input-address", expected)
    s.link.send(encode("/wekinator/control/startRecording/"))
    s.link.send(encode(sent, 0.5))
    assert arrived(s, 1) == [0.5]
    s.link.send(encode(expected, 0.25))
    assert arrived(s, 2) == [0.25]
    s.link.send(encode("/wekinator/control/stopRecording//", 1))
    s.client.wait_until(lambda state: state["examples"] == 2)
    s.link.send(encode("/", 1))
    s.engine.wait_for("sent /, which is not known here")


@pytest.mark.own_engine
def test_texts_that_are_numbers_are_taken_with_one_notice(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    for n in range(50):
        s.link.send(encode("/wek/inputs", f"{n}.5", "0"))
    assert arrived(s, 50) == [49.5, 0]
    s.link.send(encode("/wek/inputs", "loud", "0"))
    s.engine.wait_for("argument 1 is a string, expected a number")
    assert len(lines(s, "as texts; they are read as the numbers")) == 1
    assert s.client.values()["arrived"] == 50


@pytest.mark.own_engine
def test_untagged_floats_of_another_count_are_refused_in_our_words(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.link.send(string("/wek/inputs") + floats(1, 2, 3))
    s.engine.wait_for("3 numbers arrived, expected 2 inputs")
    s.link.send(string("/wek/inputs") + b"hello")
    s.engine.wait_for("no comma of a type tag string")


def test_more_floats_than_type_tags_leave_room_for(stage: MakeStage) -> None:
    s = stage("--inputs", "16000", "--outputs", "1")
    s.link.send(string("/wek/inputs") + floats(*([0.5] * 16_000)))
    assert len(arrived(s, 1)) == 16_000


def test_a_pattern_means_everything_that_it_matches(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1", "--input-address", "/wekinator/control/x")
    s.link.send(encode("/wekinator/control/{x,startRunning}", 0.5))
    s.client.wait_until(lambda state: state["running"])
    assert arrived(s, 1) == [0.5]


# A4


@pytest.mark.parametrize("hair", [1e-7, -1e-7, 1e-8, 9e-4])
@pytest.mark.own_engine
def test_a_class_with_a_hair_added_is_that_class(stage: MakeStage, hair: float) -> None:
    s = stage("--inputs", "1", "--outputs", "class:3,class:3")
    s.link.send(encode("/wekinator/control/outputs", np.array([2 + hair, 3 + hair])))
    ask_until(s.client.values, lambda values: values["targets"] == [2.0, 3.0])
    s.link.send(encode("/wekinator/control/disableModelRecording", 2 + hair))
    s.client.wait_until(lambda state: [o["record"] for o in state["outputs"]] == [True, False])
    s.link.send(encode("/wekinator/control/outputs", "1", "2"))
    ask_until(s.client.values, lambda values: values["targets"] == [1.0, 2.0])
    s.link.send(encode("/wekinator/control/outputs", 1.5, 3.0))
    s.engine.wait_for("ignored 1.5 for output 1")
    ask_until(s.client.values, lambda told: told["targets"] == [1.0, 3.0])


# A5


@pytest.mark.own_engine
def test_each_kind_of_mistake_is_told_at_once(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:3")
    mistakes = [
        (encode("/wek/inputs", 1.0, 2.0, 3.0), "3 numbers arrived"),
        (encode("/wek/inputs", 1.0, "two"), "argument 2 is a string"),
        (encode("/wekinator/control/outputs", 1.0), "1 output value arrived"),
        (encode("/wekinator/control/outputs", 1.0, 7.0), "ignored 7 for output 2"),
        (encode("/wekinator/control/outputs", 1.0, "high"), "'high'"),
        (encode("/wekinator/control/deleteExamplesForOutput", 9), "there is no output 9"),
        (b"/wek/inputs\0,ff\0", "is cut off"),
        (b"/wek", "has no end"),
    ]
    for _ in range(3):
        for packet, _ in mistakes:
            s.link.send(packet)
    for packet, _ in mistakes[:1]:
        s.link.send(packet)
    s.link.send(encode("/wek/inputs", 1.0, 2.0, 3.0, 4.0))  # of the same kind as the first
    for _, words in mistakes:
        until(lambda words=words: lines(s, words))
    s.link.inputs([0.0, 0.0])
    assert arrived(s, 1) == [0.0, 0.0]
    assert all(len(lines(s, words)) == 1 for _, words in mistakes)
    assert not lines(s, "4 numbers")
    assert not [line for line in lines(s, "more like it") if "numbers arrived" not in line]


# A6


FORBIDDEN = set(" #*,?[]{}")


@pytest.mark.parametrize("name", ["a b/#*,?{}[]", "/first", "a//b", "pitch ", "*"])
@pytest.mark.own_engine
def test_names_that_osc_forbids_go_out_as_legal_addresses(stage: MakeStage, name: str) -> None:
    s = taught(stage)
    s.client.rename_outputs("x", name)
    s.client.configure_output(2, send_novelty=True, send_distribution=True, send_confidence=True)
    assert s.engine.wait_for("for OSC allows no")
    mark = len(s.link.got)
    assert s.link.ask([1.0, 1.0]) is not None
    until(lambda: s.link.pump(0.01) or len(s.link.got) >= mark + 4)
    sent = [decode(packet)[0].address for _, packet in s.link.got[mark:]]
    assert len(set(sent)) == 4
    for address in sent:
        assert FORBIDDEN.isdisjoint(address)
        assert all(address[1:].split("/"))
    assert [a.rpartition("/")[2] for a in sent].count("novelty") == 1
    assert s.client.state()["outputs"][1]["name"] == name
    assert {extra["address"] for extra in s.client.sent()["extras"]} == set(sent) - {"/wek/outputs"}
    s.client.configure_output(2, sensitivity=0.6)
    s.client.rename_outputs("y", name)
    assert len(lines(s, "for OSC allows no")) == 1


@pytest.mark.own_engine
def test_output_addresses_that_osc_forbids_are_legal_on_the_wire(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.set_addresses("", "/synth#1/{a}")
    s.engine.wait_for("the output message is sent as /synth_1/_a_, for OSC allows no # { } in addresses")
    mark = len(s.link.got)
    s.link.inputs([1.0, 1.0])
    assert s.link.wait("/synth_1/_a_", mark) is not None
    assert s.client.sent()["address"] == "/synth_1/_a_"


@pytest.mark.own_engine
def test_two_names_that_become_one_address_are_told(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.rename_outputs("a_b", "a b")
    s.client.configure_output(1, send_novelty=True)
    s.client.configure_output(2, send_novelty=True)
    s.engine.wait_for("the output “a b” is sent as /a_b, for OSC allows no spaces in addresses, as")


# A8


@pytest.mark.own_engine
def test_running_directly_after_train_says_that_it_trains(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    s.link.control("startRecording")
    for n in range(20):
        s.link.inputs([0.05 * n, 0.0])
    s.link.control("stopRecording")
    mark = len(s.link.got)
    s.link.send(encode("/wekinator/control/train"))
    s.link.send(encode("/wekinator/control/startRunning"))
    s.engine.wait_for("training; the outputs answer when it ends")
    assert s.link.wait(DONE_TRAINING, mark, 60) is not None
    assert s.link.ask([0.5, 0.0]) is not None
    first = [decode(packet)[0].address for _, packet in s.link.got[mark:]]
    assert first.index(DONE_TRAINING) == 0


@pytest.mark.own_engine
def test_nothing_is_sent_for_outputs_that_never_had_a_model(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "2")
    s.client.start_running(anyway=True)
    mark = len(s.link.got)
    for n in range(20):
        s.link.inputs([0.1 * n])
    arrived(s, 20)
    assert s.client.values()["answered"] == 0
    s.client.set_outputs(0.25, 0.5)  # a hand may still move them
    found = s.link.wait("/wek/outputs", mark)
    assert found is not None
    assert found[1] == [0.25, 0.5]
    assert len(s.link.got) == mark + 1


# A10


def test_a_value_set_by_hand_goes_out_at_once_and_stands_until_the_next_input(stage: MakeStage) -> None:
    s = taught(stage)
    answer = s.link.ask([1.0, 1.0])
    assert answer is not None
    mark = len(s.link.got)
    s.client.set_output(1, 0.25)
    found = s.link.wait("/wek/outputs", mark)
    assert found is not None
    assert found[1] == [0.25, answer[1]]
    mark = len(s.link.got)
    targets = s.client.randomise(1.0, seed=5)
    found = s.link.wait("/wek/outputs", mark)
    assert found is not None
    assert found[1] == pytest.approx(targets)
    assert s.client.values()["outputs"] == pytest.approx(targets)
    assert s.link.ask([1.0, 1.0]) == answer
