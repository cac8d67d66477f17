"""Examples that are given as numbers, instead of being recorded, as takes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.examples import TakeData, row_type
from wekipy.project.near import NEAR
from wekipy.project.problem import Problem
from wekipy.project.schema import LARGEST_NUMBER, ClassificationOutput, ContinuousOutput, Output, Project

F64 = npt.NDArray[np.float64]
LONGEST_STEP = 86_400.0  # seconds from one row to the next


def examples_as_take(project: Project, rows: F64, targets: F64, step: float) -> TakeData:
    """A take of examples for all outputs that have targets.

    Args:
        rows: (n, inputs).
        targets: (n, outputs that have targets), NaN where an example has none.
        step: seconds from one row to the next.

    Raises:
        Problem: naming the row and the input or output that is wrong.
    """
    outputs = project.value_outputs()
    if not outputs:
        raise Problem("all outputs are gesture outputs, which have no targets: use add_gesture")
    _check_rows(project, rows, step)
    if targets.shape[0] != len(rows):
        raise Problem(
            f"{many(len(rows), 'row')} and targets for {many(len(targets), 'row')} arrived; expected"
            " targets for each row"
        )
    if targets.shape[1] != len(outputs):
        but = " that is no gesture output" if project.gesture_outputs() else ""
        raise Problem(
            f"{many(targets.shape[1], 'target')} for each row arrived, expected {len(outputs)}: one for each"
            f" output{but}"
        )
    if np.isnan(targets).all():
        raise Problem("no row has a target: give at least one")
    made = _take(rows, step, tuple(output.uid for output in outputs))
    numbers = {output.uid: number for number, output in enumerate(project.outputs, 1)}
    for n, output in enumerate(outputs):
        made.blocks[0]["targets"][:, n] = _legal(output, numbers[output.uid], targets[:, n])
    return made


def gesture_as_take(
    project: Project, rows: F64, uids: tuple[str, ...], gesture: int, step: float
) -> TakeData:
    """A take that is an example of a gesture.

    Args:
        rows: (n, inputs), the movement from its beginning to its end.
        uids: of the gesture outputs that it is an example for.
        gesture: its number in that output, from 1; 0 is none of them.
        step: seconds from one row to the next.
    """
    _check_rows(project, rows, step)
    made = _take(rows, step, uids)
    made.blocks[0]["targets"] = gesture
    return made


def _take(rows: F64, step: float, uids: tuple[str, ...]) -> TakeData:
    made = np.zeros(len(rows), row_type(rows.shape[1], len(uids)))
    made["time"] = np.arange(len(rows)) * step
    made["inputs"] = rows
    return TakeData(uids, (made,))


def _check_rows(project: Project, rows: F64, step: float) -> None:
    if not len(rows):
        raise Problem("no row arrived: expected at least one example")
    if rows.shape[1] != len(project.inputs):
        raise Problem(
            f"rows of {many(rows.shape[1], 'number')} arrived, expected {len(project.inputs)}: one for each"
            " input"
        )
    if not 0.0 <= step <= LONGEST_STEP:
        raise Problem(f"{step:g} s from row to row; expected 0 to {LONGEST_STEP:g}")
    wrong = np.argwhere(~(np.abs(rows) <= LARGEST_NUMBER))
    if len(wrong):
        row, column = wrong[0].tolist()
        raise Problem(
            f"row {row + 1}, input {column + 1} is {rows[row, column]:g}: expected a finite number;"
            " nothing was added"
        )


def _legal(output: Output, number: int, given: F64) -> npt.NDArray[np.float32]:
    """The targets of one output as a take stores them."""
    known = ~np.isnan(given)
    values = np.where(known, given, 0.0)
    low, high, whole = -LARGEST_NUMBER, LARGEST_NUMBER, False
    if isinstance(output, ClassificationOutput):
        low, high, whole = (0.0 if output.nothing else 1.0), float(output.classes), True
    elif isinstance(output, ContinuousOutput):
        whole = output.integer
        if output.limits == "hard":
            low, high = output.minimum, output.maximum
    nearest = np.rint(values) if whole else values
    # A float32 is rarely the limit itself.
    slack = NEAR if whole else np.spacing(np.float32(max(abs(low), abs(high))))
    wrong = known & ~(
        (np.abs(values - nearest) <= NEAR) & (nearest >= low - slack) & (nearest <= high + slack)
    )
    if wrong.any():
        row = int(np.argmax(wrong))
        raise Problem(
            f"row {row + 1}, output {number} (“{output.name}”): {given[row]:g} is no legal target; expected"
            f" {_expected(output)}; nothing was added"
        )
    return np.where(known, np.clip(nearest, low, high), np.nan).astype(np.float32)


def _expected(output: Output) -> str:
    if isinstance(output, ClassificationOutput):
        return f"a class from {0 if output.nothing else 1} to {output.classes}"
    if not isinstance(output, ContinuousOutput):
        return "a gesture"
    kind = "a whole number" if output.integer else "a number"
    between = f" from {output.minimum:g} to {output.maximum:g}" if output.limits == "hard" else ""
    return kind + (between or ", finite")
