"""CSV and its kin: values separated by anything usual, with or without a line of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

from wekipy.exchange.cells import from_text_cell
from wekipy.exchange.importing.plain_files import MOST_TABLE, opened, text_lines
from wekipy.exchange.importing.tables.clocks import Clock, clock_for
from wekipy.exchange.importing.tables.dialect import (
    LOOKED_AT,
    Dialect,
    find_dialect,
    fit_row,
    names_in_comment,
    split_lines,
)
from wekipy.exchange.importing.tables.guessing import is_counter
from wekipy.exchange.importing.tables.numbers import SWITCHES, Numbers, Style, is_number, style_of, with_unit
from wekipy.exchange.importing.tables.serial import labels_of, without_label
from wekipy.exchange.importing.tables.table import (
    F64,
    MISSING,
    BadRows,
    Column,
    Labels,
    Reading,
    Table,
    check_columns,
    fill,
)
from wekipy.exchange.importing.tables.words import Words
from wekipy.project.counting import many

_QUOTED = re.compile(r"\s*'[^']*'\s*")
_FEW_WORDS: Final = 20  # different ones in a column of words and whole numbers, which are names, too, then
_SOME: Final = 0.1  # of the rows; fewer words among numbers are mistakes


def read_csv(path: Path) -> Table:
    """The table in a file of separated values. Columns are numbers, words or times, by their first rows.

    Raises:
        Problem: if it holds no table, or more than a tenth of its rows cannot be read; naming the first.
    """
    with opened(path, MOST_TABLE) as file:
        dialect, lines = find_dialect(text_lines(file, path.name), path.name)
        rows = split_lines(lines, dialect.separator, path.name)
        notes = [f"{many(dialect.before, 'line')} before the table"] if dialect.before else []
        fitted = (fit_row(row, dialect.columns) for row in rows)
        start = list(islice(fitted, LOOKED_AT))
        if any(_QUOTED.fullmatch(cell) for row in start for cell in row):
            start, fitted = [_bare(row) for row in start], (_bare(row) for row in fitted)
        labels = labels_of(start, dialect.columns)
        if labels:
            start, fitted = [_numbers(row) for row in start], (_numbers(row) for row in fitted)
        names, start, named = _names(start, dialect, labels)
        names = _different(names, notes)
        check_columns(path.name, names)
        bad = BadRows()
        readings = _readings(names, start, bad, Labels(path.name), notes)
        values = fill(path.name, names, readings, chain(start, fitted), bad)
    note = bad.leave_out(values)
    columns = tuple(
        _column(name, reading, values[:, n], n == 0 and named)
        for n, (name, reading) in enumerate(zip(names, readings, strict=True))
    )
    return Table(path.name, columns, values, bad=len(bad.rows), notes=(*notes, *([note] if note else [])))


def _bare(row: list[str]) -> list[str]:
    """The values of a row without the quotes of ARFF, which people leave when they make a CSV of it."""
    return [cell.strip()[1:-1] if _QUOTED.fullmatch(cell) else cell for cell in row]


def _numbers(row: list[str]) -> list[str]:
    return [without_label(cell) for cell in row]


def _names(
    rows: list[list[str]], dialect: Dialect, labels: Sequence[str]
) -> tuple[list[str], list[list[str]], bool]:
    """The names of the columns, the rows without them, and whether the file names them; else column-1, …

    Args:
        labels: what stood before the numbers of each column; nothing, if nothing did.
    """
    if labels:
        return [text or f"column-{n}" for n, text in enumerate(labels, 1)], rows, True
    style = style_of(cell for row in rows for cell in row)
    if any(not _is_value(style, text) for text in rows[0]) and not _is_row(style, rows):
        given = [from_text_cell(text.strip()) for text in rows[0]]
        if len(given) == dialect.columns - 1 and len(rows) > 1:
            given = ["", *given]  # as R writes them: nothing above the names of the rows
        if clock_for(given[:1], BadRows()) is not None and not is_number(style, given[0]):
            given[0] = "time"  # of the line of names itself, in the log of a serial monitor
        return [text or f"column-{n}" for n, text in enumerate(given, 1)], rows[1:], True
    names = names_in_comment(dialect)
    return names or [f"column-{n}" for n in range(1, dialect.columns + 1)], rows, bool(names)


def _is_row(style: Style, rows: Sequence[list[str]]) -> bool:
    """Whether the first line is a row, too: beside numbers, each of its words is found again below it."""
    words = [n for n, text in enumerate(rows[0]) if not _is_value(style, text)]
    below = [{row[n] for row in rows[1:] if n < len(row)} for n in words]
    found = all(rows[0][n] in known for n, known in zip(words, below, strict=True))
    return found and len(words) < len(rows[0])


def _is_value(style: Style, text: str) -> bool:
    """Whether a cell can be a number or a time, and so no name."""
    return is_number(style, text) or clock_for([text], BadRows()) is not None


def _different(names: Sequence[str], notes: list[str]) -> list[str]:
    """Names that are each there once; later ones of the same name are numbered."""
    made: list[str] = []
    taken = set(names)
    for name in names:
        new, n = name, 2
        while new in made or (new != name and new in taken):
            new, n = f"{name}-{n}", n + 1
        if new != name:
            notes.append(f"that two columns are named “{name[:80]}”: the later one is “{new[:80]}” now")
        made.append(new)
    return made


def _readings(
    names: Sequence[str], rows: Sequence[list[str]], bad: BadRows, labels: Labels, notes: list[str]
) -> list[Reading]:
    """How each column is read, found from its first rows."""
    style = style_of(cell for row in rows for cell in row)
    readings: list[Reading] = []
    for n, name in enumerate(names):
        cells = [row[n] for row in rows if len(row) == len(names)]
        known = [cell for cell in cells if cell.strip().lower() not in MISSING]
        wrong = [cell for cell in known if not is_number(style, cell)]
        own = with_unit(style, cells) if wrong else style
        if known and all(cell.strip().lower() in SWITCHES for cell in known):
            readings.append(Numbers(replace(style, switches=True), bad))
            continue
        if own.unit:
            notes.append(f"the unit “{own.unit}” of the column “{name[:80]}”: its numbers are as they stand")
            readings.append(Numbers(own, bad))
        elif wrong and (clock := clock_for(cells, bad)) is not None:
            readings.append(clock)
        elif _are_words(style, known, wrong):
            readings.append(Words(labels))
        else:
            readings.append(Numbers(style, bad))
    return readings


def _are_words(style: Style, known: Sequence[str], wrong: Sequence[str]) -> bool:
    """Whether a column holds words, maybe beside whole numbers, and not numbers with some mistakes."""
    if len(wrong) > len(known) / 2:
        return True
    few = len({cell.strip() for cell in known}) <= min(_FEW_WORDS, len(known) / 2)
    numbers = [style.number(cell) for cell in known if is_number(style, cell)]
    return few and len(wrong) > _SOME * len(known) and all(number.is_integer() for number in numbers)


def _column(name: str, reading: Reading, values: F64, first: bool) -> Column:
    if isinstance(reading, Words):
        return reading.column(name)
    if isinstance(reading, Clock):
        return Column(name, date=True)
    plain = "" if first and name == "column-1" else name
    return Column(name, counter=is_counter(plain, values, first))
