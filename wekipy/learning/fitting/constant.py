"""What can be learned when no input ever changed: the mean, or how frequent each class was."""

from __future__ import annotations

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor

from wekipy.learning.fitting.base import Fitted
from wekipy.learning.model import TrainingJob


def fit_constant(job: TrainingJob) -> Fitted:
    """The mean of the targets; or the most frequent class, with the share of each."""
    if job.kind == "continuous":
        mean = DummyRegressor().fit(job.X, job.y)
        offset = np.float64(job.y.mean())
        return Fitted("constant", {"offset": np.array(offset)}, mean.predict(job.X), mean)
    labels = job.y.astype(np.int64)
    prior = DummyClassifier(strategy="prior").fit(job.X, labels)
    arrays = {"labels": prior.classes_, "shares": prior.class_prior_}
    return Fitted("constant", arrays, prior.predict(job.X).astype(np.float64), prior)
