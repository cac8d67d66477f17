"""Weighted sums: linear and polynomial regression, logistic regression."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.scaling import scaling_arrays, standardiser
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.project.problem import Problem

MOST_TERMS = 2_000


def _least_squares(ridge: float) -> Any:
    """Ridge regression; without a ridge, the solution of least norm, which copes with equal inputs."""
    return Ridge(alpha=ridge) if ridge > 0 else LinearRegression()


def fit_linear(job: TrainingJob) -> Fitted:
    """Ridge regression on standardised inputs, folded into one weight per input."""
    X = job.X.astype(np.float64)
    scaler = standardiser(X)
    regression = _least_squares(float(job.options["ridge"])).fit(scaler.transform(X), job.y)
    weights = regression.coef_ / scaler.scale_
    offset = np.float64(regression.intercept_ - weights @ scaler.mean_)
    estimator = Pipeline([("scale", scaler), ("regression", regression)])
    arrays: Arrays = {"weights": weights, "offset": np.array(offset)}
    return Fitted("linear", arrays, estimator.predict(X), estimator)


def fit_polynomial(job: TrainingJob) -> Fitted:
    """Ridge regression on all products of up to `degree` standardised inputs, standardised again.

    Raises:
        Problem: when there would be more than `MOST_TERMS` products.
    """
    inputs, degree = len(job.inputs), int(job.options["degree"])
    terms = math.comb(inputs + degree, degree) - 1
    if terms > MOST_TERMS:
        raise Problem(
            f"output {job.number}: a polynomial of degree {degree} over {inputs} inputs has {terms} terms, "
            f"more than {MOST_TERMS}: choose a lower degree, connect fewer inputs, or choose linear"
        )
    X = job.X.astype(np.float64)
    scaler = standardiser(X)
    products = PolynomialFeatures(degree, include_bias=False).fit(X)
    made = products.transform(scaler.transform(X))
    again = StandardScaler().fit(made)
    regression = _least_squares(float(job.options["ridge"])).fit(again.transform(made), job.y)
    weights = regression.coef_ / again.scale_
    arrays: Arrays = {
        **scaling_arrays(scaler),
        **_recipe(products.powers_),
        "weights": weights,
        "offset": np.array(np.float64(regression.intercept_ - weights @ again.mean_)),
    }
    steps = [("scale", scaler), ("products", products), ("again", again), ("regression", regression)]
    estimator = Pipeline(steps)
    return Fitted("polynomial", arrays, estimator.predict(X), estimator)


def _recipe(powers: npt.NDArray[np.int64]) -> Arrays:
    """How each term comes from an earlier one, times one input: the last input of the term."""
    counted = range(powers.shape[1])
    names = [tuple(np.repeat(counted, row).tolist()) for row in powers]
    place = {name: n for n, name in enumerate(names)}
    higher = [name for name in names if len(name) > 1]
    lengths = np.bincount([len(name) for name in names])[2:]
    return {
        "lengths": lengths.astype(np.int64),
        "parents": np.array([place[name[:-1]] for name in higher], np.int64),
        "factors": np.array([name[-1] for name in higher], np.int64),
    }


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
