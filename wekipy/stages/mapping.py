"""Stages that map a number to another one: curve, range, equal steps, the notes of a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.limits import LARGEST
from wekipy.stages.stage import F64, GAP, Arrays, Options, Remembering, Signal

NOTES: Final = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
SCALES: Final[dict[str, tuple[int, ...]]] = {  # semitones above the root
    "chromatic": tuple(range(12)),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic-minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "pentatonic": (0, 2, 4, 7, 9),
    "minor-pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "whole-tone": (0, 2, 4, 6, 8, 10),
}


class Forgetful:
    """What stages without a memory share.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.
    """

    latency = 0.0

    def __init__(self, signal: Signal) -> None:
        self.names = signal.names
        self._out = np.empty(len(signal.names))

    def start(self) -> None:
        """Do nothing: there is nothing to forget."""

    def state(self) -> bytes:
        """Return nothing: it remembers nothing."""
        return b""

    def restore(self, state: bytes) -> None:
        """Check that the state is empty."""
        if state:
            raise Problem(f"a state of {len(state)} bytes arrived, but this stage remembers nothing")

    def _within(self, values: F64) -> F64:
        """Return the values cut to what a float32 can carry, in its own array."""
        np.maximum(values, -LARGEST, out=self._out)
        np.minimum(self._out, LARGEST, out=self._out)
        return self._out


@dataclass(frozen=True)
class Line:
    """A straight line for each number: y = low + (x − start) slope, cut to least and most; all (in,)."""

    start: F64
    slope: F64
    low: F64
    least: F64
    most: F64


class Curve(Forgetful):
    """Bends the range: fine control at its low end, or at its high end.

    Formula: y = low + R |u|^exponent with the sign of u, where u = (x − low) / R and R = high − low, the
    range of the output. An exponent above 1 gives the low end more room, one below 1 the high end.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the power law of faders (Stevens 1957 for loudness).
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal)
        self._low = np.array(signal.low)
        self._range = np.subtract(signal.high, signal.low)
        self._exponent = float(options["exponent"])

    def step(self, x: F64, _: float) -> F64:
        """Return the bent numbers."""
        share = (x - self._low) / self._range
        return self._within(self._low + np.copysign(np.abs(share) ** self._exponent, share) * self._range)


class Range(Forgetful):
    """Maps one range to another, such as 0.2 to 0.8 to the whole range.

    Formula: y = to_low + (x − from_low) (to_high − to_low) / (from_high − from_low), and with `clip` cut to
    the ends. The words minimum and maximum stand for the ends of the output's range. Where the output has
    hard limits, these still apply afterwards.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: the straight line through two points; scale in Max, map in Processing.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal)
        self._line = range_line(signal, options)

    def step(self, x: F64, _: float) -> F64:
        """Return the mapped numbers."""
        line = self._line
        y = line.low + (x - line.start) * line.slope
        return self._within(np.minimum(np.maximum(y, line.least), line.most))


def range_line(signal: Signal, options: Options) -> Line:
    """Return the line of `Range`.

    Raises:
        Problem: if both ends of the range that comes in are the same.
    """
    ends = {"minimum": np.array(signal.low), "maximum": np.array(signal.high)}
    given = [options[name] for name in ("from_low", "from_high", "to_low", "to_high")]
    start, end, low, high = (
        ends[value] if isinstance(value, str) else np.full(len(signal.names), float(value)) for value in given
    )
    with np.errstate(all="ignore"):
        slope = (high - low) / (end - start)
    if not np.isfinite(slope).all():
        raise Problem(
            f"range: from_low {given[0]} and from_high {given[1]} are too close to each other; choose two"
            " ends that differ"
        )
    least, most = np.full(len(low), -LARGEST), np.full(len(low), LARGEST)
    if options["clip"]:
        least, most = np.minimum(low, high), np.maximum(low, high)
    return Line(start, slope, low, least, most)


class Quantise(Remembering):
    """Snaps the value to equal steps over the range, without flickering between two of them.

    Formula: the nearest of `steps` values from the minimum to the maximum of the output, both included.
    Another step is taken only if the value is nearer to it than to the present one by more than
    `hysteresis` steps.

    Gap: after more than a second without a frame it takes the nearest step, whatever it had before.

    Latency: none.

    Source: uniform quantisation with hysteresis (Schmitt 1938).
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, len(signal.names))
        self._low, self._high = np.array(signal.low), np.array(signal.high)
        self._last = float(options["steps"]) - 1.0
        self._band = float(options["hysteresis"])
        self._out = np.empty(len(signal.names))

    def step(self, x: F64, now: float) -> F64:
        """Return the steps."""
        place = np.minimum(np.maximum((x - self._low) / (self._high - self._low), 0.0), 1.0) * self._last
        dt = self._since(now)
        _settle(self._kept, place, np.rint(place), self._band, anew=dt < 0.0 or dt > GAP)
        np.multiply(self._kept / self._last, self._high - self._low, out=self._out)
        self._out += self._low
        np.minimum(self._out, self._high, out=self._out)
        return self._out


class Scale(Remembering):
    """Snaps a pitch to the notes of a musical scale, without flickering between two of them.

    Formula: the nearest note of the scale on `root`, in all octaves; the value is a MIDI note number (60 is
    middle C). Another note is taken only if the value is nearer to it than to the present one by more than
    `hysteresis` semitones.

    Gap: after more than a second without a frame it takes the nearest note, whatever it had before.

    Latency: none.

    Source: the usual scales of twelve equal semitones; minor is natural minor.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        super().__init__(signal, len(signal.names))
        scale = SCALES[str(options["scale"])]
        self._notes = np.array([scale[-1] - 12.0, *scale, scale[0] + 12.0])
        self._root = float(NOTES.index(str(options["root"])))
        self._band = float(options["hysteresis"])

    def step(self, x: F64, now: float) -> F64:
        """Return the notes."""
        octave = np.floor((x - self._root) / 12.0) * 12.0 + self._root
        nearest = np.abs(self._notes - (x - octave)[:, None]).argmin(axis=1)
        dt = self._since(now)
        _settle(self._kept, x, octave + self._notes[nearest], self._band, anew=dt < 0.0 or dt > GAP)
        return self._kept


def _settle(kept: F64, x: F64, nearest: F64, band: float, anew: bool) -> None:
    """Take the nearest values, but keep a present one that is hardly farther from `x`."""
    if anew:
        kept[:] = nearest
        return
    np.copyto(kept, nearest, where=np.abs(x - kept) - np.abs(x - nearest) > band)
