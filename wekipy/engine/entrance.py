"""The entrance of the engine: what was shifted since the examples were recorded is taken back here."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import Input

F64 = npt.NDArray[np.float64]
SECONDS: Final = 2.0
_APART: Final = 0.02  # seconds between frames that are kept
_ROWS: Final = round(SECONDS / _APART)


class Entrance:
    """What every input vector passes: it keeps some of the last two seconds, and takes shifts away."""

    def __init__(self) -> None:
        self._inputs: tuple[Input, ...] = ()
        self._shift: F64 | None = None
        self._follow(())

    def _follow(self, inputs: tuple[Input, ...]) -> None:
        if len(inputs) != len(self._inputs) or not inputs:
            self._rows = np.zeros((_ROWS, len(inputs)))
            self._times = np.full(_ROWS, -np.inf)
            self._at, self._last = 0, -np.inf
        self._inputs, shifts = inputs, np.array([one.shift for one in inputs])
        self._shift, self._centred = (shifts if shifts.any() else None), np.zeros(len(inputs))

    def enter(self, x: F64, now: float, inputs: tuple[Input, ...]) -> F64:
        """The vector that the project with these inputs sees, valid until the next call."""
        if inputs is not self._inputs:
            self._follow(inputs)
        if not 0.0 <= now - self._last < _APART:
            self._rows[self._at], self._times[self._at], self._last = x, now, now
            self._at = (self._at + 1) % _ROWS
        if self._shift is None:
            return x
        return np.subtract(x, self._shift, out=self._centred)

    def lately(self, now: float) -> F64:
        """(frames, inputs) of the last two seconds as they came, in no order."""
        return self._rows[(self._times >= now - SECONDS) & (self._times <= now)]
