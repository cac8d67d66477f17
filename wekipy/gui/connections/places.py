"""Where the cells of the grid are on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRect

CELL = 26


@dataclass(frozen=True)
class Places:
    """The grid as it is scrolled.

    Attributes:
        left, top: room for names of inputs and of outputs.
        x, y: scroll offset in pixels.
        rows, columns: how many there are.
    """

    left: int
    top: int
    x: int
    y: int
    rows: int
    columns: int

    def cell(self, row: int, column: int) -> QRect:
        """Where a cell is."""
        return QRect(self.left + column * CELL - self.x, self.top + row * CELL - self.y, CELL, CELL)

    def at(self, point: QPoint) -> tuple[int, int]:
        """Row and column at a point: -1 is the names, what is beyond the last one is the number of them."""
        row = -1 if point.y() < self.top else (point.y() - self.top + self.y) // CELL
        column = -1 if point.x() < self.left else (point.x() - self.left + self.x) // CELL
        return min(row, self.rows), min(column, self.columns)

    def visible_rows(self, height: int) -> range:
        """Rows that can be seen."""
        return range(self.y // CELL, min(self.rows, (self.y + max(height - self.top, 0)) // CELL + 1))

    def visible_columns(self, width: int) -> range:
        """Columns that can be seen."""
        return range(self.x // CELL, min(self.columns, (self.x + max(width - self.left, 0)) // CELL + 1))
