"""Numbers as people give them: one after the other, as lists, as arrays, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.faces.json_text import to_json
from wekipy.osc.tables import packed
from wekipy.project.counting import many
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]
Numbers: TypeAlias = "float | Iterable[float]"
Table: TypeAlias = "npt.ArrayLike | Sequence[Sequence[float | None]] | Sequence[float | None]"
_MOST_BYTES = 12 << 20  # of the tables of one call: base64 is a third longer, and a packet has 16 MiB


def floats(values: Iterable[Numbers]) -> list[float]:
    """The numbers of arguments of which each is a number, a list or an array.

    Raises:
        Problem: if something is no number.
    """
    found: list[float] = []
    for value in values:
        try:
            found += _list_of(value)
        except (TypeError, ValueError):
            raise Problem(f"{value!r:.60} arrived, expected numbers, or a list of numbers") from None
    return found


def _list_of(value: Numbers) -> list[float]:
    if isinstance(value, (str, bytes)):
        raise TypeError
    return list(map(float, value)) if isinstance(value, Iterable) else [float(value)]


def array(name: str, table: Table) -> F64:
    """The numbers of a table, a row or one number, in as many dimensions; None is NaN.

    Raises:
        Problem: if rows differ in length, or something is no number.
    """
    try:
        found = np.array(table, np.float64)
    except (ValueError, TypeError):
        raise Problem(f"{name}: expected as many numbers in each row") from None
    if found.ndim > 2:
        raise Problem(f"{name}: expected a table of (examples, numbers), got one of the shape {found.shape}")
    return found


def rows_of(given: F64, inputs: int) -> F64:
    """Rows (n, inputs): one row alone is one example, or, where there is one input, a number of each."""
    if given.ndim == 2:
        return given
    return given.reshape(-1, 1) if inputs == 1 else given.reshape(1, -1)


def targets_for(given: F64, rows: int, outputs: int) -> F64:
    """Targets (rows, outputs): one row alone is for all rows, or, where there is one output, one of each."""
    if given.ndim == 2:
        return given
    if given.ndim == 1 and outputs == 1 and len(given) == rows:
        return given[:, None]
    return np.tile(given.reshape(1, -1), (rows, 1))


def in_json(**tables: tuple[F64, str]) -> list[str]:
    """Tables, each with the type that it is sent as, as operations take them.

    Raises:
        Problem: if all are too large for one packet.
    """
    with np.errstate(over="ignore"):  # the engine says which number is too large
        found = [table.astype(kind) for table, kind in tables.values()]
    size, rows = sum(table.nbytes for table in found), max(map(len, found))
    if size > _MOST_BYTES:
        raise Problem(
            f"{many(rows, 'row')} arrived, at most {rows * _MOST_BYTES // size:,} as wide fit into one call;"
            " give them in several calls"
        )
    return [to_json(packed(table)) for table in found]


def options_of(mapping: Mapping[str, Any] | None, keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Options given as a mapping, as keywords, or both; as values that JSON knows."""
    given = {**(mapping or {}), **keywords}
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in given.items()}
