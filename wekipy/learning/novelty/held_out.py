"""Everything about novelty and confidence that a worker learns for one output. Imports scikit-learn."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.fitting import fit
from wekipy.learning.fitting.calibration import folds
from wekipy.learning.model import Arrays, Model, ModelHeader, TrainingJob
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.references import choose_rows, spread_out
from wekipy.learning.novelty.thresholds import confidence_of, with_confidence
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed

F64 = npt.NDArray[np.float64]
MOST_EXAMPLES: Final = 2_000  # that are learned from and asked when takes are held out
MOST_NUMBERS: Final = 2_000_000
ASKED: Final = 200  # of each fold
FOLDS: Final = 3  # of five: enough to find a threshold, and training again takes time


def learn_novelty(job: TrainingJob, counters: npt.NDArray[np.float32] | None = None) -> Arrays:
    """All "novelty." arrays of an output, to be kept beside those of its model.

    For a classification this trains its algorithm up to three times again on parts of the examples, which
    may take longer than its first training: `fit_novelty` alone is quick, and `with_confidence` can add the
    rest later.

    Args:
        counters: (rows, inputs of the job) counter-examples, which should be answered with nothing.

    Raises:
        Problem: as `fitting.fit`.
    """
    X, takes, y = job.X, job.takes, job.y if job.kind == "classification" else np.ones(len(job.y))
    if counters is not None and len(counters):
        X = np.concatenate([X, counters.astype(np.float32)])
        takes = np.concatenate([takes, np.full(len(counters), -1)])
        y = np.concatenate([y, np.zeros(len(counters))])
    arrays = fit_novelty(X, takes, y)
    if job.kind == "continuous":
        return arrays
    return with_confidence(arrays, held_out_confidences(job), len(np.unique(job.y)))


def held_out_confidences(job: TrainingJob) -> F64:
    """(asked,): how sure the algorithm is about examples of takes it did not learn from.

    Empty when a class has one example only. Of many examples, some thousand are used.
    """
    labels = job.y.astype(np.int64)
    most = min(MOST_EXAMPLES, max(100, MOST_NUMBERS // len(job.inputs)))
    job = _part(job, np.sort(choose_rows(labels, job.takes, most)))
    places = np.unique(job.y, return_inverse=True)[1]
    told: list[F64] = []
    for train, test in folds(places, job.takes)[:FOLDS]:
        asked = spread_out(test, ASKED)
        told.append(_confidences(_part(job, train), job.X[asked].astype(np.float64)))
    return np.concatenate(told) if told else np.empty(0)


def _part(job: TrainingJob, rows: npt.NDArray[np.int64]) -> TrainingJob:
    return replace(job, X=job.X[rows], y=job.y[rows], takes=job.takes[rows])


def _confidences(job: TrainingJob, X: F64) -> F64:
    """As the compiled predictor tells them, because that is what plays."""
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
    values, confidences = np.zeros(1), np.empty(len(X))
    for i, x in enumerate(X):
        predictor.answer(x, values)
        confidences[i] = confidence_of(predictor.distribution)
    return confidences
