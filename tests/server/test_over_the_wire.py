"""The main job over real sockets: a sketch written for Wekinator demonstrates, trains and plays."""

from __future__ import annotations

import math
import socket
import struct
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from on_stage import Stage
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from waiting import ask_until

from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem

MakeStage = Callable[..., Stage]


def demonstrate(stage: Stage, x: list[float], targets: list[float], count: int = 10) -> None:
    """One take, as a sketch does it: all over UDP, then waiting until it has been recorded."""
    take = stage.client.state()["examples"] + count
    stage.link.control("outputs", *map(float, targets))
    stage.link.control("startRecording")
    for n in range(count):
        stage.link.inputs([value + 0.001 * n for value in x])
    stage.link.control("stopRecording")
    stage.client.wait_until(lambda state: state["examples"] == take)


def train(stage: Stage) -> None:
    mark = len(stage.link.got)
    stage.link.control("train")
    assert stage.link.wait(DONE_TRAINING, mark, 60) is not None


def taught(make: MakeStage, *arguments: str) -> Stage:
    stage = make("--inputs", "2", "--outputs", "1,class:3", *arguments)
    demonstrate(stage, [0.0, 0.0], [0.0, 1])
    demonstrate(stage, [1.0, 0.0], [1.0, 2])
    demonstrate(stage, [0.0, 1.0], [0.5, 3])
    train(stage)
    stage.link.control("startRunning")
    return stage


