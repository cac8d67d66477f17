"""Fewer examples where there are very many, spread evenly over takes and classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import TrainingJob

MOST_EXAMPLES: Final = 2_000
MOST_NUMBERS: Final = 2_000_000
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sample:
    """The examples an evaluation works with.

    Attributes:
        job: with these examples only.
        positions: (examples,) which example of its take each is, from 0, before any were left out.
        lengths: (examples,) how many examples its take had.
        complete: whether these are all.
        rows: (examples,) their places among all.
    """

    job: TrainingJob
    positions: I64
    lengths: I64
    complete: bool
    rows: I64


def sample(job: TrainingJob) -> Sample:
    """At most about `MOST_EXAMPLES` examples or `MOST_NUMBERS` input values, whichever is less."""
    positions = ranks(job.takes)
    _, codes, counts = np.unique(job.takes, return_inverse=True, return_counts=True)
    lengths = counts[codes].astype(np.int64)
    rows = _evenly(job)
    if len(rows) == len(job.y):
        return Sample(job, positions, lengths, complete=True, rows=rows)
    return Sample(pick(job, rows), positions[rows], lengths[rows], complete=False, rows=rows)


def pick(job: TrainingJob, rows: I64) -> TrainingJob:
    """The same job with some of its examples."""
    times = None if job.times is None else job.times[rows]
    return replace(job, X=job.X[rows], y=job.y[rows], takes=job.takes[rows], times=times)


def ranks(*keys: npt.NDArray[Any]) -> I64:
    """(examples,): which one of those with the same keys each is, from 0, in the order given."""
    order = np.lexsort(keys)
    changed = np.zeros(len(order), bool)
    for key in keys:
        changed[1:] |= key[order][1:] != key[order][:-1]
    starts = np.maximum.accumulate(np.where(changed, np.arange(len(order)), 0))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - starts
    return rank


def _evenly(job: TrainingJob) -> I64:
    n = len(job.y)
    most = max(1, min(MOST_EXAMPLES, MOST_NUMBERS // max(1, job.X.shape[1])))
    if n <= most:
        return np.arange(n)
    step = -(-n // most)
    # Every take and class keeps its share; with thousands of tiny takes, every class; else simply every nth.
    classes = [job.y] if job.kind == "classification" else []
    keys: Sequence[Sequence[npt.NDArray[Any]]] = ([*classes, job.takes], [*classes, np.zeros(n)])
    for by in keys:
        rows = np.flatnonzero(ranks(*by) % step == 0)
        if len(rows) <= 1.25 * most:
            return rows
    return np.arange(0, n, step)
