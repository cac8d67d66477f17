"""Polynomial regression: powers of the inputs, with or without their products."""

from __future__ import annotations

import math
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from wekipy.learning.algorithm_rows import MOST_TERMS
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.ridge import least_squares, ridge_for, ridge_part
from wekipy.learning.fitting.scaling import scaling_arrays, standardiser
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.project.counting import many
from wekipy.project.problem import Problem

F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]

ASKED: Final = 2_000  # examples, at most, that the training error is measured on
ROWS: Final = 8_192  # examples that are looked at in one go: of all at once, scikit-learn makes a copy


def fit_polynomial(job: TrainingJob) -> Fitted:
    """Ridge regression on powers, and products, of up to `degree` standardised inputs, standardised again.

    Raises:
        Problem: when there would be more than `MOST_TERMS` terms.
    """
    _check_terms(job)
    X = job.X.astype(np.float64)
    scaler = standardiser(X)
    products = _products(job).fit(X)
    terms = products.transform(scaler.transform(X))
    again = StandardScaler(copy=False)
    for at in range(0, len(terms), ROWS):
        again.partial_fit(terms[at : at + ROWS])
    terms = again.transform(terms)  # in place: they are the largest thing in memory
    again.copy = True
    ridge, note = ridge_for(job, terms)
    regression = least_squares(ridge).fit(terms, job.y)
    weights = regression.coef_ / again.scale_
    order, recipe = _recipe(_powers(job, products))
    arrays: Arrays = {
        **scaling_arrays(scaler),
        **recipe,
        "weights": weights[order],
        "offset": np.array(np.float64(regression.intercept_ - weights @ again.mean_)),
    }
    steps = [("scale", scaler), ("products", products), ("again", again), ("regression", regression)]
    estimator = Pipeline(steps)
    step = -(-len(X) // ASKED)
    fitted, parts = estimator.predict(X[::step]), ridge_part(job, terms.shape[1])
    return Fitted("polynomial", arrays, fitted, estimator, step, note, parts=parts)


def _check_terms(job: TrainingJob) -> None:
    inputs, degree = len(job.inputs), int(job.options["degree"])
    products = bool(job.options["products"])
    terms = math.comb(inputs + degree, degree) - 1 if products else inputs * degree
    if terms > MOST_TERMS:
        ways = "choose a lower degree, connect fewer inputs, or choose linear"
        raise Problem(
            f"output {job.number}: a polynomial of degree {degree} over {many(inputs, 'input')} has"
            f" {many(terms, 'term')}, more than {MOST_TERMS}: {ways + ', or switch products off' * products}"
        )


def _products(job: TrainingJob) -> Any:
    """What makes the terms; for powers alone, a transformer for each input, which ONNX can express."""
    terms = PolynomialFeatures(int(job.options["degree"]), include_bias=False)
    if job.options["products"]:
        return terms
    return ColumnTransformer([(f"input {n + 1}", terms, [n]) for n in range(len(job.inputs))])


def _powers(job: TrainingJob, products: Any) -> Indexes:
    """(terms, inputs): the power of each input in each term that `products` makes."""
    if job.options["products"]:
        powers: Indexes = products.powers_.astype(np.int64)
        return powers
    rising = np.arange(1, int(job.options["degree"]) + 1)[:, None]
    return np.kron(np.eye(len(job.inputs), dtype=np.int64), rising)


def _recipe(powers: Indexes) -> tuple[Indexes, Arrays]:
    """The order of the terms by degree, and how each comes from an earlier one, times its last input."""
    order = np.argsort(powers.sum(axis=1), kind="stable")
    counted = range(powers.shape[1])
    names = [tuple(np.repeat(counted, row).tolist()) for row in powers[order]]
    place = {name: n for n, name in enumerate(names)}
    higher = [name for name in names if len(name) > 1]
    lengths = np.bincount([len(name) for name in names])[2:]
    return order, {
        "lengths": lengths.astype(np.int64),
        "parents": np.array([place[name[:-1]] for name in higher], np.int64),
        "factors": np.array([name[-1] for name in higher], np.int64),
    }
