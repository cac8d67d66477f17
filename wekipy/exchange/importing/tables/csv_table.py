"""CSV, with or without a line of names, separated by commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np

from wekipy.exchange.importing.files import MOST_TABLE, opened, text_lines
from wekipy.exchange.importing.tables.table import (
    F64,
    MOST_LABELS,
    Column,
    Labels,
    Reading,
    Table,
    check_columns,
    fill,
    read_number,
    read_numbers,
)
from wekipy.project.problem import Problem

_LOOKED_AT: Final = 100  # rows that tell which columns hold words
_SEPARATORS: Final = (";", "\t", ",")  # the first of equals: with the others a comma may be a decimal point


def read_csv(path: Path) -> Table:
    """The table in a CSV file. Columns are numbers, or words if the first rows hold any that is none.

    Raises:
        Problem: naming the row and what is wrong with it.
    """
    with opened(path, MOST_TABLE) as file:
        lines = text_lines(file, path.name)
        first = next(lines, "")
        separator = max(_SEPARATORS, key=first.count)
        rows = _rows(chain([first], lines), separator, path.name)
        start = list(islice(rows, _LOOKED_AT))
        if not start:
            raise Problem(f"{path.name} is empty; expected a line of names and rows of numbers")
        names, start = _names(start)
        check_columns(path.name, names)
        words = [any(_is_word(row[c]) for row in start if len(row) == len(names)) for c in range(len(names))]
        labels = Labels(path.name)
        readings = [_Words(labels) if wordy else read_numbers for wordy in words]
        values = fill(path.name, names, readings, chain(start, rows))
    return Table(path.name, tuple(map(_column, names, readings)), values)


def _rows(lines: Iterator[str], separator: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as e:
            raise Problem(f"{name}, line {reader.line_num}: {e}") from e
        if row is None:
            return
        if row and any(text.strip() for text in row):
            # Where semicolons separate, a comma is the decimal point.
            yield [_with_point(text) for text in row] if separator == ";" else row


def _with_point(text: str) -> str:
    """A number with a decimal point; a word stays as it is."""
    changed = text.replace(",", ".")
    return text if _is_word(changed) else changed


def _names(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the rows without them; column-1, … where the first row holds numbers."""
    if any(_is_word(text) for text in rows[0]):
        return [text.strip() or f"column-{n}" for n, text in enumerate(rows[0], 1)], rows[1:]
    return [f"column-{n}" for n in range(1, len(rows[0]) + 1)], rows


def _is_word(text: str) -> bool:
    try:
        read_number(text)
    except ValueError:
        return True
    return False


class _Words:
    """A `Reading` of words, numbered as they come."""

    def __init__(self, labels: Labels) -> None:
        self.places: dict[str, int] = {}
        self._labels = labels

    def __call__(self, texts: Sequence[str], where: Callable[[int], str]) -> F64:
        numbers = [self._place(text.strip(), n, where) for n, text in enumerate(texts)]
        return np.array(numbers, np.float64)

    def _place(self, text: str, index: int, where: Callable[[int], str]) -> float:
        if text in ("", "?"):
            return float("nan")
        if text not in self.places:
            if len(self.places) == MOST_LABELS:
                raise Problem(
                    f"{where(index)}: there are more than {MOST_LABELS} different words in this column"
                )
            self._labels.add(text)
        return float(self.places.setdefault(text, len(self.places)))


def _column(name: str, reading: Reading) -> Column:
    if isinstance(reading, _Words):
        return Column(name, labels=tuple(reading.places), nominal=True)
    return Column(name)
