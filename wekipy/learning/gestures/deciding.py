"""When a trigger is sent: once per performed gesture, for the best of the matches that overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.example import F64
from wekipy.learning.gestures.following import Following
from wekipy.learning.gestures.model import Matching

PATIENCE = 0.05  # seconds without a better match after which a match has ended
ARRIVED = 2  # frames of a template that its last frame may stand for when a match has ended just now
RIVAL = 0.3  # of a template that must be under way for its gesture to be waited for
SURE = 0.5  # progress from which an early trigger may come


@dataclass
class Candidate:
    """A match below its threshold that may become a trigger.

    Attributes:
        gesture: from 1.
        ratio: its distance as a share of the threshold.
        start, end: frames.
        arrived: the movement has reached the end of the template, and is not merely taken for it.
    """

    gesture: int
    ratio: float
    start: int
    end: int
    arrived: bool


class Judge:
    """Looks at the matches after every frame and says which gesture was performed.

    Args:
        patience: frames without a better match after which a match has ended.
    """

    def __init__(self, ends: Ends, match: Matching, following: Following, patience: int) -> None:
        self._ends, self._match, self._following = ends, match, following
        self._patience = patience
        self._candidate: Candidate | None = None
        self._ratios = np.empty(len(match.gestures))

    @property
    def candidate(self) -> Candidate | None:
        """The match that is waited with."""
        return self._candidate

    def forget(self) -> None:
        """Drop what is waited with."""
        self._candidate = None

    def consider(self, thresholds: F64) -> None:
        """Take the best match that ends now as the candidate, if it beats the one there is.

        Args:
            thresholds: (templates,), above 0; infinitely small for those switched off.
        """
        np.divide(self._ends.distances, thresholds, out=self._ratios)
        best = int(self._ratios.argmin())
        ratio = float(self._ratios[best])
        if ratio < 1 and (self._candidate is None or ratio < self._candidate.ratio):
            columns, last = self._ends.columns, int(self._ends.lengths[best]) - 1
            arrived = last - int(columns.sources[best, last]) <= ARRIVED
            start = int(self._ends.starts[best])
            self._candidate = Candidate(int(self._match.gestures[best]), ratio, start, columns.frame, arrived)

    def ready(self) -> Candidate | None:
        """The candidate, once its movement has ended and no gesture under way can beat it."""
        found = self._candidate
        if found is None:
            return None
        waited = self._ends.columns.frame - found.end
        if not found.arrived and waited < self._patience:
            return None
        if waited <= found.end - found.start and self.rivalled(found):
            return None
        return found

    def rivalled(self, found: Candidate) -> bool:
        """Whether another gesture that overlaps with a candidate is under way and nearer to its example."""
        middle = (found.start + found.end) // 2
        return self._following.nearest_other(found.gesture, middle, RIVAL) < found.ratio**2

    def early(self) -> int:
        """The gesture under way that no other can beat any more; 0 if there is none."""
        following = self._following
        gesture = int(following.match.argmax()) + 1
        if following.match[gesture - 1] <= 0.6 or following.progress[gesture - 1] < SURE:
            return 0
        start = int(following.starts[gesture - 1])
        middle = (start + self._ends.columns.frame) // 2
        return 0 if following.nearest_other(gesture, middle, RIVAL / 2) < 1 else gesture
