"""The stage that keeps what happens from one condition to another."""

from __future__ import annotations

import math

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.inputs.expression.parser import parse_formulas
from wekipy.stages.inputs.expression.remembering import Formulas
from wekipy.stages.inputs.expression.tree import Formula
from wekipy.stages.inputs.sizes import check_inputs, check_kept, check_results, derived
from wekipy.stages.stage import F64, GAP, Arrays, Options, Remembering, Signal


class ConditionalBuffer(Remembering):
    """Keeps what the inputs do from a start to a stop, however long it takes, as the same count of numbers.

    Formula: the frames from that in which `start` becomes true up to, not including, that in which `stop` is
    true, at most `frames`, resampled input by input to `values` numbers at equal steps, by straight lines
    between frames, the oldest first. They stay until the next ones are complete; 0 before there were any.
    Both conditions are formulas over the inputs, as of the stage expression, and true if they are not 0. A
    start counts once it was false since the last one; a stop counts from the second frame on.

    Gap: after more than a second without a frame, what was not yet complete is forgotten; a start that is
    true in the frame that comes counts.

    Latency: until the stop.

    Source: conditional buffer of Wekinator's Input Helper; linear interpolation.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("conditional-buffer", signal.names)
        values, frames = int(options["values"]), int(options["frames"])
        check_results("conditional-buffer", size * values, "choose fewer values, or fewer inputs")
        check_kept("conditional-buffer", size * frames, "choose fewer frames, or fewer inputs")
        conditions = [_condition(name, options, signal) for name in ("start", "stop")]
        self._conditions = Formulas("conditional-buffer", conditions)
        super().__init__(signal, 2 + size * (frames + values))
        self.names = derived(signal.names, [str(n + 1) for n in range(values)])
        self._went = self._kept[:1]  # 1 while `start` has stayed true
        self._count = self._kept[1:2]  # frames that were kept; -1 while it waits for a start
        self._frames = self._kept[2 : 2 + size * frames].reshape(frames, size)
        self._results = self._kept[2 + size * frames :].reshape(size, values)
        self._out = np.empty(size * values)

    def start(self) -> None:
        """Forget what came before."""
        super().start()
        self._conditions.start()

    def state(self) -> bytes:
        """Return what it remembers."""
        return self._conditions.state() + super().state()

    def restore(self, state: bytes) -> None:
        """Go on from a state, to the bit."""
        size = len(self._conditions.state())
        own = state[size:]
        if len(own) == self._memory.nbytes:
            last, _, count = np.frombuffer(own, np.float64)[:3].tolist()
            if not math.isnan(last) and not (-1.0 <= count < len(self._frames) and count == int(count)):
                raise Problem("this state is damaged: it counts frames that cannot be; start anew")
        super().restore(own)
        self._conditions.restore(state[:size])

    def step(self, x: F64, now: float) -> F64:
        """Return what was kept last, input by input."""
        dt = self._since(now)
        if dt < 0.0:
            self._kept.fill(0.0)
        if dt < 0.0 or dt > GAP:
            self._went[0], self._count[0] = 0.0, -1.0
        starts, stops = self._conditions.results(x, now)
        count = int(self._count[0])
        complete = count >= 0 and bool(stops)
        if not complete and (count >= 0 or (starts and not self._went[0])):
            self._frames[max(count, 0)] = x
            count = max(count, 0) + 1
            complete = count == len(self._frames)
        if complete:
            self._resample(count)
            count = -1
        self._went[0], self._count[0] = float(bool(starts)), count
        self._out[:] = self._results.ravel()
        return self._out

    def _resample(self, count: int) -> None:
        """Make the results of the frames that were kept."""
        places = np.linspace(0.0, count - 1.0, self._results.shape[1])
        below = places.astype(np.intp)
        above = np.minimum(below + 1, count - 1)
        share = (places - below)[:, None]
        self._results[:] = (self._frames[below] * (1.0 - share) + self._frames[above] * share).T


def _condition(option: str, options: Options, signal: Signal) -> Formula:
    """Read a condition.

    Raises:
        Problem: if it is no formula, or more than one.
    """
    owner = f"conditional-buffer, {option}"
    found = parse_formulas(owner, str(options[option]), signal.names)
    if len(found) > 1:
        raise Problem(
            f"{owner}: one condition is expected, here are {len(found)}; join them by “and” or “or”"
        )
    return found[0]