@pytest.fixture(scope="module")
def band(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One taught and running engine for all tests that leave it as it was."""
    made: list[Stage] = []

    def make(*arguments: str) -> Stage:
        made.append(Stage(str(tmp_path_factory.mktemp("band") / "band.wekipy"), *arguments))
        return made[0]

    yield taught(make)
    made[0].close()


def test_record_train_run(stage: MakeStage) -> None:
    s = taught(stage)
    assert s.link.ask([1.0, 0.0]) == [pytest.approx(1.0, abs=0.15), 2.0]
    assert s.link.ask([0.0, 1.0]) == [pytest.approx(0.5, abs=0.15), 3.0]
    s.link.control("stopRunning")
    s.client.wait_until(lambda state: not state["running"])
    assert s.link.ask([1.0, 0.0], timeout=0.2) is None


@pytest.mark.parametrize("kind", ["i", "f", "h", "d", "mixed"])
def test_numbers_of_any_type_are_inputs(band: Stage, kind: str) -> None:
    s = band
    builder = OscMessageBuilder("/wek/inputs")
    first, second = (kind, kind) if kind != "mixed" else ("i", "d")
    builder.add_arg(1, first)
    builder.add_arg(0, second)
    mark = len(s.link.got)
    s.link.send(builder.build().dgram)
    answer = s.link.wait("/wek/outputs", mark)
    assert answer is not None
    assert answer[1][1] == 2.0


def test_bundles_are_taken_in_order(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    bundle = OscBundleBuilder(IMMEDIATELY)
    for address, value in (
        ("/wekinator/control/outputs", 0.25),
        ("/wekinator/control/startRecording", None),
        ("/wek/inputs", 0.5),
        ("/wekinator/control/outputs", 0.75),
        ("/wek/inputs", 1.0),
        ("/wekinator/control/stopRecording", None),
    ):
        message = OscMessageBuilder(address)
        if value is not None:
            message.add_arg(value)
        bundle.add_content(message.build())
    s.link.send(bundle.build().dgram)
    state = s.client.wait_until(lambda state: state["examples"] == 2)
    assert state["takes"][0]["outputs"] == {"1": 2}


@pytest.mark.own_engine
def test_address_patterns_reach_what_they_match(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.link.send(encode("/wekinator/control/{startRunning,enablePerformanceMode}"))
    state = s.client.wait_until(lambda state: state["performance_mode"])
    assert state["running"]
    s.link.send(encode("/wekinator/control/startR*"))  # to record, and to run, which ends that
    s.link.inputs([0.5])
    ask_until(s.client.values, lambda values: values["arrived"] == 1)
    assert (s.client.state()["recording"], s.client.state()["examples"]) == (None, 0)


def test_several_senders(band: Stage) -> None:
    s = band
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        mark = len(s.link.got)
        other.sendto(encode("/wek/inputs", 0.0, 1.0), ("127.0.0.1", s.engine.port))
        answer = s.link.wait("/wek/outputs", mark)
    assert answer is not None
    assert answer[1][1] == 3.0


def test_4096_inputs_in_one_datagram(stage: MakeStage) -> None:
    s = stage("--inputs", "4096", "--outputs", "class:2")
    a, b = np.random.default_rng(0).random((2, 4096))
    demonstrate(s, a.tolist(), [1])
    demonstrate(s, b.tolist(), [2])
    train(s)
    s.link.control("startRunning")
    assert s.link.ask(b) == [2.0]
    assert s.link.ask(a) == [1.0]


def test_recording_and_run_switches(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    s.link.control("disableModelRecording", 2)
    demonstrate(s, [0.0, 0.0], [0.5, 0.5])
    s.link.control("enableModelRecording", 2.0)  # Max sends floats
    s.link.control("disableModelRecording", 1)
    demonstrate(s, [0.0, 0.0], [0.5, 0.5], count=4)
    takes = s.client.state()["takes"]
    assert [take["outputs"] for take in takes] == [{"1": 10, "2": 0}, {"1": 0, "2": 4}]


def test_run_switch_holds_an_output(stage: MakeStage) -> None:
    s = taught(stage)
    s.link.ask([1.0, 0.0])
    s.link.control("disableModelRunning", 2)
    s.client.wait_until(lambda state: not state["outputs"][1]["run"])
    answer = s.link.ask([0.0, 1.0])
    assert answer is not None
    assert answer[1] == 2.0
    s.link.control("enableModelRunning", 2)
    s.client.wait_until(lambda state: state["outputs"][1]["run"])
    answer = s.link.ask([0.0, 1.0])
    assert answer is not None
    assert answer[1] == 3.0


def test_inputs_can_be_selected_per_output(stage: MakeStage) -> None:
    s = taught(stage)
    s.link.control("selectInputsForOutput", 2, 1)
    s.client.wait_until(lambda state: state["outputs"][1]["model"]["state"] == "changed")
    train(s)
    assert s.client.state()["outputs"][1]["inputs"] == [1]
    low, high = s.link.ask([1.0, 0.0]), s.link.ask([1.0, 50.0])
    assert low is not None and high is not None
    assert low[1] == high[1] == 2.0  # the second input has no say any more


def test_names_and_examples_can_be_changed(stage: MakeStage) -> None:
    s = taught(stage)
    s.link.control("setInputNames", "left", "right")
    s.link.control("setOutputNames", "pitch", "pose")
    s.client.wait_until(lambda state: state["inputs"] == ["left", "right"])
    s.link.control("deleteExamplesForOutput", 1)
    state = s.client.wait_until(lambda state: state["outputs"][0]["examples"] == 0)
    assert state["outputs"][1]["examples"] == 30
    s.link.control("deleteAllExamples")
    state = s.client.wait_until(lambda state: state["examples"] == 0)
    assert [output["name"] for output in state["outputs"]] == ["pitch", "pose"]
    s.client.undo()
    assert s.client.state()["examples"] == 30


def test_class_distribution_is_sent_under_the_name_of_the_output(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.configure_output(2, send_distribution=True)
    mark = len(s.link.got)
    s.link.inputs([1.0, 0.0])
    answer = s.link.wait("/outputs-2", mark)
    assert answer is not None
    assert answer[1][1] > 0.7 > 0.3 > answer[1][0]  # not quite sure: the examples were few
    assert sum(answer[1]) == pytest.approx(1.0)


def test_models_are_saved_and_loaded(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.save_model(1, "melody.model")
    s.link.control("deleteAllExamples")
    s.link.control("saveModelToFile", 2, "poses/first")
    s.engine.wait_for("delete all")
    before = s.link.ask([1.0, 0.0])
    s.client.load_model(1, "melody.model", with_data=True)
    assert s.client.state()["outputs"][0]["examples"] == 30
    assert s.link.ask([1.0, 0.0]) == before
    with pytest.raises(Problem, match="classification model"):
        s.client.save_model(2, "pose.model")
        s.client.load_model(1, "pose.model")


@pytest.mark.parametrize("path", ["/etc/passwd", "../../evil", "a/../../b", "", "x\0y"])
def test_messages_name_no_files_outside_the_project(band: Stage, path: str) -> None:
    s = band
    if "\0" not in path:  # no OSC string can hold one
        with pytest.raises(Problem, match="file name"):
            s.client.save_model(1, path)
    s.link.control("saveModelToFile", 1, path.replace("\0", "/../../"))
    s.engine.wait_for("save_model")
    assert s.link.ask([1.0, 0.0]) is not None


def test_vectors_from_a_file(stage: MakeStage) -> None:
    s = taught(stage)
    (s.engine.folder / "walk.csv").write_text("1,0\n0,1\n0,0\n")
    mark = len(s.link.got)
    s.link.send(encode("/wek/inputs/bundle", "walk.csv"))
    assert [answer[1] for answer in s.link.collect("/wek/outputs", 3, mark)] == [2.0, 3.0, 1.0]
    with pytest.raises(Problem, match="3 numbers in a row, expected 2"):
        (s.engine.folder / "wide.csv").write_text("1,0,3\n")
        s.client.feed_file("wide.csv")


@pytest.mark.own_engine
def test_another_project_runs_at_once(stage: MakeStage) -> None:
    first = taught(stage)
    first.client.save()
    other = first.engine.folder.with_name("other.wekipy")
    first.engine.end()
    first.engine.folder.rename(other)
    s = stage("--inputs", "3", "--outputs", "4")
    s.link.control("runNewProject", other.name, "CLOSECURRENT")
    s.client.wait_until(lambda state: len(state["inputs"]) == 2 and state["running"])
    s.client.set_destinations(f"127.0.0.1:{s.engine.out_port}")  # it sends where it did before
    assert s.link.ask([0.0, 1.0]) == [pytest.approx(0.5, abs=0.15), 3.0]
    with pytest.raises(Problem, match="outside"):
        s.client.open_project("/etc")


def test_performance_mode(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.link.control("enablePerformanceMode")
    s.client.wait_until(lambda state: state["performance_mode"])
    s.link.control("disablePerformanceMode")
    s.client.wait_until(lambda state: not state["performance_mode"])


def test_the_stage_is_nothing_to_undo(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.rename_inputs("bow")
    s.client.performance_mode(True)
    assert s.client.undo() == "rename inputs"
    state = s.client.state()
    assert state["performance_mode"] and not state["undo"]


def test_a_training_can_be_cancelled_and_repeated(stage: MakeStage) -> None:
    s = taught(stage)
    demonstrate(s, [0.5, 0.5], [0.9, 2], count=500)
    s.link.control("train")
    s.link.control("cancelTrain")
    s.client.wait_until(lambda state: state["training"] is None)
    assert s.link.ask([1.0, 0.0]) is not None
    train(s)
    state = s.client.state()
    assert [output["model"]["state"] for output in state["outputs"]] == ["ready", "ready"]


def test_answers_keep_coming_while_recording_and_training(stage: MakeStage) -> None:
    s = taught(stage)
    demonstrate(s, [0.5, 0.5], [0.7, 2], count=1_000)
    assert len(s.link.collect("/wek/outputs", 1_000)) == 1_000
    packets = [encode("/wek/inputs", *row) for row in np.random.default_rng(0).random((1_500, 2))]
    s.link.control("startRecording")
    s.link.control("train")
    _, lost = s.link.stream(packets, 1_000)
    s.link.control("stopRecording")
    assert lost == 0
    s.client.wait_until(lambda state: state["examples"] == 30 + 1_000 + 1_500)


BAD = {
    "garbage": (b"garbage", "no OSC message"),
    "short": (encode("/wek/inputs", 1.0, 2.0)[:-3], "no OSC message"),
    "count": (encode("/wek/inputs", 1.0, 2.0, 3.0), "3 numbers arrived, expected 2"),
    "none": (encode("/wek/inputs"), "0 numbers arrived, expected 2"),
    "string": (encode("/wek/inputs", 1.0, "two"), "argument 2 is a string, expected a number"),
    "nan": (encode("/wek/inputs", 1.0, math.nan), "nan as input 2"),
    "infinite": (encode("/wek/inputs", np.array([np.inf, 1.0])), "inf as input 1"),
    "double": (b"/wek/inputs\0,dd\0" + struct.pack(">dd", 1e300, 0.0), "inf as input 1"),
    "address": (encode("/wek/imputs", 1.0, 2.0), "inputs are expected as /wek/inputs"),
    "control": (encode("/wekinator/control/deleteExamplesForOutput", 7), "there is no output 7"),
    "targets": (encode("/wekinator/control/outputs", 1.0), "1 output value arrived, expected 2"),
    "argument": (encode("/wekinator/control/enableModelRunning", "one"), "expected a whole number"),
    "gesture": (encode("/wekinator/control/startDtwRecording", 1), "no gestures in this project"),
    "huge": (b"\xff" * 65_507, "no OSC message"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.own_engine
def test_bad_input_gets_one_line_and_the_stream_goes_on(stage: MakeStage, case: str) -> None:
    packet, words = BAD[case]
    s = stage("--inputs", "2", "--outputs", "1,class:3")
    s.client.start_running(anyway=True)
    s.link.control("startRecording")
    for _ in range(200):
        s.link.send(packet)
    line = s.engine.wait_for(words)
    assert "127.0.0.1" in line
    s.link.inputs([1.0, 0.0])
    ask_until(s.client.values, lambda values: values["recorded"] == 1)
    take = s.client.stop_recording()
    assert take is not None
    assert take["examples"] == 1  # nothing bad was recorded
    assert sum(words in printed for printed in s.engine.lines) == 1


def test_a_flood_does_not_stop_the_stream(band: Stage) -> None:
    s = band
    flood = [b"garbage", encode("/wek/inputs", 1.0), encode("/nowhere")] * 20_000
    for packet in flood:
        s.link.send(packet)
    # The system drops what finds the buffer full; as soon as there is room again, answers come.
    answers = [s.link.ask([0.0, 1.0], timeout=1.0) for _ in range(5)]
    assert answers[-1] == [pytest.approx(0.5, abs=0.15), 3.0]
    assert len(s.engine.lines) < 30
