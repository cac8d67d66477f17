"""The rows of takes, and the examples that an output learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Annotated, Final, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.moments import seconds_of_moment, since_first
from wekipy.project.recorded_inputs import chosen_columns, fills, needed
from wekipy.project.schema import (
    LARGEST_NUMBER,
    ContinuousOutput,
    Edits,
    Input,
    Output,
    Project,
    Take,
    Trim,
)
from wekipy.project.setting import without_live
from wekipy.project.take_state import TakeState

Rows = npt.NDArray[np.void]


@lru_cache(maxsize=64)
def row_type(inputs: int, targets: int) -> np.dtype[np.void]:
    """One example as it lies in memory and in a file: time, inputs, targets.

    Time is in seconds since the take began (float64), by a clock that nobody sets; the rest is float32. A
    target that was not recorded is NaN.
    """
    return np.dtype([("time", "<f8"), ("inputs", "<f4", (inputs,)), ("targets", "<f4", (targets,))])


class MadeOf(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sources of a take that was not recorded; empty for a recorded one.

    Attributes:
        takes: numbers of takes of the same project.
        source: the name of the project, table or model file that it was copied from.
    """

    takes: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1)], ...], msgspec.Meta(max_length=100_000)] = ()
    source: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


NOT_MADE: Final = MadeOf()
_NONE: Final = np.empty(0, np.int64)


@dataclass(frozen=True)
class TakeData:
    """The rows of one take, never changed once recorded.

    Attributes:
        outputs: the uid that each target column belongs to.
        blocks: arrays of `row_type`, in order of time.
        started: the moment that the rows' times are relative to, ISO 8601; "" if unknown.
        made_of: what it was made of, if it was not recorded.
        left_out: (rows,) int64, rising: numbers of recorded rows that are damaged or deleted, and not in
            `blocks`.
        unedited: the rows as recorded, if a person has edited some of them.
        state: what the stages before the models remembered when it began; None if nobody knows.
    """

    outputs: tuple[str, ...]
    blocks: tuple[Rows, ...]
    started: str = ""
    made_of: MadeOf = NOT_MADE
    left_out: npt.NDArray[np.int64] = field(default_factory=lambda: _NONE)
    state: TakeState | None = None
    unedited: TakeData | None = None

    def __len__(self) -> int:
        return sum(len(block) for block in self.blocks)

    @property
    def inputs(self) -> int:
        """How many inputs it was recorded with; 0 if it has no rows."""
        return int(self.blocks[0]["inputs"].shape[1]) if self.blocks else 0

    @property
    def raw(self) -> TakeData:
        """The rows as they were recorded, whatever was edited since."""
        return self.unedited or self

    def times(self) -> npt.NDArray[np.float64]:
        """When each example arrived, (examples,) seconds since the take began."""
        return np.concatenate([b["time"] for b in self.blocks] or [np.empty(0)])

    def began(self) -> float:
        """The moment that the times are relative to, in seconds since 1970; 0 if unknown."""
        return seconds_of_moment(self.started)

    def place(self, row: int) -> int:
        """Where in the blocks a recorded row is, or would be if it is left out."""
        return row - int(np.searchsorted(self.left_out, row)) if len(self.left_out) else row

    def recorded(self) -> npt.NDArray[np.int64]:
        """(examples,) the number of each row as recorded: from 0, with gaps where rows are left out."""
        every = np.arange(len(self) + len(self.left_out))
        return np.delete(every, self.left_out) if len(self.left_out) else every

    def bounds(self, trim: Trim | None) -> tuple[int, int]:
        """The rows first <= n < end that are used."""
        if trim is None:
            return 0, len(self)
        first, end = self.place(trim.first), self.place(trim.last + 1)
        return min(first, len(self)), min(end, len(self))

    def part(self, first: int, end: int) -> TakeData:
        """The rows first <= n < end, as views."""
        blocks = []
        for block in self.blocks:
            piece = block[max(0, first) : max(0, end)]
            if len(piece):
                blocks.append(piece)
            first, end = first - len(block), end - len(block)
        return TakeData(self.outputs, tuple(blocks), self.started)

    def column(self, uid: str) -> npt.NDArray[np.float32]:
        """The targets of one output, (examples,); all NaN if the take does not know the output."""
        if uid not in self.outputs:
            return np.full(len(self), np.nan, np.float32)
        n = self.outputs.index(uid)
        return np.concatenate([b["targets"][:, n] for b in self.blocks] or [np.empty(0, np.float32)])


