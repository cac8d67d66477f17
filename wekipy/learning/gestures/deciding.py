"""When a trigger is sent: once per performed gesture, for the best of the matches that overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.example import F64
from wekipy.learning.gestures.following import Following
from wekipy.learning.gestures.gesture_model import Matching

PATIENCE = 0.05  # seconds without a better match after which a match has ended
ARRIVED = 2  # frames of a template that its last frame may stand for when a match has ended just now
FOLLOWED = 0.9  # of a gesture that must have been followed by then
RIVAL = 0.3  # of a template that must be under way for its gesture to be waited for
SILENCE = 0.03  # seconds without a frame after which a movement has ended
SURE = 0.5  # progress from which an early trigger may come
CLOSE = 0.7  # how good a match must be for that, as `Following.match`


@dataclass
class Candidate:
    """A match below its threshold that may become a trigger.

    Attributes:
        gesture: from 1.
        ratio: its distance as a share of the threshold.
        distance: as in `Ends`.
        start, end: frames.
        arrived: the movement has reached the end of the template, and is not merely taken for it.
    """

    gesture: int
    ratio: float
    distance: float
    start: int
    end: int
    arrived: bool


@dataclass(frozen=True)
class Early:
    """A trigger before its gesture has ended.

    Attributes:
        gesture: from 1.
        distance: per frame so far.
        remaining: frames until the gesture ends, if it goes on at the same speed.
    """

    gesture: int
    distance: float
    remaining: int


class Judge:
    """Looks at the matches after every frame and says which gesture was performed.

    Args:
        patience: frames without a better match after which a match has ended.
    """

    def __init__(self, ends: Ends, match: Matching, following: Following, patience: int) -> None:
        self._ends, self._match, self._following = ends, match, following
        self._patience = patience
        self._candidate: Candidate | None = None
        self._ratios = np.full(len(match.gestures), np.inf)
        self._thresholds = np.zeros(len(match.gestures))
        self._on = self._thresholds > 0

    @property
    def candidate(self) -> Candidate | None:
        """The match that is waited with."""
        return self._candidate

    def forget(self) -> None:
        """Drop what is waited with."""
        self._candidate = None

    def use(self, thresholds: F64) -> None:
        """Judge by these thresholds from now on: (templates,), 0 for those switched off."""
        self._thresholds, self._on = thresholds, thresholds > 0
        self._ratios.fill(np.inf)
        self.forget()

    def consider(self) -> None:
        """Take the best match that ends now as the candidate, if it beats the one there is."""
        np.divide(self._ends.distances, self._thresholds, out=self._ratios, where=self._on)
        best = int(self._ratios.argmin())
        ratio = float(self._ratios[best])
        if ratio < 1 and (self._candidate is None or ratio < self._candidate.ratio):
            self._candidate = Candidate(
                gesture=int(self._match.gestures[best]),
                ratio=ratio,
                distance=float(self._ends.distances[best]),
                start=int(self._ends.starts[best]),
                end=self._ends.columns.frame,
                arrived=self._arrived(best),
            )

    def _arrived(self, template: int) -> bool:
        """Whether the movement has come to the end of a template.

        A path jumps there when the rest of the template costs less than waiting, and then stays. So how far
        the gesture has been followed counts as well.
        """
        last = int(self._ends.lengths[template]) - 1
        jumped = last - int(self._ends.columns.sources[template, last])
        place = int(self._match.gestures[template]) - 1
        return jumped <= ARRIVED and float(self._following.progress[place]) >= FOLLOWED

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

    def early(self) -> Early | None:
        """The gesture under way that no other can beat any more, if there is one."""
        following = self._following
        place = int(following.match.argmax())
        progress = float(following.progress[place])
        if following.match[place] < CLOSE or progress < SURE:
            return None
        start, frame = int(following.starts[place]), self._ends.columns.frame
        if following.nearest_other(place + 1, (start + frame) // 2, RIVAL / 2) < 1:
            return None
        remaining = int((frame - start + 1) * (1 - progress) / progress)
        return Early(place + 1, following.distance(place), remaining)
