"""Cuts a long take of one gesture into takes of one example each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from wekipy.learning.gestures import GestureExample, Movement, at_marks, at_stillness
from wekipy.project.examples import Rows, TakeData, gesture_of
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from wekipy.engine.engine import Engine


def split_take(engine: Engine, number: int, marks: Sequence[float] = ()) -> list[int]:
    """Put takes of one example each in place of a take, in one edit.

    Args:
        marks: seconds since 1970 at which to cut; without any it is cut where the movement rests.

    Returns:
        The numbers of the new takes.

    Raises:
        Problem: if there is no such take of a gesture, or nothing to cut.
    """
    data = engine.view.data.get(number)
    found = [output for output in engine.project.gesture_outputs() if gesture_of(data, output.uid)]
    if data is None or not found or number not in {t.number for t in engine.project.live_takes()}:
        raise Problem(f"there is no take {number} that shows a gesture")
    output = found[0]
    rows: Rows = np.concatenate(data.blocks)
    columns = list(engine.project.connected(output))
    take = Movement(frames=rows["inputs"][:, columns], times=np.maximum.accumulate(rows["time"]))
    gesture = gesture_of(data, output.uid) or 0
    examples = at_marks(take, gesture, marks) if marks else at_stillness(take, gesture)
    if len(examples) < 2 and not marks:
        raise Problem(f"take {number} rests nowhere between movements: there is nothing to cut")
    if not examples:
        raise Problem(f"nothing moves in take {number}")
    parts = [TakeData(data.outputs, (_rows_of(example, take, rows),)) for example in examples]
    takes = engine.add_takes(parts, f"cut take {number} into {len(parts)}", instead_of=number)
    return [new.number for new in takes]


def _rows_of(example: GestureExample, take: Movement, rows: Rows) -> Rows:
    start = int(np.searchsorted(take.times, example.times[0]))
    end = int(np.searchsorted(take.times, example.times[-1], side="right"))
    part: Rows = rows[start:end].copy()
    return part
