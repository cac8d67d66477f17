"""The inputs of a take as curves in lanes, one below the other: which of them, and how high each goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
MOST = 8  # lanes that can be distinguished
_FILL = 0.86  # of a lane
_FLAT = 0.1  # of the widest range: what moves less is not blown up until it fills its lane


@dataclass(frozen=True)
class Curves:
    """Rows of a take, thinned.

    Attributes:
        take: its number; time: (n,) seconds from its beginning; inputs: (n, inputs).
        row: (n,) which rows they are, from 0; rows: how many there are in all.
    """

    take: int
    time: F64
    inputs: F64
    row: F64 = field(default_factory=lambda: np.empty(0))
    rows: int = 0

    def time_of(self, row: int) -> float:
        """About when a row was recorded, in seconds from the first."""
        return float(np.interp(row, self.row, self.time))

    @property
    def seconds(self) -> float:
        """From its first row to its last."""
        return float(self.time[-1]) if len(self.time) else 0.0


def read_curves(found: dict[str, Any]) -> Curves:
    """Curves from what the operation `take_rows` replies."""
    time = np.asarray(found["time"], np.float64)
    if len(time) > 1 and time[-1] <= 0:  # imported examples without times
        time = np.arange(len(time)) / max(len(time) - 1, 1)
    inputs, row = (np.asarray(found[name], np.float64) for name in ("inputs", "row"))
    return Curves(int(found["take"]), time, inputs, row, int(found["rows"]))


def liveliest(curves: Sequence[Curves], most: int = MOST) -> list[int]:
    """The inputs (from 0) that move most in these takes together, at most so many, in their order."""
    low, high = _range(curves)
    moving = np.argsort(-(high - low), kind="stable")[:most]
    return sorted(int(n) for n in moving)


def lanes(curves: Sequence[Curves], chosen: Sequence[int]) -> list[F64]:
    """For each take the heights (n, chosen) of its curves: the first input's lane is the highest.

    Lane k of m goes from m - 1 - k to m - k; all takes share the range of an input.
    """
    low, high = _range(curves)
    picked = np.asarray(chosen, np.intp)
    span = (high - low)[picked]
    least = _FLAT * float(span.max(initial=0.0))
    centre = (high + low)[picked] / 2
    span = np.maximum(span, least)
    span[span <= 0] = 1.0
    places = len(picked) - 0.5 - np.arange(len(picked))
    return [(c.inputs[:, picked] - centre) / span * _FILL + places for c in curves]


def _range(curves: Sequence[Curves]) -> tuple[F64, F64]:
    low = np.min([c.inputs.min(axis=0) for c in curves], axis=0)
    high = np.max([c.inputs.max(axis=0) for c in curves], axis=0)
    return low, high
