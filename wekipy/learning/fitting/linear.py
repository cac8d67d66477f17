"""Weighted sums: linear regression, logistic regression."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.pipeline import Pipeline

from wekipy.learning.fitting.balance import class_weights
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.left_out import tried, value_parts
from wekipy.learning.fitting.ridge import least_squares, ridge_for, ridge_part
from wekipy.learning.fitting.scaling import standardiser
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.project.counting import many

MOST_TRIED: Final = 1_000  # examples that features are chosen on


def fit_linear(job: TrainingJob) -> Fitted:
    """Ridge regression on standardised inputs, folded into one weight per input.

    The inputs that matter (option `features`) are those that the lasso keeps with the penalty that errs least
    on takes left out (Tibshirani 1996); the ridge then weighs these, which the lasso would make too small.
    """
    X = job.X.astype(np.float64)
    scaler = standardiser(X)
    Z = scaler.transform(X)
    kept, chosen = _features(job, Z)
    Z *= kept
    ridge, note = ridge_for(job, Z)
    regression = least_squares(ridge).fit(Z, job.y)
    weights = regression.coef_ / scaler.scale_
    offset = np.float64(regression.intercept_ - weights @ scaler.mean_)
    estimator = Pipeline([("scale", scaler), ("regression", regression)])
    arrays: Arrays = {"weights": weights, "offset": np.array(offset)}
    parts = ridge_part(job, Z.shape[1])
    if job.options["features"] == "auto":
        parts["features"] = tried(job, MOST_TRIED)
    text = "; ".join(filter(None, (chosen, note)))
    return Fitted("linear", arrays, estimator.predict(X), estimator, note=text, parts=parts)


def _features(job: TrainingJob, Z: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.bool_], str]:
    """(inputs,) which of them are added up, and what is to be said of it."""
    every = np.ones(Z.shape[1], bool)
    parts = value_parts(job, Z.shape[1], MOST_TRIED) if job.options["features"] == "auto" else []
    if not parts or np.ptp(job.y) == 0:
        return every, ""
    rows = np.unique(np.concatenate([rows for part in parts for rows in (part.train, part.test)]))
    folds = [(np.searchsorted(rows, part.train), np.searchsorted(rows, part.test)) for part in parts]
    kept: npt.NDArray[np.bool_] = LassoCV(cv=folds).fit(Z[rows], job.y[rows]).coef_ != 0
    if not kept.any():
        return every, "none of the inputs matters by itself: all are added up"
    return kept, f"{kept.sum()} of {many(len(kept), 'input')} added up, chosen by cross-validation"


def fit_logistic(job: TrainingJob) -> Fitted:
    """Multinomial logistic regression on standardised inputs, folded into the weights."""
    scaler = standardiser(job.X)
    Z = job.X.astype(np.float64)
    scaler.copy = False  # thousands of inputs make this the largest thing in memory
    Z = scaler.transform(Z)
    scaler.copy = True
    counting = class_weights(job)
    regression = LogisticRegression(C=float(job.options["C"]), max_iter=1_000, class_weight=counting)
    regression.fit(Z, job.y.astype(np.int64))
    weights = regression.coef_ / scaler.scale_
    arrays: Arrays = {
        "labels": regression.classes_,
        "weights": weights,
        "offsets": regression.intercept_ - weights @ scaler.mean_,
    }
    estimator = Pipeline([("scale", scaler), ("regression", regression)])
    return Fitted("logistic", arrays, regression.predict(Z).astype(np.float64), estimator)
