"""Stages that make numbers calmer: 1-euro filter, low-pass, slew limit, spring, hold."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from wekipy.stages.stage import F64, FRAME, GAP, Arrays, Options, Remembering, Signal

_SAME = 1e-9  # seconds: frames that are closer came at the same time
_FASTEST = 1e300  # ranges per second, so that no product becomes infinite
_MOST_STEPS: Final = 100_000  # of a simulated step of the 1-euro filter


class OneEuro(Remembering):
    """Smooths much while the value rests and little while it moves.

    Formula: y += a (x − y) with a = 1 − 1 / (1 + 2π f dt), f = min_cutoff + beta |v|; v is the speed
    (x − y) / dt in ranges per second, smoothed in the same way with f = d_cutoff. min_cutoff and d_cutoff are
    in Hz, beta in Hz per range per second. A frame at the time of the last one changes nothing.

    Gap: after more than a second without a frame it starts anew from the value that comes.

    Latency: until half of a step of the whole range has come through, without noise, at 100 frames a second.

    Source: Casiez, Roussel, Vogel: 1 € Filter, CHI 2012.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        width = len(signal.names)
        super().__init__(signal, 2 * width)
        self._y, self._v = self._kept[:width], self._kept[width:]
        self._range = np.subtract(signal.high, signal.low)
        self._slowest, self._beta = float(options["min_cutoff"]), float(options["beta"])
        self._of_speed = float(options["d_cutoff"])

    @property
    def latency(self) -> float:
        """Seconds until half of a step of the whole range has come through."""
        y = v = 0.0
        for n in range(1, _MOST_STEPS):
            before = y
            v += _share(self._of_speed, FRAME) * ((1.0 - y) / FRAME - v)
            y += _share(self._slowest + self._beta * abs(v), FRAME) * (1.0 - y)
            if y >= 0.5:
                return FRAME * (n - 1 + (0.5 - before) / (y - before))
        return FRAME * _MOST_STEPS

    def step(self, x: F64, now: float) -> F64:
        """Return the smoothed numbers."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._y[:] = x
            self._v.fill(0.0)
        elif dt >= _SAME:
            away = x - self._y
            speed = away / self._range
            speed /= dt
            if not speed.dot(speed) < _FASTEST:
                speed = np.minimum(np.maximum(speed, -_FASTEST), _FASTEST)
            speed -= self._v
            speed *= _share(self._of_speed, dt)
            self._v += speed
            turn = np.abs(self._v)  # becomes 2π f dt, and then a = turn / (1 + turn)
            turn *= 2.0 * math.pi * dt * self._beta
            turn += 2.0 * math.pi * dt * self._slowest
            turn /= turn + 1.0
            away *= turn
            self._y += away
        return self._y


def _share(cutoff: float, dt: float) -> float:
    """The share of the way to a new value that a low-pass filter of that cutoff (Hz) goes in `dt` seconds."""
    return 1.0 - 1.0 / (1.0 + 2.0 * math.pi * cutoff * dt)


class LowPass(Remembering):
    """Follows a value as a capacitor is charged: quickly at first, ever slower.

    Formula: y = x + (y − x) exp(−2π f dt), f = cutoff in Hz; exact for frames at any times.

    Gap: after more than a second without a frame it starts anew from the value that comes.

    Latency: ln 2 / (2π f), until half of a step has come through.

    Source: the one-pole filter; Oppenheim, Schafer: Discrete-Time Signal Processing.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, len(signal.names))
        self._rate = 2.0 * math.pi * float(options["cutoff"])

    @property
    def latency(self) -> float:
        """Seconds until half of a step has come through."""
        return math.log(2.0) / self._rate

    def step(self, x: F64, now: float) -> F64:
        """Return the smoothed numbers."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._kept[:] = x
        else:
            self._kept += (x - self._kept) * -math.expm1(-self._rate * dt)
        return self._kept


class SlewLimit(Remembering):
    """Lets a value rise and fall no faster than a limit.

    Formula: y += min(max(x − y, −fall R dt), rise R dt), R = the range of the output; rise and fall are in
    ranges per second.

    Gap: after more than a second without a frame it goes on from the value sent last, and the time of the gap
    does not count, so that it never jumps.

    Latency: half a range at the lower limit, 0.5 / min(rise, fall).

    Source: the slew rate of amplifiers; Max and Pure Data call it slide or line.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, len(signal.names))
        width = np.subtract(signal.high, signal.low)
        self._rise, self._fall = width * float(options["rise"]), width * -float(options["fall"])
        self.latency = 0.5 / min(float(options["rise"]), float(options["fall"]))

    def step(self, x: F64, now: float) -> F64:
        """Return the limited numbers."""
        dt = self._since(now)
        if dt < 0.0:
            self._kept[:] = x
        elif dt <= GAP:
            self._kept += np.minimum(np.maximum(x - self._kept, self._fall * dt), self._rise * dt)
        return self._kept


