"""Makes takes from parts of others: split, joined, or copied from another project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.examples import Rows, TakeData, row_type, targets_of, used
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Output, Project, Take, kind_of
from wekipy.project.take_edits import seconds_of

NOMINAL = 0.02  # seconds from one example to the next if unknown


def as_labelled(take: Take, data: TakeData) -> TakeData:
    """The rows of a take that are used, with the targets that count, as a take of its own has them."""
    part = replace(used(take, data), left_out=TakeData((), ()).left_out, unedited=None)
    if not take.labels and not take.erased:
        return part
    outputs = tuple(uid for uid in dict.fromkeys((*part.outputs, *take.labels)) if uid not in take.erased)
    columns = [targets_of(take, part, uid) for uid in outputs]
    return TakeData(outputs, (labelled_rows(part, columns),), part.started)


def labelled_rows(part: TakeData, columns: Sequence[npt.NDArray[np.float32]]) -> Rows:
    """Rows with the times and inputs of a part, and other targets."""
    inputs = [block["inputs"] for block in part.blocks]
    rows = np.empty(len(part), row_type(inputs[0].shape[1], len(columns)))
    rows["time"] = part.times()
    rows["inputs"] = np.concatenate(inputs)
    for n, column in enumerate(columns):
        rows["targets"][:, n] = column
    return rows


def cut(take: Take, data: TakeData, at: Sequence[float]) -> list[TakeData]:
    """A take cut into parts.

    Args:
        at: where, in seconds from the beginning of the whole take.

    Raises:
        Problem: if a part would be empty.
    """
    seconds = seconds_of(data)
    first, end = data.bounds(take.trim)
    places = np.searchsorted(seconds, np.sort(np.asarray(at, np.float64))).tolist()
    bounds = [first, *places, end]
    if not at or any(a >= b for a, b in pairwise(bounds)):
        raise Problem(
            f"take {take.number} cannot be cut there: each part must hold an example, and the part that is"
            f" used goes from {seconds[first]:.2f} to {seconds[end - 1]:.2f} s"
        )
    labelled = as_labelled(take, data)
    return [labelled.part(a - first, b - first) for a, b in pairwise(bounds)]


def without_rows(
    take: Take, data: TakeData, first: int, last: int, uids: Sequence[str] = ()
) -> TakeData | None:
    """A take without some of its examples; None if none would be left.

    Args:
        first, last: which, counted from 1 through the whole take.
        uids: only their targets go; if there are none, so do the examples.

    Raises:
        Problem: if it has no such examples, or they are none of those that are used.
    """
    start, end = data.bounds(take.trim)
    if not start < first <= last <= end:
        raise Problem(
            f"take {take.number} has no examples {first} to {last}: those that are used are"
            f" {start + 1:,} to {end:,}"
        )
    labelled = as_labelled(take, data)
    a, b = first - 1 - start, last - start
    if not uids:
        before, behind = labelled.part(0, a), labelled.part(b, end - start)
        left = replace(labelled, blocks=(*before.blocks, *behind.blocks))
        return left if len(left) else None
    columns = [labelled.column(uid).copy() for uid in labelled.outputs]
    for uid, column in zip(labelled.outputs, columns, strict=True):
        if uid in uids:
            column[a:b] = np.nan
    return TakeData(labelled.outputs, (labelled_rows(labelled, columns),), labelled.started)


def joined(parts: Sequence[TakeData]) -> TakeData:
    """Takes one after the other, as if they had been recorded in one go: the gaps between them close."""
    counts = sorted({part.inputs for part in parts})
    if len(counts) > 1:
        raise Problem(
            f"takes recorded with {counts[0]} and with {many(counts[-1], 'input')} cannot be one take; merge"
            " those of one kind"
        )
    outputs = tuple(dict.fromkeys(uid for part in parts for uid in part.outputs))
    blocks: list[Rows] = []
    behind = None
    for part in parts:
        rows = labelled_rows(part, [part.column(uid) for uid in outputs])
        seconds = seconds_of(part)
        start = rows["time"][0] if behind is None else behind
        rows["time"] = start + seconds
        step = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 0.0
        behind = rows["time"][-1] + (step or NOMINAL)
        blocks.append(rows)
    return TakeData(outputs, tuple(blocks), parts[0].started)


def taken_over(part: TakeData, source: Project, project: Project) -> TakeData:
    """Rows of another project with the targets of those outputs that this one has, too.

    Outputs are the same if they have the same name and kind; targets that are illegal here are left out.

    Raises:
        Problem: if no output is the same.
    """
    matched = list(_matched(part.outputs, source, project))
    if not matched:
        names = ", ".join(output.name for output in project.outputs[:5])
        raise Problem(f"none of its outputs is one of these by name and kind: {names}")
    columns = [_legal(output, part.column(uid)) for uid, output in matched]
    return TakeData(tuple(output.uid for _, output in matched), (labelled_rows(part, columns),), part.started)


def _matched(uids: Iterable[str], source: Project, project: Project) -> Iterable[tuple[str, Output]]:
    there: Mapping[str, Output] = {output.uid: output for output in source.outputs}
    here = {(output.name, kind_of(output)): output for output in project.outputs}
    for uid in uids:
        output = there.get(uid)
        found = here.get((output.name, kind_of(output))) if output is not None else None
        if found is not None:
            yield uid, found


def _legal(output: Output, column: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    distinct, which = np.unique(column, return_inverse=True)
    legal = np.array([_is_legal(output, float(value)) for value in distinct], bool)
    return np.where(legal[which], column, np.float32(np.nan))


def _is_legal(output: Output, value: float) -> bool:
    if isinstance(output, GestureOutput):
        return value == round(value) and 0 <= value <= output.width if np.isfinite(value) else False
    return bool(np.isfinite(value)) and output.accepts(value)
