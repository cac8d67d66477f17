"""Takes of a continuous output that other takes contradict, or that go where no other take goes."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import Finding
from wekipy.learning.evaluation.space import TELLING, lower_median
from wekipy.learning.evaluation.value_figures import rmse
from wekipy.learning.held_out.answers import HeldOutAnswers
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import MOST_NAMED, listed, percent

F64 = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
MUCH: Final = 0.15  # of the range: an error that is worth a word
BEYOND: Final = 6.0  # usual deviations (1.4826 MAD) from the other takes
LEAST_EXAMPLES: Final = 3  # of a take that can contradict others; of fewer each is looked at by itself
LEAST_TAKES: Final = 3  # of two that differ nobody can say which one is wrong


def takes_at_fault(job: TrainingJob, held: HeldOutAnswers, apart: F64, doubtful: Mask) -> list[Finding]:
    """Those that contradict others at the same inputs; if there are none, those others do not prepare for.

    (One that contradicts the others spoils the held-out answers to them.)

    Args:
        doubtful: (examples,) single outliers, for which no take is blamed.
    """
    span = float(np.ptp(job.y))
    numbers = np.unique(job.takes)
    if span == 0.0 or len(numbers) < LEAST_TAKES:
        return []
    nearest, targets = _nearest_of_takes(job, numbers, apart)
    meeting = meeting_distance(job, apart, nearest)
    off = disagreement(job, numbers, nearest, targets, meeting)
    against = [t for t in range(len(numbers)) if _stands_out(off, t, MUCH * span)]
    if against:
        return [_conflicting_take(job, numbers, t, against, off[t] / span) for t in against]
    errors = np.array([_error(job, held, (job.takes == number) & ~doubtful) for number in numbers])
    reach = np.array([np.median(nearest[job.takes == number].min(axis=1)) for number in numbers])
    missed = [t for t in range(len(numbers)) if _stands_out(errors, t, MUCH * span)]
    # Where no take is near, nobody speaks against it.
    new = [_stands_out(reach, t, 0.0) or reach[t] > meeting for t in missed]
    return [
        _unprepared(job, int(numbers[t]), errors[t] / span, new=n) for t, n in zip(missed, new, strict=True)
    ]


def _error(job: TrainingJob, held: HeldOutAnswers, rows: Mask) -> float:
    error = rmse((held.answers - job.y)[rows & held.tested])
    return float("nan") if error is None else error


def _stands_out(values: F64, t: int, floor: float) -> bool:
    """Whether a value is above the floor and much above the others' median (which are at least two)."""
    others = np.delete(values, t)
    others = others[~np.isnan(others)]
    if np.isnan(values[t]) or len(others) < LEAST_TAKES - 1:
        return False
    usual = float(np.median(others))
    deviation = 1.4826 * float(np.median(np.abs(others - usual)))
    return bool(values[t] > max(floor, TELLING * usual, usual + BEYOND * deviation))


def _nearest_of_takes(job: TrainingJob, numbers: I64, apart: F64) -> tuple[F64, F64]:
    """(examples, takes) each: the distance to the nearest example of each other take, and its target."""
    nearest = np.full((len(job.y), len(numbers)), np.inf)
    targets = np.full((len(job.y), len(numbers)), np.nan)
    for column, number in enumerate(numbers):
        rows, others = np.flatnonzero(job.takes == number), np.flatnonzero(job.takes != number)
        which = apart[np.ix_(others, rows)].argmin(axis=1)
        nearest[others, column] = apart[others, rows[which]]
        targets[others, column] = job.y[rows[which]]
    return nearest, targets


def takes_meet(job: TrainingJob, apart: F64) -> bool:
    """Whether any take comes near another one; where none does, no take can speak for or against another."""
    numbers = np.unique(job.takes)
    if len(numbers) < 2:
        return False
    nearest, _ = _nearest_of_takes(job, numbers, apart)
    return bool((nearest <= meeting_distance(job, apart, nearest)).any())


def meeting_distance(job: TrainingJob, apart: F64, nearest: F64) -> float:
    """How near an example must be to another take to be at the same place as it.

    As near as the examples of one take are to each other, or much nearer than takes usually are to each
    other: takes of different poses, each held still, are all about equally far apart, and at no common place.

    Args:
        nearest: (examples, takes) the distance to the nearest example of each other take.
    """
    sizes: list[float] = []
    steps: list[float] = []
    for take in np.unique(job.takes):
        inside = apart[np.ix_(job.takes == take, job.takes == take)]
        if len(inside) > 1:
            sizes.append(float(np.median(inside[np.isfinite(inside)])))
            steps.append(float(np.median(inside.min(axis=1))))
    usual = float(np.median(nearest[np.isfinite(nearest)]))
    own = max(float(np.median(sizes)), TELLING * float(np.median(steps))) if sizes else 0.0
    return max(own, usual / TELLING)


def disagreement(job: TrainingJob, numbers: I64, nearest: F64, targets: F64, meeting: float) -> F64:
    """(takes,): how far at least half of the takes nearby are from what a take says, in output units.

    At each example of a take, the other takes nearby give the target of their nearest example; the lower
    median of the differences counts, so that one wrong take among three does not accuse the other two. The
    figure of a take is its median over examples; NaN where fewer than two others came near most of the time.

    Args:
        meeting: farther away than this, no take is at the same place.
    """
    closest = nearest.min(axis=1)
    near = nearest <= TELLING * np.maximum(closest, np.median(closest))[:, None]
    near &= nearest <= meeting
    off = np.full(len(job.y), np.nan)
    for row in np.flatnonzero((near.sum(axis=1) >= 2) & (closest <= TELLING * np.median(closest))):
        off[row] = lower_median(np.abs(targets[row, near[row]] - job.y[row]))
    found = np.full(len(numbers), np.nan)
    for t, number in enumerate(numbers):
        own = off[job.takes == number]
        if len(own) >= LEAST_EXAMPLES and np.mean(~np.isnan(own)) >= 0.5:
            found[t] = np.nanmedian(own)
    return found


def _conflicting_take(job: TrainingJob, numbers: I64, t: int, against: list[int], share: float) -> Finding:
    take = int(numbers[t])
    others = [int(number) for o, number in enumerate(numbers) if o not in against]
    named = listed(others, "take") if len(others) <= MOST_NAMED else "the other takes"
    text = f"Take {take} says something else than {named} at the same inputs"
    return Finding(
        kind="take",
        sentence=f"{text}, usually by {percent(share)} of the range: delete it or record it again.",
        takes=(take,),
        severity=float(np.mean(job.takes == take)),
    )


def _unprepared(job: TrainingJob, take: int, share: float, *, new: bool) -> Finding:
    missed = f"by {percent(share)} of the range"
    if new:
        text = f"Take {take} goes where no other take goes, and is missed {missed}"
        sentence = f"{text}: record more takes like it."
    else:
        text = f"Models that learned from the other takes miss take {take} {missed}"
        sentence = f"{text}, much more than the others: look whether it went wrong, or record more like it."
    own = job.takes == take
    return Finding(
        kind="more" if new else "take",
        sentence=sentence,
        takes=(take,),
        region=(float(job.y[own].min()), float(job.y[own].max())),
        severity=float(np.mean(own)),
    )
