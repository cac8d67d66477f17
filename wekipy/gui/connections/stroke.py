"""One gesture on the grid: from where it begins, everything it passes becomes as its first cell did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wekipy.gui.connections.table import Table

Place = tuple[int, int]  # row of those shown and column; -1 is the names: a whole column, a whole row


class Stroke:
    """A gesture under way.

    Args:
        before: the table before it, (inputs, outputs).
        shown: the inputs (from 0) that are shown.
        place: where it begins.
        value: what it paints; the other of what is there if none is given (off only where all are on).

    Attributes:
        table: as it has become; `before` as it was.
    """

    def __init__(self, before: Table, shown: Sequence[int], place: Place, value: bool | None = None) -> None:
        self.before, self.table = before, before.copy()
        self._shown, self._last = shown, place
        cells = self._cells(place)
        self._value = not bool(before[cells].all()) if value is None else value
        self.table[cells] = self._value

    @property
    def changed(self) -> bool:
        """Whether it has changed anything."""
        return not np.array_equal(self.before, self.table)

    def to(self, place: Place) -> None:
        """Go on to here, over all that lies between. What began at names stays at names."""
        row0, column0 = self._last
        rows, columns = len(self._shown), self.table.shape[1]
        row, column = _along(row0, place[0], rows), _along(column0, place[1], columns)
        steps = max(abs(row - row0), abs(column - column0), 1)
        for step in range(1, steps + 1):
            between = (
                row0 + round((row - row0) * step / steps),
                column0 + round((column - column0) * step / steps),
            )
            self.table[self._cells(between)] = self._value
        self._last = (row, column)

    def _cells(self, place: Place) -> tuple[npt.NDArray[np.int64], ...]:
        row, column = place
        rows = self._shown if row == -1 else self._shown[row : row + 1]
        columns = range(self.table.shape[1]) if column == -1 else range(column, column + 1)
        return np.ix_(list(rows), list(columns))


def _along(first: int, now: int, count: int) -> int:
    return -1 if first == -1 else min(max(now, 0), count - 1)
