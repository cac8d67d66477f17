"""Computes class shares for held-out takes, from which calibration and thresholds are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.fitting import fit
from wekipy.learning.fitting.calibration import folds
from wekipy.learning.model import Model, ModelHeader, TrainingJob
from wekipy.learning.novelty.references import choose_rows, spread_out
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed

F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]

MOST_EXAMPLES: Final = 2_000  # that are learned from and asked
MOST_NUMBERS: Final = 2_000_000
ASKED: Final = 200  # of each fold
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
    labels = job.y.astype(np.int64)
    most = min(MOST_EXAMPLES, max(100, MOST_NUMBERS // len(job.inputs)))
    job = _part(job, np.sort(choose_rows(labels, job.takes, most)))
    present, places = np.unique(job.y, return_inverse=True)
    columns = present.astype(np.int64) - 1
    shares, asked = [np.empty((0, len(columns)))], [np.empty(0, np.int64)]
    for train, test in folds(places, job.takes)[:FOLDS]:
        rows = spread_out(test, ASKED)
        shares.append(_shares(_part(job, train), job.X[rows].astype(np.float64))[:, columns])
        asked.append(places[rows])
    return HeldOutShares(np.concatenate(shares), np.concatenate(asked))


def _part(job: TrainingJob, rows: Indexes) -> TrainingJob:
    return replace(job, X=job.X[rows], y=job.y[rows], takes=job.takes[rows])


def _shares(job: TrainingJob, X: F64) -> F64:
    """(len(X), classes) from the compiled predictor, because the engine runs that one."""
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
    values, shares = np.zeros(1), np.empty((len(X), job.classes))
    for i, x in enumerate(X):
        predictor.answer(x, values)
        shares[i] = predictor.distribution
    return shares
