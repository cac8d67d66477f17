"""Chooses the examples that an algorithm learns from where all of them would take too long.

Half of them are spread evenly over time, so that they are as frequent as what they stand for: every class
alike, and something of each take. The other half fills the gaps: an example is drawn the more probably, the
farther it is from all that are chosen already, in inputs and target. A performance mostly rests, and what
moves seldom would be lost by equal steps in time. Drawing by squared distance is the seeding of k-means++
(Arthur and Vassilvitskii 2007); drawing many in each of a few rounds is that of k-means|| (Bahmani et al.
2012, “Scalable k-means++”).
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import TrainingJob
from wekipy.learning.novelty.references import choose_rows, spread_out

I64: TypeAlias = npt.NDArray[np.int64]
F32: TypeAlias = npt.NDArray[np.float32]

EVEN: Final = 0.5  # share of the examples that are spread evenly
ROUNDS: Final = 4
MOST_DISTANCES: Final = 200_000_000  # that are measured, about a second; they limit what gaps are filled with
MOST_INPUTS: Final = 64  # that are looked at to measure distances
BLOCK: Final = 2_048  # candidates that are measured at a time


def cover(job: TrainingJob, most: int) -> I64:
    """The numbers of at most `most` examples (but one of each class) that stand for all, rising.

    The same for the same job. Every take has some, as long as the takes are fewer than a quarter of them.
    """
    if len(job.y) <= most:
        return np.arange(len(job.y))
    even = _evenly(job, max(1, int(EVEN * most)))
    pool = np.setdiff1d(_evenly(job, MOST_DISTANCES // most), even)
    wanted = most - len(even)
    if not 0 < wanted < len(pool):
        return _filled(_evenly(job, most), len(job.y), most)
    return np.sort(np.concatenate([even, _between(_places(job), even, pool, wanted, job.seed)]))


def _evenly(job: TrainingJob, most: int) -> I64:
    labels = job.y.astype(np.int64) if job.kind == "classification" else np.zeros(len(job.y), np.int64)
    _, first = np.unique(np.stack([labels, job.takes]), axis=1, return_index=True)
    one_each = first if len(first) <= most // 2 else first[:0]
    return np.union1d(one_each, choose_rows(labels, job.takes, most - len(one_each)))


def _filled(rows: I64, count: int, most: int) -> I64:
    """The same and others, evenly spread, until they are as many as they may be."""
    return np.union1d(rows, spread_out(np.setdiff1d(np.arange(count), rows), max(0, most - len(rows))))


def _places(job: TrainingJob) -> F32:
    """(examples, columns): where each is, inputs of deviation 1 and the target, which counts as all of them.

    Another class is farther away than any example of the own one, so that the gaps of each class are filled.
    """
    columns = np.unique(np.linspace(0, job.X.shape[1] - 1, MOST_INPUTS).astype(np.int64))
    X = job.X[:, columns] - job.X[:, columns].mean(axis=0, dtype=np.float64).astype(np.float32)
    deviation = X.std(axis=0)
    X /= np.where(deviation > 0, deviation, np.float32(1.0))
    if job.kind == "classification":
        labels = np.unique(job.y, return_inverse=True)[1]
        far = float(np.sqrt(np.square(np.ptp(X, axis=0)).sum() / 2.0))
        target = far * np.eye(labels.max() + 1, dtype=np.float32)[labels]
    else:
        spread = float(job.y.std()) or 1.0
        target = (np.sqrt(len(columns)) / spread * (job.y - job.y.mean())).astype(np.float32)[:, None]
    return np.concatenate([X, target.astype(np.float32)], axis=1)


def _between(places: F32, chosen: I64, pool: I64, wanted: int, seed: int) -> I64:
    """So many of the pool that lie far from what is chosen, and from each other."""
    random = np.random.default_rng(seed)
    squares = np.full(len(pool), np.inf, np.float32)
    _approach(squares, places, pool, chosen)
    drawn = np.zeros(len(pool), bool)
    for left in range(ROUNDS, 0, -1):
        count = (wanted - int(drawn.sum())) // left
        if not count:
            continue
        chances = np.where(drawn, 0.0, np.maximum(squares, 1e-9).astype(np.float64))
        new = random.choice(len(pool), count, replace=False, p=chances / chances.sum())
        drawn[new] = True
        _approach(squares, places, pool, pool[new])
    return pool[drawn]


def _approach(squares: F32, places: F32, pool: I64, new: I64) -> None:
    """Lower the squared distances (pool,) to the nearest that is chosen, now that there are new ones."""
    known = places[new]
    lengths = np.square(known).sum(axis=1)
    for at in range(0, len(pool), BLOCK):
        part = places[pool[at : at + BLOCK]]
        nearest = (lengths - 2.0 * (part @ known.T)).min(axis=1) + np.square(part).sum(axis=1)
        np.minimum(squares[at : at + BLOCK], nearest, out=squares[at : at + BLOCK])
