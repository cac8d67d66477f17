"""Guesses the roles of columns from names and values: classes, row numbers, times, takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from wekipy.exchange.importing.tables.table import F64, Column, Table
from wekipy.project.schema import MOST_CLASSES

FEW: Final = 20  # different whole numbers that are guessed to be classes
_CLASS = re.compile(
    r"(?:class|label|gesture|posture|pose|activity|category|target|emotion|species|letter|sign"
    r"|klasse|classe|clase|étiquette|etiqueta|etichetta|geste|gesto|类别|标签|手势)(?:es|s)?"
    r"(?:[\W_]*(?:id|name|n|no|nr|num|number|index|idx))?[\W_]*",
    re.IGNORECASE,
)
OUTPUT: Final = ("output", "target")  # names that begin with it
_FIRST = re.compile(r"#|no\.?|nr\.?|n|index|idx|row|row[ _]?(?:number|names?|id)", re.IGNORECASE)
_ID = re.compile(r"(?:row[ _]?)?id", re.IGNORECASE)
_UNNAMED = re.compile(r"|unnamed: ?\d+(?:\.\d+)?", re.IGNORECASE)
_FRAMES = re.compile(
    r"(?:.*[\W_])?(?:frame|sample|packet|logging ?sample|sequence)[\W_]*"
    r"(?:no|nr|num|number|n|id|idx|index|count|counter)?[\W_]*",
    re.IGNORECASE,
)
_TAKE = re.compile(
    r"(?:trial|recording|repetition|session|segment|sequence)[\W_]*(?:id|no|nr|number|n)?[\W_]*", re.I
)
_TIME = re.compile(
    r"(?:.*[\W_])?(?:t|ts|ms|millis|micros|time|temps|zeit|uhrzeit|tiempo|tempo|tijd|tid|hora|heure|时间|時間)(?:[\W_].*)?"
    r"|.*time[ _]?stamp.*|.*time[ _]?(?:since|elapsed|fine).*",
    re.IGNORECASE,
)
_CAMEL_TIME = re.compile(r".*[a-z]Time(?:[A-Z\W_].*)?")
_MOSTLY: Final = 0.9  # of the steps


def is_counter(name: str, values: F64, first: bool) -> bool:
    """Whether a column of numbers numbers the rows, or the frames or packets that they came in.

    Args:
        first: whether it is the first column, where row numbers are.
    """
    name = name.strip()
    known = values[np.isfinite(values)]  # not of the rows that cannot be read
    if len(known) < 2 or np.any(known != np.floor(known)):
        return False
    steps = np.diff(known)
    if _UNNAMED.fullmatch(name) and (first or name):
        return len(np.unique(known)) == len(known)  # of rows that were shuffled or chosen
    if first and (_FIRST.fullmatch(name) or _ID.fullmatch(name)):
        return bool(
            np.all(steps > 0) if _ID.fullmatch(name) or len(known) < len(values) else np.all(steps == 1)
        )
    return _FRAMES.fullmatch(name) is not None and float(np.mean(steps > 0)) >= _MOSTLY


def is_clock(name: str, values: F64) -> bool:
    """Whether a column of numbers holds times: it is named so, and they rise."""
    if _TIME.fullmatch(name.strip()) is None and _CAMEL_TIME.fullmatch(name.strip()) is None:
        return False
    steps = np.diff(values[np.isfinite(values)])
    return len(steps) > 0 and float(np.mean(steps >= 0)) >= _MOSTLY and float(np.mean(steps > 0)) > 0.5


def names_takes(column: Column, values: F64) -> bool:
    """Whether a column groups rows into takes: by its name, and by runs of equal values."""
    known = values[np.isfinite(values)]
    return (
        _TAKE.fullmatch(column.name.strip()) is not None
        and not column.text
        and len(known) == len(values)
        and 2 <= len(np.unique(known)) <= len(known) / 2
    )


def named_classes(table: Table, free: Sequence[int]) -> list[int]:
    """The columns that are classes by their name."""
    return [n for n in free if _CLASS.fullmatch(table.columns[n].name.strip()) and _may_be_classes(table, n)]


def guess_outputs(table: Table, free: Sequence[int]) -> tuple[list[int], bool]:
    """The outputs of a table, and whether they are classes by their name or place.

    Args:
        free: the columns that may be outputs; at least one.
    """
    named = [n for n in free if table.columns[n].name.lower().startswith(OUTPUT)]
    if named:
        return named, False
    if classes := named_classes(table, free):
        return classes[-1:], True
    if _repeats(table, free[-1]):
        return list(free[-1:]), False
    if words := [n for n in free if table.columns[n].nominal and _repeats(table, n)]:
        return words[-1:], False
    first = free[0]
    if first == 0 and table.columns[0].name == "column-1" and _is_first_of_fractions(table, free):
        return [first], True
    return list(free[-1:]), False


def _different(table: Table, n: int) -> F64:
    values = table.values[:, n]
    return np.unique(values[np.isfinite(values)])


def _may_be_classes(table: Table, n: int) -> bool:
    """Whether there are not too many different values, all of them words or whole numbers."""
    different = _different(table, n)
    return 1 <= len(different) <= MOST_CLASSES and bool(np.all(different == np.floor(different)))


def _repeats(table: Table, n: int) -> bool:
    """Whether a column holds few different words or whole numbers, each several times."""
    different, rows = _different(table, n), int(np.isfinite(table.values[:, n]).sum())
    if not 2 <= len(different) <= rows / 2 or np.any(different != np.floor(different)):
        return False
    return len(different) <= (MOST_CLASSES if table.columns[n].nominal else FEW)


def _is_first_of_fractions(table: Table, free: Sequence[int]) -> bool:
    """Whether the first column holds whole numbers that repeat, and the last others, as of hand landmarks."""
    different, rows = _different(table, free[0]), len(table.values)
    if not 2 <= len(different) <= min(MOST_CLASSES, rows / 2) or np.any(different != np.floor(different)):
        return False
    last = _different(table, free[-1])
    return bool(np.any(last != np.floor(last)))
