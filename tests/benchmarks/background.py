"""The stream while the engine learns: python tests/benchmarks/background.py [train|evaluate] [algorithm…]

For every algorithm, five outputs are taught 2,000 examples in four takes (the fifteen gestures of one output:
four examples each), and 1,000 messages/s are answered: while nothing else goes on, and while they are trained
(evaluated) once a second, or one time after the other where that takes longer. Idle and busy seconds take
turns, so that both meet the same machine. The ratio is that of the medians of the turns' p99, so that one
moment's disturbance does not decide it; the worst turns are told. Rented processors become slower and quicker
by half within seconds: a turn before, in or after which a loop of additions took more than a quarter longer
than at another of these times is made again (its lost answers count), and how many were is told. Nothing is
asserted here.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from wekipy.client import Client
from wekipy.learning.algorithms import algorithms_for
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind
from wekipy.rehearsal.child import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.measure import mapping

KINDS: tuple[tuple[Kind, str], ...] = (("continuous", "5"), ("classification", ",".join(["class:3"] * 5)))
INPUTS, OUTPUTS, EXAMPLES, TAKES = 10, 5, 2_000, 4
GESTURES, FRAMES = 15, 60
TURNS, SECONDS, RATE = 5, 3, 1_000
MOST_TURNS, UNEVEN = 8, 1.25
WARMING = 4.0  # seconds
EVERY = 1.0  # seconds
PATIENCE = 1.5  # seconds


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["keep"]:
        keep_busy(words[1], int(words[2]))
        return
    tasks = [word for word in words if word in {"train", "evaluate"}] or ["train", "evaluate"]
    names = [word for word in words if word not in tasks]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        for kind, outputs in KINDS:
            for algorithm in algorithms_for(kind):
                if not names or algorithm.name in names:
                    measure(kind, outputs, algorithm.name, tasks)
        if not names or "gestures" in names:
            measure("gesture", f"gesture:{GESTURES}", "gestures", tasks)


def measure(kind: Kind, outputs: str, algorithm: str, tasks: list[str]) -> None:
    """Print a line for each task: p99 idle, p99 busy, their ratio, the longest, answers lost, rounds done."""
    with (
        EngineProcess(["--inputs", str(INPUTS), "--outputs", outputs]) as engine,
        Link(engine.port, engine.out_port) as link,
    ):
        with Client(port=engine.control_port) as client:
            if kind == "gesture":
                perform(client, link)
            else:
                demonstrate(client, link, kind)
                for output in range(1, OUTPUTS + 1):
                    client.set_algorithm(output, algorithm)
            client.train(timeout=300)
        link.control("startRunning")
        packets = [
            encode("/wek/inputs", x) for x in np.random.default_rng(0).random((RATE * SECONDS, INPUTS))
        ]
        time.sleep(WARMING)
        link.stream(packets, RATE)
        for task in tasks:
            turns = take_turns(link, packets, engine.control_port, task)
            still, at = (np.percentile(found, 99, axis=1) * 1e3 for found in (turns.idle, turns.busy))
            print(
                f"{kind:14} {algorithm:19} {task:8}"
                f" p99 idle {np.nanmedian(still):.3f} busy {np.nanmedian(at):.3f} ms,"
                f" ratio {np.nanmedian(at) / np.nanmedian(still):.2f};"
                f" worst {np.nanmax(still):.3f} and {np.nanmax(at):.3f};"
                f" p50 {np.nanmedian(turns.idle) * 1e3:.3f} and {np.nanmedian(turns.busy) * 1e3:.3f};"
                f" max {np.nanmax(turns.busy) * 1e3:.1f}; {turns.lost} lost; {turns.rounds} rounds;"
                f" {turns.again} again",
                flush=True,
            )


@dataclass
class Turns:
    """What turns found.

    Attributes:
        idle, busy: latencies of each turn's packets in seconds; NaN where an answer was lost, as it cannot be
            told which answer is whose.
        lost: answers, also of turns made again.
        rounds: how often the task ended.
        again: turns that were made again.
    """

    idle: list[np.ndarray] = field(default_factory=list)
    busy: list[np.ndarray] = field(default_factory=list)
    lost: int = 0
    rounds: int = 0
    again: int = 0


def take_turns(link: Link, packets: list[bytes], port: int, task: str) -> Turns:
    """Let idle and busy seconds take turns; the last turns count even if the machine never was steady."""
    turns = Turns()
    for left in range(MOST_TURNS, 0, -1):
        paces, found = [pace()], []
        for way in (contextlib.nullcontext(), busy_with(task, port, turns)):
            with way:
                latencies, lost = link.stream(packets, RATE)
            turns.lost += lost
            found.append(latencies if not lost else np.full(len(packets), np.nan))
            paces.append(pace())
        if max(paces) > UNEVEN * min(paces) and left > TURNS - len(turns.idle):
            turns.again += 1
            continue
        for kept, latencies in zip((turns.idle, turns.busy), found, strict=True):
            kept.append(latencies)
        if len(turns.idle) == TURNS:
            break
    return turns


def pace() -> float:
    """Seconds that a loop of additions takes now, the quickest of three."""

    def loop() -> float:
        began, total = time.perf_counter(), 0
        for n in range(300_000):
            total += n
        return time.perf_counter() - began

    return min(loop() for _ in range(3))


def demonstrate(client: Client, link: Link, kind: Kind) -> None:
    """Takes of the mapping that `wekipy bench` learns; classes are its thirds."""
    x = np.random.default_rng(1).random((EXAMPLES, INPUTS))
    y = mapping(x, OUTPUTS)
    if kind == "classification":
        y = 1 + (y > np.quantile(y, 1 / 3, 0)) + (y > np.quantile(y, 2 / 3, 0)).astype(float)
    for take in range(TAKES):
        link.control("startRecording")
        for n in range(take, EXAMPLES, TAKES):
            link.control("outputs", y[n])
            link.inputs(x[n])
            link.pump(0.002)
        link.control("stopRecording")
    link.pump(0.2)
    assert client.state()["examples"] == EXAMPLES


def perform(client: Client, link: Link) -> None:
    """Examples of gestures, each a curve of its own."""
    time_of = np.linspace(0, 1, FRAMES)[:, None]
    for gesture in range(1, GESTURES + 1):
        phases = np.random.default_rng(gesture).random((2, INPUTS)) * 2 * np.pi
        curve = np.sin(2 * np.pi * time_of + phases[0]) + np.sin(4 * np.pi * time_of + phases[1])
        for take in range(TAKES):
            with client.showing(gesture):
                for x in curve + 0.05 * np.random.default_rng(take).normal(size=curve.shape):
                    link.inputs(x)
                    link.pump(0.005)


@contextlib.contextmanager
def busy_with(task: str, port: int, turns: Turns) -> Iterator[None]:
    """Another process has the engine work at the task all the time; adds how often it ended."""
    with subprocess.Popen(
        [sys.executable, __file__, "keep", task, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()  # it has begun
        yield
        process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        cut_short = process.returncode is None
        process.kill()
        turns.rounds += process.stdout.read().count("\n")
    if cut_short:
        with Client(port=port) as client:
            client.cancel_training() if task == "train" else client.cancel_evaluation()
            client.wait_until(lambda state: state["training"] is None and not state["evaluating"])
        time.sleep(WARMING)  # cancelled workers have successors that begin now


def keep_busy(task: str, port: int) -> None:
    """Train (after switching a take, so that there is something to learn) or evaluate until told to end."""
    due = time.monotonic()
    with Client(port=port) as client:
        client.subscribe()
        takes = [take["number"] for take in client.state()["takes"]]
        print("begun", flush=True)
        n = 0
        while True:
            if task == "train":
                client.switch_takes(n % 2 == 1, takes[0])
                client.train(timeout=300)
            else:
                with contextlib.suppress(Problem):
                    client.evaluate()
            n += 1
            print(n, flush=True)
            now = time.monotonic()
            due = max(due + EVERY, now)
            if select.select([sys.stdin], [], [], due - now)[0]:
                return


if __name__ == "__main__":
    main()
