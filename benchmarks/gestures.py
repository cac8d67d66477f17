"""How many gestures are found when packets arrive unevenly: python benchmarks/gestures.py

In process, over seeds 7 to 11: three examples of each of three gestures, then 30 performances with idle
movement between them. The sender or the receiver is asleep now and then: a sender sends nothing meanwhile,
a receiver takes all that waits at once when it wakes. Prints right and wrong triggers of 150 performances.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from wekipy.learning.gestures import GestureExample, GestureOptions, Spotter
from wekipy.learning.gestures.training import learn

Frames = Any  # (frames, inputs) float64
SEEDS = range(7, 12)
TRIALS = 30
PERIOD = 0.0103  # seconds between frames of a sender that sleeps for 10 ms after each
BUSY = 0.0004  # seconds that a receiver needs for a frame
ASLEEP = {"never": (0.0, 0.0, 0.0), "a little": (0.03, 0.005, 0.05), "often": (0.08, 0.005, 0.08)}


@dataclass
class Link:
    """A sender and a receiver. Each is asleep with a probability per frame, for so many seconds."""

    sender: str
    receiver: str
    rng: np.random.Generator
    now: float = 0.0
    free: float = 0.0

    def arrivals(self, frames: int) -> list[float]:
        """When the next frames arrive."""
        found = []
        for _ in range(frames):
            self.free = max(self.now, self.free) + self._asleep(self.receiver)
            found.append(self.free)
            self.free += BUSY
            self.now += PERIOD + self._asleep(self.sender)
        self.now += 0.3
        return found

    def _asleep(self, how: str) -> float:
        share, least, most = ASLEEP[how]
        return float(self.rng.uniform(least, most)) if self.rng.random() < share else 0.0


def shape(kind: int, frames: int, rng: np.random.Generator) -> Frames:
    """Gesture 1, 2 or 3: a circle, a line, a double wave, (frames, 2) in 0 to 1."""
    t = np.linspace(0, 1, frames)
    paths = {
        1: (0.5 + 0.4 * np.cos(2 * np.pi * t), 0.5 + 0.4 * np.sin(2 * np.pi * t)),
        2: (t, np.full(frames, 0.5)),
        3: (0.5 + 0.4 * np.sin(4 * np.pi * t), t),
    }
    return np.stack(paths[kind], 1) + rng.normal(0, 0.02, (frames, 2))


def idle(rng: np.random.Generator) -> Frames:
    """A hand that wanders, (25, 2)."""
    return 0.5 + rng.normal(0, 0.15, 2) + np.cumsum(rng.normal(0, 0.01, (25, 2)), 0)


def fired(spotter: Spotter, frames: Frames, times: list[float]) -> list[int]:
    """The gestures recognised; the spotter hears of silence after 50 ms, as in the engine."""
    found = []
    for x, (time, following) in zip(frames, pairwise([*times, times[-1] + 0.3]), strict=True):
        found.append(spotter.step(x, time).fired)
        found += [spotter.tick(at).fired for at in np.arange(time + 0.05, following, 0.05)]
    return [gesture for gesture in found if gesture]


def perform(seed: int, sender: str, receiver: str) -> tuple[int, int]:
    """Right and wrong triggers of one seed."""
    rng, link = np.random.default_rng(seed), Link(sender, receiver, np.random.default_rng(seed + 1000))
    examples = []
    for gesture in (1, 2, 3):
        for _ in range(3):
            frames = shape(gesture, int(rng.integers(30, 45)), rng)
            times = np.array(link.arrivals(len(frames)))
            examples.append(GestureExample(gesture=gesture, frames=frames.astype(np.float32), times=times))
    options = GestureOptions()
    spotter = Spotter(learn(examples, [], options, 3)[0], options)
    right = wrong = 0
    for _ in range(TRIALS):
        gesture = int(rng.integers(1, 4))
        frames = np.concatenate([idle(rng), shape(gesture, int(rng.integers(26, 55)), rng)])
        found = fired(spotter, frames, link.arrivals(len(frames)))
        right += gesture in found
        wrong += len(found) - (gesture in found)
    return right, wrong


def main() -> None:
    for sender, receiver in (
        ("never", "never"), ("never", "a little"), ("never", "often"), ("often", "never"), ("often", "often"),
    ):  # fmt: skip
        counts = np.array([perform(seed, sender, receiver) for seed in SEEDS]).sum(axis=0)
        sys.stdout.write(
            f"asleep: sender {sender}, receiver {receiver}: right {counts[0]}, wrong {counts[1]}"
            f" of {TRIALS * len(SEEDS)}\n"
        )


if __name__ == "__main__":
    main()