def as_take(  # noqa: PLR0913  each is a different thing
    all_inputs: int,
    uid: str,
    inputs: tuple[int, ...],
    X: npt.NDArray[np.float32],
    time: npt.NDArray[np.float64] | float = 0.0,
    y: npt.NDArray[np.float64] | float = 0.0,
    source: str = "",
) -> TakeData:
    """A take for one output from examples of some of the inputs; the other inputs are 0.

    Args:
        all_inputs: number of all inputs.
        inputs: 0-based indexes of the columns of `X`.
        time, y: (examples,) seconds since 1970 and targets, or one for all.
        source: what the examples are from, if they were not recorded here.
    """
    rows = np.zeros(len(X), row_type(all_inputs, 1))
    rows["time"] = time
    rows["inputs"][:, list(inputs)] = X
    rows["targets"][:, 0] = y
    return since_it_began((uid,), rows, MadeOf(source=source[:1_000]))


def since_it_began(outputs: tuple[str, ...], rows: Rows, made_of: MadeOf = NOT_MADE) -> TakeData:
    """A take of rows whose times are seconds since 1970; they become seconds since the first of them.

    Times that are no dates stay as they are.
    """
    started, began = since_first(float(rows["time"][0])) if len(rows) else ("", 0.0)
    rows["time"] -= began
    return TakeData(outputs, (rows,), started, made_of)


@dataclass(frozen=True)
class Dataset:
    """The examples of one output.

    Attributes:
        X: (n, inputs) float32.
        y: (n,) float64 targets.
        takes: (n,) int64, the number of the take each is from.
        times: (n,) float64 seconds since 1970; 0 if unknown.
    """

    X: npt.NDArray[np.float32]
    y: npt.NDArray[np.float64]
    takes: npt.NDArray[np.int64]
    times: npt.NDArray[np.float64]

    def where(self, rows: npt.NDArray[np.bool_]) -> Dataset:
        """Some of the examples; the same object if it is all of them."""
        if rows.all():
            return self
        return Dataset(self.X[rows], self.y[rows], self.takes[rows], self.times[rows])


def takes_that_teach(project: Project, output: Output) -> list[Take]:
    """The takes with targets of an output: not deleted, switched on, its targets not erased."""
    uid = output.uid
    return [t for t in project.takes if t.on and not t.deleted and uid in t.counts and uid not in t.erased]


def takes_of(project: Project, output: Output) -> list[Take]:
    """The training takes of an output that have a value for each of its inputs."""
    least, inputs = needed(project, project.fed_by(output)), len(project.inputs)
    return [t for t in takes_that_teach(project, output) if (t.inputs or inputs) >= least]


def used(take: Take, data: TakeData) -> TakeData:
    """The part of a take's rows that is used."""
    return data if take.trim is None else data.part(*data.bounds(take.trim))


def targets_of(take: Take, part: TakeData, uid: str) -> npt.NDArray[np.float32]:
    """The targets of one output in a part of a take's rows, (examples,): recorded, or given to them since."""
    if uid in take.labels:
        return np.full(len(part), take.labels[uid], np.float32)
    return part.column(uid)


