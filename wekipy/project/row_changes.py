"""What is to change of single rows of takes, read from tables and checked: numbers, rows deleted, rows added.

As in `editing`, all raise `Problem` when what is asked for cannot be done; then nothing is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.editing import output_at
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import LARGEST_NUMBER, GestureOutput, Project, Take
from wekipy.project.take_edits import legal_target, rows_at

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


@dataclass
class RowChanges:
    """What is to change of the rows of one take; rows are numbered as recorded, from 0.

    Attributes:
        inputs: by row and input (from 0).
        targets: by row and uid of the output; NaN is none.
        gone: first and last of deleted rows.
        added: inputs of each added row, and its targets by uid.
    """

    inputs: dict[tuple[int, int], float] = field(default_factory=dict)
    targets: dict[tuple[int, str], float] = field(default_factory=dict)
    gone: list[tuple[int, int]] = field(default_factory=list)
    added: list[tuple[tuple[float, ...], dict[str, float]]] = field(default_factory=list)


def changed_cells(project: Project, data: Mapping[int, TakeData], cells: F64) -> dict[int, RowChanges]:
    """The changes that give numbers other values, by take.

    Args:
        cells: (n, 4) take, row (from 1), column and value of each; the column is an input (from 1) or, with
            a minus, an output (from 1). A target that is NaN is taken away.
    """
    _check_table(cells, 4, "numbers to edit are take, row, column and value")
    found: dict[int, RowChanges] = {}
    for number, lines in _by_take(cells).items():
        take, rows = rows_at(project, data, number)
        whole = _whole(lines[:, 1:3], "row and column")
        _check_rows(take, rows, whole[:, 0])
        found[number] = changes = RowChanges()
        for (row, column), value in zip(whole.tolist(), lines[:, 3].tolist(), strict=True):
            if column > 0:
                changes.inputs[row - 1, column - 1] = _input(project, take, rows, row, column, value)
            else:
                output = output_at(project, -column)
                changes.targets[row - 1, output.uid] = _target(project, take, row, -column, value)
    return found


def _input(project: Project, take: Take, rows: TakeData, row: int, column: int, value: float) -> float:  # noqa: PLR0913
    if column > min(len(project.inputs), rows.inputs):
        raise Problem(f"take {take.number} was recorded without input {column}; nothing was changed")
    if not abs(value) <= LARGEST_NUMBER:
        where = f"take {take.number}, row {row}, input {column}"
        raise Problem(f"{where}: {value:g} is no finite number; nothing was changed")
    return value


def _target(project: Project, take: Take, row: int, number: int, value: float) -> float:
    output = output_at(project, number)
    where = f"take {take.number}, row {row}"
    if isinstance(output, GestureOutput):
        raise Problem(
            f"{where}: a take shows one gesture of {output.name} from its beginning to its end; relabel the"
            " take instead; nothing was changed"
        )
    if math.isnan(value):
        return value
    try:
        return legal_target(project, number, output, value)
    except Problem as e:
        raise Problem(f"{where}: {e}; nothing was changed") from e


def deleted(project: Project, data: Mapping[int, TakeData], spans: F64) -> dict[int, RowChanges]:
    """The changes that delete rows, by take.

    Args:
        spans: (n, 3) take, first and last row (from 1) of each. Rows between that are not there any more are
            passed over.
    """
    _check_table(spans, 3, "rows to delete are take, first and last row")
    found: dict[int, RowChanges] = {}
    for number, lines in _by_take(spans).items():
        take, rows = rows_at(project, data, number)
        ends = _whole(lines[:, 1:], "first and last row")
        _check_rows(take, rows, ends.ravel())
        if (ends[:, 0] > ends[:, 1]).any():
            raise Problem(f"take {number}: a first row is behind its last; nothing was deleted")
        found[number] = RowChanges(gone=[(a - 1, b - 1) for a, b in ends.tolist()])
    return found


def appended(
    project: Project, data: Mapping[int, TakeData], number: int, rows: F64, targets: F64
) -> dict[int, RowChanges]:
    """The changes that add rows at the end of a take.

    Args:
        rows: (n, inputs).
        targets: (n, outputs that are no gesture outputs), NaN is none.
    """
    take, recorded = rows_at(project, data, number)
    if take.lost:
        raise Problem(f"take {number} lacks {many(take.lost, 'example')} in its file: add to another take")
    outputs = project.value_outputs()
    numbers = {output.uid: n for n, output in enumerate(project.outputs, 1)}
    for table, width, what in ((rows, len(project.inputs), "input"), (targets, len(outputs), "target")):
        if table.shape != (len(rows), width) or not len(rows):
            raise Problem(f"expected rows of {many(width, what)}; nothing was added")
    if recorded.inputs < len(project.inputs):
        raise Problem(
            f"take {number} was recorded with {many(recorded.inputs, 'input')}: add to another take"
        )
    changes = RowChanges()
    for n, (x, y) in enumerate(zip(rows.tolist(), targets.tolist(), strict=True), 1):
        inputs = [_input(project, take, recorded, n, c, value) for c, value in enumerate(x, 1)]
        inputs += [0.0] * (recorded.inputs - len(inputs))  # those that were removed since
        its = {o.uid: _target(project, take, n, numbers[o.uid], v) for o, v in zip(outputs, y, strict=True)}
        shown = {uid: take.targets.get(uid) for uid in take.counts if uid not in take.erased}
        gestures = {o.uid: shown.get(o.uid) for o in project.gesture_outputs()}
        its |= {uid: value for uid, value in gestures.items() if value is not None}
        changes.added.append((tuple(inputs), its))
    return {number: changes}


def _check_table(table: F64, columns: int, expected: str) -> None:
    if not len(table):
        raise Problem("name at least one row")
    if table.shape[1] != columns:
        raise Problem(f"rows of {many(table.shape[1], 'number')} arrived: {expected}")


def _whole(numbers: F64, what: str) -> I64:
    wrong = ~(np.abs(numbers) < 2**40) | (numbers != np.rint(numbers))
    if wrong.any():
        raise Problem(f"{numbers[wrong][0]:g} is no {what}: these are whole numbers")
    return numbers.astype(np.int64)


def _by_take(table: F64) -> dict[int, F64]:
    numbers = _whole(table[:, 0], "take")
    return {number: table[numbers == number] for number in dict.fromkeys(numbers.tolist())}


def _check_rows(take: Take, data: TakeData, rows: I64) -> None:
    """Check that each of some rows (from 1) is one of those that are used."""
    there = used_rows(take, data)
    wrong = rows[~np.isin(rows - 1, there)]
    if len(wrong):
        raise Problem(f"take {take.number} has no row {wrong[0]} that is used; nothing was changed")


def used_rows(take: Take, data: TakeData) -> I64:
    """The numbers as recorded, from 0, of the rows of a take that are used."""
    return data.recorded()[slice(*data.bounds(take.trim))]
