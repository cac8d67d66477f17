"""ARFF, as Wekinator and Weka write it. Source: the Weka manual, chapter on ARFF."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from wekipy.exchange.importing.files import MOST_TABLE, opened, text_lines
from wekipy.exchange.importing.tables.dates import ISO, DatePattern
from wekipy.exchange.importing.tables.table import (
    MOST_COLUMNS,
    MOST_LABELS,
    Column,
    Labels,
    Reading,
    Table,
    check_columns,
    fill,
    read_each,
    read_numbers,
)
from wekipy.project.problem import Problem

_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_ATTRIBUTE = re.compile(rf"@attribute\s+({_QUOTED}|[^\s'\"]\S*)\s+(.+)", re.IGNORECASE | re.DOTALL)
_DATE = re.compile(rf"date(?:\s+({_QUOTED}|\S+))?", re.IGNORECASE)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}


def read_arff(path: Path) -> Table:
    """The table in an ARFF file.

    Raises:
        Problem: naming the line and what is wrong with it.
    """
    with opened(path, MOST_TABLE) as file:
        lines = text_lines(file, path.name)
        columns, readings = _header(lines, path.name)
        names = [column.name for column in columns]
        values = fill(path.name, names, readings, _rows(lines, path.name))
    return Table(path.name, tuple(columns), values)


def _header(lines: Iterator[str], name: str) -> tuple[list[Column], list[Reading]]:
    columns: list[Column] = []
    readings: list[Reading] = []
    labels = Labels(name)
    for number, line in enumerate(lines, 1):
        text = line.strip()
        lower = text.lower()
        if not text or text.startswith("%") or lower.startswith("@relation"):
            continue
        if lower.startswith("@data"):
            check_columns(name, [column.name for column in columns])
            return columns, readings
        found = _ATTRIBUTE.fullmatch(text)
        if found is None or len(columns) == MOST_COLUMNS:
            raise Problem(f"{name}, line {number}: expected @attribute NAME TYPE or @data, got “{text[:80]}”")
        column, reading = _column(_unquoted(found[1]), found[2].strip(), f"{name}, line {number}")
        labels.add(*column.labels)
        columns.append(column)
        readings.append(reading)
    raise Problem(f"{name} is no ARFF table, or is cut off: it has no line @data")


def _unquoted(text: str) -> str:
    if text[:1] not in ("'", '"') or len(text) < 2:
        return text
    return re.sub(r"\\(.)", lambda m: _ESCAPED.get(m[1], m[1]), text[1:-1], flags=re.DOTALL)


def _column(name: str, kind: str, where: str) -> tuple[Column, Reading]:
    date = _DATE.fullmatch(kind)
    if kind.lower() in ("numeric", "real", "integer"):
        return Column(name), read_numbers
    if kind.startswith("{") and kind.endswith("}"):
        return _nominal(name, _fields(kind[1:-1], where), where)
    if date is not None:
        pattern = _unquoted(date[1] or ISO)
        try:
            known = DatePattern(pattern)
        except ValueError as e:
            raise Problem(f"{where}: cannot read dates written as “{pattern[:80]}”") from e
        return Column(name, date=True), _missing_or(known.seconds)
    raise Problem(
        f"{where}: the column “{name[:80]}” is of the type {kind[:40]}; expected numeric, a list in"
        f" {{}} or date"
    )


def _nominal(name: str, labels: Sequence[str], where: str) -> tuple[Column, Reading]:
    if not 1 <= len(labels) <= MOST_LABELS or len(set(labels)) < len(labels):
        raise Problem(
            f"{where}: “{name[:80]}” has {len(labels)} values, expected 1 to {MOST_LABELS}, all different"
        )
    if all(label.isascii() and label.isdigit() and len(label) < 7 for label in labels):
        return Column(name, nominal=True, largest=max(map(int, labels))), _missing_or(float)
    places = {label: float(n) for n, label in enumerate(labels)}
    return Column(name, labels=tuple(labels), nominal=True), _missing_or(partial(_look_up, places))


def _look_up(places: dict[str, float], text: str) -> float:
    if text not in places:
        raise ValueError(text)
    return places[text]


def _missing_or(read: Callable[[str], float]) -> Reading:
    def each(text: str) -> float:
        return float("nan") if text == "?" else read(text)

    return lambda texts, where: read_each(texts, where, each)


def _rows(lines: Iterator[str], name: str) -> Iterator[list[str]]:
    for row, line in enumerate((text for raw in lines if (text := raw.strip()) and text[0] != "%"), 1):
        if line[0] == "{":
            raise Problem(
                f"{name} is a sparse table; save it with Weka's filter SparseToNonSparse, and import that"
            )
        yield _fields(line, f"{name}, row {row}")


def _fields(line: str, where: str) -> list[str]:
    """The values of a line, in either kind of quotes or in none."""
    if "'" not in line and '"' not in line:
        return [text.strip() for text in line.split(",")]
    quote = "'" if "'" in line else '"'
    try:
        fields = next(csv.reader([line], quotechar=quote, escapechar="\\", skipinitialspace=True), [])
    except csv.Error as e:
        raise Problem(f"{where}: {e}") from e
    return [text.strip() for text in fields]
