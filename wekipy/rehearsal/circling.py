"""A performer who circles: to the left or to the right, which no single place of a hand can say.

Two outputs learn the same: one remembers what came before, the other sees each vector by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.faces.wekinator import DONE_TRAINING
from wekipy.osc.codec import decode, encode, numbers, string
from wekipy.rehearsal.link import Link

Vector = npt.NDArray[np.float64]

NAMES = ("left", "right")
ALGORITHMS = ("echo-state", "neural-network")  # of the two outputs
RATE = 60.0  # vectors a second
SHOWN, TAKE_SECONDS = 3, 3.0  # takes of each, and how long they are
PLAY_SECONDS = 12.0
_NOISE = 0.01


class Circler:
    """A hand that goes round; its speed and the size of its circles wander."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._angle = self._rng.uniform(0.0, 2.0 * np.pi)
        self._speed, self._size = 1.0, 0.3

    def step(self, way: int) -> Vector:
        """(2,) the next place, about 0 to 1; `way` 0 is left (against the clock), 1 right."""
        wander = self._rng.normal(0.0, 0.02, 2)
        self._speed = float(np.clip(self._speed + wander[0], 0.6, 1.6))
        self._size = float(np.clip(self._size + 0.2 * wander[1], 0.15, 0.4))
        self._angle += (1.0 if way == 0 else -1.0) * 2.0 * np.pi * self._speed / RATE
        place = 0.5 + self._size * np.array([np.cos(self._angle), np.sin(self._angle)])
        return place + self._rng.normal(0.0, _NOISE, 2)


@dataclass(frozen=True)
class CirclingScene:
    """What a spectator sees.

    Attributes:
        doing: in words.
        place: (2,) the last vector sent.
        way: which way it goes, from 0.
        answers: of the output that remembers and of the other, from 0; None before they answer.
    """

    doing: str
    place: Vector
    way: int = 0
    answers: tuple[int, int] | None = None


@dataclass(frozen=True)
class CirclingSummary:
    """How it went: the shares of right answers, of the output that remembers and of the other."""

    examples: int
    train_seconds: float
    remembering: float
    other: float
    played: int
    lost: int


class CirclingPerformance:
    """Shows circles to the left and to the right, trains and circles.

    Attributes:
        scene: now; replaced with every vector, may be read from another thread.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self.scene = CirclingScene("getting ready", np.full(2, 0.5))

    def run(self) -> CirclingSummary:
        """The whole performance, some 35 seconds.

        Raises:
            TimeoutError: if the engine does not answer.
        """
        for n, algorithm in enumerate(ALGORITHMS, 1):
            self._link.send(encode("/wekipy/set_algorithm", n, algorithm))
        examples = sum(self._show(way, n) for n in range(SHOWN) for way in range(len(NAMES)))
        self.scene = CirclingScene("training", self.scene.place)
        mark, start = len(self._link.got), time.perf_counter()
        self._link.control("train")
        done = self._link.wait(DONE_TRAINING, mark, 60.0)
        if done is None:
            raise TimeoutError("the engine did not finish training within a minute")
        self._link.control("startRunning")
        return self._play(examples, done[0] - start)

    def _show(self, way: int, n: int) -> int:
        circler, count = Circler(10 * n + way), int(TAKE_SECONDS * RATE)
        self._link.control("outputs", np.full(2, way + 1.0))
        self._link.control("startRecording")
        start = time.perf_counter()
        for frame in range(count):
            self._link.pump(max(0.0, start + frame / RATE - time.perf_counter()))
            place = circler.step(way)
            self._link.inputs(place)
            self.scene = CirclingScene(f"circling {NAMES[way]}, {n + 1} of {SHOWN}", place, way)
        self._link.control("stopRecording")
        return count

    def _play(self, examples: int, train_seconds: float) -> CirclingSummary:
        """Circles that were not shown, changing their way; every answer is held against it."""
        circler, link, count = Circler(99), self._link, int(PLAY_SECONDS * RATE)
        changes = np.random.default_rng(4).uniform(1.5, 3.5, 20).cumsum()
        ways = np.searchsorted(changes, np.arange(count) / RATE) % len(NAMES)
        mark, start = len(link.got), time.perf_counter()
        for frame, way in enumerate(ways.tolist()):
            link.pump(max(0.0, start + frame / RATE - time.perf_counter()))
            place = circler.step(way)
            link.inputs(place)
            told = _answers(link.got[-1][1]) if len(link.got) > mark else None
            self.scene = CirclingScene("circling as it likes", place, way, told)
        link.pump(0.3)
        answers = [told for _, packet in link.got[mark:] if (told := _answers(packet)) is not None]
        lost = count - len(answers)
        right = np.mean(np.array(answers) == ways[:, None], axis=0) if not lost else np.full(2, np.nan)
        return CirclingSummary(examples, train_seconds, float(right[0]), float(right[1]), count, lost)


def _answers(packet: bytes) -> tuple[int, int] | None:
    if not packet.startswith(string("/wek/outputs")):
        return None
    first, second = numbers(decode(packet)[0])[:2]
    return int(first) - 1, int(second) - 1
