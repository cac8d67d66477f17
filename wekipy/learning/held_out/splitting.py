"""Which examples are held out together: whole takes, or stretches of time with a gap around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

from wekipy.learning.held_out import Method
from wekipy.learning.held_out.dealing import deal
from wekipy.learning.held_out.sampling import I64, ranks
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import counted, listed
from wekipy.project.counting import many

MOST_FOLDS: Final = 10
TIME_FOLDS: Final = 5
LEAST_STRETCH: Final = 5  # examples of a take (and class) that can be split in time
LONG_STRETCH: Final = 40  # from here on each fold tests two shorter blocks, so holes stay small
ALONE: Final = 0.2  # of the range: a target this far from those of all other takes is shown by one take only
F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fold:
    """Row numbers, rising: what a model is trained on, and what it is tested on."""

    train: I64
    test: I64


@dataclass(frozen=True)
class Split:
    """The folds of an evaluation, and how they were made, in a sentence or two."""

    method: Method
    folds: tuple[Fold, ...]
    note: str


def split(job: TrainingJob, most: int = MOST_FOLDS) -> Split:
    """By take where every class (or part of the range) stays in training, else in time, else not at all.

    A take that alone shows a class (or part of the range) is always trained on and never tested. Cross-
    validation by groups: Roberts et al. 2017, "Cross-validation strategies for data with temporal, spatial,
    hierarchical, or phylogenetic structure".

    Args:
        most: folds, at most, where takes are left out.
    """
    alone = takes_alone(job)
    rows = np.flatnonzero(~np.isin(job.takes, alone))
    if _enough(job, rows):
        return _by_take(job, rows, alone, most)
    folds = tuple(_time_folds(job))
    if folds:
        return Split("time", folds, _why_time(job))
    return Split("none", (), _why_none(job))


def takes_alone(job: TrainingJob) -> I64:
    """Takes without which a class, or part of the range, would have no examples."""
    if job.kind == "classification":
        return _with_own_class(job)
    numbers = np.unique(job.takes)
    reach = ALONE * float(np.ptp(job.y)) if len(job.y) else 0.0
    if len(numbers) < 2 or reach == 0.0:
        return numbers if len(numbers) < 2 else numbers[:0]
    return np.array([t for t in numbers if _mostly_alone(job.y, job.takes == t, reach)], np.int64)


def _with_own_class(job: TrainingJob) -> I64:
    pairs = np.unique(np.stack([job.y.astype(np.int64), job.takes]), axis=1)
    _, first, counts = np.unique(pairs[0], return_index=True, return_counts=True)
    return np.unique(pairs[1][first[counts == 1]])


def _mostly_alone(y: F64, own: npt.NDArray[np.bool_], reach: float) -> bool:
    return bool(np.mean(distance_to_nearest(y[own], np.sort(y[~own])) > reach) > 0.5)


def distance_to_nearest(values: npt.NDArray[np.float64], rising: npt.NDArray[np.float64]) -> F64:
    """From each value to the nearest of others, which rise and are at least one."""
    after = np.searchsorted(rising, values).clip(0, len(rising) - 1)
    before = (after - 1).clip(0)
    distance: F64 = np.minimum(np.abs(values - rising[before]), np.abs(values - rising[after]))
    return distance


def _enough(job: TrainingJob, rows: I64) -> bool:
    """Whether testing these rows by take says something about the whole output."""
    if len(np.unique(job.takes[rows])) < 2:
        return False
    if job.kind == "classification":
        return len(np.unique(job.y[rows])) >= 2
    return bool(np.ptp(job.y[rows]) >= 0.5 * np.ptp(job.y))


def _by_take(job: TrainingJob, rows: I64, alone: I64, most: int) -> Split:
    takes = np.unique(job.takes[rows])
    if job.kind == "classification":
        tests = list(deal(job, rows, most))
    else:
        tests = list(_single(job, rows) if len(takes) <= most else _groups(job, rows, most))
    folds = tuple(Fold(_others(test, len(job.y)), test) for test in tests)
    how = "" if len(folds) == len(takes) else f", in {len(folds)} groups"
    if how and job.kind == "classification":
        how += " that hold each class alike"
    note = (
        f"Each of {many(len(takes), 'take')} was left out once{how}, and answered by a model that had not"
        " seen it."
    )
    if len(alone):
        alone_takes = listed([int(t) for t in alone], "take")
        its = "its" if len(alone) == 1 else "their"
        what = "class" if job.kind == "classification" else "values"
        note += f" Not tested: {alone_takes}, because no other take shows {its} {what}: record another."
    return Split("takes", folds, note)


def _single(job: TrainingJob, rows: I64) -> Iterator[I64]:
    for _, test in LeaveOneGroupOut().split(rows, groups=job.takes[rows]):
        yield rows[test]


def _others(test: I64, n: int) -> I64:
    return np.delete(np.arange(n), test)


def _groups(job: TrainingJob, rows: I64, most: int) -> Iterator[I64]:
    for _, test in GroupKFold(most).split(rows, groups=job.takes[rows]):
        yield rows[test]


def _time_folds(job: TrainingJob) -> Iterator[Fold]:
    fold, gaps = _blocks(job)
    positions = ranks(job.takes)
    for number in range(TIME_FOLDS):
        train = fold != number
        for t in np.unique(job.takes[fold == number]):
            own = job.takes == t
            tested = own & (fold == number)
            distance = distance_to_nearest(positions[own].astype(float), positions[tested].astype(float))
            train[own] &= distance > gaps[tested].max()
        test = np.flatnonzero(fold == number)
        if job.kind == "classification":
            test = test[np.isin(job.y[test], job.y[train])]
        if len(test) and train.any():
            yield Fold(np.flatnonzero(train), test)


def _blocks(job: TrainingJob) -> tuple[I64, I64]:
    """For each example the fold that tests it (-1: none), and how many frames beside it are left out."""
    fold, gaps = np.full(len(job.y), -1), np.zeros(len(job.y), np.int64)
    classes = job.y if job.kind == "classification" else np.zeros(len(job.y))
    for take, label in np.unique(np.stack([job.takes, classes]), axis=1).T:
        rows = np.flatnonzero((job.takes == take) & (classes == label))
        if len(rows) < LEAST_STRETCH:
            continue
        blocks = TIME_FOLDS if len(rows) < LONG_STRETCH else 2 * TIME_FOLDS
        fold[rows] = np.arange(len(rows)) * blocks // len(rows) % TIME_FOLDS
        gaps[rows] = max(1, len(rows) // blocks // 4)
    return fold, gaps


def _why_time(job: TrainingJob) -> str:
    if len(np.unique(job.takes)) == 1:
        why = "There is one take only, so it was"
    elif job.kind == "classification":
        why = "Too few classes have a second take to leave one out, so every take was"
    elif len(takes_alone(job)) == len(np.unique(job.takes)):
        why = "Each take shows values that no other take shows, so none could be left out: every take was"
    else:
        why = "Too few takes show the same values to leave one out, so every take was"
    return (
        f"{why} split in time, with a gap between what was learned and what was tested. "
        "A new take will probably do worse; record more takes to know."
    )


def _why_none(job: TrainingJob) -> str:
    n = len(job.y)
    have = f"{counted(n, 'example')} in {counted(len(np.unique(job.takes)), 'take')}"
    of = " of every class" if job.kind == "classification" else ""
    return f"Nothing could be tested with {have}: record at least two takes{of}."
