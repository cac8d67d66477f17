"""Detects failed sensors that still send: stuck at one value, or drifted away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.project.examples import TakeData

F64 = npt.NDArray[np.float64]

STUCK: Final = 60.0  # seconds at exactly one value while another input moves
MOVING: Final = 5.0  # seconds within which a moving input has changed
SLOW: Final = 60.0  # time constant of the running mean, seconds
LEARNING: Final = 30.0  # seconds of inputs before a mean is meaningful
_FAR = 0.5  # share of an input's range in the examples, beyond that range
_LIVELY = 8  # changes of an input that is not a switch
_ROWS = 2_000  # rows of a block that its range is taken from


@dataclass(frozen=True)
class Span:
    """The range of each input in the examples, (inputs,) each."""

    low: F64
    high: F64


def span_of(inputs: int, takes: Iterable[TakeData]) -> Span | None:
    """Return the span of the inputs in takes; None without examples. Long takes are sampled."""
    low, high = np.full(inputs, np.inf), np.full(inputs, -np.inf)
    for take in takes:
        for block in take.blocks:
            known = block["inputs"][:, :inputs][:: max(1, len(block) // _ROWS)]
            if len(known) and known.shape[1] == inputs:
                low = np.minimum(low, known.min(axis=0))
                high = np.maximum(high, known.max(axis=0))
    return Span(low, high) if np.isfinite(low).all() and np.isfinite(high).all() else None


class SensorWatch:
    """Checks the inputs a few times a second; costs nothing per packet.

    Attributes:
        stuck, drifting: numbers of inputs, from 1.
    """

    def __init__(self, inputs: int) -> None:
        self.stuck: tuple[int, ...] = ()
        self.drifting: tuple[int, ...] = ()
        self._last: F64 | None = None
        self._changed = np.full(inputs, -np.inf)
        self._changes = np.zeros(inputs, np.int64)
        self._mean = np.zeros(inputs)
        self._began = self._before = 0.0

    def look(self, now: float, x: F64, span: Span | None) -> None:
        """Check a vector that has arrived since the last call.

        Args:
            now: seconds, on a monotonic clock.
            x: (inputs,) finite.
            span: of the examples.
        """
        if self._last is None:
            self._last, self._mean = x.copy(), x.copy()
            self._began = self._before = now
            self._changed[:] = now
            return
        moved = x != self._last
        self._changed[moved] = now
        self._changes += moved
        np.copyto(self._last, x)
        share = 1.0 - np.exp(-(now - self._before) / SLOW)
        self._mean += (x - self._mean) * share
        self._before = now
        self._judge(now, span)

    def _judge(self, now: float, span: Span | None) -> None:
        # An input that never moved is not a sensor, and one with few values is a switch: both may stand
        # still.
        lively = self._changes >= _LIVELY
        still = lively & (now - self._changed >= STUCK)
        moving = now - self._changed <= MOVING
        self.stuck = _numbers(still) if moving.any() else ()
        if span is None or now - self._began < LEARNING:
            self.drifting = ()
            return
        room = _FAR * np.maximum(span.high - span.low, 1e-6)
        away = (self._mean < span.low - room) | (self._mean > span.high + room)
        self.drifting = _numbers(away)


def _numbers(which: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(n) + 1 for n in np.flatnonzero(which))
