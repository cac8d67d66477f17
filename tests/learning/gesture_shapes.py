"""Three gestures in two inputs, and the means to perform them before a spotter."""

from __future__ import annotations

import numpy as np

from wekipy.learning.gestures import GestureExample, GestureModel, GestureOptions, Movement, Spotter
from wekipy.learning.gestures.training import learn

PERIOD = 0.01


def shape(kind: int, frames: int, rng: np.random.Generator, noise: float = 0.02) -> np.ndarray:
    """Gesture 1, 2 or 3 (circle, line, double wave): (frames, 2) in 0..1."""
    t = np.linspace(0, 1, frames)
    paths = {
        1: (0.5 + 0.4 * np.cos(2 * np.pi * t), 0.5 + 0.4 * np.sin(2 * np.pi * t)),
        2: (t, np.full(frames, 0.5)),
        3: (0.5 + 0.4 * np.sin(4 * np.pi * t), t),
    }
    return np.stack(paths[kind], 1) + rng.normal(0, noise, (frames, 2))


def as_movement(frames: np.ndarray) -> Movement:
    return Movement(frames=frames.astype(np.float32), times=np.arange(len(frames)) * PERIOD)


def as_example(gesture: int, frames: np.ndarray) -> GestureExample:
    times = np.arange(len(frames)) * PERIOD
    return GestureExample(gesture=gesture, frames=frames.astype(np.float32), times=times)


def three_gestures(rng: np.random.Generator, each: int = 3) -> list[GestureExample]:
    return [as_example(k, shape(k, int(rng.integers(30, 45)), rng)) for k in (1, 2, 3) for _ in range(each)]


def model_of(examples: list[GestureExample], gestures: int = 3, **options: object) -> GestureModel:
    return learn(examples, [], GestureOptions(**options), gestures)[0]


def spotter_of(examples: list[GestureExample], gestures: int = 3, **options: object) -> Spotter:
    return Spotter(model_of(examples, gestures, **options), GestureOptions(**options))


class Stage:
    """Performs before a spotter, with its own clock."""

    def __init__(self, spotter: Spotter) -> None:
        self.spotter, self.time = spotter, 0.0

    def play(self, frames: np.ndarray) -> list[tuple[int, int]]:
        """(frame, gesture) of every trigger; the stream then stops long enough for `tick` to be heard."""
        fired = []
        for n, x in enumerate(frames):
            if gesture := self.spotter.step(x, self.time).fired:
                fired.append((n, gesture))
            self.time += PERIOD
        for _ in range(6):
            self.time += 0.05
            if gesture := self.spotter.tick(self.time).fired:
                fired.append((len(frames), gesture))
        return fired


def wander(rng: np.random.Generator, frames: int) -> np.ndarray:
    return 0.5 + rng.normal(0, 0.15, 2) + np.cumsum(rng.normal(0, 0.01, (frames, 2)), 0)


def as_received(
    sent: np.ndarray, rng: np.random.Generator, share: float = 0.08, longest: float = 0.08
) -> np.ndarray:
    """When frames arrive at a receiver that sleeps for 5 to 80 ms now and then, then takes all that waits."""
    arrived, free = [], 0.0
    for time in sent:
        at = max(time, free) + (rng.uniform(0.005, longest) if rng.random() < share else 0.0)
        arrived.append(at)
        free = at + 0.0004
    return np.array(arrived)
