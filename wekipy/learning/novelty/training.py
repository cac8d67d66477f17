"""Learns novelty and thresholds for one output, in a worker."""

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
        job: its `counter_examples` should be rejected.
        confidences: (asked,) of the algorithm for held-out examples.
    """
    X, takes, y = job.X, job.takes, job.y if job.kind == "classification" else np.ones(len(job.y))
    if job.counter_examples is not None and len(job.counter_examples):
        X = np.concatenate([X, job.counter_examples.astype(np.float32)])
        takes = np.concatenate([takes, np.full(len(job.counter_examples), -1)])
        y = np.concatenate([y, np.zeros(len(job.counter_examples))])
    arrays = fit_novelty(X, takes, y)
    if job.kind == "continuous":
        return arrays
    return with_confidence(arrays, confidences, len(np.unique(job.y)))
