"""How many letters written with a mouse are found: python benchmarks/letters.py

Plays the recordings of ../shared/data/sensors, if they are there: three takes of each of three letters are
examples, the other 36 are performed, and then their halves, which are none. Prints, for takes that follow
each other and for takes chosen at random, with and without `offset`: letters found of 36, wrong triggers, and
triggers in halves.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from wekipy.learning.gestures import GestureExample, GestureOptions, Spotter
from wekipy.learning.gestures.training import learn

RECORDINGS = Path(__file__).parents[2] / "shared" / "data" / "sensors" / "mouse-letters.npz"
PERIOD, REST = 0.01, 0.4
SHOWN = 3
Frames = Any  # (frames, 2) float64
Takes = dict[int, list[Frames]]


def read() -> Takes:
    """The takes of each letter, in the order in which they were written."""
    found = np.load(RECORDINGS)
    labels, takes = found["label"], found["take"]
    return {
        letter: [found["X"][takes == take].astype(np.float64) for take in np.unique(takes[labels == letter])]
        for letter in np.unique(labels).tolist()
    }


def example(letter: int, frames: Frames) -> GestureExample:
    """A take as an example."""
    times = np.arange(len(frames)) * PERIOD
    return GestureExample(gesture=letter, frames=frames.astype(np.float32), times=times)


class Player:
    """Performs before a spotter, with rests."""

    def __init__(self, spotter: Spotter) -> None:
        self._spotter, self._time = spotter, 0.0

    def play(self, frames: Frames) -> list[int]:
        """The gestures recognised."""
        held = round(REST / PERIOD)
        found = []
        for x in np.repeat(frames, [held, *[1] * (len(frames) - 2), held], axis=0):
            found.append(self._spotter.step(x, self._time).fired)
            self._time += PERIOD
        for _ in range(8):
            self._time += 0.05
            found.append(self._spotter.tick(self._time).fired)
        return [gesture for gesture in found if gesture]


def perform(takes: Takes, shown: dict[int, list[int]], options: GestureOptions) -> tuple[int, int, int]:
    """Letters found, wrong triggers, triggers in halves."""
    examples = [example(letter, takes[letter][n]) for letter in takes for n in shown[letter]]
    player = Player(Spotter(learn(examples, [], options, len(takes))[0], options))
    new = [(letter, f) for letter in takes for n, f in enumerate(takes[letter]) if n not in shown[letter]]
    right = wrong = 0
    for letter, frames in new:
        found = player.play(frames)
        right += letter in found
        wrong += len(found) - (letter in found)
    halves = [half for _, f in new for half in (f[: len(f) // 2], f[len(f) // 2 :])]
    return right, wrong, sum(len(player.play(half)) for half in halves)


def choices(takes: Takes) -> dict[str, dict[int, list[int]]]:
    """Which takes are examples."""
    found = {
        f"takes {n + 1} to {n + SHOWN}": {letter: list(range(n, n + SHOWN)) for letter in takes}
        for n in (0, 3, 6, 9, 12)
    }
    for seed in range(5):
        rng = np.random.default_rng(seed)
        found[f"chance {seed}"] = {k: rng.permutation(len(takes[k]))[:SHOWN].tolist() for k in takes}
    return found


def main() -> None:
    if not RECORDINGS.exists():
        raise SystemExit(f"{RECORDINGS} is not there")
    takes = read()
    for options in (GestureOptions(), GestureOptions(offset=True)):
        for name, shown in choices(takes).items():
            right, wrong, halves = perform(takes, shown, options)
            of = "anywhere" if options.offset else "in place"
            sys.stdout.write(f"{of}, {name}: found {right}, wrong {wrong}, in halves {halves}\n")


if __name__ == "__main__":
    main()
