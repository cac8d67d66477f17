"""Figures of demanding situations on this machine: python benchmarks/scenarios.py [name…]

Nothing is asserted here: speed depends on the machine. `echo` is a bare echo, to compare with.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.osc.tape import TapeWriter
from wekipy.project.problem import Problem
from wekipy.rehearsal.echo import EchoProcess
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.measure import latency, teach
from wekipy.storage.lock import find_engine

SCENARIOS: dict[str, Callable[[], None]] = {}


def scenario(function: Callable[[], None]) -> Callable[[], None]:
    SCENARIOS[function.__name__] = function
    return function


def show(name: str, milliseconds: np.ndarray, lost: int, sent: int) -> None:
    p50, p99, most = np.percentile(milliseconds, [50, 99, 100]) if milliseconds.size else [np.nan] * 3
    print(f"  {name}: p50 {p50:.3f} p99 {p99:.3f} max {most:.3f} ms, {lost} of {sent} lost")


@scenario
def cancelling() -> None:
    """From asking for the end of a training or an evaluation to when it has ended: ten times each."""
    with (
        EngineProcess(["--inputs", "10", "--outputs", "5"]) as engine,
        Link(engine.port, engine.out_port) as link,
        Client(port=engine.control_port) as client,
    ):
        teach(link, 10, 5, 2_000)
        client.subscribe()
        took = []
        for nodes in range(20, 30):
            for output in range(1, 6):
                client.set_algorithm(output, "neural-network", nodes=nodes)
            client.train(wait=False)
            client.wait_until(lambda state: any((state["training"] or {}).values()))
            took.append(_seconds_to_stop(engine, client, client.cancel_training))
        show("training", np.array(took) * 1e3, 0, len(took))
        took = []
        for _ in range(10):
            thread = threading.Thread(target=_evaluate, args=(engine.control_port,))
            thread.start()
            client.wait_until(lambda state: any((state["evaluating"] or {}).values()))
            took.append(_seconds_to_stop(engine, client, client.cancel_evaluation))
            thread.join()
        show("evaluating", np.array(took) * 1e3, 0, len(took))


def _evaluate(port: int) -> None:
    with Client(port=port) as client, contextlib.suppress(Problem):
        client.evaluate()


def _seconds_to_stop(engine: EngineProcess, client: Client, cancel: Callable[[], None]) -> float:
    """Until the engine says that it has ended, and the processes that worked on it have, too."""
    working = [pid for pid in _children(engine.process.pid) if _state(pid) == "R"]
    started = time.perf_counter()
    cancel()
    client.wait_until(lambda state: state["training"] is None and not state["evaluating"])
    while any(_state(pid) not in "ZX" for pid in working):
        time.sleep(0.001)
    return time.perf_counter() - started


def _state(pid: int) -> str:
    """One letter: R works, S waits, Z or X has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "X"


@scenario
def wide_classifier() -> None:
    """4,096 inputs into a nearest-neighbour classifier at 60 messages/s, 300 examples."""
    with (
        EngineProcess(["--inputs", "4096", "--outputs", "class:3"]) as engine,
        Link(engine.port, engine.out_port) as link,
    ):
        rng = np.random.default_rng(0)
        centres = rng.random((3, 4_096))
        for n in range(3):
            link.control("outputs", float(n + 1))
            link.control("startRecording")
            for _ in range(100):
                link.inputs(centres[n] + rng.normal(0, 0.05, 4_096))
                link.pump(0.005)
            link.control("stopRecording")
        link.control("train")
        print("  trained:", link.wait("/wekinator/status/done-training", 0, 60) is not None)
        link.control("startRunning")
        packets = [encode("/wek/inputs", centres[n % 3] + rng.normal(0, 0.05, 4_096)) for n in range(600)]
        found, lost = link.stream(packets, 60)
        show("60/s", found * 1e3, lost, len(packets))


@scenario
def many_outputs() -> None:
    """100 inputs into 50 networks at 1,000 messages/s."""
    with (
        EngineProcess(["--inputs", "100", "--outputs", "50"]) as engine,
        Link(engine.port, engine.out_port) as link,
    ):
        print(f"  training 50 networks: {teach(link, 100, 50, 300):.1f} s")
        link.control("startRunning")
        one = latency(link, 100, 1_000.0, 10.0)
        print(f"  1,000/s: p50 {one.p50:.3f} p99 {one.p99:.3f} ms, {one.lost} of {one.sent} lost")


@scenario
def from_the_first_second() -> None:
    """12,000 messages/s right after the start, while the workers still warm up; memory when idle."""
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "a.wekipy")
        with (
            EngineProcess([project, "--inputs", "10", "--outputs", "5"]) as engine,
            Link(engine.port, engine.out_port) as link,
            Client(port=engine.control_port) as client,
        ):
            teach(link, 10, 5, 200)
            client.save()
        start = time.perf_counter()
        with EngineProcess([project, "--run"]) as engine:
            # The engine sends where the project says, so the sketch's port is the new one's.
            with Link(engine.port, engine.out_port) as link:
                link.ask(np.zeros(10))
                took = time.perf_counter() - start
                print(f"  from `wekipy serve PROJECT --run` to the first answer: {took:.2f} s")
                one = latency(link, 10, 12_000.0, 3.0)
                told = f"p50 {one.p50:.3f} p99 {one.p99:.3f} ms, {one.lost} of {one.sent} lost"
                print(f"  12,000/s at once: {told}")
            time.sleep(4)
            status = Path(f"/proc/{engine.process.pid}/status")
            if status.exists():
                found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
                print(f"  resident memory of the idle engine: {int(found[1]) / 1024:.0f} MB" if found else "")


