"""The demonstration's performance: three takes, a training, and then playing, all over OSC."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.osc.codec import decode, encode, numbers, string
from wekipy.rehearsal.hand import POSES, Hand
from wekipy.rehearsal.link import Link

Vector = npt.NDArray[np.float64]

DEMONSTRATION_RATE = 60.0  # vectors a second
PLAYING_RATE = 100.0
TAKE_SECONDS, PLAY_SECONDS = 2.0, 5.0


@dataclass(frozen=True)
class Scene:
    """What a spectator sees.

    Attributes:
        doing: in words.
        inputs: the last vector sent.
        outputs: the last one received, or demonstrated.
        truth: what the outputs should be; None while they are demonstrated.
    """

    doing: str
    inputs: Vector
    outputs: Vector
    truth: Vector | None


@dataclass(frozen=True)
class Summary:
    """How it went.

    Attributes:
        rmse: of the continuous outputs in a performance that was not demonstrated, in output units.
        accuracy: share of right poses in it.
        p50, p99: milliseconds from a sensor's packet to the answer.
        lost: answers that did not come.
    """

    examples: int
    train_seconds: float
    rmse: float
    accuracy: float
    p50: float
    p99: float
    played: int
    lost: int


class Performance:
    """Demonstrates, trains and plays.

    Attributes:
        scene: now; replaced several times a second, may be read from another thread.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self.scene = Scene("getting ready", np.zeros(6), np.zeros(3), None)

    def run(self) -> Summary:
        """The whole performance, some 12 seconds.

        Raises:
            TimeoutError: if the engine does not answer.
        """
        examples = sum(self._demonstrate(pose) for pose in range(len(POSES)))
        self.scene = Scene("training", self.scene.inputs, self.scene.outputs, None)
        seconds = self._train()
        self._link.control("startRunning")
        return self._play(examples, seconds)

    def _demonstrate(self, pose: int) -> int:
        """One take in one pose; how many examples were sent."""
        hand, link = Hand(seed=pose), self._link
        count = int(TAKE_SECONDS * DEMONSTRATION_RATE)
        link.control("startRecording")

        def step(n: int) -> None:
            moment = hand.at(n / DEMONSTRATION_RATE * 3.0, pose)  # demonstrations are brisk
            link.control("outputs", moment.truth)
            link.inputs(moment.x)
            self.scene = Scene(f"demonstrating “{POSES[pose]}”", moment.x, moment.truth, None)

        self._at_rate(count, DEMONSTRATION_RATE, step)
        link.control("stopRecording")
        return count

    def _train(self) -> float:
        mark, start = len(self._link.got), time.perf_counter()
        self._link.control("train")
        done = self._link.wait(DONE_TRAINING, mark, 60.0)
        if done is None:
            raise TimeoutError("the engine did not finish training within a minute")
        return done[0] - start

    def _play(self, examples: int, train_seconds: float) -> Summary:
        """New movements, changing poses; every answer is held against what it should be."""
        hand, link = Hand(seed=99), self._link
        count = int(PLAY_SECONDS * PLAYING_RATE)
        sent, truths = np.empty(count), np.empty((count, 3))
        mark = len(link.got)

        def step(n: int) -> None:
            pose = int(n / PLAYING_RATE / 1.2) % len(POSES)
            moment = hand.at(n / PLAYING_RATE, pose)
            packet, truths[n] = encode("/wek/inputs", moment.x), moment.truth
            sent[n] = time.perf_counter()
            link.send(packet)
            outputs = numbers(decode(link.got[-1][1])[0]) if len(link.got) > mark else moment.truth
            self.scene = Scene("playing new movements", moment.x, outputs, moment.truth)

        self._at_rate(count, PLAYING_RATE, step)
        link.pump(0.3)
        answers = [(t, p) for t, p in link.got[mark:] if p.startswith(string("/wek/outputs"))]
        return _judge(examples, train_seconds, sent, truths, answers)

    def _at_rate(self, count: int, rate: float, step: Callable[[int], None]) -> None:
        start = time.perf_counter()
        for n in range(count):
            self._link.pump(max(0.0, start + n / rate - time.perf_counter()))
            step(n)


def _judge(
    examples: int, train_seconds: float, sent: Vector, truths: Vector, answers: list[tuple[float, bytes]]
) -> Summary:
    lost = len(sent) - len(answers)
    if lost:
        nothing = float("nan")
        return Summary(examples, train_seconds, nothing, nothing, nothing, nothing, len(sent), lost)
    given = np.array([numbers(decode(packet)[0]) for _, packet in answers])
    p50, p99 = np.percentile((np.array([when for when, _ in answers]) - sent) * 1e3, [50, 99])
    rmse = float(np.sqrt(np.mean((given[:, :2] - truths[:, :2]) ** 2)))
    accuracy = float(np.mean(given[:, 2] == truths[:, 2]))
    return Summary(examples, train_seconds, rmse, accuracy, float(p50), float(p99), len(sent), 0)
