"""Computes class shares for held-out takes, from which calibration and thresholds are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.algorithms import remembers
from wekipy.learning.fitting import fit
from wekipy.learning.fitting.calibration import folds
from wekipy.learning.growth import Size, examples_within
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.model import Model, ModelHeader, TrainingJob
from wekipy.learning.novelty.references import choose_rows, spread_out
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed, Remembering
from wekipy.learning.sequences import beginnings, begins

F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]

MOST_EXAMPLES: Final = 2_000  # that are learned from and asked
LEAST_EXAMPLES: Final = 1_000  # of them, if an algorithm takes longer than:
LONGEST: Final = 2.0  # seconds, each time
MOST_NUMBERS: Final = 2_000_000
ASKED: Final = 200  # of each fold
MOST_REMEMBERED: Final = 6_000  # the same of an algorithm that remembers: its examples stay together
FOLDS: Final = 3  # of five: enough for two figures, and training again takes time


@dataclass(frozen=True)
class HeldOutShares:
    """Class shares of held-out examples.

    Attributes:
        shares: (asked, classes that have examples), each row sums to 1.
        places: (asked,) the column of the class that each example was recorded for.
    """

    shares: F64
    places: Indexes


def ask_held_out(job: TrainingJob) -> HeldOutShares:
    """Train a classifier of a job up to three times on parts of its examples and ask it about the rest.

    Empty when a class has one example only. Of many examples, some thousand are used.

    Raises:
        Problem: as `fitting.fit`.
    """
    if remembers(job.algorithm):
        job = pick(job, beginnings(job.takes, MOST_REMEMBERED))
        return _ask(job, len(job.y))
    labels = job.y.astype(np.int64)
    return _ask(pick(job, np.sort(choose_rows(labels, job.takes, asked_of(job)))), ASKED)


def asked_of(job: TrainingJob) -> int:
    """How many examples `ask_held_out` uses, to learn from and to ask about."""
    if remembers(job.algorithm):
        return min(len(job.y), MOST_REMEMBERED)
    size = Size(job.algorithm, job.kind, job.options, len(job.y), len(job.inputs), job.classes)
    quick = max(LEAST_EXAMPLES, examples_within(LONGEST, size))
    return min(len(job.y), MOST_EXAMPLES, quick, max(100, MOST_NUMBERS // len(job.inputs)))


def _ask(job: TrainingJob, most: int) -> HeldOutShares:
    """The shares by the folds of a job, each asked about so many examples at most."""
    present, places = np.unique(job.y, return_inverse=True)
    columns = present.astype(np.int64) - 1
    shares, asked = [np.empty((0, len(columns)))], [np.empty(0, np.int64)]
    for done, (train, test) in enumerate(folds(places, job.takes)[:FOLDS], 1):
        rows = spread_out(test, most)
        shares.append(_shares(pick(job, train), pick(job, rows))[:, columns])
        asked.append(places[rows])
        progress.report(done / FOLDS)
    return HeldOutShares(np.concatenate(shares), np.concatenate(asked))


def _shares(job: TrainingJob, asked: TrainingJob) -> F64:
    """(asked, classes) from the compiled predictor, because the engine runs that one."""
    fitted = fit(job)
    own = tuple(range(len(job.inputs)))
    header = ModelHeader(
        output=job.output,
        kind=job.kind,
        algorithm=job.algorithm,
        options=job.options,
        inputs=own,
        predictor=fitted.predictor,
        fingerprint=job.fingerprint,
        examples=len(job.y),
        classes=job.classes,
    )
    (predictor,) = compile_models([Placed(0, Model(header, fitted.arrays))], len(own))
    assert isinstance(predictor, Classifier)  # noqa: S101  every predictor of classes is
    values, shares = np.zeros(1), np.empty((len(asked.y), job.classes))
    new = begins(asked.takes, asked.times, np.inf)
    for i, x in enumerate(asked.X.astype(np.float64)):
        if new[i] and isinstance(predictor, Remembering):
            predictor.forget()
        predictor.answer(x, values)
        shares[i] = predictor.distribution
    return shares
