"""Stages that map each number by itself: original, range, standardise, clip, dead zone."""

from __future__ import annotations

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.learned import learned, learned_range, learned_width
from wekipy.stages.inputs.sizes import check_inputs
from wekipy.stages.limits import LARGEST
from wekipy.stages.mapping import Forgetful, Line
from wekipy.stages.stage import F64, Arrays, Options, Signal

LEARNED = "learned"  # in place of a number: what the takes have


class Original(Forgetful):
    """Passes the numbers on as they are.

    Formula: y = x.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the original input of Wekinator's Input Helper.
    """

    def __init__(self, signal: Signal, _: Options, __: Arrays) -> None:
        check_inputs("original", signal.names)
        super().__init__(signal)

    def step(self, x: F64, _: float) -> F64:
        """Return the same numbers."""
        self._out[:] = x
        return self._out


class InputRange(Forgetful):
    """Brings each number from its own range to a common one.

    Formula: y = to_low + (x − from_low) (to_high − to_low) / (from_high − from_low), and with `clip` cut to
    the ends. “learned” is the range that the takes have, input by input, without their wildest frames. An
    input that never moved while it was learned becomes the middle. As long as nothing was learned, numbers
    pass unchanged.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the straight line through two points; min-max scaling.
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size = check_inputs("range", signal.names)
        super().__init__(signal)
        self._line = input_range_line(options, arrays, size)

    def step(self, x: F64, _: float) -> F64:
        """Return the scaled numbers."""
        out, line = self._out, self._line
        if line is None:
            out[:] = x
            return out
        np.subtract(x, line.start, out=out)
        out *= line.slope
        out += line.low
        np.maximum(out, line.least, out=out)
        np.minimum(out, line.most, out=out)
        return out


def input_range_line(options: Options, arrays: Arrays, size: int) -> Line | None:
    """Return the line of `InputRange`; None where it is still to be learned.

    Raises:
        Problem: if both ends of the range that comes in are the same.
    """
    low, high = float(options["to_low"]), float(options["to_high"])
    ends = _ends("range", (options["from_low"], options["from_high"]), arrays, size)
    if ends is None:
        return None
    start, width = ends[0], ends[1] - ends[0]
    still = width == 0.0
    if still.any() and LEARNED not in (options["from_low"], options["from_high"]):
        raise Problem(f"range: from_low and from_high are both {start[0]:g}; choose two that differ")
    with np.errstate(all="ignore"):
        slope = np.where(still, 0.0, (high - low) / np.where(still, 1.0, width))
    if not np.isfinite(slope).all():
        raise Problem("range: from_low and from_high are too close to each other; choose two that differ")
    least, most = (min(low, high), max(low, high)) if options["clip"] else (-LARGEST, LARGEST)
    middle = np.where(still, 0.5 * low + 0.5 * high, low)
    return Line(start, slope, middle, np.full(size, least), np.full(size, most))


class Standardise(Forgetful):
    """Brings each number to mean 0 and deviation 1, as the takes have it.

    Formula: y = (x − mean) / deviation, learned from the takes, whose wildest frames are cut to the range of
    the others first. An input that never moved while it was learned becomes 0. As long as nothing was
    learned, numbers pass unchanged.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the z-score; winsorised mean and deviation (Tukey 1962).
    """

    def __init__(self, signal: Signal, _: Options, arrays: Arrays) -> None:
        size = check_inputs("standardise", signal.names)
        super().__init__(signal)
        mean = learned("standardise", arrays, "mean", size)
        deviation = learned("standardise", arrays, "deviation", size)
        if deviation is not None and (deviation < 0.0).any():
            raise Problem("standardise: it learned a deviation below 0; let it learn again")
        self._mean = np.zeros(size) if mean is None or deviation is None else mean
        self._deviation = np.ones(size) if mean is None or deviation is None else deviation
        self._deviation[self._deviation == 0.0] = np.inf

    def step(self, x: F64, _: float) -> F64:
        """Return the standardised numbers."""
        np.subtract(x, self._mean, out=self._out)
        self._out /= self._deviation
        return bounded(self._out)


class Clip(Forgetful):
    """Cuts numbers that are beyond a lowest and a highest one.

    Formula: y = min(max(x, low), high). “learned” is the range that the takes have, input by input, without
    their wildest frames; as long as nothing was learned, that end is open.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: clamping; clip in Max and in Pure Data.
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size = check_inputs("clip", signal.names)
        super().__init__(signal)
        found = learned_range("clip", arrays, size) or (np.full(size, -LARGEST), np.full(size, LARGEST))
        self._low, self._high = (
            own if value == LEARNED else np.full(size, float(value))
            for own, value in zip(found, (options["low"], options["high"]), strict=True)
        )
        if (self._low > self._high).any():
            raise Problem(
                f"clip: low {options['low']} is above high {options['high']}; choose a low below the high"
            )

    def step(self, x: F64, _: float) -> F64:
        """Return the cut numbers."""
        np.maximum(x, self._low, out=self._out)
        np.minimum(self._out, self._high, out=self._out)
        return self._out


class DeadZone(Forgetful):
    """Takes no notice of small movements around a centre, as a worn joystick makes them at rest.

    Formula: with d = x − centre and z = size R, y = centre where |d| ≤ z, else x − z or x + z, so that
    nothing jumps at the border. R is the learned range of each input, and 1 until it is learned; the learned
    centre is the median of the takes, and 0 until then.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the dead zone of joysticks; soft thresholding (Donoho 1995).
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size = check_inputs("dead-zone", signal.names)
        super().__init__(signal)
        width = learned_width("dead-zone", arrays, size)
        centre = learned("dead-zone", arrays, "centre", size)
        given = options["centre"]
        own = np.zeros(size) if centre is None else centre
        self._centre = own if given == LEARNED else np.full(size, float(given))
        self._size = float(options["size"]) * width

    def step(self, x: F64, _: float) -> F64:
        """Return the numbers without their small movements."""
        away = np.subtract(x, self._centre, out=self._out)
        away -= np.minimum(np.maximum(away, -self._size), self._size)
        away += self._centre
        return bounded(away)


def _ends(owner: str, given: tuple[object, object], arrays: Arrays, size: int) -> tuple[F64, F64] | None:
    """Return both ends (size,) of the range that comes in; None where they are still to be learned."""
    own = learned_range(owner, arrays, size)
    if own is None:
        if LEARNED in given:
            return None
        own = np.zeros(size), np.ones(size)
    low, high = (
        own[n] if value == LEARNED else np.full(size, float(str(value))) for n, value in enumerate(given)
    )
    return low, high
