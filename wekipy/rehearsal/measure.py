"""Latency and throughput of an engine over loopback, next to a bare echo in the same run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.child import free_port
from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.osc.codec import encode
from wekipy.project.counting import many
from wekipy.rehearsal.echo import EchoProcess
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link

Vector = npt.NDArray[np.float64]
Say = Callable[[str], None]

RATES = (100.0, 1_000.0, 4_000.0, 8_000.0, 12_000.0)
LATENCY_RATE = 1_000.0  # messages a second at which engine and echo are compared


@dataclass(frozen=True)
class Latency:
    """Milliseconds from sending a packet to receiving its answer, at a rate."""

    rate: float
    sent_rate: float
    p50: float
    p95: float
    p99: float
    max: float
    lost: int
    sent: int


@dataclass(frozen=True)
class Report:
    """What `wekipy bench` found.

    Attributes:
        train_seconds: from the train message to done-training.
        engine, echo: latencies per rate.
        p50_ratio, p99_ratio: engine over echo at `LATENCY_RATE`.
        throughput: the highest rate, in messages a second, at which no answer was lost.
    """

    inputs: int
    outputs: int
    examples: int
    train_seconds: float
    rmse: float
    engine: list[Latency]
    echo: list[Latency]
    p50_ratio: float
    p99_ratio: float
    throughput: float


def mapping(x: Vector, outputs: int) -> Vector:
    """A smooth mapping to learn: x (n, inputs) in 0..1 to (n, outputs), mostly within 0..1."""
    n = x.shape[1]
    columns = [
        0.5
        + 0.25 * np.sin(3 * x[:, j % n]) * x[:, (j + 1) % n]
        + 0.25 * x[:, (j + 2) % n] ** 2
        - 0.1 * x[:, (j + 3) % n]
        for j in range(outputs)
    ]
    return np.stack(columns, 1)


def measure(inputs: int, outputs: int, examples: int, seconds: float, say: Say) -> Report:
    """Start an engine, teach it, and measure it at rising rates; then an echo at the same."""
    with (
        tempfile.TemporaryDirectory(prefix="wekipy-bench-") as folder,
        EngineProcess(
            [f"{folder}/bench.wekipy", "--inputs", str(inputs), "--outputs", str(outputs)]
        ) as engine,
        Link(engine.port, engine.out_port) as link,
    ):
        say(f"recording {many(examples, 'example')} and training {outputs} neural networks")
        took = teach(link, inputs, outputs, examples)
        link.control("startRunning")
        rmse = held_out(link, inputs, outputs)
        say("measuring the engine")
        of_engine = [latency(link, inputs, rate, seconds) for rate in RATES]
    in_port, out_port = free_port(), free_port()
    with EchoProcess(in_port, out_port), Link(in_port, out_port) as link:
        say("measuring a bare echo")
        of_echo = [latency(link, inputs, rate, seconds, "/wek/inputs") for rate in RATES]
    ours, bare = _at(of_engine), _at(of_echo)
    held = [one.rate for one in of_engine if one.lost == 0]
    return Report(
        inputs, outputs, examples, took, rmse, of_engine, of_echo,
        ours.p50 / bare.p50, ours.p99 / bare.p99, max(held, default=0.0),
    )  # fmt: skip


def _at(latencies: Sequence[Latency]) -> Latency:
    return next(one for one in latencies if one.rate == LATENCY_RATE)


def teach(link: Link, inputs: int, outputs: int, examples: int) -> float:
    """Demonstrate the mapping and train; seconds from the train message to done-training.

    Raises:
        TimeoutError: if the training does not end within five minutes.
    """
    x = np.random.default_rng(1).random((examples, inputs))
    link.control("startRecording")
    for row, target in zip(x, mapping(x, outputs), strict=True):
        link.control("outputs", target)
        link.inputs(row)
        link.pump(0.002)
    link.control("stopRecording")
    link.pump(0.2)
    mark, start = len(link.got), time.perf_counter()
    link.control("train")
    done = link.wait(DONE_TRAINING, mark, 300.0)
    if done is None:
        raise TimeoutError("the training has not ended within five minutes")
    return done[0] - start


def held_out(link: Link, inputs: int, outputs: int, count: int = 200) -> float:
    """Root mean square error at points that were not demonstrated; NaN if an answer is missing."""
    x = np.random.default_rng(2).random((count, inputs))
    answers = [link.ask(row) for row in x]
    if any(answer is None for answer in answers):
        return float("nan")
    return float(np.sqrt(np.mean((np.array(answers) - mapping(x, outputs)) ** 2)))


def latency(link: Link, inputs: int, rate: float, seconds: float, answer: str = "/wek/outputs") -> Latency:
    """Measure latencies at a rate; NaN if an answer was lost, as the others cannot be matched then."""
    x = np.random.default_rng(3).random((max(10, int(rate * seconds)), inputs))
    packets = [encode("/wek/inputs", row) for row in x]
    start = time.perf_counter()
    found, lost = link.stream(packets, rate, answer)
    sent_rate = len(packets) / (time.perf_counter() - start)
    milliseconds = found * 1e3 if found.size else np.array([np.nan])
    p50, p95, p99, most = (float(value) for value in np.percentile(milliseconds, [50, 95, 99, 100]))
    return Latency(rate, sent_rate, p50, p95, p99, most, lost, len(packets))