class Spring(Remembering):
    """Pulls a weight on a spring to the value: it starts softly, and swings if it is damped little.

    Formula: y″ = −ω² (y − x) − 2 ζ ω y′ with ω = 2π frequency (Hz) and ζ = damping; 1 comes to rest soonest
    without swinging over. Solved exactly from frame to frame, x being the value since the last frame.

    Gap: after more than a second without a frame it starts anew, at rest at the value that comes.

    Latency: until half of a step has come through.

    Source: the damped harmonic oscillator, in any textbook of mechanics.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        width = len(signal.names)
        super().__init__(signal, 2 * width)
        self._y, self._v = self._kept[:width], self._kept[width:]
        self._omega, self._damping = 2.0 * math.pi * float(options["frequency"]), float(options["damping"])

    @property
    def latency(self) -> float:
        """Seconds until half of a step has come through."""
        below, above = 0.0, 20.0 * max(self._damping, 1.0) / self._omega
        if self._damping < 1.0:  # it first swings over half a period after the beginning
            above = math.pi / (self._omega * math.sqrt(1.0 - self._damping**2))
        for _ in range(60):
            middle = 0.5 * (below + above)
            c, s = self._solve(middle)
            left = c + s * self._damping * self._omega
            below, above = (middle, above) if left > 0.5 else (below, middle)
        return above

    def _solve(self, dt: float) -> tuple[float, float]:
        """Return the cosine-like and the sine-like solution after `dt` seconds, both damped."""
        pull = self._damping * self._omega
        square = 1.0 - self._damping**2
        if abs(square) < 1e-9:
            return math.exp(-pull * dt), dt * math.exp(-pull * dt)
        turn = self._omega * math.sqrt(abs(square))
        if square > 0.0:
            fade = math.exp(-pull * dt)
            return fade * math.cos(turn * dt), fade * math.sin(turn * dt) / turn
        slow, fast = math.exp((turn - pull) * dt), math.exp((-turn - pull) * dt)
        return 0.5 * (slow + fast), 0.5 * (slow - fast) / turn

    def step(self, x: F64, now: float) -> F64:
        """Return where the weights are."""
        dt = self._since(now)
        if dt < 0.0 or dt > GAP:
            self._y[:] = x
            self._v.fill(0.0)
            return self._y
        c, s = self._solve(dt)
        away, pull = self._y - x, self._damping * self._omega
        self._y[:] = x + c * away + s * (self._v + pull * away)
        self._v[:] = c * self._v - s * (self._omega**2 * away + pull * self._v)
        return self._y


class Hold(Remembering):
    """Keeps a value for a time before it takes the next one.

    Formula: y = x if x ≠ y and at least `seconds` have passed since y last changed, else y stays.

    Gap: time counts on; after a gap that is longer than `seconds` the next value is taken at once.

    Latency: up to `seconds`.

    Source: the sample-and-hold of analogue synthesizers.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        width = len(signal.names)
        super().__init__(signal, 2 * width)
        self._y, self._changed = self._kept[:width], self._kept[width:]
        self.latency = float(options["seconds"])

    def step(self, x: F64, now: float) -> F64:
        """Return the held numbers."""
        if self._since(now) < 0.0:
            self._y[:] = x
            self._changed.fill(now)
            return self._y
        take = (x != self._y) & (self._memory[0] - self._changed >= self.latency)
        np.copyto(self._y, x, where=take)
        np.copyto(self._changed, self._memory[0], where=take)
        return self._y
