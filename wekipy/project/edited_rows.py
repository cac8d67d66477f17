"""The rows of a take with what a person has edited of them; the recorded rows never change.

A take may have 600,000 rows, and a person corrects one number after the other. So an edit is a note in the
project (`Edits`), and what counts is made of recorded rows and note whenever either changes: views of the
recorded arrays, and copies of only the few rows around each edited one. It costs as much as there are edits,
not as there are rows. Beyond `MOST_EDITED` numbers in a note, a new take takes the place of the edited one
(`wekipy.project.row_edits`), so neither notes nor take files pile up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.examples import Rows, TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import Edits, Take
from wekipy.project.take_places import changed_takes

I64 = npt.NDArray[np.int64]
_BYTES_AT_ONCE = 1 << 13  # copied around an edited row, at most


def edited(data: TakeData, edits: Edits | None) -> TakeData:
    """The rows of a take as they count.

    Args:
        data: of the take, with these edits, others, or none.

    Raises:
        Problem: if added rows do not fit the recorded ones.
    """
    raw = data.raw
    if edits is None or not raw.blocks:
        return raw
    blocks = list(_with_cells([*raw.blocks, *_added(raw, edits)], raw, edits))
    gone = _gone(raw, edits)
    kept = _without(blocks, _places(gone, raw, edits))
    lost = np.arange(_recorded(raw), edits.recorded, dtype=np.int64)  # the file has become shorter
    left_out = np.union1d(np.union1d(raw.left_out, lost), gone).astype(np.int64)
    return replace(raw, blocks=tuple(kept), left_out=left_out, unedited=raw)


def with_deleted(data: TakeData, edits: Edits | None) -> TakeData:
    """The rows as they count, and the deleted ones at their places."""
    if edits is None or not edits.gone:
        return data
    return edited(data, msgspec.structs.replace(edits, gone=()))


def follow_edits(
    data: Mapping[int, TakeData], before: tuple[Take, ...], after: tuple[Take, ...]
) -> Mapping[int, TakeData]:
    """The rows of the takes of a project after it was edited; the same object if none of them changed.

    Args:
        data: the rows before, by number of the take.
        before, after: the takes of the project.
    """
    changed = changed_takes(before, after)
    if changed is None:
        known = {take.number: take for take in before}
        changed = [(known.get(take.number), take) for take in after]
    other = {
        take.number: edited(data[take.number], take.edits)
        for was, take in changed
        if take.number in data and take.edits != (None if was is None else was.edits)
    }
    return {**data, **other} if other else data


def gone_between(edits: Edits | None, first: int, last: int) -> int:
    """How many of the rows first to last were deleted by hand."""
    spans = () if edits is None else edits.gone
    return sum(max(0, min(b, last) - max(a, first) + 1) for a, b in spans)


def _recorded(raw: TakeData) -> int:
    return len(raw) + len(raw.left_out)


def _gone(raw: TakeData, edits: Edits) -> I64:
    last = max(_recorded(raw), edits.recorded) + len(edits.added) - 1
    spans = (np.arange(a, min(b, last) + 1) for a, b in edits.gone)
    return np.unique(np.concatenate([np.empty(0, np.int64), *spans]))


def _places(numbers: I64, raw: TakeData, edits: Edits) -> I64:
    """Where rows (rising) are among recorded and added ones, without those that are damaged or missing."""
    at = int(np.searchsorted(numbers, _first_added(raw, edits)))
    recorded, added = numbers[:at], numbers[at:]
    recorded = recorded[(recorded < _recorded(raw)) & ~np.isin(recorded, raw.left_out)]
    added = added[added < edits.recorded + len(edits.added)] - edits.recorded + len(raw)
    return np.concatenate([recorded - np.searchsorted(raw.left_out, recorded), added]).astype(np.int64)


def _first_added(raw: TakeData, edits: Edits) -> int:
    return edits.recorded if edits.added else max(_recorded(raw), edits.recorded)


def _added(raw: TakeData, edits: Edits) -> Iterator[Rows]:
    if not edits.added:
        return
    if any(len(row.inputs) != raw.inputs or len(row.targets) != len(raw.outputs) for row in edits.added):
        raise Problem("an example that was added to it has not as many numbers as its others")
    rows = np.empty(len(edits.added), raw.blocks[0].dtype)
    rows["time"] = [row.time for row in edits.added]
    rows["inputs"] = [row.inputs for row in edits.added]
    rows["targets"] = [[np.nan if y is None else y for y in row.targets] for row in edits.added]
    yield rows


@dataclass(frozen=True)
class _Cells:
    """Edited numbers of one kind: where (rising), in which column, and their values."""

    field: str
    places: I64
    columns: I64
    values: npt.NDArray[np.float32]

    def between(self, start: int, end: int) -> _Cells:
        """Those of some rows, with places from the first of them."""
        own = slice(*np.searchsorted(self.places, [start, end]))
        return _Cells(self.field, self.places[own] - start, self.columns[own], self.values[own])


def _with_cells(blocks: Iterable[Rows], raw: TakeData, edits: Edits) -> Iterator[Rows]:
    """The blocks, with the rows around each edited one as a copy that has the edited numbers."""
    cells = _cells(raw, edits)
    start = 0
    for block in blocks:
        yield from _cells_into(block, [its.between(start, start + len(block)) for its in cells])
        start += len(block)


def _cells_into(block: Rows, cells: Sequence[_Cells]) -> Iterator[Rows]:
    size = max(1, min(len(block), _BYTES_AT_ONCE // block.itemsize))
    chunks = np.unique(np.concatenate([its.places // size for its in cells]))
    firsts = chunks * size
    ends = np.minimum(firsts + size, len(block))
    at = np.concatenate([[0], np.cumsum(ends - firsts)])  # of each chunk among the copied rows
    copied = block[np.repeat(firsts - at[:-1], ends - firsts) + np.arange(at[-1])]
    for its in cells:
        chunk = np.searchsorted(chunks, its.places // size)
        copied[its.field][at[chunk] + its.places - firsts[chunk], its.columns] = its.values
    done = 0
    for first, end, a, b in zip(*(array.tolist() for array in (firsts, ends, at[:-1], at[1:])), strict=True):
        if done < first:
            yield block[done:first]
        yield copied[a:b]
        done = end
    if done < len(block):
        yield block[done:]


def _cells(raw: TakeData, edits: Edits) -> tuple[_Cells, _Cells]:
    """The edited inputs and targets; those of rows that are not there are left out."""
    columns = {uid: n for n, uid in enumerate(raw.outputs)}
    inputs = [cell for cell in edits.inputs if cell[1] < raw.inputs]
    targets = [
        (row, columns[uid], np.nan if value is None else value)
        for row, uid, value in edits.targets
        if uid in columns
    ]
    return _placed("inputs", inputs, raw, edits), _placed("targets", targets, raw, edits)


def _placed(field: str, cells: Sequence[tuple[int, int, float]], raw: TakeData, edits: Edits) -> _Cells:
    cells = sorted(cells)
    rows, columns = (np.array([cell[n] for cell in cells], np.int64) for n in (0, 1))
    values = np.array([cell[2] for cell in cells], np.float32)
    added = rows >= _first_added(raw, edits)
    there = (rows < _recorded(raw)) & ~np.isin(rows, raw.left_out)
    kept = np.where(added, rows < edits.recorded + len(edits.added), there)
    return _Cells(field, _places(rows[kept], raw, edits), columns[kept], values[kept])


def _without(blocks: Iterable[Rows], places: I64) -> Iterator[Rows]:
    """The blocks without the rows at some places (rising), as views."""
    # Each run of deleted rows at once: there may be hundreds of thousands of rows in one.
    runs = [run for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if len(run)]
    gone = [(int(run[0]), int(run[-1]) + 1) for run in runs]
    start = n = 0
    for block in blocks:
        end, done = start + len(block), start
        while n < len(gone) and gone[n][0] < end:
            a, b = gone[n]
            if done < a:
                yield block[done - start : a - start]
            done = max(done, b)
            if b > end:
                break
            n += 1
        if done < end:
            yield block[done - start :]
        start = end
