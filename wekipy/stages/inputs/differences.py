"""Stages that say how quickly inputs change: difference from frame to frame, speed in time."""

from __future__ import annotations

from typing import Final

import numpy as np

from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.sizes import check_inputs, check_results, derived
from wekipy.stages.stage import F64, GAP, Arrays, Options, Remembering, Signal

ORDERS: Final = ("first", "second", "both")


class Difference(Remembering):
    """Answers how much each input changed since the last frame.

    Formula: the first difference d = x[n] − x[n−1], the second difference d[n] − d[n−1], or both, input by
    input. 0 as long as there are not enough frames.

    Gap: after more than a second without a frame it starts anew, with 0.

    Latency: none.

    Source: finite differences; first-order and second-order difference of Wekinator's Input Helper.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("difference", signal.names)
        super().__init__(signal, 2 * size)
        self._x, self._d = self._kept[:size], self._kept[size:]
        self.names, self._out, self._grid = _results("difference", options, signal, "difference")
        self._order = str(options["order"])

    def step(self, x: F64, now: float) -> F64:
        """Return the differences."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._d.fill(np.nan)
            self._grid.fill(0.0)
        else:
            change = x - self._x
            second = change - self._d
            if np.isnan(second[0]):  # this is the first difference
                second.fill(0.0)
            self._d[:] = change
            _answer(self._grid, self._order, change, second)
        self._x[:] = x
        return bounded(self._out)


class Speed(Remembering):
    """Answers how quickly each input changes in time, whatever the frame rate.

    Formula: the speed v = (x − x′) / dt, the acceleration (v − v′) / dt, or both, input by input; x′ and v′
    are from the frame before and dt is the time since then, in seconds. A frame that comes less than
    `shortest` seconds after the last one counts with the next one. 0 as long as there are not enough frames.

    Gap: after more than a second without a frame it starts anew, with 0.

    Latency: none.

    Source: finite differences over time stamps.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("speed", signal.names)
        super().__init__(signal, 1 + 3 * size)
        self._when, self._x = self._kept[:1], self._kept[1 : 1 + size]
        self._v, self._a = self._kept[1 + size : 1 + 2 * size], self._kept[1 + 2 * size :]
        self.names, self._out, self._grid = _results("speed", options, signal, "speed")
        self._order, self._shortest = str(options["order"]), float(options["shortest"])

    def step(self, x: F64, now: float) -> F64:
        """Return the speeds and accelerations."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._x[:] = x
            self._when[0] = now
            self._v.fill(np.nan)
            self._a.fill(0.0)
            self._out.fill(0.0)
            return self._out
        passed = float(self._memory[0] - self._when[0])
        if passed >= self._shortest:
            self._measure(x, passed)
        if np.isnan(self._v[0]):
            self._out.fill(0.0)
        else:
            _answer(self._grid, self._order, self._v, self._a)
        return bounded(self._out)

    def _measure(self, x: F64, passed: float) -> None:
        speed = x - self._x
        speed /= passed
        np.subtract(speed, self._v, out=self._a)
        self._a /= passed
        if np.isnan(self._a[0]):  # this is the first speed
            self._a.fill(0.0)
        self._v[:] = speed
        self._x[:] = x
        self._when[0] = self._memory[0]


def _results(owner: str, options: Options, signal: Signal, first: str) -> tuple[tuple[str, ...], F64, F64]:
    """Return names, an array for the results, and a view of it, one row for each order."""
    second = "acceleration" if first == "speed" else "difference2"
    suffixes = {"first": (first,), "second": (second,), "both": (first, second)}[str(options["order"])]
    size = len(signal.names)
    check_results(owner, size * len(suffixes), "choose fewer inputs")
    out = np.zeros(size * len(suffixes))
    return derived(signal.names, suffixes), out, out.reshape(size, len(suffixes)).T


def _answer(grid: F64, order: str, first: F64, second: F64) -> None:
    if order == "second":
        grid[0] = second
        return
    grid[0] = first
    if order == "both":
        grid[1] = second
