"""Gestures over real sockets: a sketch written for Wekinator shows and performs them."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from gesture_shapes import shape, wander
from on_stage import EngineInGivenTime, Hall, Stage
from waiting import ask_until, until

from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess

MakeStage = Callable[..., Stage]
FRAME = 0.01  # seconds between frames


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The engine that the tests of this module share."""
    made = Hall(tmp_path_factory.getbasetemp(), EngineInGivenTime)
    yield made
    made.close()


def show(stage: Stage, gesture: int, frames: np.ndarray) -> None:
    """One example, as a sketch does it."""
    take = len(stage.client.state()["takes"])
    stage.link.control("startDtwRecording", gesture)
    stage.play(frames, FRAME)
    stage.link.control("stopDtwRecording")
    state = stage.client.wait_until(lambda state: len(state["takes"]) == take + 1)
    assert state["takes"][-1]["seconds"] == pytest.approx((len(frames) - 1) * FRAME, abs=1e-3)


def learned(stage: Stage, number: int = 1) -> None:
    """Wait until what was shown has been learned."""
    stage.client.wait_until(
        lambda state: state["training"] is None and state["outputs"][number - 1]["model"]["state"] == "ready"
    )


def triggers(stage: Stage, since: int) -> list[str]:
    stage.link.drain()
    return [
        address
        for _, packet in stage.link.got[since:]
        if packet.count(b"\0,\0\0\0") and (address := packet.split(b"\0")[0].decode()).startswith("/output_")
    ]


def fired(stage: Stage, since: int, least: int = 1) -> list[str]:
    """What was recognised, which is waited for if it is to be anything."""
    stage.let_pass(0.25)  # in which a gesture that the stream ended with is told
    until(lambda: len(triggers(stage, since)) >= least)
    stage.link.pump(0.25)
    return triggers(stage, since)


def perform(stage: Stage, frames: np.ndarray, least: int = 1) -> list[str]:
    mark = len(stage.link.got)
    stage.play(frames, FRAME)
    return fired(stage, mark, least)


def shown(make: MakeStage, outputs: str = "gesture:3") -> Stage:
    stage = make("--inputs", "2", "--outputs", outputs)
    rng = np.random.default_rng(4)
    stage.client.subscribe()
    for gesture in (1, 2, 3):
        for _ in range(2):
            show(stage, gesture, shape(gesture, 40, rng))
    learned(stage)
    return stage


