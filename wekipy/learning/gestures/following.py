"""Where in which gesture the movement is: progress, speed and quality of the match while it happens."""

from __future__ import annotations

import math

import numpy as np

from wekipy.learning.gestures.columns import I64
from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.example import F64
from wekipy.learning.gestures.gesture_model import Matching

DOUBT = 0.12  # of a gesture that must have been followed well before it counts as under way, about


class Following:
    """The gestures under way. All arrays are overwritten by every `step`.

    Attributes:
        progress: (gestures,) how much of the gesture has been performed, 0 to 1; 0 when it is not under way.
        speed: (gestures,) mean speed since its start, relative to the example; 0 when not under way.
        match: (gestures,) 1 is exactly as the example, 0.5 is at the threshold, 0 when not under way.
        starts: (gestures,) the frame at which it began.
    """

    def __init__(self, ends: Ends, match: Matching, gestures: int) -> None:
        self._columns, self._lengths = ends.columns, ends.lengths
        self._groups = match.gestures - 1
        self._known, self._firsts, each = np.unique(self._groups, return_index=True, return_counts=True)
        self._places = np.arange(len(each)).repeat(each)
        shape = match.templates.frames.shape[:2]
        self._reached = np.broadcast_to(np.arange(1, shape[1] + 1), shape)
        self._spans, self._strides = match.templates.spans, match.templates.strides
        self._rows = np.arange(shape[0]) * shape[1]
        self._units = np.square(match.sizes) * match.templates.frames.shape[2]
        self._weights = np.zeros((shape[0], 1))
        self._doubts = np.full((shape[0], 1), np.inf)
        self._taken = np.empty(shape, np.int64)
        self._scores = np.empty(shape)
        self._template = np.zeros(gestures, np.int64)
        self.progress = np.zeros(gestures)
        self.speed = np.zeros(gestures)
        self.match = np.zeros(gestures)
        self.starts: I64 = np.zeros(gestures, np.int64)

    def use(self, thresholds: F64) -> None:
        """Measure by these thresholds from now on: (templates,), 0 for templates that are not followed."""
        on = thresholds > 0
        self._weights[on, 0] = 1 / (np.square(thresholds[on]) * self._units[on])
        self._doubts[:, 0] = np.where(on, DOUBT * self._spans, np.inf)

    def clear(self) -> None:
        """Nothing is under way."""
        for array in (self.progress, self.speed, self.match):
            array.fill(0.0)

    def step(self) -> None:
        """Look at the current column."""
        columns = self._columns
        np.subtract(columns.frame + 1, columns.starts, out=self._taken)
        np.maximum(self._taken, self._reached, out=self._taken)
        np.multiply(columns.distances, self._weights, out=self._scores)
        self._scores += self._doubts
        self._scores /= self._taken
        cells = self._scores.argmin(axis=1)
        flat = cells + self._rows
        scores = self._scores.take(flat)
        self.clear()
        if not len(self._firsts):
            return
        best = np.minimum.reduceat(scores, self._firsts)
        under_way = best < 1
        if not under_way.any():
            return
        winners = (scores == best[self._places]).nonzero()[0][::-1]
        self._template[self._groups[winners]] = winners
        on = self._known[under_way]
        chosen = self._template[on]
        reached = cells[chosen] + 1.0
        starts = columns.starts.take(flat[chosen])
        sums = columns.distances.take(flat[chosen]) * self._weights[chosen, 0]
        self.starts[on] = starts
        self.progress[on] = reached / self._lengths[chosen]
        frames = (reached - 1) * self._strides[chosen] + 1
        self.speed[on] = frames / (columns.frame + 1 - starts)
        self.match[on] = np.exp2(-sums / self._taken.take(flat[chosen]))

    def distance(self, place: int) -> float:
        """How far the gesture at a place of the arrays is from its example so far, as in `Ends`."""
        template = int(self._template[place])
        weight = float(self._weights[template, 0]) * float(self._units[template])
        return math.sqrt(-math.log2(float(self.match[place])) / weight)

    def nearest_other(self, gesture: int, latest: int, least: float) -> float:
        """How near another gesture is to its example, as the square of the share of its threshold.

        Only what began at frame `latest` or before, is not complete and has come at least as far as the share
        `least` of it counts; infinite if there is none.
        """
        columns = self._columns
        others = self._reached >= least * self._lengths[:, None]
        others &= self._reached < self._lengths[:, None]
        others &= columns.starts <= latest
        others &= ((self._groups != gesture - 1) & np.isfinite(self._doubts[:, 0]))[:, None]
        if not others.any():
            return float("inf")
        weights = np.broadcast_to(self._weights, others.shape)[others]
        return float((columns.distances[others] * weights / self._taken[others]).min())
