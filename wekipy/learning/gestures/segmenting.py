"""Cuts a long take into examples, where the movement rests or where a person said so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from wekipy.learning.gestures.example import F64, GestureExample, Movement
from wekipy.learning.gestures.preparing import LEAST_FRAMES, Kept, trim

WINDOW = 0.1  # seconds in which the movement is looked at
RESTING = 0.04  # movement within the window that counts as rest, as a share of the take's range


def at_stillness(
    take: Movement, gesture: int, rest: float = 0.4, shortest: float = 0.15
) -> list[GestureExample]:
    """The movements of a take between rests, each as an example of `gesture`.

    Args:
        rest: seconds of stillness that end an example; shorter ones belong to it.
        shortest: seconds; what is shorter is no example.
    """
    return [_example(take, piece, gesture) for piece in rests(take, rest, shortest)]


def rests(take: Movement, rest: float, shortest: float) -> list[Kept]:
    """The stretches of movement between rests, in order; see `at_stillness`."""
    moving = np.flatnonzero(_extent(take) > RESTING)
    if not len(moving):
        return []
    breaks = np.flatnonzero(np.diff(take.times[moving]) > rest)
    starts = moving[np.concatenate([[0], breaks + 1])]
    ends = moving[np.concatenate([breaks, [len(moving) - 1]])] + 1
    pieces = [Kept(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
    return [p for p in pieces if _long_enough(take, p, shortest)]


def at_marks(take: Movement, gesture: int, marks: Sequence[float]) -> list[GestureExample]:
    """The movements of a take between marks (seconds, as its times), without the stillness at their ends.

    Each pair of neighbouring marks holds one example, as do the stretches before the first and behind the
    last mark, if anything moves in them. What has fewer than 4 frames is no example.
    """
    cuts = [0, *np.searchsorted(take.times, np.sort(np.asarray(marks, np.float64))).tolist(), len(take)]
    reach = np.ptp(take.frames.astype(np.float64), axis=0) if len(take) else np.zeros(1)
    found = []
    for a, b in pairwise(cuts):
        if b - a >= LEAST_FRAMES:
            part = take.part(a, b)
            keep = trim(part)
            moved = np.ptp(part.frames.astype(np.float64), axis=0)
            if np.any(moved > 0.2 * reach) and keep.end - keep.start >= LEAST_FRAMES:
                found.append(_example(part, keep, gesture))
    return found


def _extent(take: Movement) -> F64:
    """(n,): how far the movement reaches around each frame, as a share of the range of the whole take."""
    frames = take.frames.astype(np.float64)
    reach = np.ptp(frames, axis=0) if len(frames) else np.zeros(take.frames.shape[1])
    scaled = frames / np.where(reach > 0, reach, np.inf)
    before = np.searchsorted(take.times, take.times - WINDOW / 2)
    behind = np.searchsorted(take.times, take.times + WINDOW / 2, side="right")
    sums = np.concatenate([np.zeros((1, frames.shape[1])), np.cumsum(scaled, axis=0)])
    here = np.arange(len(frames))
    early = (sums[here + 1] - sums[before]) / (here + 1 - before)[:, None]
    late = (sums[behind] - sums[here]) / (behind - here)[:, None]
    return np.asarray(
        np.linalg.norm(late - early, axis=1) / math.sqrt(max(1, int(np.count_nonzero(reach > 0))))
    )


def _long_enough(take: Movement, piece: Kept, shortest: float) -> bool:
    count = piece.end - piece.start
    return count >= LEAST_FRAMES and take.part(piece.start, piece.end).seconds >= shortest


def _example(take: Movement, piece: Kept, gesture: int) -> GestureExample:
    part = slice(piece.start, piece.end)
    return GestureExample(gesture=gesture, frames=take.frames[part], times=take.times[part])
