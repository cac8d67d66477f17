"""Recognises gestures in a live stream: one frame in; distances, triggers and progress out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.clock import EvenClock
from wekipy.learning.gestures.correcting import Correction, Memory, missed, wrong
from wekipy.learning.gestures.deciding import PATIENCE, SILENCE, Judge
from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.example import F64, GestureOptions
from wekipy.learning.gestures.following import Following
from wekipy.learning.gestures.gesture_model import GestureModel, matching
from wekipy.learning.gestures.switches import Switches
from wekipy.project.counting import many
from wekipy.project.problem import Problem


@dataclass
class Spotting:
    """What one frame brought. The arrays belong to the spotter and are overwritten by the next frame.

    Attributes:
        distances: (gestures,) float64, how far the best match that ends now is; where none ends within the
            limits of speed, how far this frame alone is (see `Ends.alone`). Infinite for a gesture without
            examples or switched off.
        progress: (gestures,) how much of the gesture has been performed, 0 to 1; 0 when it is not under way.
        speed: (gestures,) mean speed so far relative to the example; 0 when it is not under way.
        match: (gestures,) 1 is as the example, 0.5 is at the threshold, 0 when it is not under way.
        fired: the gesture recognised with this frame, from 1; 0 for none.
    """

    distances: F64
    progress: F64
    speed: F64
    match: F64
    fired: int = 0


class Spotter:
    """Spots and follows the gestures of a model in a stream, from one thread only, in constant memory.

    Attributes:
        now: the latest answer, the same object always.
        switches: which gestures are on and how sensitive they are; may be changed at any time.
    """

    def __init__(self, model: GestureModel, options: GestureOptions) -> None:
        match = matching(model, options)
        period, count = model.normalisation.period, len(model.thresholds)
        self._normal, self._options, self._time = model.normalisation, options, -math.inf
        self._clock = EvenClock(period)
        self._ends = Ends(match, options)
        self._groups = match.gestures - 1
        self._known, self._firsts = np.unique(self._groups, return_index=True)
        self._following = Following(self._ends, match, count)
        self._judge = Judge(self._ends, match, self._following, max(1, math.ceil(PATIENCE / period)))
        self._memory = Memory(count, period)
        self._quiet_until = -math.inf
        self._once = _BestOfRun()
        self.switches = Switches(model.thresholds, options)
        self._seen = -1
        follow = self._following
        self.now = Spotting(np.full(count, np.inf), follow.progress, follow.speed, follow.match)
        self._use_switches()

    def step(self, x: F64, time: float) -> Spotting:
        """Go on by one frame.

        Args:
            x: (inputs,) float64. A frame with a number that is not finite is left out, as if it were lost.
            time: seconds on any steady clock. Frames missing in a gap of up to 0.2 s are filled in on the
                line between its ends; after a longer gap, or when time goes backwards, all begins anew.

        Raises:
            Problem: the number of inputs is not that of the examples.
        """
        if x.shape != self._normal.centre.shape:
            raise Problem(
                f"the gestures were recorded with {many(len(self._normal.centre), 'input')}, but"
                f" {x.size} arrived; "
                "send as many as before, or record the gestures again"
            )
        self.now.fired = 0
        if not (np.isfinite(x).all() and math.isfinite(time)):
            return self.now
        if self._clock.broken(time):
            self.begin_anew()
            if time < self._time:  # a pause after a trigger that is later than now would hardly end
                self._quiet_until = -math.inf
        if self.switches.version != self._seen:
            self._use_switches()
        self._time = time
        for frame in self._clock.frames(x, time):
            self._go_on(self._normal.apply(frame))
        return self.now

    def tick(self, time: float) -> Spotting:
        """Time has passed without a frame: a gesture that the stream ended with is recognised now.

        Call it when no frame has come for about 0.05 s; it may be called again until one comes.
        """
        self.now.fired = 0
        silence = time - self._time
        found = self._judge.candidate
        if found is None or silence < SILENCE or self._options.once_per_run:
            return self.now
        if silence > self._clock.longest_gap or not self._judge.rivalled(found):
            self._fire(found.gesture, found.distance)
        return self.now

    def begin_anew(self) -> None:
        """Drop all movement under way, as after a long gap."""
        self._clock.restart()
        self._ends.columns.reset()
        self._judge.forget()
        self._following.clear()
        self.now.distances.fill(np.inf)

    def start_run(self) -> None:
        """Running starts: drop all movement under way, and with “once per run” look for the one answer."""
        self.begin_anew()
        self._once = _BestOfRun()
        self._quiet_until = -math.inf

    def stop_run(self) -> int:
        """Running stops: with “once per run” the gesture that came nearest below its threshold, else 0."""
        best, self._once = self._once, _BestOfRun()
        if self._options.once_per_run and best.gesture:
            self._memory.trigger(best.gesture, best.distance)
        return best.gesture if self._options.once_per_run else 0

    def correct_wrong(self) -> Correction:
        """“That was wrong”: the gesture recognised last needs a closer match from now on."""
        return self._correct(wrong(self._memory, self.switches.learned, self.switches.thresholds))

    def correct_missed(self, gesture: int) -> Correction:
        """“You missed one”: what came nearest to `gesture` in the last 5 s is recognised from now on.

        Raises:
            Problem: there is no such gesture.
        """
        self.switches.check(gesture)
        return self._correct(missed(self._memory, self.switches.learned, self.switches.thresholds, gesture))

    def _correct(self, correction: Correction) -> Correction:
        if correction.gesture:
            self.switches.set_threshold(correction.gesture, correction.after)
        return correction

    def _use_switches(self) -> None:
        thresholds = self.switches.effective()[self._groups]
        self._following.use(thresholds)
        self._judge.use(thresholds)
        self._seen = self.switches.version

    def _go_on(self, frame: F64) -> None:
        """One even step of time: match, follow, decide."""
        self._ends.step(frame)
        self._following.step()
        distances = self.now.distances
        if len(self._firsts):
            distances[self._known] = np.minimum.reduceat(self._ends.distances, self._firsts)
        distances[~self.switches.enabled] = np.inf
        self._memory.add(distances)
        self._fill_in(distances)
        if self._options.once_per_run:
            self._once.consider(self._judge)
        elif self._time >= self._quiet_until and not self.now.fired:
            self._decide()

    def _fill_in(self, distances: F64) -> None:
        """Where no match ends now: sketches take the least of all distances, so each has to be a number."""
        if len(self._firsts):
            known = self._known
            alone = np.minimum.reduceat(self._ends.alone, self._firsts)
            missing = np.isinf(distances[known]) & self.switches.enabled[known]
            distances[known[missing]] = alone[missing]

    def _decide(self) -> None:
        self._judge.consider()
        found = self._judge.ready()
        if found is not None:
            self._fire(found.gesture, found.distance)
        elif self._options.early and (early := self._judge.early()) is not None:
            self._fire(early.gesture, early.distance, early.remaining)

    def _fire(self, gesture: int, distance: float, remaining: int = 0) -> None:
        """Send a trigger; nothing that has begun by now, or in the rest of the gesture, makes another one."""
        self.now.fired = gesture
        self._memory.trigger(gesture, distance)
        self._judge.forget()
        self._ends.columns.forget(self._ends.columns.frame + remaining)
        rest = remaining * self._clock.period
        self._quiet_until = self._time + max(self._options.refractory, rest)


class _BestOfRun:
    """The nearest match since running started."""

    def __init__(self) -> None:
        self.gesture, self.distance, self._ratio = 0, math.inf, math.inf

    def consider(self, judge: Judge) -> None:
        """Keep what ends now, if it is the nearest so far."""
        judge.consider()
        found = judge.candidate
        if found is not None and found.ratio < self._ratio:
            self.gesture, self.distance, self._ratio = found.gesture, found.distance, found.ratio
