"""Finds wild frames: examples far outside all others, as a sensor sends them when it slips or drops out.

What is far away on purpose is not wild. A class that has only a few frames, and a take that was held far from
the others, are shown there by most of their frames; a wild frame stands alone among others of its class and
take. So the usual range of an input goes from the lowest to the highest *middle* (median) of any class and
any take, and what counts beyond it is the usual distance of frames from their own middle: the one that all
but a few frames keep. Both are quantiles, which the few frames cannot move (Rousseeuw and Hubert 2011,
"Robust statistics for outlier detection"). Frames are wild if they are at least `FAR` times farther out than
all others: a gap, so that no heavy tail is cut.

Where even the frames that all but a few keep within are a million times farther out than the middle one, for
every input, nothing is usual: such numbers are no sensor's, and no model is made of them.

An input that rests almost always, such as a button, has no usual distance; then the middle one of those
frames that do not rest stands for it, so that a press is never wild beside other presses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.held_out.sampling import ranks
from wekipy.learning.model import TrainingJob
from wekipy.learning.novelty.references import choose_rows
from wekipy.learning.wild_frames import WildFrames
from wekipy.project.problem import Problem

F64: TypeAlias = npt.NDArray[np.float64]
I64: TypeAlias = npt.NDArray[np.int64]
Examples: TypeAlias = npt.NDArray[Any]

FAR: Final = 10.0  # times farther out than all others
ALL_WILD: Final = 1e6  # times as far as the middle frame go all but a few: nothing is usual there
FEWEST: Final = 8  # examples among which one can be called wild
RARE: Final = 0.05  # more than this share, and more than two, are how the sensor is
OF_A_TAKE: Final = 3  # frames of a take (and class) that show on purpose where it is
LEVELS: Final = 10  # parts of the range of a number that stand for classes
MOST_ROWS: Final = 4_000  # examples that the usual range is measured on, spread evenly over the classes
MOST_NUMBERS: Final = 4_000_000
LEAST_ROWS: Final = 200
COLUMNS: Final = 256
ROWS: Final = 1_024


@dataclass(frozen=True)
class UsualRange:
    """Where an input usually is.

    Attributes:
        low, high: (inputs,) the lowest and the highest middle of any class and any take.
        reach: (inputs,) how far frames usually are from their own middle; infinite where they never are.
        uneven: (inputs,) how many times as far as the middle frame all but a few go.
    """

    low: F64
    high: F64
    reach: F64
    uneven: F64

    def beyond(self, X: Examples) -> F64:
        """(examples,): how far outside each is, at most, in usual distances of the input."""
        parts = [self._beyond(X[at : at + ROWS].astype(np.float64)) for at in range(0, len(X), ROWS)]
        return np.concatenate(parts)

    def _beyond(self, X: F64) -> F64:
        outside = np.maximum(X - self.high, self.low - X)
        farthest: F64 = np.maximum(outside / self.reach, 0.0).max(axis=1)
        return farthest

    def limits(self) -> tuple[F64, F64]:
        """(inputs,) each: beyond them a number is too far out to say what is usual."""
        return self.low - FAR * self.reach, self.high + FAR * self.reach


def usual_range(job: TrainingJob) -> UsualRange | None:
    """Measure the usual range of each input of a job; None for so few examples that nothing is unusual."""
    X = job.X
    if len(X) < FEWEST:
        return None
    levels = _levels(job)
    most = min(MOST_ROWS, max(LEAST_ROWS, MOST_NUMBERS // X.shape[1]))
    rows = np.arange(len(X)) if len(X) <= most else choose_rows(levels, job.takes, most)
    groups, middles = _groups(levels[rows], job.takes[rows])
    parts = [_measure(X[rows, at : at + COLUMNS], groups, middles) for at in range(0, X.shape[1], COLUMNS)]
    return UsualRange(*(np.concatenate(figures) for figures in zip(*parts, strict=True)))


def most_wild(examples: int) -> int:
    """How many of so many examples may be wild."""
    return max(2, int(RARE * examples))


def wild_rows(job: TrainingJob) -> tuple[I64, float]:
    """Return the numbers of the wild examples, rising, and how many times farther out they are."""
    none = np.empty(0, np.int64), 1.0
    usual = usual_range(job)
    if usual is None:
        return none
    beyond = usual.beyond(job.X)
    few = most_wild(len(beyond))
    order = np.argsort(-beyond, kind="stable")[: few + 1]
    steps = beyond[order[:-1]] / np.maximum(beyond[order[1:]], 1.0)
    gaps = np.flatnonzero(steps >= FAR)
    if not len(gaps):
        return none
    return np.sort(order[: gaps[-1] + 1]), float(steps[gaps[-1]])


def within_usual(job: TrainingJob) -> TrainingJob:
    """Return a job whose inputs count as at most at the limits of their usual range; usually the same job.

    Scaling by range or by deviation is then as robust as quantiles are, for every algorithm, and no single
    frame has more leverage than one at the limits (winsorising: Tukey 1962, "The future of data analysis").
    """
    usual = usual_range(job)
    if usual is None:
        return job
    low, high = (limit.astype(np.float32) for limit in usual.limits())
    if not ((job.X.min(axis=0) < low) | (job.X.max(axis=0) > high)).any():
        return job
    return replace(job, X=np.clip(job.X, low, high))


def set_aside(job: TrainingJob) -> TrainingJob:
    """Return a job that knows its wild frames, without them if `job.leave_out_wild`.

    The same job if it has none, and for gestures, whose frames are a movement.

    Raises:
        Problem: if its examples are all wild.
    """
    if job.kind == "gesture" or not job.inputs or not len(job.y) or not np.isfinite(job.X).all():
        return job
    usual = usual_range(job)
    if usual is not None and usual.uneven.min() > ALL_WILD:
        raise Problem(_all_wild(job))
    rows, times = wild_rows(job)
    if not len(rows):
        return job
    places = tuple(zip(job.takes[rows].tolist(), ranks(job.takes)[rows].tolist(), strict=True))
    lengths = {take: int(np.count_nonzero(job.takes == take)) for take, _ in places}
    found = WildFrames(places, lengths, times, left_out=job.leave_out_wild)
    if not job.leave_out_wild:
        return replace(job, wild=found)
    kept = np.delete(np.arange(len(job.y)), rows)
    times_of = None if job.times is None else job.times[kept]
    return replace(
        job, X=job.X[kept], y=job.y[kept], takes=job.takes[kept], times=times_of,
        wild=found, leave_out_wild=False,
    )  # fmt: skip


def _levels(job: TrainingJob) -> I64:
    """(examples,): the class, or the part of the range that the target is in."""
    if job.kind == "classification":
        return job.y.astype(np.int64)
    span = float(np.ptp(job.y))
    if span == 0.0 or not np.isfinite(span):
        return np.zeros(len(job.y), np.int64)
    shares = (job.y - job.y.min()) / span
    levels: I64 = np.minimum((shares * LEVELS).astype(np.int64), LEVELS - 1)
    return levels


def _groups(levels: I64, takes: I64) -> tuple[I64, list[I64]]:
    """The group of each example, and for each group the examples that its middle is of.

    A group is a take's part of a class, or the whole class where the take has a few frames of it only.
    """
    _, own, counts = np.unique(np.stack([levels, takes]), axis=1, return_inverse=True, return_counts=True)
    own = own.ravel()
    small = counts[own] < OF_A_TAKE
    names = np.where(small, -1 - levels, own)
    _, groups = np.unique(names, return_inverse=True)
    order = np.argsort(groups, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(groups))[:-1])
    whole = [np.flatnonzero(levels == levels[rows[0]]) if small[rows[0]] else rows for rows in members]
    return groups, whole


def _all_wild(job: TrainingJob) -> str:
    low, high = float(job.X.min()), float(job.X.max())
    return (
        f"output {job.number} cannot learn from such numbers: its examples go from {low:.3g} to {high:.3g},"
        " and some are a million times larger than most, so no input has a usual range; see what the sensor"
        " sends (wekipy listen)"
    )


def _measure(X: Examples, groups: I64, middles: list[I64]) -> tuple[F64, F64, F64, F64]:
    X = X.astype(np.float64)
    middle = np.stack([np.median(X[rows], axis=0) for rows in middles])
    distance = np.abs(X - middle[groups])
    rank = len(X) - 1 - most_wild(len(X))
    half = rank // 2
    ordered = np.partition(distance, (half, rank), axis=0)
    reach = ordered[rank]
    uneven = np.ones(X.shape[1])
    np.divide(reach, ordered[half], out=uneven, where=ordered[half] > 0)
    for column in np.flatnonzero(reach == 0):
        moved = distance[:, column][distance[:, column] > 0]
        reach[column] = np.median(moved) if len(moved) else np.inf
    low, high = middle.min(axis=0), middle.max(axis=0)
    reach = np.maximum(reach, (high - low) / FAR)  # what lies between poses is usual, too
    return low, high, reach, uneven
