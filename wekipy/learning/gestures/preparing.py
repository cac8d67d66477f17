"""Brings examples into shape: stillness cut off, even frames in time, inputs in the same range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.example import F64, GestureExample, Movement
from wekipy.learning.gestures.repeating import weights

MOST_FRAMES = 200  # of a template; a longer example is thinned
FINE = 50  # frames that the shortest template keeps, if as many were recorded, however long others are
MOST_STRIDE = 50.0  # periods between two frames of a template
LEAST_FRAMES = 4  # of a template: fewer say nothing of a movement
STILL = 0.04  # movement in a twentieth of the example that counts as stillness, as a share of its range
PERIOD = 0.01  # seconds between frames if no example determines it
SMALL = 0.15  # of the usual deviation: an example that moves less shows nothing
ENOUGH = 3  # examples of a gesture that say what is usual for it
NOISY = 0.02  # least share of an input's weight that is kept, however noisy it is


@dataclass(frozen=True)
class Kept:
    """Which frames of an example count: start <= i < end. The example itself stays whole."""

    start: int
    end: int


@dataclass(frozen=True)
class Normalisation:
    """Inputs as (x - centre) / scale, so that every input that moves counts alike.

    Attributes:
        centre: (inputs,) float64.
        scale: (inputs,) float64, above 0; infinite for an input that never changed.
        period: seconds between frames.
    """

    centre: F64
    scale: F64
    period: float

    def apply(self, frames: F64) -> F64:
        """Frames (n, inputs), normalised."""
        return (frames - self.centre) / self.scale


def trim(movement: Movement) -> Kept:
    """Without the stillness at both ends: frames before the first and behind the last real movement.

    Movement is measured as the distance between the means of the halves of a window of a tenth of the
    example, against the range that the whole example covers, so noise of single frames does not count.
    """
    n = len(movement)
    half = max(1, n // 20)
    if n < 2 * half + 2:
        return Kept(0, n)
    frames = movement.frames.astype(np.float64)
    reach = np.ptp(frames, axis=0)
    frames = frames / np.where(reach > 0, reach, np.inf)
    sums = np.concatenate([np.zeros((1, frames.shape[1])), np.cumsum(frames, axis=0)])
    means = (sums[half:] - sums[:-half]) / half
    inputs = max(1, int(np.count_nonzero(reach > 0)))
    moved = np.linalg.norm(means[half:] - means[:-half], axis=1) / math.sqrt(inputs)
    moving = np.flatnonzero(moved > STILL)
    if not len(moving):
        return Kept(0, n)
    start, end = int(moving[0]), int(moving[-1]) + 2 * half
    return Kept(start if start > half else 0, end if end < n - half else n)


def kept(example: GestureExample) -> GestureExample:
    """The example without stillness at its ends."""
    keep = trim(example)
    return example.part(keep.start, keep.end)


def hardly_moving(examples: Sequence[GestureExample]) -> set[int]:
    """The places of examples that move much less than usual, in the input in which they move most.

    Usual is the median of the gesture's own examples if there are three or more, or else of all: a gesture
    that is small on purpose is shown small each time.
    """
    deviations = {n: e.frames.astype(np.float64).std(axis=0) for n, e in enumerate(examples) if len(e)}
    left = list(deviations)
    while True:
        moving = [n for n in left if not _still(examples, deviations, left, n)]
        if len(moving) == len(left):
            return set(deviations) - set(left)
        left = moving


def _still(
    examples: Sequence[GestureExample], deviations: dict[int, F64], among: list[int], place: int
) -> bool:
    own = [n for n in among if examples[n].gesture == examples[place].gesture]
    usual = np.median([deviations[n] for n in (own if len(own) >= ENOUGH else among)], axis=0)
    moved = deviations[place]
    most = np.where(usual > 0, moved / np.where(usual > 0, usual, 1.0), 0.0).max(initial=0.0)
    return bool(most < SMALL or moved.max(initial=0.0) == 0)


def even_frames(movement: Movement, period: float) -> F64:
    """The movement at even steps in time: (m, inputs) float64, interpolated; at least one frame."""
    count = round(movement.seconds / period) + 1
    if count < 2 or len(movement) < 2:
        return movement.frames[:1].astype(np.float64)
    at = np.linspace(movement.times[0], movement.times[-1], count)
    return np.stack([np.interp(at, movement.times, column) for column in movement.frames.T], axis=1)


def frame_period(examples: Sequence[Movement]) -> float:
    """Seconds between frames as recorded; longer if the longest example would have too many frames.

    Not so long that the shortest one would have few: the longer ones then have a stride.
    """
    steps = [np.diff(e.times) for e in examples if len(e) > 1]
    gaps = np.concatenate(steps) if steps else np.empty(0)
    gaps = gaps[gaps > 0]
    usual = float(np.median(gaps)) if len(gaps) else PERIOD
    seconds = [e.seconds for e in examples] or [0.0]
    least = max(seconds) / (MOST_FRAMES - 1)
    return max(usual, min(least, min(seconds) / (FINE - 1)), least / MOST_STRIDE, 1e-6)


def stride(movement: Movement, period: float) -> float:
    """How many periods are between two frames of its template, so that it has `MOST_FRAMES` at most."""
    periods = movement.seconds / period
    return min(periods / (MOST_FRAMES - 1), MOST_STRIDE) if round(periods) >= MOST_FRAMES else 1.0


def normalisation(
    examples: Sequence[GestureExample], idle: Sequence[Movement], *, offset: bool = False
) -> Normalisation:
    """How far each input moves in the examples and in idle movement; what repeats counts more than the rest.

    The weight of an input is its variance without the noise (estimated from second differences of
    neighbouring frames), so an input that only trembles hardly counts.
    Inputs whose movement the examples of a gesture share count most (see `repeating`); that needs the
    order in which they were recorded.
    """
    every = [m for m in (*examples, *idle) if len(m)]
    frames = np.concatenate([m.frames.astype(np.float64) for m in every])
    bends = [np.diff(m.frames.astype(np.float64), 2, axis=0) for m in every if len(m) > 2]
    noise = np.median(np.square(np.concatenate(bends)), axis=0) / (6 * 0.455) if bends else 0.0
    variance = frames.var(axis=0)
    changed = variance > 1e-18 * np.square(frames).max(axis=0)
    share = np.clip(1 - noise / np.where(changed, variance, 1.0), NOISY, 1.0)
    weight = weights(examples, np.where(changed, variance, 0.0), offset=offset)
    scale = np.where(changed, np.sqrt(variance / (share * np.where(changed, weight, 1.0))), np.inf)
    return Normalisation(frames.mean(axis=0), scale, frame_period(examples))
