"""Some of all recorded vectors, spread evenly, to be shown together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.engine.view import View
from wekipy.project.examples import TakeData, spread, targets_of, used


@dataclass(frozen=True)
class Sample:
    """Vectors of takes that are learned from, without what is trimmed off.

    Attributes:
        X: (n, inputs) float32.
        takes, rows: (n,) the take of each, and its number in it from 1.
        targets: (n,) per output number (from 1); NaN where it has none.
    """

    X: npt.NDArray[np.float32]
    takes: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    targets: dict[int, npt.NDArray[np.float32]]


def sample(view: View, most: int) -> Sample:
    """At most `most` vectors, in the order in which they were recorded."""
    project = view.project
    takes = [take for take in project.training_takes() if take.number in view.data]
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
        parts.append(_inputs(part, chosen))
        for n, output in enumerate(project.outputs, 1):
            erased = output.uid in take.erased
            known = targets_of(take, part, output.uid)
            targets[n].append(np.full(len(chosen), np.nan, np.float32) if erased else known[chosen])
    trimmed = np.array([take.trim.first if take.trim else 0 for take in takes], np.int64)
    numbers = np.array([take.number for take in takes], np.int64)
    joined = {n: np.concatenate(found) if found else np.empty(0, np.float32) for n, found in targets.items()}
    return Sample(np.concatenate(parts), numbers[owners], rows + trimmed[owners] + 1, joined)


def _inputs(data: TakeData, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    parts, start = [], 0
    for block in data.blocks:
        within = rows[(rows >= start) & (rows < start + len(block))] - start
        parts.append(block["inputs"][within])
        start += len(block)
    return np.concatenate(parts) if parts else np.empty((0, 0), np.float32)
