"""Parts of a job: some of its takes, and which classes or gestures each of them shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.algorithms import remembers
from wekipy.learning.held_out.sampling import sample
from wekipy.learning.model import TrainingJob
from wekipy.learning.novelty.references import spread_out

Rows = npt.NDArray[np.bool_]
MOST_COUNTERS: Final = 500  # counter-examples that a comparison works with
NOTHING: Final = 0  # the class of counter-examples, and the gesture of idle movement


def thinned(job: TrainingJob) -> TrainingJob:
    """Some thousand examples of a job, spread evenly; gestures, and what remembers, keep all."""
    if job.kind == "gesture" or remembers(job.algorithm):
        return job
    job, counters, takes = sample(job).job, job.counter_examples, job.counter_takes
    if counters is None or takes is None or len(takes) <= MOST_COUNTERS:
        return job
    rows = spread_out(np.arange(len(takes)), MOST_COUNTERS)
    return replace(job, counter_examples=counters[rows], counter_takes=takes[rows])


def takes_of(job: TrainingJob) -> frozenset[int]:
    """The takes that a job has examples of, counter-examples included."""
    found = set(np.unique(job.takes).tolist())
    if job.counter_takes is not None:
        found.update(np.unique(job.counter_takes).tolist())
    return frozenset(found)


def only(job: TrainingJob, takes: Collection[int]) -> TrainingJob:
    """The job with the examples of these takes only."""
    chosen = np.fromiter(takes, np.int64, len(takes))
    rows = np.isin(job.takes, chosen)
    counters, counter_takes = job.counter_examples, job.counter_takes
    if counters is not None and counter_takes is not None:
        kept = np.isin(counter_takes, chosen)
        counters, counter_takes = (counters[kept], counter_takes[kept]) if kept.any() else (None, None)
    return replace(
        job,
        X=job.X[rows],
        y=job.y[rows],
        takes=job.takes[rows],
        times=None if job.times is None else job.times[rows],
        counter_examples=counters,
        counter_takes=counter_takes,
    )


def without(job: TrainingJob, takes: Collection[int]) -> TrainingJob:
    """The job without the examples of these takes."""
    return only(job, takes_of(job) - frozenset(takes))


def classes_of(job: TrainingJob, takes: Iterable[int]) -> frozenset[int]:
    """The classes or gestures that takes show; none for numbers, and `NOTHING` is none."""
    if job.kind == "continuous":
        return frozenset()
    shown = job.y[np.isin(job.takes, list(takes))]
    return frozenset(np.unique(shown).astype(np.int64).tolist()) - {NOTHING}


def folds_of(job: TrainingJob, takes: Collection[int], most: int) -> list[frozenset[int]]:
    """The takes dealt out to at most `most` folds, those of one class to different ones where possible."""

    def first(take: int) -> float:
        rows = np.flatnonzero(job.takes == take)
        return float(job.y[rows[0]]) if len(rows) else float(NOTHING)

    order = sorted(takes, key=lambda take: (first(take), take))
    count = min(most, len(order))
    return [frozenset(order[n::count]) for n in range(count)]
