"""Samples recorded vectors evenly, to show them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.engine.view import View
from wekipy.project.examples import TakeData, spread, targets_of, used
from wekipy.project.recorded_inputs import chosen_columns, fits
from wekipy.project.schema import Input


@dataclass(frozen=True)
class Sample:
    """Vectors of training takes that have all inputs, without trimmed parts.

    Attributes:
        X: (n, inputs) float32.
        takes, rows: (n,) the take of each and its row number in it, from 1.
        targets: (n,) per output number (from 1); NaN for none.
    """

    X: npt.NDArray[np.float32]
    takes: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    targets: dict[int, npt.NDArray[np.float32]]


def sample(view: View, most: int) -> Sample:
    """Return at most `most` vectors, in recorded order."""
    project = view.project
    takes = [t for t in project.training_takes() if t.number in view.data and fits(project, t)]
    used_parts = [used(take, view.data[take.number]) for take in takes]
    lengths = np.array([len(part) for part in used_parts], np.int64)
    places = spread(int(lengths.sum()), most)
    ends = np.cumsum(lengths)
    owners = np.searchsorted(ends, places, side="right")
    rows = places - (ends - lengths)[owners]
    parts: list[npt.NDArray[np.float32]] = [np.empty((0, len(project.inputs)), np.float32)]
    targets: dict[int, list[npt.NDArray[np.float32]]] = {n: [] for n in range(1, len(project.outputs) + 1)}
    for at, (take, part) in enumerate(zip(takes, used_parts, strict=True)):
        chosen = rows[owners == at]
        parts.append(_inputs(part, project.inputs, chosen))
        for n, output in enumerate(project.outputs, 1):
            erased = output.uid in take.erased
            known = targets_of(take, part, output.uid)
            targets[n].append(np.full(len(chosen), np.nan, np.float32) if erased else known[chosen])
    trimmed = np.array([take.trim.first if take.trim else 0 for take in takes], np.int64)
    numbers = np.array([take.number for take in takes], np.int64)
    joined = {n: np.concatenate(found) if found else np.empty(0, np.float32) for n, found in targets.items()}
    return Sample(np.concatenate(parts), numbers[owners], rows + trimmed[owners] + 1, joined)


def _inputs(data: TakeData, inputs: Sequence[Input], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    parts, start = [], 0
    for block in data.blocks:
        within = rows[(rows >= start) & (rows < start + len(block))] - start
        parts.append(block["inputs"][within])
        start += len(block)
    if not parts:
        return np.empty((0, len(inputs)), np.float32)
    return chosen_columns(np.concatenate(parts), inputs, range(len(inputs)))
