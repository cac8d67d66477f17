"""Cuts a long take of one gesture into takes of one example each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from wekipy.learning.gestures import GestureExample, Movement, at_marks, at_stillness
from wekipy.project.examples import Rows, TakeData, gesture_of
from wekipy.project.problem import Problem
from wekipy.project.take_edits import rows_at
from wekipy.project.take_parts import as_labelled

if TYPE_CHECKING:
    from wekipy.engine.engine import Engine


def split_at_rests(engine: Engine, number: int, marks: Sequence[float] = ()) -> list[int]:
    """Put takes of one example each in place of a take, in one edit.

    Args:
        marks: seconds since 1970 at which to cut; without any it is cut where the movement rests.

    Returns:
        The numbers of the new takes.

    Raises:
        Problem: if there is no such take of a gesture, or nothing to cut.
    """
    old, whole = rows_at(engine.project, engine.view.data, number)
    found = [output for output in engine.project.gesture_outputs() if gesture_of(old, output.uid)]
    if not found:
        raise Problem(f"take {number} shows no gesture")
    output, data = found[0], as_labelled(old, whole)
    rows: Rows = np.concatenate(data.blocks)
    columns = list(engine.project.connected(output))
    take = Movement(frames=rows["inputs"][:, columns], times=np.maximum.accumulate(rows["time"]))
    gesture = gesture_of(old, output.uid) or 0
    examples = at_marks(take, gesture, marks) if marks else at_stillness(take, gesture)
    if len(examples) < 2 and not marks:
        raise Problem(f"take {number} rests nowhere between movements: there is nothing to cut")
    if not examples:
        raise Problem(f"nothing moves in take {number}")
    parts = [TakeData(data.outputs, (_rows_of(example, take, rows),)) for example in examples]
    label, like = f"cut take {number} into {len(parts)}", [old] * len(parts)
    takes = engine.add_takes(parts, label, instead_of=[number], like=like)
    return [new.number for new in takes]


def _rows_of(example: GestureExample, take: Movement, rows: Rows) -> Rows:
    start = int(np.searchsorted(take.times, example.times[0]))
    end = int(np.searchsorted(take.times, example.times[-1], side="right"))
    part: Rows = rows[start:end].copy()
    return part
