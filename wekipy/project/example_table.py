"""Examples of takes as the rows of one table, page by page, with conditions on their numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.project.editing import output_at
from wekipy.project.examples import TakeData, targets_of, used
from wekipy.project.problem import Problem
from wekipy.project.recorded_inputs import chosen_columns
from wekipy.project.row_changes import used_rows
from wekipy.project.schema import Project, Take
from wekipy.project.take_contents import MOST_NUMBERS, MOST_ROWS
from wekipy.project.take_edits import rows_at

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]
_COMPARES: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "=": lambda a, b: np.isclose(a, b, rtol=1e-6, atol=0.0),  # as a float32 is written
    "!=": lambda a, b: ~np.isclose(a, b, rtol=1e-6, atol=0.0) & ~np.isnan(a),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COMPARISONS: Final = (*_COMPARES, "none")


@dataclass(frozen=True)
class Condition:
    """What a number must be for a row to be shown.

    Attributes:
        column: an input (from 1), an output (from 1) with a minus, or 0: the seconds since the take began.
        comparison: one of `COMPARISONS`; "none" is for what has no value.
    """

    column: int
    comparison: str
    value: float = 0.0


def read_conditions(found: object) -> tuple[Condition, ...]:
    """Read conditions from JSON: [[column, comparison, value], …].

    Raises:
        Problem: if they are not of that form.
    """
    if found == ():
        return ()
    expected = f'where: expected a JSON list such as [[1, ">", 0.5], [-2, "=", 3]], got {found!r:.60}'
    if not isinstance(found, list) or len(found) > 100:
        raise Problem(expected)
    conditions = []
    for one in found:
        if not (isinstance(one, list) and len(one) in (2, 3) and isinstance(one[0], int)):
            raise Problem(expected)
        column, comparison, value = [*one, 0.0][:3]
        if comparison not in COMPARISONS:
            raise Problem(f"where: “{comparison!s:.20}” is no comparison; there are {', '.join(COMPARISONS)}")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e300:
            raise Problem(expected)
        conditions.append(Condition(column, comparison, float(value)))
    return tuple(conditions)


@dataclass(frozen=True)
class Part:
    """The rows of one take in a table.

    Attributes:
        rows: the part that is used.
        numbers: (rows of the part,) as recorded, from 0.
        chosen: which rows of the part are in the table; None is all.
    """

    take: Take
    rows: TakeData
    numbers: I64
    chosen: npt.NDArray[np.intp] | None

    def __len__(self) -> int:
        return len(self.rows) if self.chosen is None else len(self.chosen)


class LastTable:
    """Keeps the parts of the last table, so that its other pages need no search; for any thread."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], tuple[Part, ...]] | None = None

    def parts(
        self,
        project: Project,
        data: Mapping[int, TakeData],
        takes: Sequence[int],
        where: tuple[Condition, ...],
    ) -> tuple[Part, ...]:
        """The parts of a table; see `example_page`."""
        last, asked = self._last, (tuple(takes), where)
        if last is not None and last[0][0] is project and last[0][1] is data and last[0][2:] == asked:
            return last[1]
        found = tuple(_parts(project, data, takes, where))
        self._last = (project, data, *asked), found
        return found


def _parts(
    project: Project, data: Mapping[int, TakeData], takes: Sequence[int], where: tuple[Condition, ...]
) -> list[Part]:
    _check(project, where)
    numbers = takes or [t.number for t in project.live_takes() if len(data.get(t.number, ()))]
    parts = []
    for number in dict.fromkeys(numbers):
        take, rows = rows_at(project, data, number)
        part = used(take, rows)
        chosen = None
        if where:
            stays = np.ones(len(part), bool)
            for condition in where:
                stays &= _fulfilled(project, take, part, condition)
            chosen = np.flatnonzero(stays)
        parts.append(Part(take, part, used_rows(take, rows), chosen))
    return parts


