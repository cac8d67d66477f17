"""Everything about novelty and confidence that a worker learns for one output."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.thresholds import with_confidence

F64 = npt.NDArray[np.float64]


def learn_novelty(job: TrainingJob, confidences: F64) -> Arrays:
    """All "novelty." arrays of an output that may answer nothing, to be kept beside those of its model.

    Args:
        job: its `counters` are examples of what should be answered with nothing.
        confidences: (asked,) how sure the algorithm is about examples that it did not learn from.
    """
    X, takes, y = job.X, job.takes, job.y if job.kind == "classification" else np.ones(len(job.y))
    if job.counters is not None and len(job.counters):
        X = np.concatenate([X, job.counters.astype(np.float32)])
        takes = np.concatenate([takes, np.full(len(job.counters), -1)])
        y = np.concatenate([y, np.zeros(len(job.counters))])
    arrays = fit_novelty(X, takes, y)
    if job.kind == "continuous":
        return arrays
    return with_confidence(arrays, confidences, len(np.unique(job.y)))
