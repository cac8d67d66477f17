"""What a file of separated values looks like: its separator, its comments, where its table begins."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from wekipy.exchange.importing.tables.numbers import is_number, style_of
from wekipy.exchange.importing.tables.serial import without_arrow, without_label
from wekipy.project.problem import Problem

LOOKED_AT: Final = 100  # rows from which the dialect is guessed
SEPARATORS: Final = (
    ";",
    "\t",
    "|",
    ",",
    " ",
)  # the first of equals: beside the others a comma is a decimal mark
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_COMMENT = re.compile(r"#|%|//")
_SHEET_ERROR = re.compile(
    r"#[A-ZÄÖÜ/0]{1,10}[!?]?\s*(?:[;,\t|].*)?"
)  # “#N/A” in the first column is no comment
_SPACES = re.compile(r"[ \t]+")
_MOST_BEFORE: Final = 50  # lines before the table that are no rows of it


@dataclass(frozen=True)
class Dialect:
    """A file of separated values.

    Attributes:
        columns: how many values most rows have.
        before: the lines before the table, which are no rows.
        comment: the last comment before the table, which may hold the names of its columns.
    """

    separator: str
    columns: int
    before: int = 0
    comment: str = ""


def find_dialect(lines: Iterator[str], name: str) -> tuple[Dialect, Iterator[str]]:
    """What a file looks like, and all the lines of its table.

    Raises:
        Problem: if there is no line, or one cannot be split.
    """
    said = comment = ""
    head: list[str] = []
    for line in lines:
        text = line.strip()
        if not head and (found := _SEP_LINE.fullmatch(text)):
            said = found[1]
        elif is_comment(text):
            comment = comment if head else text
        elif text:
            head.append(line)
            if len(head) == LOOKED_AT:
                break
    if not head:
        raise _empty(name)
    separator = said or max(SEPARATORS, key=lambda one: _fitness(head, one))
    rows = list(split_lines(head, separator, name))
    if not rows:
        raise _empty(name)
    columns = Counter(map(len, rows)).most_common(1)[0][0]
    before = _before([len(row) for row in rows], columns)
    columns -= _empty_at_the_end(rows[before:], columns)
    return Dialect(separator, columns, before, comment), chain(islice(head, before, None), lines)


def _empty(name: str) -> Problem:
    return Problem(f"{name} is empty; expected a line of names and rows of numbers")


def _before(rows: Sequence[int], columns: int) -> int:
    """How many rows at the start are no rows of the table; the names of R's tables lack that of the first."""
    first = next(n for n, count in enumerate(rows) if count == columns)
    if 0 < first <= _MOST_BEFORE:
        return first - 1 if rows[first - 1] == columns - 1 and columns > 2 else first
    return 0


def _empty_at_the_end(rows: Sequence[list[str]], columns: int) -> int:
    """How many columns are only separators at the ends of the rows: without a name, and always empty."""
    count = 0
    while columns - count > 1 and all(
        len(row) < columns - count or not row[columns - count - 1].strip() for row in rows
    ):
        count += 1
    named = sum(bool(text.strip()) for text in rows[0]) if rows[1:] else 0
    return max(0, min(count, columns - named))


def is_comment(text: str) -> bool:
    """Whether a line, without the spaces around it, is no row but a remark."""
    return _COMMENT.match(text) is not None and _SHEET_ERROR.fullmatch(text) is None


def _fitness(lines: Sequence[str], separator: str) -> float:
    """How well a separator fits: the share of rows that are equally long, and of cells that are numbers."""
    try:
        rows = list(split_lines(lines, separator, ""))
    except Problem:
        return 0.0
    if not rows:
        return 0.0
    columns, count = Counter(len(row) for row in rows).most_common(1)[0]
    if columns < 2:
        return 0.0
    cells = [without_label(cell) for row in rows for cell in row]
    style = style_of(cells)
    share = sum(is_number(style, cell) for cell in cells) / len(cells)
    fitness = count / len(rows) * (1.0 + share)
    return 0.9 * fitness if separator == " " else fitness  # sentences have spaces, too


def split_lines(lines: Iterable[str], separator: str, name: str) -> Iterator[list[str]]:
    """The rows of lines, without those that are empty or comments.

    Raises:
        Problem: if a quote is not closed.
    """
    plain = (line for line in lines if not is_comment(line.strip()))
    plain = (without_arrow(line, separator) for line in plain)
    if separator == " ":
        plain = (_SPACES.sub(" ", line.strip()) for line in plain)
    reader = csv.reader(plain, delimiter=separator, skipinitialspace=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as e:
            raise Problem(
                f"{name}, line {reader.line_num} is no row that can be read; is a quote open there?"
            ) from e
        if row is None:
            return
        if any(text.strip() for text in row):
            yield row


def fit_row(row: list[str], columns: int) -> list[str]:
    """A row that is longer than its table by empty values only, without those."""
    return row[:columns] if len(row) > columns and not any(text.strip() for text in row[columns:]) else row


def names_in_comment(dialect: Dialect) -> list[str]:
    """The names of the columns in the comment before the table, if it holds as many; numpy writes such."""
    text = re.sub(r"^(#|%|//)\s*", "", dialect.comment)
    for separator in dict.fromkeys((dialect.separator, ",", "\t", ";", " ")):
        found = [part.strip() for part in next(iter(split_lines([text], separator, "")), [])]
        if len(found) == dialect.columns and all(found[1:]):
            return [found[0] or "#", *found[1:]]
    return []
