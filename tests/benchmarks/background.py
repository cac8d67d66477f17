"""The stream while the engine learns: python tests/benchmarks/background.py [train|evaluate] [algorithm…]

For every algorithm, five outputs are taught 2,000 examples in four takes (the fifteen gestures of one output:
four examples each), and 1,000 messages/s are answered: while nothing else goes on, and while they are trained
(evaluated) once a second, or one time after the other where that takes longer. Idle and busy seconds take
turns, so that both meet the same machine. The ratio is that of the medians of the turns' p99, so that one
moment's disturbance does not decide it; the worst turns are told. Nothing is asserted here.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

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
            idle, busy, lost, rounds = take_turns(link, packets, engine.control_port, task)
            still, at = (np.percentile(turns, 99, axis=1) * 1e3 for turns in (idle, busy))
            print(
                f"{kind:14} {algorithm:19} {task:8}"
                f" p99 idle {np.nanmedian(still):.3f} busy {np.nanmedian(at):.3f} ms,"
                f" ratio {np.nanmedian(at) / np.nanmedian(still):.2f};"
                f" worst {np.nanmax(still):.3f} and {np.nanmax(at):.3f};"
                f" p50 {np.nanmedian(idle) * 1e3:.3f} and {np.nanmedian(busy) * 1e3:.3f};"
                f" max {np.nanmax(busy) * 1e3:.1f}; {lost} lost; {rounds} rounds",
                flush=True,
            )


def take_turns(
    link: Link, packets: list[bytes], port: int, task: str
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Latencies (turns, packets) idle and busy, in seconds; answers lost; how often the task ended.

    A turn that lost an answer has no latencies: it cannot be told which answer is whose.
    """
    idle, busy, lost, rounds = [], [], 0, 0
    for _ in range(TURNS):
        found, missing = link.stream(packets, RATE)
        idle.append(found if not missing else np.full(len(packets), np.nan))
        lost += missing
        with busy_with(task, port) as ended:
            found, missing = link.stream(packets, RATE)
        busy.append(found if not missing else np.full(len(packets), np.nan))
        lost += missing
        rounds += ended()
    return np.array(idle), np.array(busy), lost, rounds


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
def busy_with(task: str, port: int) -> Iterator[Callable[[], int]]:
    """Another process has the engine work at the task all the time; afterwards tells how often it ended."""
    with subprocess.Popen(
        [sys.executable, __file__, "keep", task, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()  # it has begun
        ended = 0
        yield lambda: ended
        process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        cut_short = process.returncode is None
        process.kill()
        ended = process.stdout.read().count("\n")
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
