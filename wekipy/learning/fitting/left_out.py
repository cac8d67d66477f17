"""What fitters choose their own settings by: examples of takes left out, some hundreds of them.

Each class counts alike in an error, however many examples it has: how long somebody held a pose says nothing
about how often it will be played.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from wekipy.learning.fitting.calibration import folds
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.held_out.splitting import split
from wekipy.learning.model import TrainingJob
from wekipy.learning.novelty.references import choose_rows

F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]
Choice = TypeVar("Choice")

Error: TypeAlias = Callable[[Choice, "Part"], float]

MOST_NUMBERS: Final = 1_000_000  # input values in the examples that are used, but never fewer examples than:
LEAST: Final = 100


@dataclass(frozen=True)
class Part:
    """Row numbers of a job: to learn from, and to ask about."""

    train: Indexes
    test: Indexes


def class_parts(job: TrainingJob, most: int) -> list[Part]:
    """Whole takes left out where every class is in others, too, else stretches; none for too few examples.

    Args:
        most: examples that are used of a larger job, evenly from classes and takes.
    """
    labels = job.y.astype(np.int64)
    rows = np.sort(choose_rows(labels, job.takes, _affordable(most, job.X.shape[1])))
    _, places = np.unique(labels[rows], return_inverse=True)
    return [Part(rows[train], rows[test]) for train, test in folds(places, job.takes[rows])]


def value_parts(job: TrainingJob, columns: int, most: int) -> list[Part]:
    """Whole takes left out where others show the same part of the range, else stretches; or none.

    Args:
        columns: how many numbers are learned from in each example.
    """
    few = min(len(job.y), _affordable(most, columns))
    rows = np.unique(np.linspace(0, len(job.y) - 1, few).astype(np.int64))
    return [Part(rows[fold.train], rows[fold.test]) for fold in split(pick(job, rows)).folds]


def tried(job: TrainingJob, most: int, columns: int = 0) -> int:
    """How many examples the parts are made of: see `class_parts`, and `value_parts` for the columns."""
    return min(len(job.y), _affordable(most, columns or job.X.shape[1]))


def _affordable(most: int, columns: int) -> int:
    return min(most, max(LEAST, MOST_NUMBERS // max(1, columns)))


def wrong(answers: npt.NDArray[np.generic], targets: F64) -> float:
    """The share of wrong answers, 0 to 1, in which each class counts alike."""
    labels, places = np.unique(targets, return_inverse=True)
    misses = np.bincount(places, answers != targets, len(labels))
    return float(np.mean(misses / np.bincount(places)))


def best(choices: Sequence[Choice], parts: Sequence[Part], error: Error[Choice]) -> Choice:
    """Return the choice with the least mean error over the parts; of equal ones, the first."""
    return choices[int(_errors(choices, parts, error).mean(axis=1).argmin())]


def clearly_best(choices: Sequence[Choice], parts: Sequence[Part], error: Error[Choice]) -> Choice:
    """Return the best choice if it is clearly better than the first one, else that."""
    return choices[clearly_least(_errors(choices, parts, error), sure=2.0)]


def clearly_least(errors: F64, sure: float) -> int:
    """The row with the least mean, if it is less than the first by more than chance makes it, else the first.

    Args:
        errors: (choices, parts).
        sure: how many standard errors of their difference: with a few takes, chance alone makes some choice
            look better.
    """
    least = int(errors.mean(axis=1).argmin())
    gain = errors[0] - errors[least]
    chance = float(gain.std(ddof=1)) / math.sqrt(len(gain)) if len(gain) > 1 else math.inf
    return least if gain.mean() > sure * chance else 0


def _errors(choices: Sequence[Choice], parts: Sequence[Part], error: Error[Choice]) -> F64:
    return np.array([[error(choice, part) for part in parts] for choice in choices])
