"""Stages that keep a class from flickering: debounce, majority, hysteresis, refractory time.

0, “none of these”, counts as a class of its own.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from wekipy.stages.stage import F64, FRAME, GAP, Arrays, Options, Remembering, Signal


class Debounce(Remembering):
    """Changes the class only when several frames in a row agree.

    Formula: y = x once the same x ≠ y has come in at least `frames` frames in a row, and for `seconds`.

    Gap: after more than a second without a frame, the counting begins anew with the frame that comes.

    Latency: the longer of (frames − 1) frames, at 100 a second, and `seconds`.

    Source: the debouncing of switches; Ganssle: A Guide to Debouncing, 2004.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, 4)  # the class, the one that wants to replace it, its frames, its beginning
        self._frames, self._seconds = int(options["frames"]), float(options["seconds"])
        self.latency = max((self._frames - 1) * FRAME, self._seconds)
        self._y = self._kept[:1]

    def step(self, x: F64, now: float) -> F64:
        """Return the class that stands."""
        arrived = float(x[0])
        dt = self._since(now)
        stands, wants, count, since = self._kept.tolist()
        if dt < 0.0:
            stands = arrived
        if arrived == stands:
            wants = count = since = math.nan
        else:
            if arrived != wants or dt > GAP:
                wants, count, since = arrived, 0.0, float(self._memory[0])
            count += 1.0
            if count >= self._frames and float(self._memory[0]) - since >= self._seconds:
                stands, wants, count, since = arrived, math.nan, math.nan, math.nan
        self._kept[:] = stands, wants, count, since
        return self._y


class Majority(Remembering):
    """Answers the class that came most often in the last frames.

    Formula: the most frequent of the last n = `frames` classes, of fewer at the beginning. If several are
    equally frequent, the present class stays if it is one of them, else the newest of them wins.

    Gap: after more than a second without a frame it starts anew with the class that comes.

    Latency: n / 2 frames, rounded down, at 100 a second.

    Source: the majority filter, a mode filter over time.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        frames = int(options["frames"])
        super().__init__(signal, 1 + frames)
        self._y, self._window = self._kept[:1], self._kept[1:]  # the newest first
        self.latency = (frames // 2) * FRAME

    def step(self, x: F64, now: float) -> F64:
        """Return the most frequent class."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._window.fill(np.nan)
            self._y[:] = x
        self._window[1:] = self._window[:-1].copy()
        self._window[0] = x[0]
        votes = Counter(one for one in self._window.tolist() if not math.isnan(one))  # newest first
        most = max(votes.values())
        if votes[float(self._y[0])] < most:
            self._y[0] = next(one for one, count in votes.items() if count == most)
        return self._y


class Hysteresis(Remembering):
    """Leaves a class only when another one clearly leads.

    Formula: each class has a share s of the votes; a frame moves it by s += (1 − exp(−dt / seconds)) (v − s),
    v = 1 for the class that came and 0 for the others. The class with the largest share replaces the present
    one once it leads by more than `margin`.

    Gap: after more than a second without a frame it starts anew with the class that comes.

    Latency: −seconds ln((1 − margin) / 2), for a clear change.

    Source: the trigger with two thresholds (Schmitt 1938), over exponentially weighted votes.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, 2 + signal.classes)
        self._y, self._shares = self._kept[:1], self._kept[1:]
        self._seconds, self._margin = float(options["seconds"]), float(options["margin"])
        self.latency = -self._seconds * math.log(0.5 * (1.0 - self._margin))

    def step(self, x: F64, now: float) -> F64:
        """Return the class that leads."""
        dt = self._since(now)
        arrived, stands = _as_index(float(x[0]), self._shares), _as_index(float(self._y[0]), self._shares)
        if dt < 0.0 or dt > GAP or arrived is None or stands is None:
            self._y[:] = x
            self._shares.fill(0.0)
            if arrived is not None:
                self._shares[arrived] = 1.0
            return self._y
        part = -math.expm1(-dt / self._seconds)
        self._shares *= 1.0 - part
        self._shares[arrived] += part
        leads = int(self._shares.argmax())
        if self._shares[leads] - self._shares[stands] > self._margin:
            self._y[0] = leads
        return self._y


class Refractory(Remembering):
    """Keeps a class that has just ended from coming back at once, such as a drum from sounding twice.

    Formula: y = x, unless x is a class that y left less than `seconds` ago: then y stays. 0 may
    always come back.

    Gap: time counts on; a gap that is longer than `seconds` lets every class come back.

    Latency: none, but for a class that comes back.

    Source: the refractory period of nerves; retrigger time of drum modules.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, 2 + signal.classes)
        self._y, self._left = self._kept[:1], self._kept[1:]
        self._seconds = float(options["seconds"])

    def step(self, x: F64, now: float) -> F64:
        """Return the class that stands."""
        if self._since(now) < 0.0:
            self._y[:] = x
        elif x[0] != self._y[0]:
            arrived, stands = _as_index(float(x[0]), self._left), _as_index(float(self._y[0]), self._left)
            now = float(self._memory[0])
            if not arrived or not now - self._left[arrived] < self._seconds:  # never left: not a number
                if stands is not None:
                    self._left[stands] = now
                self._y[:] = x
        return self._y


def _as_index(value: float, of: F64) -> int | None:
    """The place of a class among the known ones; None for one that an older model has besides them."""
    return int(value) if 0.0 <= value < len(of) and value == int(value) else None
