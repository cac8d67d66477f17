"""What outputs the columns of a table make: their kinds, ranges, and classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.exchange.importing.report import Report, listed
from wekipy.exchange.importing.tables.choice import Choice, Places, whole_numbers
from wekipy.exchange.importing.tables.guessing import FEW
from wekipy.exchange.importing.tables.table import F64, Column, Table
from wekipy.project.counting import many
from wekipy.project.create import new_gestures
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    MOST_CLASSES,
    MOST_GESTURES,
    ClassificationOutput,
    ContinuousOutput,
    GestureOutput,
    Kind,
    Output,
    default_algorithm,
)


@dataclass(frozen=True)
class Made:
    """An output, and what its targets are.

    Attributes:
        numbers: for each value of the column, the class that it is here; None if they are the same.
    """

    output: Output
    numbers: Mapping[float, int] | None = None

    def targets(self, values: F64) -> F64:
        """The targets of a column's values."""
        if self.numbers is None:
            return values
        if not self.numbers:
            return np.full(len(values), np.nan)
        known = np.array(sorted(self.numbers))
        numbers = np.array([self.numbers[value] for value in known.tolist()], np.float64)
        at = np.searchsorted(known, values).clip(max=len(known) - 1)
        return np.where(known[at] == values, numbers[at], np.nan)


def make_outputs(table: Table, places: Places, choice: Choice, report: Report) -> list[Made]:
    """New outputs for the columns that are outputs.

    Raises:
        Problem: if the kind that was asked for does not fit a column.
    """
    made: list[Made] = []
    gestures = 0
    for number, place in enumerate(places.outputs, 1):
        column = table.columns[place]
        different = whole_numbers(table, place)
        declared = table.typed and places.ours
        most = MOST_CLASSES if places.classes else FEW
        kind = choice.kinds.get(column.name) or _guess(column, different, declared, most)
        if kind == "continuous":
            made.append(_continuous(table, place, f"o{number}", report))
        else:
            numbering = _numbering(column, different, places.ours or kind == "gesture")
            made.append(_numbered(column, numbering, kind, f"o{number}", gestures))
            _report_output(made[-1], column, report)
            gestures += made[-1].output.width if kind == "gesture" else 0
    if places.guessed:
        report.left.append(
            f"which columns are outputs: the last one, “{made[0].output.name}”, is one (name them with"
            " --outputs)"
        )
    return made


def _guess(column: Column, different: npt.NDArray[np.int64] | None, declared: bool, most: int) -> Kind:
    """The kind of an output: what Wekinator declares; elsewhere, classes are names or few whole numbers."""
    if column.nominal:
        return "classification"
    if declared:
        return "continuous"
    few = different is not None and 2 <= len(different) <= most
    return "classification" if few else "continuous"


def _continuous(table: Table, place: int, uid: str, report: Report) -> Made:
    column, values = table.columns[place], table.values[:, place]
    if column.labels:
        raise Problem(
            f"the column “{column.name}” holds words ({listed(list(column.labels), 3)}), so "
            "it cannot be a continuous output"
        )
    values = values[np.isfinite(values) & (np.abs(values) <= 1e38)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if not low < high:
        high = low + max(1.0, abs(low))
    report.taken.append(f"output “{column.name}”: continuous, {low:g} to {high:g}")
    algorithm = default_algorithm("continuous")
    output = ContinuousOutput(uid=uid, name=column.name[:200], algorithm=algorithm, minimum=low, maximum=high)
    return Made(output)


def _numbered(column: Column, numbering: _Numbering, kind: Kind, uid: str, gestures: int) -> Made:
    """A classifier, or gestures, of which there are some before it."""
    numbers, count, zero = numbering.numbers, numbering.count, numbering.zero
    algorithm = default_algorithm(kind)
    most = MOST_GESTURES if kind == "gesture" else MOST_CLASSES
    if not 1 <= count <= most:
        raise Problem(
            f"the column “{column.name}” has {many(count, 'class', 'classes')}, expected 1 to {most:,}; "
            f"give --kind {column.name}=continuous if it holds amounts"
        )
    if kind == "gesture":
        made = new_gestures(count, gestures)
        return Made(
            GestureOutput(uid=uid, name=column.name[:200], algorithm=algorithm, gestures=made), numbers
        )
    output = ClassificationOutput(
        uid=uid, name=column.name[:200], algorithm=algorithm, classes=count, nothing=zero
    )
    return Made(output, numbers)


@dataclass(frozen=True)
class _Numbering:
    """Values as classes.

    Attributes:
        numbers: see `Made`.
        count: of classes.
        zero: whether some examples are of none of them.
    """

    numbers: dict[float, int] | None
    count: int
    zero: bool = False


def _numbering(column: Column, different: npt.NDArray[np.int64] | None, ours: bool) -> _Numbering:
    """The classes, or gestures, of a column; in tables of `ours` 0 is none of them."""
    if column.labels:
        return _Numbering({float(n): n + 1 for n in range(len(column.labels))}, len(column.labels))
    if different is None:
        raise Problem(f"the column “{column.name}” holds numbers that are not whole, so it cannot be classes")
    values = different.tolist()
    least, most = min(values, default=1), max([column.largest, *values])
    zero = ours and 0 in values
    if (least >= 1 or (ours and least >= 0)) and most <= MOST_CLASSES:
        return _Numbering(None, max(1, most), zero)
    return _Numbering({float(value): n for n, value in enumerate(values, 1)}, len(values))


def _report_output(made: Made, column: Column, report: Report) -> None:
    output = made.output
    line = f"output “{column.name}”: "
    if isinstance(output, GestureOutput):
        line += many(output.width, "gesture")
    elif isinstance(output, ClassificationOutput):
        line += many(output.classes, "class", "classes")
    if made.numbers is not None:
        names = [
            f"{number} is {column.labels[int(value)] if column.labels else int(value)}"
            for value, number in made.numbers.items()
        ]
        line += f": {listed(names)}"
    report.taken.append(line)
