"""Computes formulas frame by frame, with the frames that their delays ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from wekipy.stages.inputs.expression.evaluating import evaluator
from wekipy.stages.inputs.expression.tree import Formula, InputValue, ResultValue, parts_of
from wekipy.stages.inputs.ring import Span, Windowed
from wekipy.stages.inputs.sizes import check_kept
from wekipy.stages.limits import LARGEST
from wekipy.stages.stage import F64


class Formulas(Windowed):
    """Formulas and what they remember: delayed inputs, and the results of the last frames.

    Before the first frame, each input had the value that it has then, and each result was 0. A result that is
    no finite number is replaced by the last one that was.

    Args:
        owner: the stage, for problems.

    Attributes:
        stood_in: whether a last result stood in since this was last set to False.
    """

    def __init__(self, owner: str, formulas: Sequence[Formula]) -> None:
        self.stood_in = False
        found = [one for formula in formulas for one in parts_of(formula.tree)]
        values = [one for one in found if isinstance(one, InputValue | ResultValue)]
        delayed = list(dict.fromkeys(one for one in values if one.delay))
        columns = sorted({one.index for one in delayed if isinstance(one, InputValue)})
        rows = max([1, *(one.delay for one in delayed)])
        width = len(columns) + len(formulas)
        check_kept(owner, rows * width, "choose shorter delays")
        super().__init__(tuple(formula.name for formula in formulas), width, Span(rows))
        column_of: dict[tuple[type, int], int] = {(InputValue, one): n for n, one in enumerate(columns)}
        column_of |= {(ResultValue, one): len(columns) + one for one in range(len(formulas))}
        self._columns = np.array(columns, np.intp)
        self._rows_of_taps = np.array([rows - one.delay for one in delayed], np.intp)
        self._columns_of_taps = np.array([column_of[type(one), one.index] for one in delayed], np.intp)
        # What a formula is computed from: present inputs, what is delayed, the results before it.
        present = sorted({one.index for one in values if isinstance(one, InputValue) and not one.delay})
        self._present = np.array(present, np.intp)
        results = [ResultValue(n, 0) for n in range(len(formulas))]
        slots = {one: n for n, one in enumerate([*(InputValue(n, 0) for n in present), *delayed, *results])}
        self._evaluators = [evaluator(formula.tree, slots.__getitem__) for formula in formulas]
        self._row = np.zeros(width)

    def results(self, x: F64, now: float) -> list[float]:
        """Return the results of all formulas for a frame (in,)."""
        ring, row = self._ring, self._row
        if self._columns.size:
            row[: self._columns.size] = x[self._columns]
        if self._begins(now):
            row[self._columns.size :] = 0.0
            ring.fill(row)
        past = ring.last(ring.rows)
        values: list[float] = x.take(self._present).tolist()
        if self._rows_of_taps.size:
            values += past[self._rows_of_taps, self._columns_of_taps].tolist()
        first = len(values)
        for n, last in enumerate(past[-1, self._columns.size :].tolist()):
            try:
                result = self._evaluators[n](values)
            except (ArithmeticError, ValueError):
                result = math.nan
            if not math.isfinite(result):
                result = last
                self.stood_in = True
            values.append(min(max(result, -LARGEST), LARGEST))
        del values[:first]
        row[self._columns.size :] = values
        ring.push(row)
        return values
