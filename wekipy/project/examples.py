"""The numbers of a take, and the table of examples that one output learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.schema import ClassificationOutput, Gesture, GestureOutput, Output, Project, Take

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
    """The takes that may hold examples of an output: not deleted, and its targets not erased."""
    return [t for t in project.live_takes() if output.uid in t.counts and output.uid not in t.erased]


def dataset(project: Project, data: Mapping[int, TakeData], output: Output) -> Dataset:
    """All examples of an output, its connected inputs only. Rows without a target for it are left out."""
    columns = list(project.connected(output))
    every = len(columns) == len(project.inputs)
    xs, ys, numbers = [], [], []
    times: list[npt.NDArray[np.float64]] = []
    for take in takes_of(project, output):
        if take.number not in data:
            continue
        targets = data[take.number].column(output.uid)
        start = 0
        for block in data[take.number].blocks:
            y = targets[start : start + len(block)]
            start += len(block)
            known = ~np.isnan(y)
            rows = block["inputs"] if known.all() else block["inputs"][known]
            xs.append(rows if every else rows[:, columns])
            ys.append(y[known])
            times.append(block["time"][known])
            numbers.append(np.full(len(ys[-1]), take.number, np.int64))
    if not xs:
        none = np.empty(0)
        return Dataset(np.empty((0, len(columns)), np.float32), none, np.empty(0, np.int64), none)
    answers, takes = np.concatenate(ys).astype(np.float64), np.concatenate(numbers)
    return Dataset(np.concatenate(xs), answers, takes, np.concatenate(times))


def count_targets(data: TakeData) -> dict[str, int]:
    """For each output of a take, how many of its examples have a target."""
    return {uid: int(np.count_nonzero(~np.isnan(data.column(uid)))) for uid in data.outputs}


def count_examples(project: Project, output: Output) -> int:
    """How many examples an output has."""
    return sum(take.counts[output.uid] for take in takes_of(project, output))


def fingerprint(project: Project, output: Output) -> str:
    """Of all that decides an output's model: its settings and its examples. Same text, same model.

    Takes never change once recorded, so their number and length stand for their content.
    """
    takes = [(t.number, t.counts[output.uid]) for t in takes_of(project, output)]
    told = msgspec.json.encode([_learned_from(output), len(project.inputs), takes])
    return hashlib.sha256(told).hexdigest()[:16]


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


def gesture_of(data: TakeData | None, uid: str) -> int | None:
    """The gesture that a take is an example of; 0 for what is none; None if it is no take of gestures."""
    if data is None or uid not in data.outputs or not len(data):
        return None
    first = float(data.blocks[0]["targets"][0, data.outputs.index(uid)])
    return int(first) if first == first else None  # noqa: PLR0124  NaN: not recorded
