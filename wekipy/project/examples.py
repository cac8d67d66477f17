"""The numbers of a take, and the table of examples that one output learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.schema import (
    LARGEST_NUMBER,
    ClassificationOutput,
    ContinuousOutput,
    Gesture,
    GestureOutput,
    Output,
    Project,
    Take,
)

Rows = npt.NDArray[np.void]


def row_type(inputs: int, targets: int) -> np.dtype[np.void]:
    """One example as it lies in memory and in a file: time, inputs, targets.

    Time is in seconds since 1970 (float64), the rest float32. A target that was not recorded is NaN.
    """
    return np.dtype([("time", "<f8"), ("inputs", "<f4", (inputs,)), ("targets", "<f4", (targets,))])


@dataclass(frozen=True)
class TakeData:
    """The rows of one take, never changed once recorded.

    Attributes:
        outputs: the uid that each target column belongs to.
        blocks: arrays of `row_type`, in order of time.
    """

    outputs: tuple[str, ...]
    blocks: tuple[Rows, ...]

    def __len__(self) -> int:
        return sum(len(block) for block in self.blocks)

    def times(self) -> npt.NDArray[np.float64]:
        """When each example arrived, (examples,) seconds since 1970."""
        return np.concatenate([b["time"] for b in self.blocks] or [np.empty(0)])

    def part(self, first: int, end: int) -> TakeData:
        """The rows first <= n < end, as views."""
        blocks = []
        for block in self.blocks:
            piece = block[max(0, first) : max(0, end)]
            if len(piece):
                blocks.append(piece)
            first, end = first - len(block), end - len(block)
        return TakeData(self.outputs, tuple(blocks))

    def column(self, uid: str) -> npt.NDArray[np.float32]:
        """The targets of one output, (examples,); all NaN if the take does not know the output."""
        if uid not in self.outputs:
            return np.full(len(self), np.nan, np.float32)
        n = self.outputs.index(uid)
        return np.concatenate([b["targets"][:, n] for b in self.blocks] or [np.empty(0, np.float32)])


def as_take(  # noqa: PLR0913  each is a different thing
    width: int,
    uid: str,
    inputs: tuple[int, ...],
    X: npt.NDArray[np.float32],
    time: npt.NDArray[np.float64] | float = 0.0,
    y: npt.NDArray[np.float64] | float = 0.0,
) -> TakeData:
    """A take for one output from examples of some of the inputs; the other inputs are 0.

    Args:
        width: number of all inputs.
        inputs: 0-based indexes of the columns of `X`.
        time, y: (examples,) seconds since 1970 and targets, or one for all.
    """
    rows = np.zeros(len(X), row_type(width, 1))
    rows["time"] = time
    rows["inputs"][:, list(inputs)] = X
    rows["targets"][:, 0] = y
    return TakeData((uid,), (rows,))


@dataclass(frozen=True)
class Dataset:
    """The examples of one output.

    Attributes:
        X: (n, inputs) float32.
        y: (n,) float64 targets.
        takes: (n,) int64, the number of the take each is from.
        times: (n,) float64 seconds since 1970; 0 where nobody knows.
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


def takes_of(project: Project, output: Output) -> list[Take]:
    """The takes that may hold examples of an output: not deleted, switched on, its targets not erased."""
    uid = output.uid
    return [t for t in project.takes if t.on and not t.deleted and uid in t.counts and uid not in t.erased]


def used(take: Take, data: TakeData) -> TakeData:
    """The part of a take's rows that is used."""
    return data if take.trim is None else data.part(take.trim.first, take.trim.last + 1)


def targets_of(take: Take, part: TakeData, uid: str) -> npt.NDArray[np.float32]:
    """The targets of one output in a part of a take's rows, (examples,): recorded, or given to them since."""
    if uid in take.labels:
        return np.full(len(part), take.labels[uid], np.float32)
    return part.column(uid)


@dataclass(frozen=True)
class Piece:
    """The examples of an output in one block of a take.

    Attributes:
        rows: which rows of the block have a target, or all.
        y: their targets.
    """

    take: int
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
        start = 0
        for block in part.blocks:
            y = targets[start : start + len(block)]
            start += len(block)
            known = ~np.isnan(y)
            rows = slice(None) if known.all() else np.flatnonzero(known)
            yield Piece(take.number, block, rows, y[rows])


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
    every = len(columns) == len(project.inputs)
    if asked is None:
        return _gathered(found, None if every else columns)
    place = (tuple(columns), *(p.place() for p in found))
    if place in asked:
        return replace(asked[place], y=_targets(found))
    asked[place] = _gathered(found, None if every else columns)
    return asked[place]


