"""Weighted sums: linear regression, logistic regression."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import Pipeline

from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.scaling import standardiser
from wekipy.learning.model import Arrays, TrainingJob


def least_squares(ridge: float) -> Any:
    """Ridge regression; without a ridge, the solution of least norm, which copes with equal inputs."""
    return Ridge(alpha=ridge) if ridge > 0 else LinearRegression()


def fit_linear(job: TrainingJob) -> Fitted:
    """Ridge regression on standardised inputs, folded into one weight per input."""
    X = job.X.astype(np.float64)
    scaler = standardiser(X)
    regression = least_squares(float(job.options["ridge"])).fit(scaler.transform(X), job.y)
    weights = regression.coef_ / scaler.scale_
    offset = np.float64(regression.intercept_ - weights @ scaler.mean_)
    estimator = Pipeline([("scale", scaler), ("regression", regression)])
    arrays: Arrays = {"weights": weights, "offset": np.array(offset)}
    return Fitted("linear", arrays, estimator.predict(X), estimator)


def fit_logistic(job: TrainingJob) -> Fitted:
    """Multinomial logistic regression on standardised inputs, folded into the weights."""
    scaler = standardiser(job.X)
    Z = job.X.astype(np.float64)
    scaler.copy = False  # thousands of inputs make this the largest thing in memory
    Z = scaler.transform(Z)
    scaler.copy = True
    regression = LogisticRegression(C=float(job.options["C"]), max_iter=1_000)
    regression.fit(Z, job.y.astype(np.int64))
    weights = regression.coef_ / scaler.scale_
    arrays: Arrays = {
        "labels": regression.classes_,
        "weights": weights,
        "offsets": regression.intercept_ - weights @ scaler.mean_,
    }
    estimator = Pipeline([("scale", scaler), ("regression", regression)])
    return Fitted("logistic", arrays, regression.predict(Z).astype(np.float64), estimator)
