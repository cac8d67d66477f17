"""Finds conflicting examples: nearly the same inputs with different targets."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import Finding
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import counted, listed

F64 = npt.NDArray[np.float64]
SAME: Final = 1e-3  # usual spreads apart, per input: below what a hand or a sensor repeats
SAME_AMONG_MANY: Final = (
    0.1  # of the way to the seventh neighbour: where examples are dense, neighbours are near
)
IDENTICAL: Final = 1e-6  # what rounding makes of 0
DIFFERENT: Final = 0.1  # of the range: targets this far apart mean something else
WAYS_OUT: Final = "relabel or delete one, or connect an input that tells them apart"

Pair = tuple[int, int]  # takes
Sides = dict[Pair, set[int]]


def conflicting_examples(job: TrainingJob, apart: F64, doubtful: npt.NDArray[np.bool_]) -> list[Finding]:
    """Return one finding for each pair of takes (or classes) with conflicting examples.

    Args:
        doubtful: (examples,) which are left out, because they are accused of something else.
    """
    span = float(np.ptp(job.y))
    least = 0.0 if job.kind == "classification" else DIFFERENT * span
    different = np.abs(job.y[:, None] - job.y[None, :]) > least
    different &= ~(doubtful[:, None] | doubtful[None, :])
    first, second = np.nonzero(np.triu(different & (apart < _tolerance(apart))))
    sides: dict[tuple[Pair, Pair], set[int]] = defaultdict(set)
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        takes = (int(job.takes[i]), int(job.takes[j]))
        labels = (int(job.y[i]), int(job.y[j])) if job.kind == "classification" else (0, 0)
        one, other = sorted(zip(takes, labels, strict=True))
        sides[one, other].update((i, j))
    return [_finding(job, key, np.array(sorted(rows))) for key, rows in sides.items()]


def _tolerance(apart: F64) -> float:
    k = min(7, len(apart) - 1)
    spacing = np.median(np.partition(apart, k - 1, axis=1)[:, k - 1]) if k else 0.0
    return float(np.clip(SAME_AMONG_MANY * spacing, IDENTICAL, SAME))


def _finding(job: TrainingJob, key: tuple[Pair, Pair], rows: npt.NDArray[np.int64]) -> Finding:
    (one, label), (other, other_label) = key
    takes = (one,) if one == other else (one, other)
    where = f"{counted(len(rows), 'example')} of {listed(takes, 'take')} have the same inputs"
    if job.kind == "classification":
        classes = sorted({label, other_label})
        what = f"but say class {classes[0]} and class {classes[1]}"
    else:
        classes = []
        what = f"but targets from {job.y[rows].min():.4g} to {job.y[rows].max():.4g}"
    return Finding(
        kind="contradiction",
        sentence=f"{where}, {what}: {WAYS_OUT}.",
        takes=takes,
        classes=tuple(classes),
        severity=len(rows) / len(job.y),
    )
