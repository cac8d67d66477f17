"""Lines as serial monitors and plotters show them: a time and an arrow in front, names before numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ARROW = re.compile(r"\s*(\d{1,2}:\d\d:\d\d(?:\.\d{1,6})?)\s*->\s*")
_LABELLED = re.compile(r"\s*([^\W\d][\w .-]{0,60}?)\s*[:=]\s*([+-]?\.?\d[\d.,eE+-]*)\s*")
_FEWEST: Final = 2  # rows with the same names from which they count as names


def without_arrow(line: str, separator: str) -> str:
    """The line with its time as its first value: Arduino's monitor writes “17:03:21.345 -> 512,300”."""
    if "->" not in line:
        return line
    return _ARROW.sub(lambda found: found[1] + separator, line, count=1)


def without_label(cell: str) -> str:
    """The number of “x: 0.1”; any other cell as it is."""
    found = _LABELLED.fullmatch(cell)
    return found[2] if found else cell


def labels_of(rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """The name that stands before the numbers of each column, "" where there is none; [] if all have none.

    Args:
        rows: the first of the table; those of another number of values do not count.
    """
    known = [row for row in rows if len(row) == columns]
    labels = []
    for cells in zip(*known, strict=True):
        found = {match[1] if (match := _LABELLED.fullmatch(cell)) else "" for cell in cells if cell.strip()}
        labels.append(found.pop() if len(found) == 1 else "")
    return labels if any(labels) and len(known) >= _FEWEST else []
