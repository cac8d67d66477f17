"""Recognises gestures in a live stream: one frame in, distances, triggers and progress out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.clock import EvenClock
from wekipy.learning.gestures.deciding import PATIENCE, Judge
from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.example import F64, GestureOptions
from wekipy.learning.gestures.following import Following
from wekipy.learning.gestures.model import GestureModel, matching
from wekipy.project.problem import Problem

SILENCE = 0.03  # seconds without a frame after which a match is taken as ended


@dataclass
class Spotting:
    """What one frame brought. The arrays are overwritten by the next one.

    Attributes:
        distances: (gestures,) how far the best match that ends now is; infinite for a gesture without examples,
            switched off, or without a match within the limits of speed.
        fired: the gesture recognised with this frame, from 1; 0 for none.
        progress: (gestures,) how much of the gesture has been performed, 0 to 1; 0 when it is not under way.
        speed: (gestures,) mean speed so far relative to the example; 0 when it is not under way.
        match: (gestures,) 1 is as the example, 0.5 at the threshold, 0 when it is not under way.
    """

    distances: F64
    progress: F64
    speed: F64
    match: F64
    fired: int = 0


class Spotter:
    """Spots and follows the gestures of a model in a stream."""

    def __init__(self, model: GestureModel, options: GestureOptions) -> None:
        match = matching(model, options)
        self._model, self._options = model, options
        self._clock = EvenClock(model.normalisation.period)
        self._ends = Ends(match, options)
        self._count = len(model.thresholds)
        self._groups = match.gestures - 1
        self._known, self._firsts = np.unique(self._groups, return_index=True)
        self._following = Following(self._ends, match, self._count)
        patience = max(1, math.ceil(PATIENCE / model.normalisation.period))
        self._judge = Judge(self._ends, match, self._following, patience)
        self._enabled = np.ones(self._count, bool)
        self._quiet_until = -math.inf
        self._time = -math.inf
        follow = self._following
        self.now = Spotting(np.full(self._count, np.inf), follow.progress, follow.speed, follow.match)
        self._use_thresholds()

    def _use_thresholds(self) -> None:
        thresholds = np.where(self._enabled, self._model.thresholds, 0.0)[self._groups]
        self._following.use(thresholds)
        self._thresholds = np.where(thresholds > 0, thresholds, 1e-300)

    def step(self, x: F64, time: float) -> Spotting:
        """Go on by one frame: `x` (inputs,), at `time` in seconds on any steady clock."""
        if x.shape != (self._model.inputs,):
            raise Problem(
                f"the gestures were recorded with {self._model.inputs} inputs, but {x.size} arrived"
            )
        self.now.fired = 0
        if not np.isfinite(x).all():
            return self.now
        if self._clock.broken(time):
            self._begin_anew()
        self._time = time
        for frame in self._clock.frames(x, time):
            self._go_on((frame - self._model.normalisation.centre) / self._model.normalisation.scale)
        return self.now

    def _begin_anew(self) -> None:
        self._clock.restart()
        self._ends.columns.reset()
        self._judge.forget()
        self._following.clear()

    def _go_on(self, frame: F64) -> None:
        self._ends.step(frame)
        self._following.step()
        self.now.distances[self._known] = np.minimum.reduceat(self._ends.distances, self._firsts)
        if self._time < self._quiet_until:
            return
        self._judge.consider(self._thresholds)
        found = self._judge.ready()
        if found is not None:
            self._fire(found.gesture)

    def tick(self, time: float) -> Spotting:
        self.now.fired = 0
        found = self._judge.candidate
        if found and time - self._time >= SILENCE:
            self._fire(found.gesture)
        return self.now

    def _fire(self, gesture: int) -> None:
        self.now.fired = gesture
        self._judge.forget()
        self._ends.columns.forget(self._ends.columns.frame)
        self._quiet_until = self._time + self._options.refractory
