"""Stages that notice events: peaks and onsets, as pulses that fade so that models see them for a while."""

from __future__ import annotations

import math

import numpy as np

from wekipy.stages.inputs.learned import learned_width
from wekipy.stages.inputs.sizes import check_inputs, check_results, derived
from wekipy.stages.stage import F64, GAP, Arrays, Options, Remembering, Signal


class Peak(Remembering):
    """Notices when an input turns around at the top, such as a wave of the hand, and how high that was.

    Formula: a peak is the highest x since x last rose by `rise` R from its lowest, once x has fallen by
    `rise` R below it; R is the learned range of the input, 1 until it is learned. Two numbers for each input:
    peak is 1 in the frame in which one is noticed, and then exp(−t / fade), t seconds later, or 0 if `fade`
    is 0; height is the x of the last peak, 0 before there was any.

    Gap: after more than a second without a frame it starts anew: it looks for the next rise, and the last
    height stays.

    Latency: what x needs to fall so far.

    Source: Billauer: peakdet, 2012; peaks by prominence.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size = check_inputs("peak", signal.names)
        check_results("peak", 2 * size, "choose fewer inputs")
        super().__init__(signal, 4 * size)
        self.names = derived(signal.names, ("peak", "height"))
        # The way up has the sign 1 and the way down −1; `extreme` is the highest x times that sign.
        self._extreme, self._sign, self._pulse, self._height = self._kept.reshape(4, size)
        self._rise = float(options["rise"]) * learned_width("peak", arrays, size)
        self._fade = float(options["fade"])
        self._out = np.empty(2 * size)

    def step(self, x: F64, now: float) -> F64:
        """Return pulse and height, input by input."""
        dt = self._since(now)
        if dt < 0.0:
            self._height.fill(0.0)
        if dt < 0.0 or dt > GAP:
            np.negative(x, out=self._extreme)
            self._sign.fill(-1.0)
            self._pulse.fill(0.0)
        else:
            self._pulse *= _left(dt, self._fade)
            self._follow(x)
        self._out[0::2], self._out[1::2] = self._pulse, self._height
        return self._out

    def _follow(self, x: F64) -> None:
        """Follow the highest of what rises and the lowest of what falls, and see what turns around."""
        signed = x * self._sign
        np.maximum(self._extreme, signed, out=self._extreme)
        turned = self._extreme - signed >= self._rise
        if not np.count_nonzero(turned):
            return
        peak = turned & (self._sign > 0.0)
        np.copyto(self._height, self._extreme, where=peak)
        self._pulse[peak] = 1.0
        np.negative(self._sign, out=self._sign, where=turned)
        np.multiply(x, self._sign, out=self._extreme, where=turned)


class Onset(Remembering):
    """Notices when an input suddenly rises, such as a hit or a step.

    Formula: s = q − l, a quick and a slow low-pass filter of x with the time constants `quick` and `slow` in
    seconds. An onset is when s exceeds `threshold` R, if s was below half of that since the last onset and at
    least `refractory` seconds have passed; R is the learned range of the input, 1 until it is learned. The
    number is 1 in that frame, and then exp(−t / fade), t seconds later, or 0 if `fade` is 0.

    Gap: after more than a second without a frame it starts anew from the value that comes, without an onset.

    Latency: about `quick`.

    Source: Bello and others: A Tutorial on Onset Detection in Music Signals, 2005.
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size = check_inputs("onset", signal.names)
        super().__init__(signal, 5 * size)
        self.names = derived(signal.names, ("onset",))
        self._q, self._l, self._pulse, self._ready, self._when = self._kept.reshape(5, size)
        self._quick, self._slow = float(options["quick"]), float(options["slow"])
        self._threshold = float(options["threshold"]) * learned_width("onset", arrays, size)
        self._rest = 0.5 * self._threshold
        self._refractory, self._fade = float(options["refractory"]), float(options["fade"])
        self.latency = self._quick
        self._out = np.empty(size)

    def step(self, x: F64, now: float) -> F64:
        """Return the pulses."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._q[:] = x
            self._l[:] = x
            self._pulse.fill(0.0)
            self._ready.fill(1.0)
            self._when.fill(-np.inf)
        else:
            self._q += (x - self._q) * (1.0 - _left(dt, self._quick))
            self._l += (x - self._l) * (1.0 - _left(dt, self._slow))
            self._pulse *= _left(dt, self._fade)
            self._fire(self._q - self._l, float(self._memory[0]))
        self._out[:] = self._pulse
        return self._out

    def _fire(self, strength: F64, now: float) -> None:
        self._ready[strength < self._rest] = 1.0
        strong = strength > self._threshold
        if not np.count_nonzero(strong):
            return
        strong &= self._ready > 0.0
        strong &= now - self._when >= self._refractory
        self._pulse[strong] = 1.0
        self._ready[strong] = 0.0
        self._when[strong] = now


def _left(dt: float, constant: float) -> float:
    """Return what is left after `dt` seconds of what fades with a time constant; of a constant 0, nothing."""
    return math.exp(-dt / constant) if constant > 0.0 else 0.0
