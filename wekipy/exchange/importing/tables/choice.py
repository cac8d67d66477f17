"""Which columns of a table are inputs, outputs, takes and times: what a person says, and guesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wekipy.exchange.importing.tables.clocks import is_time
from wekipy.exchange.importing.tables.guessing import (
    OUTPUT,
    guess_outputs,
    is_clock,
    named_classes,
    names_takes,
)
from wekipy.exchange.importing.tables.table import Table
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind
from wekipy.project.take_tags import TAGS

TAKES = ("training round", "take")  # of Wekinator and of wekipy
TIME = "time"  # of Wekinator and of wekipy
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
        classes: whether the outputs are classes by their name or place, however many there are.
        tags: of a table of ours: the columns that say who performed a take, and where.
        guessed: whether nothing but its place says that the last column is the output.
    """

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    take: int | None
    time: int | None
    unused: tuple[int, ...]
    ours: bool
    classes: bool = False
    guessed: bool = False
    tags: Mapping[str, int] = field(default_factory=dict)


def find_places(table: Table, choice: Choice, known: Sequence[str] = ()) -> Places:
    """The columns that are meant.

    Without a word about them, outputs are those with names in `known`, or in tables of ours those of
    classes, or those that `guess_outputs` finds; inputs are all other columns of numbers.

    Raises:
        Problem: naming a column that is not there, or is used twice, or if nothing is left.
    """
    lower = [column.name.lower() for column in table.columns]
    named = {*choice.inputs, *choice.outputs}
    takes = [lower.index(n) for n in TAKES if n in lower]
    takes += [n for n, c in enumerate(table.columns) if not takes and names_takes(c, table.values[:, n])]
    take = _special(table, choice.take, named, takes)
    ours = choice.ours or {TAKES[0], TIME} <= set(lower)
    dates = [n for n in range(len(lower)) if table.columns[n].date or _holds_times(table, n, ours)]
    time = _special(table, choice.time, named, dates)
    counter_columns = [n for n, c in enumerate(table.columns) if c.counter and c.name not in named]
    tags = _tags(lower, take, named) if ours else {}
    used = {
        *tags.values(),
        take,
        time,
        *counter_columns,
        lower.index(COUNTER) if ours and COUNTER in lower else None,
    }
    outputs = [table.place(name) for name in choice.outputs]
    free = [n for n in range(len(table.columns)) if n not in used]
    classes = guessed = False
    if not outputs:
        may = [n for n in free if table.columns[n].name not in choice.inputs and n not in dates]
        outputs, classes = _outputs(table, may, known, ours)
        guessed = not (ours or classes or known) and outputs == may[-1:] and _says_nothing(table, outputs)
    inputs = [table.place(name) for name in choice.inputs]
    if not inputs:
        answers = [] if ours else named_classes(table, free)  # of another form; nothing to learn from
        inputs = _numbers_among(table, [n for n in free if n not in [*outputs, *dates, *answers]])
    if not inputs or not outputs:
        raise Problem(
            f"{table.name}: no column is left for the {'outputs' if inputs else 'inputs'}; "
            "say which are which with --inputs and --outputs"
        )
    _once(table, [*inputs, *outputs])
    unused = tuple(n for n in free if n not in inputs and n not in outputs)
    return Places(tuple(inputs), tuple(outputs), take, time, unused, ours, classes, guessed, tags)


def _numbers_among(table: Table, places: Sequence[int]) -> list[int]:
    return [n for n in places if not (table.columns[n].labels or table.columns[n].text)]


def _tags(lower: Sequence[str], take: int | None, named: Set[str]) -> dict[str, int]:
    """The columns of tags: right behind that of the takes, where no input is."""
    first = len(lower) if take is None else take + 1
    if tuple(lower[first : first + len(TAGS)]) != TAGS or named & set(TAGS):
        return {}
    return {tag: first + n for n, tag in enumerate(TAGS)}


def _says_nothing(table: Table, outputs: Sequence[int]) -> bool:
    """Whether neither the name nor the values of an output mark it as one."""
    (column,) = (table.columns[place] for place in outputs)
    named = column.name.lower().startswith(OUTPUT)
    return not named and not column.nominal and whole_numbers(table, outputs[0]) is None


def _holds_times(table: Table, n: int, ours: bool) -> bool:
    """Whether a column is one of times by its name; tables of ours have one, and inputs of any name."""
    column = table.columns[n]
    if ours or column.nominal or column.text:
        return ours and column.name.lower() == TIME
    return is_time(column.name) or is_clock(column.name, table.values[:, n])


def _special(table: Table, name: str, named: set[str], usual: list[int]) -> int | None:
    if name:
        return table.place(name)
    return next((n for n in usual if table.columns[n].name not in named), None)


def _outputs(table: Table, free: list[int], known: Sequence[str], ours: bool) -> tuple[list[int], bool]:
    free = [n for n in free if not table.columns[n].text]
    found = [n for n in free if table.columns[n].name in known]
    if not found and ours:
        found = [n for n in free if table.columns[n].name.lower().startswith(OUTPUT)]
        found = found or [n for n in free if table.columns[n].nominal] or free[-1:]
    if found or not free:
        return found, False
    return guess_outputs(table, free)


def _once(table: Table, places: list[int]) -> None:
    seen: set[int] = set()
    for place in places:
        if place in seen:
            raise Problem(f"the column “{table.columns[place].name}” is named twice")
        if table.columns[place].text:
            raise Problem(
                f"the column “{table.columns[place].name}” holds more or longer words than classes can have"
            )
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
