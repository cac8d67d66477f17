"""Limits and rounding of the whole output vector, in place; distances of gestures stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import ContinuousOutput, GestureOutput, Output

LARGEST = float(np.finfo(np.float32).max)  # largest number that is finite as a float32 on the wire
_SURELY_SMALL = LARGEST**2  # if the sum of all squares is below, each value is a float32, too


class Limits:
    """Rounds integer outputs, clips hard ones to their range, and keeps every value finite.

    Args:
        outputs: in the order of the output vector.
        last: (outputs,) the values sent last, which replace predictions that are not numbers.
    """

    def __init__(self, outputs: Sequence[Output], last: npt.NDArray[np.float64]) -> None:
        self._low = np.full(len(last), -LARGEST)
        self._high = np.full(len(last), LARGEST)
        whole, n = [], 0
        for output in outputs:
            if isinstance(output, GestureOutput):
                self._high[n : n + output.width] = np.inf  # an infinite distance says something
            if isinstance(output, ContinuousOutput):
                if output.limits == "hard":
                    self._low[n], self._high[n] = output.minimum, output.maximum
                if output.integer:
                    whole.append(n)
            n += output.width
        self._whole = np.array(whole, np.intp)
        self._free = not whole and bool((self._high == LARGEST).all())
        self._last = last.copy()

    def go_on_from(self, values: npt.NDArray[np.float64]) -> None:
        """Use `values` (outputs,) as those sent last."""
        self._last[:] = values

    def apply(self, values: npt.NDArray[np.float64]) -> None:
        """Shape `values` (outputs,) in place. A value that is not a number becomes the last one that was."""
        if self._free and values.dot(values) < _SURELY_SMALL:  # the usual case, in one call
            self._last[:] = values
            return
        if self._whole.size:
            values[self._whole] = np.rint(values[self._whole])
        np.maximum(values, self._low, out=values)
        np.minimum(values, self._high, out=values)
        wrong = np.isnan(values)
        if wrong.any():
            np.copyto(values, self._last, where=wrong)
        self._last[:] = values
