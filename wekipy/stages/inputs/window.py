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

Statistic = Callable[[F64, F64], None]  # of values (count, in), count ≥ 1, into (in,)


def _mean(values: F64, out: F64) -> None:
    np.add.reduce(values, axis=0, out=out)
    out /= len(values)


def _deviation(values: F64, out: F64) -> None:
    _mean(values, out)
    away = values - out
    away *= away
    _mean(away, out)
    np.sqrt(out, out=out)


def _range(values: F64, out: F64) -> None:
    np.maximum.reduce(values, axis=0, out=out)
    out -= np.minimum.reduce(values, axis=0)


def _energy(values: F64, out: F64) -> None:
    np.add.reduce(values * values, axis=0, out=out)


def _rms(values: F64, out: F64) -> None:
    _mean(values * values, out)
    np.sqrt(out, out=out)


def _crossings(values: F64, out: F64) -> None:
    above = values >= 0.0
    np.add.reduce(above[1:] != above[:-1], axis=0, out=out)


def _min(values: F64, out: F64) -> None:
    np.minimum.reduce(values, axis=0, out=out)


def _max(values: F64, out: F64) -> None:
    np.maximum.reduce(values, axis=0, out=out)


STATISTICS: Final[Mapping[str, Statistic]] = {
    "mean": _mean,
    "deviation": _deviation,
    "min": _min,
    "max": _max,
    "range": _range,
    "rms": _rms,
    "energy": _energy,
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
        self._jobs: list[list[tuple[Statistic, F64]]] = [[], [], []]  # of values, first, second differences
        for name, out in zip(wanted, grid, strict=True):
            of, _dot, statistic = name.rpartition(".")
            self._jobs[0 if not of else 1 + OF.index(of)].append((STATISTICS[statistic], out))

    def step(self, x: F64, now: float) -> F64:
        """Return the statistics, input by input."""
        values = self._window(x, now)
        for order, jobs in enumerate(self._jobs):
            if order and any(self._jobs[order:]):
                values = values[1:] - values[:-1]
            for statistic, out in jobs:
                if len(values):
                    statistic(values, out)
                else:
                    out.fill(0.0)
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
