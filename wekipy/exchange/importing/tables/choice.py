"""Which columns of a table are inputs, outputs, takes and times: what a person says, and guesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wekipy.exchange.importing.tables.table import Table
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind

TAKES = ("training round", "take")  # of Wekinator and of wekipy
TIME = "time"
COUNTER = "id"


@dataclass(frozen=True)
class Choice:
    """What a person says about the columns of a table; nothing at all is allowed.

    Attributes:
        inputs, outputs: names of columns.
        take: the column that tells which examples were recorded together.
        time: the column of seconds or dates.
        kinds: of outputs, by the name of their column.
        ours: whether wekipy wrote the table, see `Places`.
    """

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    take: str = ""
    time: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    ours: bool = False


@dataclass(frozen=True)
class Places:
    """The places of columns in a table.

    Attributes:
        ours: whether the table is laid out as those of Wekinator and wekipy, where class 0 is none of them.
    """

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    take: int | None
    time: int | None
    unused: tuple[int, ...]
    ours: bool


def find_places(table: Table, choice: Choice, known: Sequence[str] = ()) -> Places:
    """The columns that are meant.

    Without a word about them, outputs are those with names in `known`, or beginning with “output”, or in
    tables of ours those of classes, or the last column; inputs are all other columns of numbers.

    Raises:
        Problem: naming a column that is not there, or is used twice, or if nothing is left.
    """
    lower = [column.name.lower() for column in table.columns]
    named = {*choice.inputs, *choice.outputs}
    take = _special(table, choice.take, named, [lower.index(n) for n in TAKES if n in lower])
    dates = [n for n, c in enumerate(table.columns) if c.date or lower[n] == TIME]
    time = _special(table, choice.time, named, dates)
    ours = choice.ours or {TAKES[0], TIME} <= set(lower)
    used = {take, time, lower.index(COUNTER) if ours and COUNTER in lower else None}
    outputs = [table.place(name) for name in choice.outputs]
    free = [n for n in range(len(table.columns)) if n not in used]
    if not outputs:
        outputs = _outputs(
            table, [n for n in free if table.columns[n].name not in choice.inputs], known, ours
        )
    inputs = [table.place(name) for name in choice.inputs]
    if not inputs:
        inputs = [n for n in free if n not in outputs and not table.columns[n].labels]
    if not inputs or not outputs:
        raise Problem(
            f"{table.name}: no column is left for the {'outputs' if inputs else 'inputs'}; "
            "say which are which with --inputs and --outputs"
        )
    _once(table, [*inputs, *outputs])
    unused = tuple(n for n in free if n not in inputs and n not in outputs)
    return Places(tuple(inputs), tuple(outputs), take, time, unused, ours)


def _special(table: Table, name: str, named: set[str], usual: list[int]) -> int | None:
    if name:
        return table.place(name)
    return next((n for n in usual if table.columns[n].name not in named), None)


def _outputs(table: Table, free: list[int], known: Sequence[str], ours: bool) -> list[int]:
    names = [column.name for column in table.columns]
    found = [n for n in free if names[n] in known] or [
        n for n in free if names[n].lower().startswith("output")
    ]
    classes = [n for n in free if table.columns[n].nominal] if ours else []
    return found or classes or free[-1:]


def _once(table: Table, places: list[int]) -> None:
    seen: set[int] = set()
    for place in places:
        if place in seen:
            raise Problem(f"the column “{table.columns[place].name}” is named twice")
        if table.columns[place].date:
            raise Problem(f"the column “{table.columns[place].name}” holds dates, no numbers")
        seen.add(place)


def whole_numbers(table: Table, place: int) -> npt.NDArray[np.int64] | None:
    """The different values of a column, rising, if all are whole numbers; None otherwise."""
    values = table.values[:, place]
    values = values[~np.isnan(values)]
    if np.any(values != np.round(values)) or np.any(np.abs(values) >= 1e9):
        return None
    return np.unique(values).astype(np.int64)
