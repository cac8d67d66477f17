"""Callbacks, conditions and interruptions: nothing of them may lock the client up or be lost."""

from __future__ import annotations

import logging
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from waiting import until

from wekipy.client import Client, ConnectionLost, Training
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def test_a_condition_may_ask_the_client(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    threading.Timer(0.05, lambda: s.client.again().rename_outputs("volume")).start()
    state = s.client.wait_until(lambda state: s.client.outputs[0].name == "volume", timeout=20)
    assert state.raw


def test_what_a_condition_raises_is_raised_and_the_client_goes_on(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    with pytest.raises(ZeroDivisionError):
        s.client.wait_until(lambda state: bool(1 / 0))
    with pytest.raises(ZeroDivisionError):
        s.client.wait_for(lambda live: bool(1 / 0))
    s.client.rename_outputs("volume")
    assert s.client.wait_until(lambda state: state.outputs[0].name == "volume").undo == "rename outputs"


def test_what_a_callback_raises_is_logged_at_once_and_raised_by_close(
    stage: MakeStage, caplog: pytest.LogCaptureFixture
) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    w = Client(port=s.engine.control_port)

    @w.on_event
    def fail(kind: str, text: str) -> None:
        raise ZeroDivisionError(text)

    with caplog.at_level(logging.ERROR, "wekipy.client"):
        s.client.rename_outputs("volume")
        until(lambda: "rename outputs" in caplog.text)
    with pytest.raises(ZeroDivisionError, match="rename outputs"):
        w.close()
    assert w.closed


def test_a_callback_that_leaves_the_program_is_not_the_end_of_the_others(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    w = Client(port=s.engine.control_port)
    w.on_event(lambda kind, text: sys.exit(3))
    w.on_event(lambda kind, text: heard.put(text))
    s.client.rename_outputs("volume")
    s.client.rename_outputs("tempo")
    assert heard.get(timeout=20) == heard.get(timeout=20) == "rename outputs"
    with pytest.raises(SystemExit):
        w.state()
    w.on_event = None
    w._shut()


def test_a_callback_may_wait_for_a_training(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    found: queue.SimpleQueue[str] = queue.SimpleQueue()
    with Client(port=s.engine.control_port) as w:
        w.add_examples([0.0, 0.5, 1.0], [0.0, 0.5, 1.0])

        @w.on_event
        def train(kind: str, text: str) -> None:
            if kind == "edited":
                found.put(w.train().outputs[0].model.state)

        w.rename_outputs("volume")
        assert found.get(timeout=60) == "ready"


def test_a_callback_that_never_returns_stops_no_request_and_no_end(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    never = threading.Event()
    w = Client(port=s.engine.control_port)
    w.on_event = lambda kind, text: never.wait()
    w.on_output = lambda values: never.wait()
    for n in range(50):
        w.rename_outputs(f"volume {n}")
        w.set_outputs(n / 50)
    assert w.outputs[0].name == "volume 49"
    w.wait_for(lambda live: live.outputs[0] > 0.97)
    w.close()
    assert w.closed
    never.set()


def test_a_slow_callback_gets_the_newest_values(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    going, got = threading.Event(), queue.SimpleQueue[list[float]]()
    with Client(port=s.engine.control_port) as w:

        def play(values: list[float]) -> None:
            got.put(values)
            going.wait(20)

        w.on_output = play
        w.set_outputs(0.25)
        first = got.get(timeout=20)
        for n in range(5):
            w.set_outputs(0.5 + n / 10)
            w.wait_for(lambda live, n=n: abs(live.outputs[0] - 0.5 - n / 10) < 0.01)  # type: ignore[misc]
        going.set()
        values = [first, got.get(timeout=20)]
        while values[-1][0] < 0.89:
            values.append(got.get(timeout=20))
        assert len(values) <= 4, "old values waited for a callback"


def test_trainings_are_reported_with_their_ends(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,class:2")
    reports: queue.SimpleQueue[Training] = queue.SimpleQueue()
    with Client(port=s.engine.control_port) as w:
        w.on_training = reports.put
        w.add_examples([0.0, 0.5, 1.0], [[0.0, 1], [0.5, 1], [1.0, 1]])
        with pytest.raises(Problem, match="class 1 only"):
            w.train()
        until(lambda: not reports.empty())
        last = reports.get(timeout=20)
        while not last.done:
            last = reports.get(timeout=20)
        assert set(last.failures) == {2}
        assert "class 1 only" in last.failures[2]
        assert not last.cancelled


def test_evaluations_report_how_far_they_are(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    for shift in range(6):
        s.client.add_examples([n + shift / 10 for n in range(40)], [n / 40 for n in range(40)])
    seen: list[dict[int, float]] = []
    (found,) = s.client.evaluate(1, progress=seen.append)
    assert found.rmse is not None
    until(lambda: bool(seen))
    assert all(set(shares) == {1} and 0 <= shares[1] <= 1 for shares in seen)
    assert not s.client._watchers


def test_a_take_that_somebody_else_ended_is_a_take(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    with s.client.recording([0.5]) as number:
        s.client.take_inputs(0.5)
        with s.client.again() as other:
            assert other.stop_recording() == {"number": number, "examples": 1}
    assert s.client.takes[0].examples == 1
    with pytest.raises(Problem, match="nothing was recorded: the last inputs arrived"), s.client.recording():
        pass
    with pytest.raises(ZeroDivisionError), s.client.recording():
        1 / 0  # noqa: B018
    assert s.client.state().recording is None


def test_an_engine_that_goes_is_noticed_by_whoever_waits(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1", "--workers", "1")
    with Client(port=s.engine.control_port) as w:
        threading.Timer(0.1, s.engine.kill).start()
        with pytest.raises(ConnectionLost, match="the engine has closed the connection"):
            w.wait_for("trained", timeout=30)
        with pytest.raises(ConnectionLost):
            w.state()


_INTERRUPTED = """
import signal, sys, wekipy
signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs the tests may ignore it
w = wekipy.Client(port=int(sys.argv[1]))
print("begin", flush=True)
try:
    w.evaluate()
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted", flush=True)
    state = w.state()
    print("then", type(state).__name__, state.outputs[0].name, flush=True)
"""


def test_after_ctrl_c_the_next_request_gets_its_own_reply(stage: MakeStage) -> None:
    s = stage("--inputs", "20", "--outputs", "1")
    rng = np.random.default_rng(0)
    for _ in range(6):
        s.client.add_examples(rng.random((1500, 20)), rng.random(1500))
    s.client.set_algorithm(1, "random-forest")
    script = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED, str(s.engine.control_port)], stdout=subprocess.PIPE, text=True
    )
    assert script.stdout is not None
    assert script.stdout.readline() == "begin\n"
    s.client.wait_until(lambda state: state.evaluating is not None)
    script.send_signal(signal.SIGINT)
    assert script.stdout.readline() == "interrupted\n"  # else it could be cancelled first
    s.client.cancel_evaluation()
    said = script.stdout.readline()
    assert said == "then State outputs-1\n", said
    assert script.wait(20) == 0
    script.stdout.close()


def test_whoever_waits_is_woken_by_what_a_callback_raises_later(
    stage: MakeStage,
) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    waits = threading.Event()
    with Client(port=s.engine.control_port) as w:

        @w.on_event
        def fail_later(kind: str, text: str) -> None:
            waits.wait(20)
            w.state()  # the change has come by now
            raise ZeroDivisionError(text)

        s.client.rename_outputs("volume")
        with pytest.raises(ZeroDivisionError):
            w.wait_until(lambda state: state.outputs[0].name == "volume" and waits.set() is not None)
