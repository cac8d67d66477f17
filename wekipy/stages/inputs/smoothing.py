"""Stages before the models that make numbers calmer, or take away what moves slowly."""

from __future__ import annotations

import math

import numpy as np

from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.learned import learned_width
from wekipy.stages.inputs.ring import Windowed, span_of
from wekipy.stages.inputs.sizes import check_inputs
from wekipy.stages.smoothing import LowPass, OneEuro
from wekipy.stages.stage import F64, GAP, Arrays, Options, Remembering, Signal


class InputOneEuro(OneEuro):
    """Smooths much while a number rests and little while it moves.

    Formula: y += a (x − y) with a = 1 − 1 / (1 + 2π f dt), f = min_cutoff + beta |v|; v is the speed
    (x − y) / dt in ranges per second, smoothed in the same way with f = d_cutoff. min_cutoff and d_cutoff are
    in Hz, beta in Hz per range per second. The range of each input is learned from the takes, and is 1 until
    then. A frame at the time of the last one changes nothing.

    Gap: after more than a second without a frame it starts anew from the value that comes.

    Latency: until half of a step of the whole range has come through, without noise, at 100 frames a second.

    Source: Casiez, Roussel, Vogel: 1 € Filter, CHI 2012.
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size = check_inputs("one-euro", signal.names)
        width = learned_width("one-euro", arrays, size)
        super().__init__(Signal(signal.names, (0.0,) * size, tuple(width.tolist())), options, arrays)


class InputLowPass(LowPass):
    """Follows a number as a capacitor is charged: quickly at first, ever slower.

    Formula: y = x + (y − x) exp(−2π f dt), f = cutoff in Hz; exact for frames at any times.

    Gap: after more than a second without a frame it starts anew from the value that comes.

    Latency: ln 2 / (2π f), until half of a step has come through.

    Source: the one-pole filter; Oppenheim, Schafer: Discrete-Time Signal Processing.
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        check_inputs("low-pass", signal.names)
        super().__init__(signal, options, arrays)


class HighPass(Remembering):
    """Takes away what moves slowly, such as the drift of a sensor or gravity.

    Formula: y = x − l with l += (x − l) (1 − exp(−2π f dt)), f = cutoff in Hz: what a low-pass filter leaves.

    Gap: after more than a second without a frame it starts anew, and y is 0.

    Latency: none.

    Source: the one-pole filter; Oppenheim, Schafer: Discrete-Time Signal Processing.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("high-pass", signal.names)
        super().__init__(signal, size)
        self._rate = 2.0 * math.pi * float(options["cutoff"])
        self._out = np.empty(size)

    def step(self, x: F64, now: float) -> F64:
        """Return what moves quickly."""
        slow, dt = self._kept, self._since(now)
        if dt < 0.0 or dt > GAP:
            slow[:] = x
        away = np.subtract(x, slow, out=self._out)
        if 0.0 < dt <= GAP:
            share = -math.expm1(-self._rate * dt)
            slow += away * share
            away *= 1.0 - share
        return bounded(away)


class MovingAverage(Windowed):
    """Answers the mean of the last frames.

    Formula: y = the mean of the last n = `frames` frames, or, where `seconds` is above 0, of those of the
    last `seconds`; of fewer until so many have come. Of more than 1,000 frames per second the newest count.

    Gap: after more than a second without a frame it starts anew with the frame that comes.

    Latency: (n − 1) / 2 frames, at 100 a second, or half of `seconds`.

    Source: the moving average; Oppenheim, Schafer: Discrete-Time Signal Processing.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("average", signal.names)
        super().__init__(signal.names, size, span_of("average", options, size))
        self.latency = 0.5 * self._span.length
        self._out = np.empty(size)

    def step(self, x: F64, now: float) -> F64:
        """Return the means."""
        window = self._window(x, now)
        np.add.reduce(window, axis=0, out=self._out)
        self._out /= len(window)
        return self._out


class Median(Windowed):
    """Answers the median of the last frames: single wild ones never come through.

    Formula: y = the middle one of the last n = `frames` values in order of size, or, where `seconds` is above
    0, of those of the last `seconds`; of fewer until so many have come. Of an even number, the mean of the
    two in the middle. Of more than 1,000 frames per second the newest count.

    Gap: after more than a second without a frame it starts anew with the frame that comes.

    Latency: (n − 1) / 2 frames, at 100 a second, or half of `seconds`.

    Source: Tukey: Exploratory Data Analysis, 1977.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("median", signal.names)
        super().__init__(signal.names, size, span_of("median", options, size))
        self.latency = 0.5 * self._span.length
        self._out = np.empty(size)

    def step(self, x: F64, now: float) -> F64:
        """Return the medians."""
        window = self._window(x, now)
        half, odd = divmod(len(window), 2)
        if odd:
            self._out[:] = np.partition(window, half, axis=0)[half]
            return self._out
        middle = np.partition(window, (half - 1, half), axis=0)
        np.add(middle[half - 1], middle[half], out=self._out)
        self._out *= 0.5
        return self._out
