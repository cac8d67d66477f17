"""Edits of single rows of takes: numbers changed, rows deleted, rows added.

Small edits become notes of the take, see `wekipy.project.edited_rows`. What no note can hold, because it is
large, or because the take's file has no column for it, becomes a new take in the place of the edited one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.edited_rows import edited
from wekipy.project.examples import TakeData, measured, row_type
from wekipy.project.row_changes import RowChanges, used_rows
from wekipy.project.schema import MOST_EDITED, AddedRow, Edits, Project, Take
from wekipy.project.take_parts import NOMINAL, as_labelled, labelled_rows

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def changed_take(project: Project, data: TakeData, take: Take, changes: RowChanges) -> Take | TakeData | None:
    """A take with changes: the same take with other edits, or rows of a take in its place.

    Returns:
        None if no row would be left.
    """
    gone = _merged(changes.gone)
    left = _left(used_rows(take, data), gone)
    if not len(left) and not changes.added:
        return None
    many = len(changes.inputs) + len(changes.targets) + len(gone) + len(changes.added) > MOST_EDITED
    if many or not _notable(take, data, changes):
        return _replaced(take, data, changes, gone)
    edits = _noted(take, data, changes)
    if not edits.small:
        return _replaced(take, data, changes, gone)
    return measured(project, msgspec.structs.replace(take, edits=edits), edited(data, edits))


def _left(rows: I64, gone: Sequence[tuple[int, int]]) -> npt.NDArray[np.intp]:
    """Which of some rows (rising) stay, as their places."""
    stays = np.ones(len(rows), bool)
    for a, b in gone:
        stays[slice(*np.searchsorted(rows, [a, b + 1]))] = False
    return np.flatnonzero(stays)


def _notable(take: Take, data: TakeData, changes: RowChanges) -> bool:
    """Whether a note of the take can hold changes: its file has a column for each, and no label hides it."""
    uids = {uid for _, uid in changes.targets}
    uids |= {uid for _, its in changes.added for uid, value in its.items() if not math.isnan(value)}
    if changes.added and (take.trim is not None or take.labels or take.erased):
        return False
    return uids <= set(data.outputs) and not uids & {*take.labels, *take.erased}


def _noted(take: Take, data: TakeData, changes: RowChanges) -> Edits:
    raw = data.raw
    old = take.edits or Edits(len(raw) + len(raw.left_out))
    gone = _merged([*old.gone, *changes.gone])
    inputs = {(row, column): value for row, column, value in old.inputs}
    inputs |= {cell: _short(value) for cell, value in changes.inputs.items()}
    targets = {(row, uid): value for row, uid, value in old.targets}
    targets |= {cell: _known(value) for cell, value in changes.targets.items()}
    times = data.times()
    step = _step(times)
    last = float(times[-1])
    added = [
        AddedRow(
            last + step * n, tuple(map(_short, x)), tuple(_known(y.get(uid, math.nan)) for uid in raw.outputs)
        )
        for n, (x, y) in enumerate(changes.added, 1)
    ]
    return Edits(
        old.recorded,
        tuple((*cell, value) for cell, value in sorted(inputs.items()) if not _inside(cell[0], gone)),
        tuple((*cell, value) for cell, value in sorted(targets.items()) if not _inside(cell[0], gone)),
        tuple(gone),
        (*old.added, *added),
    )


def _inside(row: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(a <= row <= b for a, b in spans)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of rows, rising, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(b, merged[-1][1])
        else:
            merged.append((a, b))
    return merged


def _short(value: float) -> float:
    """A number as text is written of its float32: 0.1, not 0.10000000149."""
    return float(str(np.float32(value)))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else _short(value)


def _step(times: F64) -> float:
    """Seconds from one row of a take to the next."""
    step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    return step if step > 0 else NOMINAL


def _replaced(take: Take, data: TakeData, changes: RowChanges, gone: Sequence[tuple[int, int]]) -> TakeData:
    """The used rows of a take with changes, as a take of its own has them."""
    numbers, part = used_rows(take, data), as_labelled(take, data)
    new = [uid for _, uid in changes.targets] + [uid for _, its in changes.added for uid in its]
    outputs = tuple(dict.fromkeys((*part.outputs, *new)))
    rows = labelled_rows(part, [part.column(uid) for uid in outputs])
    columns = {uid: n for n, uid in enumerate(outputs)}
    if changes.inputs:
        at, which = np.array(list(changes.inputs), np.int64).T
        rows["inputs"][np.searchsorted(numbers, at), which] = list(changes.inputs.values())
    if changes.targets:
        at = np.array([row for row, _ in changes.targets], np.int64)
        which = np.array([columns[uid] for _, uid in changes.targets])
        rows["targets"][np.searchsorted(numbers, at), which] = list(changes.targets.values())
    kept = rows[_left(numbers, gone)]
    more = np.empty(len(changes.added), row_type(part.inputs, len(outputs)))
    times = rows["time"]
    for n, (x, y) in enumerate(changes.added):
        more[n] = (times[-1] + _step(times) * (n + 1), x, [y.get(uid, math.nan) for uid in outputs])
    return TakeData(outputs, tuple(block for block in (kept, more) if len(block)), part.started)