@dataclass(frozen=True)
class Piece:
    """The examples of an output in one block of a take.

    Attributes:
        began: what the block's times count from, in seconds since 1970; 0 if nobody knows.
        rows: which rows of the block have a target, or all.
        y: their targets.
    """

    take: int
    began: float
    block: Rows
    rows: npt.NDArray[np.intp] | slice
    y: npt.NDArray[np.float32]

    def place(self) -> tuple[int, int, int, bytes]:
        """Equal for pieces of the same rows, as long as their block exists."""
        rows = b"" if isinstance(self.rows, slice) else self.rows.tobytes()
        return self.take, self.block.ctypes.data, len(self.block), rows


def pieces(project: Project, data: Mapping[int, TakeData], output: Output) -> Iterator[Piece]:
    """The examples of an output where they lie, without those rows that have no target for it."""
    for take in takes_of(project, output):
        if take.number not in data:
            continue
        part = used(take, data[take.number])
        targets = targets_of(take, part, output.uid)
        began, start = part.began(), 0
        for block in part.blocks:
            y = targets[start : start + len(block)]
            start += len(block)
            known = ~np.isnan(y)
            rows = slice(None) if known.all() else np.flatnonzero(known)
            yield Piece(take.number, began, block, rows, y[rows])


Asked: TypeAlias = dict[object, Dataset]
"""Examples of outputs, by where they lie."""


def dataset(
    project: Project,
    data: Mapping[int, TakeData],
    output: Output,
    most: int | None = None,
    asked: Asked | None = None,
) -> Dataset:
    """The examples of an output, its connected inputs only. Rows without a target for it are left out.

    Args:
        most: take no more than that many of them, evenly spread; None is all.
        asked: those of other outputs of the project, to which these are added. Where only the targets differ,
            all other arrays are the same objects.
    """
    columns = list(project.connected(output))
    found = [piece for piece in pieces(project, data, output) if len(piece.y)]
    if most is not None:
        found = _thinned(found, most)
    if not found:
        none = np.empty(0)
        return Dataset(np.empty((0, len(columns)), np.float32), none, np.empty(0, np.int64), none)
    if asked is None:
        return _gathered(found, project.inputs, columns)
    place = (tuple(columns), *(p.place() for p in found))
    if place in asked:
        return replace(asked[place], y=_targets(found))
    asked[place] = _gathered(found, project.inputs, columns)
    return asked[place]


def _targets(found: list[Piece]) -> npt.NDArray[np.float64]:
    return np.concatenate([p.y for p in found]).astype(np.float64)


def _gathered(found: list[Piece], inputs: Sequence[Input], columns: list[int]) -> Dataset:
    """Join pieces to one table, with some of the inputs."""
    xs = [chosen_columns(p.block["inputs"][p.rows], inputs, columns) for p in found]
    return Dataset(
        np.concatenate(xs),
        _targets(found),
        np.repeat(np.array([p.take for p in found], np.int64), [len(p.y) for p in found]),
        np.concatenate([p.began + p.block["time"][p.rows] for p in found]),
    )


def _thinned(found: list[Piece], most: int) -> list[Piece]:
    total = sum(len(piece.y) for piece in found)
    if total <= most:
        return found
    chosen = spread(total, most)
    thinned, start = [], 0
    for piece in found:
        own = chosen[np.searchsorted(chosen, start) : np.searchsorted(chosen, start + len(piece.y))] - start
        start += len(piece.y)
        rows = own if isinstance(piece.rows, slice) else piece.rows[own]
        thinned.append(Piece(piece.take, piece.began, piece.block, rows, piece.y[own]))
    return [piece for piece in thinned if len(piece.y)]


def spread(count: int, most: int) -> npt.NDArray[np.intp]:
    """At most `most` indexes below `count`, evenly spread from the first to the last."""
    return np.linspace(0, count - 1, min(count, most)).astype(np.intp)


