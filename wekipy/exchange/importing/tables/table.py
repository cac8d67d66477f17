"""A table of numbers with named columns, and how one is filled from texts, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, MOST_OUTPUTS

F64 = npt.NDArray[np.float64]

MOST_COLUMNS: Final = MOST_INPUTS + MOST_OUTPUTS + 3
MOST_ROWS: Final = 10_000_000
MOST_VALUES: Final = 62_000_000  # half a gigabyte of them; 15,000 rows of 4,096 inputs fit
_ROW_COST: Final = 8  # what a row takes while it becomes an example, besides its values, in values
MOST_LABELS: Final = 10_000  # in a column
MOST_LABELS_IN_ALL: Final = 500_000
LONGEST_LABEL: Final = 1_000  # characters
_CHUNK: Final = 200_000  # values converted at a time
_CHUNK_TEXT: Final = 16 << 20  # characters of them, about
MISSING: Final = frozenset({"", "?", "nan", "na", "null"})
MISSING_WORDS: Final = frozenset({"", "?"})
FEW_BAD: Final = 0.1  # of the rows may be bad


@dataclass(frozen=True)
class Column:
    """What is known of a column.

    Attributes:
        labels: of a nominal column whose values are words, which are then indexes of this, from 0.
        nominal: whether its values are names, be they numbers, and not amounts.
        largest: the highest number that a nominal column of numbers declares.
        date: whether its values are seconds since 1970.
        counter: whether it numbers the rows.
        text: whether it holds free text, which is neither an input nor an output.
    """

    name: str
    labels: tuple[str, ...] = ()
    nominal: bool = False
    largest: int = 0
    date: bool = False
    counter: bool = False
    text: bool = False


@dataclass(frozen=True)
class Table:
    """Columns and their values, (rows, columns) float64, NaN where a value is missing.

    Attributes:
        typed: whether the file itself says which columns are nominal.
        bad: rows that could not be read; all their values are missing, and the notes tell of them.
        notes: what there is to say about how it was read.
    """

    name: str
    columns: tuple[Column, ...]
    values: F64
    typed: bool = False
    bad: int = 0
    notes: tuple[str, ...] = ()

    def place(self, name: str) -> int:
        """The place of a column.

        Raises:
            Problem: naming the columns there are.
        """
        names = [column.name for column in self.columns]
        if name not in names:
            shown = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
            raise Problem(f"{self.name} has no column “{name}”; it has {shown}")
        return names.index(name)


@dataclass(frozen=True)
class Place:
    """Says where a value of some rows of a column stands: `place(n)` in words, `place.row(n)` from 0."""

    name: str
    column: str
    start: int

    def __call__(self, index: int) -> str:
        return f"{self.name}, row {self.start + index + 1}, column “{self.column[:80]}”"

    def row(self, index: int) -> int:
        """The row of the table, from 0."""
        return self.start + index


Reading = Callable[[Sequence[str], Place], F64]
"""Makes numbers of the texts of a column; the second argument says where the text of an index stands."""


class BadRows:
    """Rows in which something cannot be read: a few of them are left out, with many the table is refused."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self._first = (1 << 62, "")

    def add(self, row: int, reason: str) -> None:
        """A row (from 0) cannot be used; `reason` says where and why."""
        if row not in self.rows:
            self.rows.add(row)
            self._first = min(self._first, (row, reason))

    def leave_out(self, values: F64) -> str:
        """Make all values of the bad rows missing; what to say of them, "" if there are none.

        Raises:
            Problem: if they are more than `FEW_BAD` of all rows.
        """
        count = len(self.rows)
        if not count:
            return ""
        others = f", and {many(count - 1, 'other row')} like it" if count > 1 else ""
        if count > FEW_BAD * len(values):
            raise Problem(f"{self._first[1]}{others}; mend the table, or leave the column out")
        values[sorted(self.rows)] = np.nan
        return f"{many(count, 'row')} that cannot be read: {self._first[1]}{others}"


def read_number(text: str) -> float:
    """A number, NaN for one that is missing. Raises ValueError."""
    text = text.strip()
    return float("nan") if text.lower() in MISSING else float(text)


class Each:
    """A `Reading` by a function that raises ValueError for what it cannot read, in a row that is bad then."""

    def __init__(self, read: Callable[[str], float], bad: BadRows) -> None:
        self._read, self._bad = read, bad

    def __call__(self, texts: Sequence[str], place: Place) -> F64:
        if self._read is read_number:
            try:
                return np.array(texts, np.float64)
            except ValueError:
                pass
        numbers = np.full(len(texts), np.nan)
        for n, text in enumerate(texts):
            try:
                numbers[n] = self._read(text)
            except ValueError:
                reason = f"{place(n)}: “{text.strip()[:80]}” is not what the column holds"
                self._bad.add(place.row(n), reason)
        return numbers


def most_rows(columns: int) -> int:
    """The most rows of a table: with all that is made of them they fit into a gigabyte."""
    return min(MOST_ROWS, MOST_VALUES // (columns + _ROW_COST))


def fill(
    name: str, columns: Sequence[str], readings: Sequence[Reading], rows: Iterable[list[str]], bad: BadRows
) -> F64:
    """The values of a table, (rows, columns); a row with another number of values is a bad one.

    Raises:
        Problem: if there are more than there may be.
    """
    count, most = len(columns), most_rows(len(columns))
    table = np.empty((0, count))
    done = 0
    for chunk in _chunks(iter(rows), max(1, _CHUNK // count)):
        for n, row in enumerate(chunk):
            if len(row) != count:
                bad.add(
                    done + n, f"{name}: row {done + n + 1} has {many(len(row), 'value')}, expected {count}"
                )
                chunk[n] = [""] * count
        if done + len(chunk) > most:
            raise Problem(f"{name} has more than {most:,} rows, which is more than can be read")
        # Grown in place: two copies of the largest table would not fit into memory.
        table.resize((done + len(chunk), count), refcheck=False)
        for c, texts in enumerate(zip(*chunk, strict=True)):
            table[done:, c] = readings[c](texts, Place(name, columns[c], done))
        done += len(chunk)
    return table


def _chunks(rows: Iterator[list[str]], size: int) -> Iterator[list[list[str]]]:
    while chunk := list(_until_full(islice(rows, size))):
        yield chunk


def _until_full(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    room = _CHUNK_TEXT
    while room > 0 and (row := next(rows, None)) is not None:
        room -= sum(map(len, row))
        yield row


def check_columns(name: str, columns: Sequence[str]) -> None:
    """Nothing, if these can be the columns of a table.

    Raises:
        Problem: if there are too many, or two have the same name.
    """
    if not 1 <= len(columns) <= MOST_COLUMNS:
        raise Problem(f"{name} has {many(len(columns), 'column')}, expected 1 to {MOST_COLUMNS:,}")
    seen: set[str] = set()
    for column in columns:
        if column in seen:
            raise Problem(f"{name} has two columns “{column[:80]}”; give each a name of its own")
        seen.add(column)


class Labels:
    """Counts the words of all columns of a table, which must fit into memory. `name` is of the table."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def add(self, *words: str) -> None:
        """These are there, too. Raises Problem if that is too much."""
        self._count += len(words)
        if self._count > MOST_LABELS_IN_ALL:
            raise Problem(f"{self._name} holds more than {MOST_LABELS_IN_ALL:,} different words")
        for word in words:
            if len(word) > LONGEST_LABEL:
                raise Problem(
                    f"{self._name}: “{word[:40]}…” has {many(len(word), 'character')}, expected a"
                    " word of at most "
                    f"{LONGEST_LABEL:,}"
                )
