"""Gaussian naive Bayes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline

from wekipy.learning.fitting.balance import sample_weights
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.scaling import scaling_arrays, standardiser
from wekipy.learning.model import Arrays, TrainingJob


def fit_bayes(job: TrainingJob) -> Fitted:
    """On standardised inputs, so that the smoothing means the same for each of them."""
    X = job.X.astype(np.float64)
    scaler = standardiser(X)
    bayes = GaussianNB(priors=_priors(job), var_smoothing=float(job.options["smoothing"]))
    bayes.fit(scaler.transform(X), job.y.astype(np.int64))
    widths = np.log(2.0 * np.pi * bayes.var_).sum(axis=1)
    arrays: Arrays = {
        **scaling_arrays(scaler),
        "labels": bayes.classes_,
        "means": bayes.theta_,
        "precisions": 0.5 / bayes.var_,
        "base": np.log(bayes.class_prior_) - 0.5 * widths,
    }
    estimator = Pipeline([("scale", scaler), ("bayes", bayes)])
    return Fitted("bayes", arrays, estimator.predict(X).astype(np.float64), estimator)


def _priors(job: TrainingJob) -> npt.NDArray[np.float64] | None:
    """(classes,) how likely each class is; None for as its share of the examples."""
    weights = sample_weights(job)
    if weights is None:
        return None
    shares = np.bincount(np.unique(job.y, return_inverse=True)[1], weights)
    return np.asarray(shares / shares.sum())
