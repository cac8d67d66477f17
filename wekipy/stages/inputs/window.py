"""The stage that says what the last frames have in common: statistics of a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from wekipy.project.problem import Problem
from wekipy.project.suggesting import suggest
from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.lists import items_of
from wekipy.stages.inputs.ring import Windowed, span_of
from wekipy.stages.inputs.sizes import check_inputs, check_results, derived
from wekipy.stages.stage import F64, Arrays, Options, Signal


class _Frames:
    """Frames (count, in) of a window, count ≥ 1, and what several statistics need of them."""

    def __init__(self, values: F64) -> None:
        self.values, self.count = values, len(values)
        self._mean: F64 | None = None
        self._energy: F64 | None = None

    def mean(self) -> F64:
        """Return their mean (in,)."""
        if self._mean is None:
            self._mean = _sum(self.values)
            self._mean /= self.count
        return self._mean

    def energy(self) -> F64:
        """Return the sum of their squares (in,)."""
        if self._energy is None:
            self._energy = _sum(self.values * self.values)
        return self._energy


Statistic = Callable[[_Frames], F64]


def _sum(values: F64) -> F64:
    total: F64 = np.add.reduce(values, axis=0)
    return total


def _deviation(frames: _Frames) -> F64:
    away = frames.values - frames.mean()
    away *= away
    variance = _sum(away)
    variance /= frames.count
    return np.sqrt(variance)


def _min(frames: _Frames) -> F64:
    least: F64 = np.minimum.reduce(frames.values, axis=0)
    return least


def _max(frames: _Frames) -> F64:
    most: F64 = np.maximum.reduce(frames.values, axis=0)
    return most


def _crossings(frames: _Frames) -> F64:
    above = frames.values >= 0.0
    changes: F64 = np.add.reduce(above[1:] != above[:-1], axis=0, dtype=np.float64)
    return changes


STATISTICS: Final[Mapping[str, Statistic]] = {
    "mean": _Frames.mean,
    "deviation": _deviation,
    "min": _min,
    "max": _max,
    "range": lambda frames: _max(frames) - _min(frames),
    "rms": lambda frames: np.sqrt(frames.energy() / frames.count),
    "energy": _Frames.energy,
    "crossings": _crossings,
}
OF: Final = ("difference", "difference2")  # what statistics may be of, besides the values themselves


class Window(Windowed):
    """Describes the last frames of each input by statistics.

    Formula: over the x of the last n = `frames` frames, or, where `seconds` is above 0, of those of the last
    `seconds`: mean; deviation, the root of the mean of (x − mean)²; min; max; range = max − min; rms, the
    root of the mean of x²; energy, the sum of x²; crossings, how often x changed between below 0 and not
    below 0. difference.mean and so on are the same over the differences from frame to frame within the
    window, difference2.mean over the differences of those; 0 as long as there is none. Fewer frames until so
    many have come; of more than 1,000 frames per second the newest count.

    Gap: after more than a second without a frame it starts anew with the frame that comes.

    Latency: (n − 1) / 2 frames, at 100 a second, or half of `seconds`.

    Source: textbook statistics; Hudgins, Parker, Scott 1993 for those of muscles (EMG).
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("window", signal.names)
        wanted = statistics_in(str(options["statistics"]))
        check_results("window", size * len(wanted), "choose fewer statistics, or fewer inputs")
        super().__init__(derived(signal.names, wanted), size, span_of("window", options, size))
        self.latency = 0.5 * self._span.length
        self._out = np.empty(size * len(wanted))
        grid = self._out.reshape(size, len(wanted)).T
        jobs: list[list[tuple[Statistic, F64]]] = [[], [], []]  # of values, first, second differences
        for name, row in zip(wanted, grid, strict=True):
            of, _dot, statistic = name.rpartition(".")
            jobs[1 + OF.index(of) if of else 0].append((STATISTICS[statistic], row))
        self._jobs = jobs[: max(order for order in range(3) if jobs[order]) + 1]

    def step(self, x: F64, now: float) -> F64:
        """Return the statistics, input by input."""
        values = self._window(x, now)
        for order, jobs in enumerate(self._jobs):
            if order:
                values = values[1:] - values[:-1]
            frames = _Frames(values)
            for statistic, row in jobs:
                row[:] = statistic(frames) if frames.count else 0.0
        return bounded(self._out)


def statistics_in(text: str) -> list[str]:
    """Return the statistics of a list such as “mean, difference.max”.

    Raises:
        Problem: if there is none, one is there twice, or one is unknown.
    """
    wanted = items_of("window", text)
    known = [*STATISTICS, *(f"{of}.{name}" for of in OF for name in STATISTICS)]
    for n, one in enumerate(wanted):
        if one not in known:
            raise Problem(f"window: there is no statistic “{one[:40]}”; {suggest(one[:40], known)}")
        if one in wanted[:n]:
            raise Problem(f"window: “{one}” is there twice; leave one out")
    if not wanted:
        raise Problem(f"window: no statistic is named; there are: {', '.join(STATISTICS)}")
    return wanted