@pytest.fixture(scope="module")
def band(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Three gestures shown twice each, running."""
    made: list[Stage] = []
    folder = tmp_path_factory.mktemp("gestures")

    def make(*arguments: str) -> Stage:
        made.append(Stage(str(folder / "band.wekipy"), *arguments, start=EngineInGivenTime))
        return made[0]

    stage = shown(make)
    stage.link.control("startRunning")
    stage.client.wait_until(lambda state: state["running"])
    yield stage
    made[0].close()


def test_performances_between_idle_movement_trigger_once_each(band: Stage) -> None:
    rng = np.random.default_rng(11)
    for gesture in (1, 3, 2, 2):
        frames = np.concatenate([wander(rng, 25), shape(gesture, int(rng.integers(30, 50)), rng)])
        assert perform(band, frames) == [f"/output_{gesture}"]


def test_distances_come_with_every_frame(band: Stage) -> None:
    mark = len(band.link.got)
    frames = shape(2, 40, np.random.default_rng(12))
    band.play(frames, FRAME)
    answers = band.link.collect("/wek/outputs", 40, mark)
    assert len(answers) == 40
    assert {len(answer) for answer in answers} == {3}
    assert np.isfinite(answers).all()  # sketches take the least of them
    assert int(np.argmin(answers[-1])) == 1


def test_gestures_are_switched_over_osc(band: Stage) -> None:
    rng = np.random.default_rng(13)
    band.link.control("disableGesture", 2)
    band.client.wait_until(lambda state: not state["outputs"][0]["gestures"][1]["enabled"])
    assert perform(band, shape(2, 40, rng), least=0) == []
    band.link.control("enableGesture", 2)
    band.client.wait_until(lambda state: state["outputs"][0]["gestures"][1]["enabled"])
    assert perform(band, shape(2, 40, rng)) == ["/output_2"]


def test_the_course_of_a_gesture_is_sent_when_asked_for(band: Stage) -> None:
    rng = np.random.default_rng(14)
    mark = len(band.link.got)
    perform(band, shape(3, 40, rng))
    assert not any(p.startswith(b"/output_3/") for _, p in band.link.got[mark:])
    band.client.configure_output(1, send_following=True)
    mark = len(band.link.got)
    perform(band, shape(3, 40, rng))
    sent = {what: band.link.collect(f"/output_3/{what}", 20, mark) for what in ("progress", "speed", "match")}
    assert all(len(values) >= 20 for values in sent.values())
    progress = np.array(sent["progress"])
    assert progress.min() >= 0 and 0.8 < progress.max() <= 1
    assert np.median(sent["speed"]) == pytest.approx(1, abs=0.4)
    assert np.max(sent["match"]) <= 1
    band.client.configure_output(1, send_following=False)


def test_corrections_over_the_control_protocol(band: Stage) -> None:
    rng = np.random.default_rng(15)
    assert perform(band, shape(1, 40, rng)) == ["/output_1"]
    assert band.client.that_was_wrong(1) == ["gesture-1 now needs a closer match"]
    assert band.client.state()["outputs"][0]["gestures"][0]["correction"] < 1
    band.client.undo()
    band.client.gesture_sensitivity(0.4, 1, 2)
    band.client.gesture_sensitivity(0.6)
    state = band.client.state()["outputs"][0]
    assert [g["sensitivity"] for g in state["gestures"]] == pytest.approx([0.4, 0.4, 0.5])
    assert state["sensitivity"] == pytest.approx(0.6)
    band.client.undo()
    band.client.undo()
    assert isinstance(band.client.you_missed(1), str)


def test_bad_input_neither_triggers_nor_ends_anything(band: Stage) -> None:
    rng = np.random.default_rng(16)
    mark = len(band.link.got)
    frames = shape(1, 40, rng)
    for n, x in enumerate(frames):
        band.play([x], FRAME)
        if n % 7 == 0:
            band.link.inputs([math.nan, 0.5])
            band.link.inputs([math.inf, 0.5])
            band.link.inputs([0.1, 0.2, 0.3])
            band.link.send(b"garbage")
    assert fired(band, mark) == ["/output_1"]
    for bad in ([math.nan, 0.5], [0.1], [0.1, 0.2, 0.3]):
        mark = len(band.link.got)
        for _ in range(30):
            band.link.inputs(bad)
        assert fired(band, mark, least=0) == []
    for arguments in ((0,), (4,), (-1,), ("one",), (), (1, 2), (1.5,)):
        band.link.control("startDtwRecording", *arguments)
        band.link.control("enableGesture", *arguments[:1])
    band.link.control("stopDtwRecording")
    band.client.wait_until(lambda state: state["recording"] is None)  # what came over UDP may be done later
    assert perform(band, shape(2, 40, rng)) == ["/output_2"]


def test_irregular_and_missing_frames(band: Stage) -> None:
    rng = np.random.default_rng(17)
    mark = len(band.link.got)
    for x in shape(3, 80, rng):
        here = rng.random() > 0.3
        seconds = FRAME / 2 * rng.uniform(0.5, 1.5)
        if here:
            band.play([x], seconds)
        else:
            band.let_pass(seconds)
    assert fired(band, mark) == ["/output_3"]
    mark = len(band.link.got)
    band.play(np.full((60, 2), 0.5), FRAME)
    assert fired(band, mark, least=0) == []


def test_infinite_distances_reach_python_as_such(band: Stage) -> None:
    band.client.disable_gestures(1)
    assert band.client.take_inputs(0.5, 0.5)[0] == math.inf
    assert band.client.values()["outputs"][0] is None
    band.client.enable_gestures(1)


def test_an_evaluation_says_how_often_gestures_are_taken_for_each_other(band: Stage) -> None:
    (found,) = band.client.evaluate(1)
    assert found["kind"] == "gesture"
    assert found["gesture"]["tested"] == [2, 2, 2]
    assert len(found["gesture"]["confusion"]) == 3
    assert found["gesture"]["right"] >= 0.5
    assert band.client.state()["outputs"][0]["quality"]["right"] == found["gesture"]["right"]


def test_gestures_without_or_with_useless_examples(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "gesture:3")
    rng = np.random.default_rng(5)
    s.client.subscribe()
    s.link.control("startRunning")
    assert perform(s, shape(1, 40, rng), least=0) == []
    show(s, 2, np.array([[0.5, 0.5]]))
    s.client.wait_until(lambda state: state["outputs"][0]["model"]["failure"])
    assert "at least 4 frames" in s.client.state()["outputs"][0]["model"]["failure"]
    show(s, 1, shape(1, 40, rng))
    learned(s)
    mark = len(s.link.got)
    s.play(shape(1, 40, rng), FRAME)
    answers = np.array(s.link.collect("/wek/outputs", 40, mark))
    assert np.isinf(answers[:, 1:]).all()
    assert fired(s, mark) == ["/output_1"]
    advice = s.client.state()["outputs"][0]["model"]["advice"]
    assert "not used" in advice["1"]


def test_mixed_projects(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,gesture:2,class:2")
    rng = np.random.default_rng(6)
    s.client.subscribe()
    s.client.set_algorithm(1, "linear")
    for value in (0.0, 1.0):
        with s.client.recording([value, 1 + value]):
            for _ in range(6):
                s.client.take_inputs(value, value)
    s.client.train(1, 3)
    for gesture in (1, 2):
        for _ in range(2):
            show(s, gesture, shape(gesture, 40, rng))
    learned(s, 2)
    s.client.start_running()
    assert perform(s, shape(1, 40, rng)) == ["/output_1"]
    mark = len(s.link.got)
    s.link.inputs([1.0, 1.0])
    answer = s.link.wait("/wek/outputs", mark)
    assert answer is not None
    assert len(answer[1]) == 4
    assert answer[1][0] == pytest.approx(1.0, abs=0.05)
    assert answer[1][3] == 2.0
    s.link.control("outputs", 0.3, 2.0)
    s.client.wait_until(lambda state: state["running"])
    ask_until(s.client.values, lambda told: told["targets"] == pytest.approx([0.3, 2.0]))
    with pytest.raises(Problem, match="expected 2"):
        s.client.set_targets(0.1, 0.2, 0.3, 0.4)
    assert s.client.evaluate(2)[0]["gesture"] is not None
    path = s.client.save_model(2, "mine.npz")
    assert Path(path).exists()
    s.client.load_model(2, "mine.npz", with_data=True)
    learned(s, 2)
    assert sum(g["examples"] for g in s.client.state()["outputs"][1]["gestures"]) == 8


@pytest.mark.own_engine
def test_a_restarted_engine_knows_its_gestures(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.rename_gestures("circle", "line", "wave")
    s.client.set_gesture_addresses("/circle", "/line", "/wave")
    s.client.configure_output(1, once_per_run=True)
    s.client.save()
    project = str(s.engine.folder)
    s.engine.kill()
    rng = np.random.default_rng(7)
    with EngineProcess([project, "--workers", "1"]) as engine, Client(port=engine.control_port) as client:
        state = client.state()["outputs"][0]
        assert [g["name"] for g in state["gestures"]] == ["circle", "line", "wave"]
        assert [g["examples"] for g in state["gestures"]] == [2, 2, 2]
        assert state["model"]["state"] == "ready"
        client.start_running()
        for x in shape(2, 40, rng):
            client.take_inputs(*x)
        client.stop_running()  # the gesture of the run is told now; its trigger went to nobody here


@pytest.mark.own_engine
def test_the_command_line_knows_gestures(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.disable_gestures(3)
    s.client.save()
    project = str(s.engine.folder)
    s.engine.end()
    told = CliRunner().invoke(commands, ["info", project]).output
    assert "3 gestures, dtw" in told
    assert "3 gesture-3: 2 examples, sends /output_3, switched off" in told
    trained = CliRunner().invoke(commands, ["train", project])
    assert "output: dtw, 6 examples" in trained.output, trained.output
    evaluated = CliRunner().invoke(commands, ["evaluate", project])
    assert "right on examples it had not seen" in evaluated.output, evaluated.output


@pytest.mark.own_engine
def test_an_example_under_way_survives_a_kill(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.start_gesture_recording(1)
    s.play(shape(1, 40, np.random.default_rng(8)), FRAME)
    s.client.save()
    project = str(s.engine.folder)
    s.engine.kill()
    with EngineProcess([project, "--workers", "1"]) as engine, Client(port=engine.control_port) as client:
        state = client.state()
        assert state["outputs"][0]["gestures"][0]["examples"] == 3
        assert state["takes"][-1]["gesture"] == 1
        client.start_running()  # it is learned by itself
        client.wait_until(lambda now: now["outputs"][0]["model"]["state"] == "ready")


def test_once_per_run_over_osc(stage: MakeStage) -> None:
    s = shown(stage)
    s.client.configure_output(1, once_per_run=True)
    mark = len(s.link.got)
    s.link.control("startRunning")
    s.play(shape(3, 40, np.random.default_rng(9)), FRAME)
    assert fired(s, mark, least=0) == []
    s.link.control("stopRunning")
    assert fired(s, mark) == ["/output_3"]


def test_a_long_take_is_cut_by_a_foot_switch_or_by_stillness(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "gesture:2")
    rng = np.random.default_rng(10)
    s.client.subscribe()
    s.link.control("startDtwRecording", 1)
    for _ in range(3):
        s.play(shape(1, 40, rng), FRAME)
        s.link.send(encode("/wekipy/mark"))
    s.link.control("stopDtwRecording")
    s.client.wait_until(lambda state: state["outputs"][0]["gestures"][0]["examples"] == 3)
    still = np.full((120, 2), [0.9, 0.5])
    with s.client.showing(2) as take:
        for _ in range(2):
            s.play(np.concatenate([shape(1, 40, rng, noise=0.0), still]), FRAME)
    assert len(s.client.split_at_rests(take)) == 2
    with pytest.raises(Problem, match="no take 99"):
        s.client.split_at_rests(99)


def test_triggers_are_messages_without_arguments(band: Stage) -> None:
    mark = len(band.link.got)
    perform(band, shape(1, 40, np.random.default_rng(18)))
    (packet,) = [p for _, p in band.link.got[mark:] if p.startswith(b"/output_1")]
    assert packet == struct.pack("12s4s", b"/output_1", b",")
