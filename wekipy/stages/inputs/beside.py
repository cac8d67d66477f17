"""Passes the numbers that come in on, before what a stage makes of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from wekipy.stages.inputs.sizes import check_results, unique
from wekipy.stages.stage import F64, Arrays, Options, Signal, Stage

Make = Callable[[Signal, Options, Arrays], Stage]


class Beside:
    """The numbers that come in, followed by the results of a stage; it has the state of that stage."""

    def __init__(self, signal: Signal, stage: Stage) -> None:
        self._stage, self._size = stage, len(signal.names)
        check_results("original", self._size + len(stage.names), "leave the original numbers out")
        self.names = unique((*signal.names, *stage.names))
        self.start, self.state, self.restore = stage.start, stage.state, stage.restore
        self._out = np.empty(len(self.names))

    @property
    def latency(self) -> float:
        """That of the stage."""
        return self._stage.latency

    def step(self, x: F64, now: float) -> F64:
        """Return the numbers that came, and the results."""
        self._out[: self._size] = x
        self._out[self._size :] = self._stage.step(x, now)
        return self._out


def or_beside(make: Make) -> Make:
    """Return a maker that puts the numbers that come in before the results if `original` says so."""

    @wraps(make, updated=())
    def made(signal: Signal, options: Options, arrays: Arrays) -> Stage:
        stage = make(signal, options, arrays)
        return Beside(signal, stage) if options["original"] else stage

    return made
