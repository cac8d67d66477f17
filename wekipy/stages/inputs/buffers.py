"""Stages that keep earlier values as numbers of their own: buffer, history."""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.inputs.lists import items_of
from wekipy.stages.inputs.ring import FASTEST, MOST_FRAMES, Span, Windowed, span_of
from wekipy.stages.inputs.sizes import MOST_KEPT, check_inputs, check_kept, check_results, derived
from wekipy.stages.stage import F64, GAP, Arrays, Options, Signal

_LONGEST: Final = 60.0  # seconds
SAME: Final = 1e-9  # seconds: so much may a frame be younger than its delay
_DELAY: Final = re.compile(r"(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})", re.ASCII)


class Buffer(Windowed):
    """Answers the last values of each input, so that a model sees the way and not only the place.

    Formula: input by input x[n−k+1], …, x[n−1], x[n] with k = `frames`, from the oldest to the newest. Until
    so many frames have come, the first one stands for those that are missing.

    Gap: after more than a second without a frame it starts anew: the frame that comes stands for all.

    Latency: none.

    Source: the tapped delay line; buffer of the last N values of Wekinator's Input Helper.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size, frames = check_inputs("buffer", signal.names), int(options["frames"])
        check_results("buffer", size * frames, "choose fewer frames, or fewer inputs")
        suffixes = [_ago(n) for n in reversed(range(frames))]
        super().__init__(derived(signal.names, suffixes), size, Span(frames), filled=True)
        self._out = np.empty(size * frames)
        self._grid = self._out.reshape(size, frames).T

    def step(self, x: F64, now: float) -> F64:
        """Return the last values, input by input, the oldest first."""
        self._grid[:] = self._window(x, now)
        return self._out


class History(Windowed):
    """Answers each input as it was at several moments before.

    Formula: input by input x[n−d] for each d of `delays`, in their order; in seconds, the newest frame that
    is at least d old. 0 is the present frame. Until there is one so old, the oldest stands for it. In
    seconds, delays reach back over 1,000 frames per second at most.

    Gap: after more than a second without a frame it starts anew: the frame that comes stands for all.

    Latency: none.

    Source: the tapped delay line.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        size = check_inputs("history", signal.names)
        in_seconds = options["unit"] == "seconds"
        delays, span = moments(options, size)
        names = derived(signal.names, [_seconds_ago(d) if in_seconds else _ago(int(d)) for d in delays])
        super().__init__(names, size, span, filled=not span.seconds)
        self._delays = np.array(delays) - (SAME if span.seconds else 0.0)
        self._rows = np.array([span.frames - 1 - int(d) for d in delays], np.intp)
        self._out = np.empty(size * len(delays))
        self._grid = self._out.reshape(size, len(delays)).T

    def step(self, x: F64, now: float) -> F64:
        """Return the earlier values, input by input."""
        window = self._window(x, now)
        rows = self._rows
        if self._times is not None:
            times = self._times.last(self._ring.count)[:, 0]
            rows = times.searchsorted(self._last - self._delays, side="right") - 1
            np.maximum(rows, 0, out=rows)
        self._grid[:] = window[rows]
        return self._out


def moments(options: Options, size: int) -> tuple[list[float], Span]:
    """Return the delays of `History` of `size` numbers, in its unit, and the window that holds them.

    Raises:
        Problem: if a delay is wrong, or they would be too many numbers.
    """
    in_seconds = options["unit"] == "seconds"
    delays = _delays(str(options["delays"]), in_seconds)
    check_results("history", size * len(delays), "choose fewer delays, or fewer inputs")
    longest = max(delays)
    if in_seconds and longest:
        span_of("history", {"seconds": longest}, size)  # refuses what is too much
        most = min(math.ceil(longest * FASTEST) + 1, max(MOST_KEPT // size, 2))
        return delays, Span(most, longest + GAP)  # the frame that is old enough may be so much older
    span = Span(int(longest) + 1)
    check_kept("history", span.frames * size, "choose shorter delays, or fewer inputs")
    return delays, span


def _delays(text: str, in_seconds: bool) -> list[float]:
    found: list[float] = []
    for item in items_of("history", text):
        value = float(item) if _DELAY.fullmatch(item) else math.nan
        if in_seconds and not value <= _LONGEST:
            raise Problem(
                f"history: a delay is a number of seconds from 0 to {_LONGEST:g}; got “{item[:40]}”"
            )
        if not in_seconds and not (value < MOST_FRAMES and value == math.floor(value)):
            raise Problem(
                f"history: a delay is a whole number of frames from 0 to {MOST_FRAMES - 1:,}; got"
                f" “{item[:40]}”"
            )
        if value in found:
            raise Problem(f"history: the delay {item} is there twice; leave one out")
        found.append(value)
    if not found:
        raise Problem("history: no delay is named; write some, such as “1, 2, 4, 8”")
    return found


def _ago(frames: int) -> str:
    return f"n-{frames}" if frames else "n"


def _seconds_ago(seconds: float) -> str:
    return f"{seconds:.9f}".rstrip("0").rstrip(".") + "s"