@scenario
def wide_recording() -> None:
    """15,000 examples of 4,096 inputs: recorded, saved, reopened, trained three ways, answered at 30/s."""
    rng = np.random.default_rng(0)
    centres = rng.random((3, 4_096))
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "wide.wekipy")
        _record_wide(project, centres, rng)
        with (
            EngineProcess([project, "--run"]) as engine,
            Link(engine.port, engine.out_port) as link,
            Client(port=engine.control_port) as client,
        ):
            print(f"  reopened with {client.state()['examples']} examples, engine {_memory(engine)} MB")
            for algorithm in ("knn", "logistic-regression", "neural-network"):
                client.set_algorithm(1, algorithm)
                client.train(timeout=300)
                model = client.state()["outputs"][0]["model"]
                vectors = [centres[n % 3] + rng.normal(0, 0.2, 4_096) for n in range(90)]
                found, lost = link.stream([encode("/wek/inputs", x) for x in vectors], 30)
                print(f"  {algorithm}: trained in {model['seconds']:.1f} s, engine {_memory(engine)} MB")
                show("30/s", found * 1e3, lost, len(vectors))


def _record_wide(project: str, centres: np.ndarray, rng: np.random.Generator) -> None:
    with (
        EngineProcess([project, "--inputs", "4096", "--outputs", "class:3"]) as engine,
        Link(engine.port, engine.out_port) as link,
        Client(port=engine.control_port) as client,
    ):
        for n in range(3):
            frames = [encode("/wek/inputs", centres[n] + rng.normal(0, 0.2, 4_096)) for _ in range(100)]
            with client.recording([n + 1]):
                link.stream(frames * 50, 400, answer="/none")
        print(f"  examples: {client.state()['examples']}, engine {_memory(engine)} MB")
        client.save()


def _memory(engine: EngineProcess) -> str:
    """Peak resident memory of the engine and of its largest worker, in MB."""
    peaks = []
    for pid in [engine.process.pid, *_children(engine.process.pid)]:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        peaks.append(int(found[1]) // 1024 if found else 0)
    return f"{peaks[0]} + {max(peaks[1:], default=0)}"


def _children(pid: int) -> list[int]:
    return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(text)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for text in (task / "children").read_text().split()
    ]


@scenario
def restarting() -> None:
    """An engine that is watched and killed three times; the pauses before a start grow: 0, 0.25, 0.5 s."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        project = Path(folder) / "watched.wekipy"
        arguments = [str(project), "--inputs", "10", "--outputs", "5", "--run", "--watch"]
        with EngineProcess(arguments) as engine, Link(engine.port, engine.out_port) as link:
            teach(link, 10, 5, 200)
            link.ask(np.zeros(10))
            for _ in range(3):
                time.sleep(1.0)  # until the watcher knows what goes on
                found = find_engine(project)
                assert found is not None
                start = time.perf_counter()
                os.kill(found.pid, signal.SIGKILL)
                time.sleep(0.01)
                link.drain()
                while link.ask(np.zeros(10), timeout=0.01) is None:
                    pass
                print(f"  answers again after {time.perf_counter() - start:.2f} s")


@scenario
def replaying() -> None:
    """1,000 datagrams a second for five seconds, replayed: how far their times are from those of then."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inlet:
        times = iter(range(0, 10**10, 10**6))
        tape = TapeWriter(Path(folder) / "a.tape", clock=lambda: next(times))
        for n in range(5_000):
            tape.add(encode("/wek/inputs", float(n)))
        tape.close()
        inlet.bind(("127.0.0.1", 0))
        port = inlet.getsockname()[1]
        command = [sys.executable, "-m", "wekipy", "replay", str(Path(folder) / "a.tape")]
        with subprocess.Popen([*command, "--to", f"127.0.0.1:{port}"]):
            came = []
            for _ in range(5_000):
                inlet.recv(1_000)
                came.append(time.perf_counter())
        late = (np.array(came) - came[0] - np.arange(5_000) / 1_000) * 1e3
        show("late", np.abs(late), 0, len(late))


@scenario
def echo() -> None:
    """The bare echo, for comparison."""
    in_port, out_port = free_port(), free_port()
    with EchoProcess(in_port, out_port), Link(in_port, out_port) as link:
        for rate in (1_000.0, 12_000.0):
            one = latency(link, 10, rate, 5.0, "/wek/inputs")
            print(f"  {rate:,.0f}/s: p50 {one.p50:.3f} p99 {one.p99:.3f} ms, {one.lost} of {one.sent} lost")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder  # for the projects of engines that are given none
        for name in sys.argv[1:] or SCENARIOS:
            print(f"{name}: {SCENARIOS[name].__doc__}")
            SCENARIOS[name]()


if __name__ == "__main__":
    main()
