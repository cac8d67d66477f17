"""Splits a long take of one gesture into takes of one example each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from wekipy.learning.gestures import GestureExample, Movement, at_marks, at_stillness
from wekipy.project.examples import Rows, TakeData, gesture_of
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.project.take_edits import rows_at
from wekipy.project.take_parts import as_labelled


class Split(NamedTuple):
    """Arguments of `Engine.add_takes` that replace a take with takes of one example each."""

    parts: list[TakeData]
    label: str
    instead_of: list[int]
    like: list[Take]


def split_gesture(
    project: Project, data: Mapping[int, TakeData], number: int, marks: Sequence[float] = ()
) -> Split:
    """Return the takes of one example each that a take of a gesture splits into.

    Args:
        data: the rows of all takes.
        marks: seconds since the take began at which to split; without any, it is split where the movement
            rests.

    Raises:
        Problem: if there is no such take of a gesture, or nothing to split.
    """
    old, whole = rows_at(project, data, number)
    found = [output for output in project.gesture_outputs() if gesture_of(old, output.uid)]
    if not found:
        raise Problem(f"take {number} shows no gesture")
    output, labelled = found[0], as_labelled(old, whole)
    rows: Rows = np.concatenate(labelled.blocks)
    columns = [n for n in project.connected(output) if n < whole.inputs]
    if not columns:
        raise Problem(
            f"take {number} was recorded without the inputs of {output.name}: there is nothing to see"
        )
    take = Movement(frames=rows["inputs"][:, columns], times=np.maximum.accumulate(rows["time"]))
    gesture = gesture_of(old, output.uid) or 0
    examples = at_marks(take, gesture, marks) if marks else at_stillness(take, gesture)
    if len(examples) < 2 and not marks:
        raise Problem(f"take {number} rests nowhere between movements: there is nothing to cut")
    if not examples:
        raise Problem(f"nothing moves in take {number}")
    parts = [
        TakeData(labelled.outputs, (_rows_of(example, take, rows),), labelled.started) for example in examples
    ]
    return Split(parts, f"cut take {number} into {len(parts)}", [number], [old] * len(parts))


def _rows_of(example: GestureExample, take: Movement, rows: Rows) -> Rows:
    start = int(np.searchsorted(take.times, example.times[0]))
    end = int(np.searchsorted(take.times, example.times[-1], side="right"))
    part: Rows = rows[start:end].copy()
    return part
