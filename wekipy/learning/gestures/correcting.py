"""Corrections while playing: "that was wrong" and "you missed one" move a threshold."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.example import F64

REMEMBERED = 5.0  # seconds of distances that a correction can refer to
MOST_REMEMBERED = 2_000  # frames
STEP = 2.0  # one correction changes a threshold by this factor at most
REACH = 4.0  # all corrections together change a learned threshold by this factor at most
BEYOND = 1.03  # a corrected threshold passes the distance it is corrected for by this factor


@dataclass(frozen=True)
class Correction:
    """What a correction did.

    Attributes:
        gesture: from 1; 0 if there was nothing to correct.
        before, after: its threshold (with sensitivity 0.5).
        text: one sentence for the person.
    """

    gesture: int
    before: float
    after: float
    text: str


class Memory:
    """The distances of the last seconds and the last trigger; its size never changes.

    Args:
        period: seconds between frames.
    """

    def __init__(self, gestures: int, period: float) -> None:
        size = min(MOST_REMEMBERED, max(1, math.ceil(REMEMBERED / period)))
        self._distances = np.full((size, gestures), np.inf)
        self._next = 0
        self.fired = 0
        self.distance = math.inf

    def add(self, distances: F64) -> None:
        """Remember one frame, (gestures,)."""
        self._distances[self._next] = distances
        self._next = (self._next + 1) % len(self._distances)

    def trigger(self, gesture: int, distance: float) -> None:
        """Remember that a gesture was recognised, at which distance."""
        self.fired, self.distance = gesture, distance

    def nearest(self, gesture: int) -> float:
        """The smallest distance of a gesture that is remembered."""
        return float(self._distances[:, gesture - 1].min())

    def forget(self) -> None:
        """Forget the stored distances after a correction, so that they are not used twice."""
        self._distances.fill(np.inf)
        self.fired = 0


def wrong(memory: Memory, learned: F64, thresholds: F64) -> Correction:
    """Lower the threshold of the gesture recognised last, so that the same movement would not be again."""
    gesture = memory.fired
    if gesture == 0:
        return Correction(0, 0.0, 0.0, "no gesture was recognised that could have been wrong")
    before = float(thresholds[gesture - 1])
    wanted = max(min(memory.distance / BEYOND, before), before / STEP, learned[gesture - 1] / REACH)
    memory.forget()
    return Correction(gesture, before, wanted, f"gesture {gesture} now needs a closer match")


def missed(memory: Memory, learned: F64, thresholds: F64, gesture: int) -> Correction:
    """Raise the threshold of a gesture to what was nearest to it in the last seconds."""
    before = float(thresholds[gesture - 1])
    nearest = memory.nearest(gesture)
    if before <= 0 or nearest > before * STEP:
        text = f"nothing like gesture {gesture} was seen in the last seconds: record it as an example"
        return Correction(0, before, before, text)
    wanted = min(max(nearest * BEYOND, before), before * STEP, learned[gesture - 1] * REACH)
    memory.forget()
    return Correction(gesture, before, wanted, f"gesture {gesture} is now recognised more easily")
