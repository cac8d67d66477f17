"""The numbers of a take, and the table of examples that one output learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.schema import ClassificationOutput, Output, Project, Take

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
    time: float = 0.0,
    y: npt.NDArray[np.float64] | float = 0.0,
) -> TakeData:
    """A take for one output from examples of some of the inputs; the other inputs are 0.

    Args:
        width: number of all inputs.
        inputs: 0-based indexes of the columns of `X`.
        y: (examples,) targets, or one for all.
    """
    rows = np.zeros(len(X), row_type(width, 1))
    rows["time"] = time
    rows["inputs"][:, list(inputs)] = X
    rows["targets"][:, 0] = y
    return TakeData((uid,), (rows,))


@dataclass(frozen=True)
class Dataset:
    """The examples of one output: X (n, inputs) float32, y (n,) float64, takes (n,) int64."""

    X: npt.NDArray[np.float32]
    y: npt.NDArray[np.float64]
    takes: npt.NDArray[np.int64]

    def where(self, rows: npt.NDArray[np.bool_]) -> Dataset:
        """Some of the examples; the same object if it is all of them."""
        return self if rows.all() else Dataset(self.X[rows], self.y[rows], self.takes[rows])


def takes_of(project: Project, output: Output) -> list[Take]:
    """The takes that may hold examples of an output: not deleted, and its targets not erased."""
    return [t for t in project.live_takes() if output.uid in t.counts and output.uid not in t.erased]


def dataset(project: Project, data: Mapping[int, TakeData], output: Output) -> Dataset:
    """All examples of an output, its connected inputs only. Rows without a target for it are left out."""
    columns = list(project.connected(output))
    every = len(columns) == len(project.inputs)
    xs, ys, numbers = [], [], []
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
            numbers.append(np.full(len(ys[-1]), take.number, np.int64))
    if not xs:
        return Dataset(np.empty((0, len(columns)), np.float32), np.empty(0), np.empty(0, np.int64))
    return Dataset(np.concatenate(xs), np.concatenate(ys).astype(np.float64), np.concatenate(numbers))


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
    settings = msgspec.structs.replace(output, name="-", record=True, run=True, send_novelty=False)
    if isinstance(settings, ClassificationOutput):  # what is set live decides nothing about the model
        settings = msgspec.structs.replace(
            settings, send_distribution=False, send_confidence=False, sensitivity=0.5, thresholds=None
        )
    takes = [(t.number, t.counts[output.uid]) for t in takes_of(project, output)]
    told = msgspec.json.encode([settings, len(project.inputs), takes])
    return hashlib.sha256(told).hexdigest()[:16]
