"""An engine that is on its own: silence, figures, heartbeat, logs; over real sockets."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from waiting import until

from wekipy.client import Client
from wekipy.engine.engine import Engine
from wekipy.osc.notices import Notices
from wekipy.project.create import new_project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.reporter import KEPT, MOST_BYTES, rotating, write_line
from wekipy.server.rounds import Rounds
from wekipy.server.sensing import Sensing

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]

SILENCE = "/wekipy/status/silence"


def playing(stage: MakeStage, *arguments: str) -> Stage:
    """A stage with two outputs that answer about 0.5 and 2 to an input near 0."""
    s = stage("--inputs", "1", "--outputs", "1,class:3", *arguments)
    with s.client.recording([0.5, 2]):
        for _ in range(4):
            s.client.take_inputs(0.0)
    with s.client.recording([0.6, 1]):
        for _ in range(4):
            s.client.take_inputs(1.0)
    s.client.train()
    s.client.start_running()
    return s


def outputs(s: Stage, since: int) -> list[list[float]]:
    s.link.drain()
    return s.link.collect("/wek/outputs", 10**6, since, timeout=0.0)


def silence_begins(s: Stage, since: int) -> None:
    """Wait until it has been told; on a busy machine there may have been one before that has ended."""

    def told() -> bool:
        s.link.drain()
        return s.link.collect(SILENCE, 10**6, since, timeout=0.0)[-1:] == [[1]]

    until(told)


def test_silence_fades_to_rest_and_is_told_and_ends(stage: MakeStage) -> None:
    s = playing(stage)
    s.client.set_rest_values(0.0, 3)
    s.client.on_silence("fade", 0.2, 0.3)
    answer = s.link.ask([0.0])
    assert answer is not None
    mark = len(s.link.got)
    silence_begins(s, mark)
    end = time.monotonic() + 10
    while outputs(s, mark)[-1:] != [[0.0, 3.0]] and time.monotonic() < end:
        s.link.pump(0.02)
    values = outputs(s, mark)
    numbers = [first for first, _ in values]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) > 3
    assert {second for _, second in values} == {2.0, 3.0}
    assert s.client.health()["silent"] is True
    mark = len(s.link.got)
    s.link.inputs([0.0])
    assert s.link.wait(SILENCE, mark)[1] == [0]  # type: ignore[index]
    assert outputs(s, mark)[0] == pytest.approx(answer)
    assert s.client.health()["silent"] is False


def test_silence_holds_the_last_values(stage: MakeStage) -> None:
    s = playing(stage)
    s.client.on_silence("hold", 0.2)
    answer = s.link.ask([0.0])
    mark = len(s.link.got)
    assert s.link.collect("/wek/outputs", 3, mark) == [answer] * 3


def test_silence_can_be_told_only(stage: MakeStage) -> None:
    s = playing(stage)
    s.client.on_silence("stop", 0.2)
    s.link.ask([0.0])
    mark = len(s.link.got)
    assert s.link.wait(SILENCE, mark) is not None
    s.link.pump(0.3)
    assert outputs(s, mark) == []


def test_nothing_new_is_sent_unless_asked_for(stage: MakeStage) -> None:
    s = playing(stage)
    s.link.ask([0.0])
    s.link.drain()
    mark = len(s.link.got)
    s.link.pump(0.5)
    assert s.link.got[mark:] == []


def test_an_engine_that_does_not_run_is_not_silent(stage: MakeStage) -> None:
    s = playing(stage)
    s.client.stop_running()
    s.client.on_silence("hold", 0.1)
    s.link.pump(0.4)
    assert s.client.health()["silent"] is False
    s.client.start_running()
    assert s.link.wait(SILENCE) is not None
    mark = len(s.link.got)
    s.client.stop_running()
    assert s.link.wait(SILENCE, mark)[1] == [0]  # type: ignore[index]


def test_what_happens_on_silence_can_be_undone(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.on_silence("fade", 7, 1)
    s.client.set_rest_values(0.25)
    assert s.client.state()["silence"] == {"action": "fade", "seconds": 7, "fade": 1, "rest": {"1": 0.25}}
    s.client.undo()
    s.client.undo()
    assert s.client.state()["silence"]["action"] == "off"


def test_heartbeats_go_to_the_destinations(stage: MakeStage) -> None:
    s = playing(stage, "--heartbeat", "0.1")
    for _ in range(5):
        s.link.ask([0.0])
    s.link.drain()
    mark = len(s.link.got)
    s.link.collect("/wekipy/heartbeat", 3, mark)
    beats = s.link.collect("/wekipy/heartbeat", 3)
    assert sum(answered for _, _, _, answered in beats) == 5
    assert beats[-1][1] == 1  # it is running
    assert beats[-1][0] >= beats[0][0] >= 0


@pytest.mark.own_engine
def test_health_counts_what_happened(stage: MakeStage) -> None:
    s = playing(stage)
    before = s.client.health()
    for _ in range(200):
        s.link.ask([0.0])
    s.link.inputs([1.0, 2.0])
    s.link.send(b"garbage!")
    s.link.inputs([float("nan")])
    s.link.ask([0.0])
    now = s.client.health()
    assert now["answered"] - before["answered"] == 201
    assert now["refused"] - before["refused"] == 3
    assert 0 < now["answer_ms"]["p50"] <= now["answer_ms"]["p99"]
    assert now["uptime"] >= before["uptime"]
    assert now["project"] == str(s.engine.folder)
    assert (now["saving"], now["stuck"], now["restarts"]) == ("", [], 0)
    assert now["disk_free"] > 0


@pytest.mark.own_engine
def test_trouble_with_saving_is_in_the_figures(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    (s.engine.folder / ".project.json.tmp").mkdir()  # nothing can be written over it
    s.client.rename_outputs("tempo")
    s.engine.wait_for("CANNOT SAVE")
    assert "CANNOT SAVE" in s.client.health()["saving"]
    (s.engine.folder / ".project.json.tmp").rmdir()
    s.engine.wait_for("saving works again")
    assert s.client.health()["saving"] == ""


def test_a_line_of_figures_is_written_again_and_again(tmp_path: Path) -> None:
    status = tmp_path / "deep" / "status.jsonl"
    with EngineProcess(
        [str(tmp_path / "a.wekipy"), "--status-json", str(status), "--status-interval", "0.1"]
    ):
        until(lambda: status.exists() and status.read_text().count("\n") >= 3)
    lines = [json.loads(line) for line in status.read_text().splitlines()]
    assert len(lines) >= 3
    assert all(line["project"].endswith("a.wekipy") and line["time"] for line in lines)
    with EngineProcess(
        [str(tmp_path / "a.wekipy"), "--status-json", "-", "--status-interval", "0.1"]
    ) as engine:
        assert json.loads(engine.wait_for('{"time"'))["running"] is False


def test_the_log_has_times_and_the_screen_has_not(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    with EngineProcess([str(tmp_path / "a.wekipy"), "--log", str(log)]) as engine:
        with Client(port=engine.control_port) as client:
            client.start_running(anyway=True)
        ready = next(line for line in engine.lines if line.startswith("ready"))
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} " + re.escape(ready), log.read_text(), re.M)
    assert "saving and ending" in log.read_text()


def test_a_log_never_fills_the_disk(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    handler = rotating(log)
    for _ in range((KEPT + 3) * MOST_BYTES // 1_000_000):
        write_line(handler, "x" * 999_999)
    handler.close()
    files = list(tmp_path.iterdir())
    assert len(files) == KEPT + 1
    assert all(file.stat().st_size <= MOST_BYTES for file in files)


def test_rounds_go_on_after_a_fault() -> None:
    faults: list[Exception] = []
    done: list[int] = []

    def wrong() -> float:
        raise ValueError("odd")

    def right() -> float:
        done.append(1)
        return 0.001

    rounds = Rounds("test", [wrong, right], faults.append)
    rounds.start()
    until(lambda: len(done) >= 5)
    rounds.close()
    assert len(done) >= 5
    assert [str(fault) for fault in faults] == ["odd"]


def test_a_refused_vector_does_not_spoil_the_watch_of_sensors() -> None:
    engine = Engine(new_project(2, "1"))
    lines: list[str] = []
    now = [0.0]
    sensing = Sensing(engine, Notices(lines.append), lambda: now[0])
    for n in range(1_000):
        now[0] += 0.2
        engine.feed(np.array([np.sin(n), n if n < 20 else 20.0]), now[0])
        if n % 10 == 0:
            engine.inputs = np.array([np.nan, np.inf])  # as a vector that was refused leaves it
        sensing.look()
    assert sensing.stuck == (2,)
    told = [line for line in lines if "check the sensor" in line]
    assert len(told) == 1
    assert "input 2 “inputs-2”" in told[0]


def test_an_alarm_of_a_sensor_ends_with_its_cause_and_with_its_project() -> None:
    engine, now = Engine(new_project(9, "1")), [0.0]
    sensing = Sensing(engine, Notices(lambda _: None), lambda: now[0])

    def hear(seconds: float, width: int, stuck: bool) -> None:
        for _ in range(int(seconds * 5)):
            now[0] += 0.2
            x = np.sin(now[0] + np.arange(width))
            if stuck:
                x[-1] = 20.0
            engine.feed(x, now[0])
            sensing.look()

    hear(10, 9, stuck=False)
    hear(70, 9, stuck=True)
    assert sensing.stuck == (9,)
    now[0] += 6
    assert sensing.stuck == ()  # nothing arrives at all: it is not that sensor
    hear(1, 9, stuck=True)
    assert sensing.stuck == (9,)
    engine.open(new_project(3, "1"), {}, {}, "opened")
    assert (sensing.stuck, sensing.drifting) == ((), ())
    hear(70, 3, stuck=False)
    assert sensing.stuck == ()
    engine.open(new_project(3, "1"), {}, {}, "opened")
    hear(10, 3, stuck=False)
    hear(70, 3, stuck=True)
    assert sensing.stuck == (3,)
    engine.open(new_project(3, "1"), {}, {}, "opened")  # as many inputs, another piece
    assert sensing.stuck == ()