def _check(project: Project, where: Sequence[Condition]) -> None:
    for condition in where:
        if condition.column < 0:
            output_at(project, -condition.column)
        elif condition.column > len(project.inputs):
            raise Problem(
                f"there is no input {condition.column}: inputs count from 1 to {len(project.inputs)}"
            )


def _fulfilled(project: Project, take: Take, part: TakeData, condition: Condition) -> npt.NDArray[np.bool_]:
    """(rows,) which rows of a part fulfil a condition."""
    column = _column(project, take, part, condition.column)
    if condition.comparison == "none":
        return np.asarray(np.isnan(column))
    found: npt.NDArray[np.bool_] = _COMPARES[condition.comparison](column, condition.value)
    return found


def _column(project: Project, take: Take, part: TakeData, column: int) -> npt.NDArray[np.floating[Any]]:
    if column == 0:
        return part.times() - _first_time(part)
    if column < 0:
        return _targets(take, part, output_at(project, -column).uid)
    found = [chosen_columns(b["inputs"], project.inputs, [column - 1])[:, 0] for b in part.blocks]
    return np.concatenate(found)


def _targets(take: Take, part: TakeData, uid: str) -> F32:
    return np.full(len(part), np.nan, np.float32) if uid in take.erased else targets_of(take, part, uid)


def _first_time(part: TakeData) -> float:
    return float(part.blocks[0]["time"][0]) if part.blocks else 0.0


def example_page(project: Project, parts: Sequence[Part], first: int, most: int) -> dict[str, Any]:
    """A page of a table.

    Args:
        first: the first row of the page, from 0 through the whole table.
        most: rows in the page; it has fewer where there are very many columns.

    Returns:
        rows (in the whole table), first, and arrays with a line for each row of the page: take and row
        (numbers, from 1), time (seconds since the take began), inputs, and targets of each output, NaN where
        there is none; that of a gesture output is the gesture, counted within the output.
    """
    if first < 0 or not 1 <= most <= MOST_ROWS:
        raise Problem(f"first is {first}, most is {most}; expected at least 0, and 1 to {MOST_ROWS}")
    most = max(1, min(most, MOST_NUMBERS // max(1, len(project.inputs) + len(project.outputs))))
    pieces, start = [], 0
    for part in parts:
        a, b = max(0, first - start), min(len(part), first + most - start)
        if a < b:
            pieces.append(_piece(project, part, slice(a, b)))
        start += len(part)
    kinds = {
        "take": np.int32,
        "row": np.float64,
        "time": np.float64,
        "inputs": np.float32,
        "targets": np.float32,
    }
    widths = {"inputs": (len(project.inputs),), "targets": (len(project.outputs),)}
    arrays = {
        name: np.concatenate([np.empty((0, *widths.get(name, ())), kind), *(piece[name] for piece in pieces)])
        for name, kind in kinds.items()
    }
    return {"rows": start, "first": first, **{n: a.astype(kinds[n], copy=False) for n, a in arrays.items()}}


def _piece(project: Project, part: Part, which: slice) -> dict[str, npt.NDArray[Any]]:
    chosen = np.arange(which.start, which.stop) if part.chosen is None else part.chosen[which]
    rows, take = _gathered(part.rows, chosen), part.take
    here = TakeData(part.rows.outputs, (rows,))
    targets = [_targets(take, here, output.uid) for output in project.outputs]
    return {
        "take": np.full(len(chosen), take.number, np.int32),
        "row": part.numbers[chosen] + 1.0,
        "time": rows["time"] - _first_time(part.rows),
        "inputs": chosen_columns(rows["inputs"], project.inputs, range(len(project.inputs))),
        "targets": np.stack(targets, axis=1),
    }


def _gathered(data: TakeData, chosen: npt.NDArray[np.intp]) -> npt.NDArray[np.void]:
    """Rows (rising) of a take."""
    starts = np.cumsum([0, *(len(block) for block in data.blocks)])
    blocks = np.searchsorted(starts, chosen, side="right") - 1
    return np.concatenate([data.blocks[n][chosen[blocks == n] - starts[n]] for n in np.unique(blocks)])