def _targets(found: list[Piece]) -> npt.NDArray[np.float64]:
    return np.concatenate([p.y for p in found]).astype(np.float64)


def _gathered(found: list[Piece], columns: list[int] | None) -> Dataset:
    """Pieces as one table, of some of the inputs; None for all."""
    xs = [
        p.block["inputs"][p.rows] if columns is None else p.block["inputs"][p.rows][:, columns] for p in found
    ]
    return Dataset(
        np.concatenate(xs),
        _targets(found),
        np.repeat(np.array([p.take for p in found], np.int64), [len(p.y) for p in found]),
        np.concatenate([p.block["time"][p.rows] for p in found]),
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
        thinned.append(Piece(piece.take, piece.block, rows, piece.y[own]))
    return [piece for piece in thinned if len(piece.y)]


def spread(count: int, most: int) -> npt.NDArray[np.intp]:
    """At most `most` indexes below `count`, evenly spread from the first to the last."""
    return np.linspace(0, count - 1, min(count, most)).astype(np.intp)


def measured(project: Project, take: Take, data: TakeData) -> Take:
    """A take with what is measured of its rows: examples, counts, seconds, targets."""
    part = used(take, data)
    kinds = {output.uid: output for output in project.outputs}
    columns = {uid: targets_of(take, part, uid) for uid in dict.fromkeys((*part.outputs, *take.labels))}
    times = part.times()
    return msgspec.structs.replace(
        take,
        examples=len(part),
        counts={uid: int(np.count_nonzero(~np.isnan(y))) for uid, y in columns.items()},
        seconds=max(0.0, float(times[-1] - times[0])) if len(times) else 0.0,
        targets={
            uid: _common(y[~np.isnan(y)], isinstance(kinds.get(uid), ContinuousOutput))
            for uid, y in columns.items()
        },
    )


def _common(y: npt.NDArray[np.float32], continuous: bool) -> float | None:
    """What known targets have in common; None if nothing."""
    if not len(y) or not np.isfinite(y).all() or not (continuous or (y == y[0]).all()):
        return None
    mean = float(np.mean(y, dtype=np.float64))
    return mean if abs(mean) <= LARGEST_NUMBER else None


def count_examples(project: Project, output: Output) -> int:
    """How many examples an output has."""
    return sum(take.counts[output.uid] for take in takes_of(project, output))


def fingerprint(project: Project, output: Output) -> str:
    """Of all that decides an output's model: its settings and its examples. Same text, same model.

    The rows of takes never change once recorded, so their number and length, and what was made of them since,
    stand for their content.
    """
    uid = output.uid
    takes = [
        (t.number, t.counts[uid], *_made_of(t, uid)) if t.trim or t.labels else (t.number, t.counts[uid])
        for t in takes_of(project, output)
    ]
    told = msgspec.json.encode([_learned_from(output), len(project.inputs), takes])
    return hashlib.sha256(told).hexdigest()[:16]


def _made_of(take: Take, uid: str) -> tuple[float | tuple[int, int], ...]:
    """What was made of a take's rows since they were recorded; nothing, usually."""
    trim = () if take.trim is None else ((take.trim.first, take.trim.last),)
    return (*trim, take.labels[uid]) if uid in take.labels else trim


def _learned_from(output: Output) -> Output:
    """An output without what is set live, which decides nothing about its model."""
    plain = msgspec.structs.replace(output, name="-", record=True, run=True)
    if isinstance(plain, GestureOutput):
        same = tuple(Gesture("-", "/") for _ in plain.gestures)
        return msgspec.structs.replace(
            plain, gestures=same, sensitivity=0.5, refractory=0.2, early=False, once_per_run=False,
            send_following=False,
        )  # fmt: skip
    plain = msgspec.structs.replace(plain, send_novelty=False)
    if isinstance(plain, ClassificationOutput):
        return msgspec.structs.replace(
            plain,
            send_distribution=False,
            send_confidence=False,
            sensitivity=0.5,
            thresholds=None,
            class_names=(),
        )
    return plain


def gesture_of(take: Take, uid: str) -> int | None:
    """The gesture that a take is an example of; 0 for what is none; None if it is no take of gestures."""
    found = None if uid in take.erased else take.targets.get(uid)
    return None if found is None else int(found)
