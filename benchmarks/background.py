"""The stream while the engine learns: python benchmarks/background.py [train|evaluate|predict] [algorithm…]

For every algorithm, five outputs are taught 2,000 examples in four takes (the fifteen gestures of one output:
four examples each), and 1,000 messages/s are answered: while nothing else goes on, and while they are trained
(evaluated, asked to predict 10,000 rows) once a second, or one time after the other where that takes longer.
Idle and busy seconds take turns, so that both meet the same machine.

Rented processors are taken away for milliseconds now and then, and then packets are late whatever an engine
does. So the ratio is that of the p99 of packets in slices of time in which, and shortly before which, the
machine kept still (see stillness.py): which slices these are does not depend on how packets fared in them.
Beside it the median of all turns' p99 is told, where nothing is left out, and the share of packets that
counted. Lost answers always count. Nothing is asserted here.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from stillness import Stillness

from wekipy.client import Client
from wekipy.learning.algorithms import algorithms_for
from wekipy.osc.codec import encode
from wekipy.osc.tables import packed
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.rehearsal.measure import mapping

Latencies = npt.NDArray[np.float64]

KINDS: tuple[tuple[Kind, str], ...] = (("continuous", "5"), ("classification", ",".join(["class:3"] * 5)))
INPUTS, OUTPUTS, EXAMPLES, TAKES = 10, 5, 2_000, 4
GESTURES, FRAMES = 15, 60
TURNS, SECONDS, RATE = 5, 3, 1_000
MOST_TURNS, ENOUGH = 10, 6_000  # turns are added while fewer packets than this count
SLICE = 50  # packets, and as long before them
WARMING = 4.0  # seconds
EVERY = 1.0  # seconds
ROWS = 10_000  # that are predicted
PATIENCE = 1.5  # seconds


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["keep"]:
        keep_busy(words[1], int(words[2]))
        return
    tasks = [word for word in words if word in {"train", "evaluate", "predict"}] or ["train", "evaluate"]
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
    """Print a line of figures for each task."""
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
            print(f"{kind:14} {algorithm:19} {task:8} {turns.summary()}", flush=True)


@dataclass
class Found:
    """What turns of one sort found: latencies in seconds, and whether each counts, both (turns, packets)."""

    latencies: list[Latencies] = field(default_factory=list)
    counts: list[npt.NDArray[np.bool_]] = field(default_factory=list)

    def add(self, latencies: Latencies, counts: npt.NDArray[np.bool_]) -> None:
        """Keep a turn."""
        self.latencies.append(latencies)
        self.counts.append(counts)

    def still(self) -> Latencies:
        """In milliseconds, of packets that count."""
        return np.concatenate(self.latencies)[np.concatenate(self.counts)] * 1e3

    def share(self) -> float:
        """Of packets that count."""
        return float(np.mean(self.counts))

    def p99(self) -> float:
        """The median of all turns', in milliseconds; nothing left out."""
        return float(np.median(np.percentile(self.latencies, 99, axis=1)) * 1e3)


@dataclass
class Turns:
    """What turns found.

    Attributes:
        lost: answers; a turn that lost one is not in the latencies, as it cannot be told which is whose.
        rounds: how often the task ended.
    """

    idle: Found = field(default_factory=Found)
    busy: Found = field(default_factory=Found)
    lost: int = 0
    rounds: int = 0

    def enough(self) -> bool:
        """Whether as many packets count as are wanted."""
        both = (self.idle, self.busy)
        return all(len(found.counts) >= TURNS and np.sum(found.counts) >= ENOUGH for found in both)

    def summary(self) -> str:
        """A line of figures."""
        told = f"{self.lost} lost; {self.rounds} rounds"
        if not (np.any(self.idle.counts) and np.any(self.busy.counts)):
            return f"no moment in which the machine kept still; {told}"
        idle, busy = self.idle.still(), self.busy.still()
        still, at = np.percentile(idle, 99), np.percentile(busy, 99)
        return (
            f"p99 idle {still:.3f} busy {at:.3f} ms, ratio {at / still:.2f}; max {idle.max():.1f} and"
            f" {busy.max():.1f}; p50 {np.median(idle):.3f} and {np.median(busy):.3f};"
            f" of {self.idle.share():.0%} and {self.busy.share():.0%}; {told};"
            f" all: p99 {self.idle.p99():.3f} and {self.busy.p99():.3f},"
            f" ratio {self.busy.p99() / self.idle.p99():.2f}"
        )


def take_turns(link: Link, packets: list[bytes], port: int, task: str) -> Turns:
    """Let idle and busy seconds take turns until enough packets count, or the machine never was still."""
    turns = Turns()
    with Stillness() as stillness:
        for _ in range(MOST_TURNS):
            for found, way in (
                (turns.idle, contextlib.nullcontext()),
                (turns.busy, busy_with(task, port, turns)),
            ):
                with way:
                    began = time.perf_counter()
                    latencies, lost = link.stream(packets, RATE)
                turns.lost += lost
                if not lost:
                    found.add(latencies, in_still_slices(stillness, began, len(packets)))
            if turns.enough():
                break
    return turns


def in_still_slices(stillness: Stillness, began: float, count: int) -> npt.NDArray[np.bool_]:
    """Of packets sent one after the other since a time: whether each is in a slice that counts."""
    kept = stillness.kept(began + (np.arange(-1, count // SLICE) * SLICE) / RATE, SLICE / RATE)
    return np.repeat(kept[1:] & kept[:-1], SLICE)


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
            client.cancel_training() if task == "train" else client.cancel_evaluation()  # or neither
            client.wait_until(lambda state: state["training"] is None and not state["evaluating"])
        time.sleep(WARMING)  # cancelled workers have successors that begin now


def keep_busy(task: str, port: int) -> None:
    """Train (after switching a take, so that there is something to learn), evaluate or predict until told to
    end.
    """
    due = time.monotonic()
    with Client(port=port) as client:
        client.subscribe()
        takes = [take["number"] for take in client.state()["takes"]]
        rows = json.dumps(packed(np.random.default_rng(0).random((ROWS, INPUTS))))
        print("begun", flush=True)
        n = 0
        while True:
            if task == "train":
                client.switch_takes(n % 2 == 1, takes[0])
                client.train(timeout=300)
            elif task == "predict":
                client.ask("predict", rows)
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