def measured(project: Project, take: Take, data: TakeData) -> Take:
    """Return a take with the figures of its rows: examples, counts, seconds, targets."""
    part = used(take, data)
    kinds = {output.uid: output for output in project.outputs}
    columns = {uid: targets_of(take, part, uid) for uid in dict.fromkeys((*part.outputs, *take.labels))}
    times = part.times()
    return msgspec.structs.replace(
        take,
        examples=len(part),
        inputs=data.inputs or take.inputs,
        counts={uid: int(np.count_nonzero(~np.isnan(y))) for uid, y in columns.items()},
        seconds=max(0.0, float(times[-1] - times[0])) if len(times) else 0.0,
        targets={
            uid: _common(y[~np.isnan(y)], isinstance(kinds.get(uid), ContinuousOutput))
            for uid, y in columns.items()
        },
    )


def _common(y: npt.NDArray[np.float32], continuous: bool) -> float | None:
    """Return the common value of known targets; None if they differ."""
    if not len(y) or not np.isfinite(y).all() or not (continuous or (y == y[0]).all()):
        return None
    mean = float(np.mean(y, dtype=np.float64))
    return mean if abs(mean) <= LARGEST_NUMBER else None


def count_examples(project: Project, output: Output) -> int:
    """How many examples an output has."""
    return sum(take.counts[output.uid] for take in takes_of(project, output))


def shown_examples(project: Project, output: Output) -> int:
    """The same, with those of takes that lack one of its inputs."""
    return sum(take.counts[output.uid] for take in takes_that_teach(project, output))


def fingerprint(project: Project, output: Output) -> str:
    """Hash everything that determines an output's model: settings and examples. Same text, same model.

    The rows of takes never change once recorded, so their number and length, and what was made of them since,
    stand for their content.
    """
    uid, inputs = output.uid, len(project.inputs)
    fed = project.fed_by(output)
    last = max(fed, default=-1)
    takes = [
        (
            t.number,
            t.counts[uid],
            *(_made_of(t, uid) if t.trim or t.labels else ()),
            *(() if t.edits is None else _edited(t.edits, uid, fed)),
            *(() if last < (t.inputs or inputs) else (fills(project, t, output),)),
        )
        for t in takes_of(project, output)
    ]
    learned_from = msgspec.to_builtins(without_live(output))
    for added_later in ("train", "after"):  # fingerprints of older models must not change
        learned_from.pop(added_later, None)
    if learned_from.get("leave_out_wild", False):
        del learned_from["leave_out_wild"]
    if project.blocks:
        learned_from["inputs"] = _made_by(project, output)
    content = msgspec.json.encode([learned_from, len(project.inputs), takes])
    return hashlib.sha256(content).hexdigest()[:16]


def _made_by(project: Project, output: Output) -> tuple[object, ...]:
    """What the features of an output are made by; the same wherever its blocks stand among others."""
    names = [one.name for one in project.inputs]
    chosen, first, found = set(project.connected(output)), 0, []
    for block in project.blocks:
        own = [n for n in range(block.features) if first + n in chosen]
        if own:
            found.append((own, block.inputs, [names[n] for n in block.inputs], block.stages))
        first += block.features
    return tuple(found)


def _made_of(take: Take, uid: str) -> tuple[float | tuple[int, int], ...]:
    """What was made of a take's rows since they were recorded; nothing, usually."""
    trim = () if take.trim is None else ((take.trim.first, take.trim.last),)
    return (*trim, take.labels[uid]) if uid in take.labels else trim


def _edited(edits: Edits, uid: str, fed: Sequence[int] | range) -> tuple[object, ...]:
    """What was edited of a take's rows, as far as an output learns from it; nothing if it does not."""
    chosen = frozenset(fed)
    inputs = [cell for cell in edits.inputs if cell[1] in chosen]
    targets = [cell for cell in edits.targets if cell[1] == uid]
    found = (inputs, targets, edits.gone, edits.added)
    return (found,) if any(found) else ()


def gesture_of(take: Take, uid: str) -> int | None:
    """The gesture that a take is an example of; 0 for what is none; None if it is no take of gestures."""
    found = None if uid in take.erased else take.targets.get(uid)
    return None if found is None else int(found)
