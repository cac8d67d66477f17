"""ARFF, as Wekinator and Weka write it. Source: the Weka manual, chapter on ARFF."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from wekipy.exchange.importing.plain_files import MOST_TABLE, opened, text_lines
from wekipy.exchange.importing.tables.dates import ISO, DatePattern
from wekipy.exchange.importing.tables.dialect import fit_row
from wekipy.exchange.importing.tables.guessing import is_counter
from wekipy.exchange.importing.tables.table import (
    F64,
    MOST_COLUMNS,
    MOST_LABELS,
    BadRows,
    Column,
    Each,
    Labels,
    Reading,
    Table,
    check_columns,
    fill,
    read_number,
)
from wekipy.exchange.importing.tables.words import Words
from wekipy.project.counting import many
from wekipy.project.problem import Problem

_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_ATTRIBUTE = re.compile(rf"@attribute\s+({_QUOTED}|[^\s'\"]\S*)\s+(.+)", re.IGNORECASE | re.DOTALL)
_DATE = re.compile(rf"date(?:\s+({_QUOTED}|\S+))?", re.IGNORECASE)
_QUOTED_OR_NEXT = re.compile(rf"{_QUOTED}|(@attribute\b)", re.IGNORECASE)
_WEIGHT = re.compile(r",\s*\{\s*[0-9.eE+-]+\s*\}$")
_SPACED = re.compile(rf"{_QUOTED}|\S+")
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


def read_arff(path: Path) -> Table:
    """The table in an ARFF file.

    Raises:
        Problem: naming the line and what is wrong with it.
    """
    with opened(path, MOST_TABLE) as file:
        lines = text_lines(file, path.name)
        bad = BadRows()
        columns, readings = _header(lines, path.name, bad)
        names = [column.name for column in columns]
        rows = _Rows(path.name, len(names))
        values = fill(path.name, names, readings, rows.read(lines), bad)
    notes = [text for text in (bad.leave_out(values), rows.note()) if text]
    read = [
        _read_column(column, reading, values[:, n], n == 0)
        for n, (column, reading) in enumerate(zip(columns, readings, strict=True))
    ]
    return Table(path.name, tuple(read), values, typed=True, bad=len(bad.rows), notes=tuple(notes))


def _read_column(column: Column, reading: Reading, values: F64, first: bool) -> Column:
    """A column after all of it was read."""
    if isinstance(reading, Words):
        return reading.column(column.name)
    if column.nominal or column.date:
        return column
    return replace(column, counter=is_counter(column.name, values, first))


def _header(lines: Iterator[str], name: str, bad: BadRows) -> tuple[list[Column], list[Reading]]:
    columns: list[Column] = []
    readings: list[Reading] = []
    labels = Labels(name)
    for number, text in _declarations(lines):
        lower = text.lower()
        if not text or text.startswith("%") or lower.startswith("@relation"):
            continue
        if lower.startswith("@data"):
            check_columns(name, [column.name for column in columns])
            return columns, readings
        found = _ATTRIBUTE.fullmatch(text)
        if found is None or len(columns) == MOST_COLUMNS:
            raise Problem(f"{name}, line {number}: expected @attribute NAME TYPE or @data, got “{text[:80]}”")
        where = f"{name}, line {number}"
        column, reading = _column(_unquoted(found[1]), found[2].strip(), where, bad, labels)
        labels.add(*column.labels)
        columns.append(column)
        readings.append(reading)
    raise Problem(f"{name} is no ARFF table, or is cut off: it has no line @data")


def _declarations(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """The lines of a head, with their numbers; ChucK's Wekinator wrote several declarations into one."""
    for number, line in enumerate(lines, 1):
        starts = [0, *(found.start() for found in _QUOTED_OR_NEXT.finditer(line) if found[1])]
        for start, end in pairwise([*starts, len(line)]):
            yield number, line[start:end].strip()


def _unquoted(text: str) -> str:
    if text[:1] not in ("'", '"') or len(text) < 2:
        return text
    return re.sub(r"\\(.)", lambda m: _ESCAPED.get(m[1], m[1]), text[1:-1], flags=re.DOTALL)


def _column(name: str, kind: str, where: str, bad: BadRows, labels: Labels) -> tuple[Column, Reading]:
    date = _DATE.fullmatch(kind)
    if kind.lower() in ("numeric", "real", "integer"):
        return Column(name), Each(read_number, bad)
    if kind.startswith("{") and kind.endswith("}"):
        return _nominal(name, _fields(kind[1:-1], where), where, bad)
    if date is not None:
        pattern = _unquoted(date[1] or ISO)
        try:
            known = DatePattern(pattern)
        except ValueError:
            return Column(name), Words(labels, str, text=True)
        return Column(name, date=True), _missing_or(known.seconds, bad)
    if kind.lower() == "string":
        return Column(name), Words(labels, str)
    raise Problem(
        f"{where}: the column “{name[:80]}” is of the type {kind[:40]}; expected numeric, a list in"
        f" {{}}, string or date"
    )


def _nominal(name: str, labels: Sequence[str], where: str, bad: BadRows) -> tuple[Column, Reading]:
    if not 1 <= len(labels) <= MOST_LABELS or len(set(labels)) < len(labels):
        raise Problem(
            f"{where}: “{name[:80]}” has {many(len(labels), 'value')}, expected 1 to {MOST_LABELS},"
            " all different"
        )
    if all(label.isascii() and label.isdigit() and len(label) < 7 for label in labels):
        return Column(name, nominal=True, largest=max(map(int, labels))), _missing_or(float, bad)
    places = {label: float(n) for n, label in enumerate(labels)}
    return Column(name, labels=tuple(labels), nominal=True), _missing_or(partial(_look_up, places), bad)


def _look_up(places: dict[str, float], text: str) -> float:
    if text not in places:
        raise ValueError(text)
    return places[text]


def _missing_or(read: Callable[[str], float], bad: BadRows) -> Reading:
    def each(text: str) -> float:
        return float("nan") if text == "?" else read(text)

    return Each(each, bad)


class _Rows:
    """Reads the rows behind @data."""

    def __init__(self, name: str, columns: int) -> None:
        self._name, self._columns = name, columns
        self._weighted = 0

    def read(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The values of each row, without the weight that Weka allows behind them, in braces."""
        for row, line in enumerate((text for raw in lines if (text := raw.strip()) and text[0] != "%"), 1):
            if line[0] == "{":
                raise Problem(
                    f"{self._name} is a sparse table; save it with Weka's filter SparseToNonSparse, and"
                    " import that"
                )
            weight = _WEIGHT.search(line)
            self._weighted += weight is not None
            plain = line[: weight.start()] if weight else line
            yield fit_row(self._fields(plain, f"{self._name}, row {row}"), self._columns)

    def _fields(self, line: str, where: str) -> list[str]:
        fields = _fields(line, where)
        # Weka separates by spaces as well.
        return list(map(_unquoted, _SPACED.findall(line))) if len(fields) == 1 < self._columns else fields

    def note(self) -> str:
        """What to say of the weights."""
        return f"the weights of {many(self._weighted, 'row')}: each counts once" if self._weighted else ""


def _fields(line: str, where: str) -> list[str]:
    """The values of a line, in either kind of quotes or in none."""
    if "'" not in line and '"' not in line:
        return [text.strip() for text in line.split(",")]
    quote = "'" if "'" in line else '"'
    try:
        fields = next(csv.reader([line], quotechar=quote, escapechar="\\", skipinitialspace=True), [])
    except csv.Error as e:
        raise Problem(f"{where} cannot be read; is a quote open there?") from e
    return [text.strip() for text in fields]
