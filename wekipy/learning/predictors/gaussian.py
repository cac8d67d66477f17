"""Gaussian process classification of one vector, one class against the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.classes import ClassPredictor
from wekipy.learning.predictors.kernels import MOST, MOST_WEIGHT, Distances
from wekipy.learning.predictors.scaling import Scaling

STEEPNESS: Final = (0.41, 0.4, 0.37, 0.44, 0.39)
SHARES: Final = (-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654)
HALF: Final = 0.5 * sum(SHARES)
LEAST_VARIANCE: Final = 1e-12


def averaged_sigmoid(mean: float, variance: float) -> float:
    """The logistic function of a normal variable, averaged: five error functions stand for the logistic.

    Source: Williams and Barber, Bayesian classification with Gaussian processes (1998), appendix A, with the
    figures of scikit-learn.
    """
    total = HALF
    for steepness, share in zip(STEEPNESS, SHARES, strict=True):
        slope = steepness / math.sqrt(1.0 + 2.0 * variance * steepness * steepness)
        total += 0.5 * share * math.erf(mean * slope)
    return total


class GaussianClasses(ClassPredictor):
    """Laplace approximation: one latent function (head) for each class, or one for the second of two.

    With k the kernel values to the points: latent mean = residuals · k, variance = amplitude - |roots k|².
    Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), algorithm 3.2.
    """

    def __init__(self, placed: Placed, width: int) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        heads = 1 if self.columns == 2 else self.columns
        self._scaling = Scaling(reader, width)
        points = reader.numbers("points", None, reader.inputs, most=MOST)
        n = len(points)
        self._distances = Distances(points)
        self._amplitudes = reader.numbers("amplitudes", heads, most=MOST).tolist()
        self._gammas = (-reader.numbers("gammas", heads, most=MOST)).tolist()
        self._residuals = reader.numbers("residuals", heads, n, most=MOST_WEIGHT)
        self._roots = reader.numbers("roots", heads, n, n, most=MOST_WEIGHT)
        if min(self._amplitudes) < 0 or max(self._gammas) > 0:
            raise reader.problem("“amplitudes” and “gammas” must not be below zero")
        self._alike = np.empty(n)
        self._spread = np.empty(n)
        self._probabilities = np.empty(self.columns)

    def _head(self, head: int, squares: F64) -> tuple[float, float]:
        """The latent mean, and the probability of one class against the rest."""
        amplitude = self._amplitudes[head]
        alike, spread = self._alike, self._spread
        np.multiply(squares, self._gammas[head], out=alike)
        np.exp(alike, out=alike)
        np.multiply(alike, amplitude, out=alike)
        mean = float(self._residuals[head].dot(alike))
        np.dot(self._roots[head], alike, out=spread)
        variance = max(amplitude - float(spread.dot(spread)), LEAST_VARIANCE)
        return mean, averaged_sigmoid(mean, variance)

    def answer(self, x: F64, values: F64) -> None:
        squares = self._distances.squared(self._scaling.apply(x))
        shares = self._probabilities
        if self.columns == 2:
            mean, shares[1] = self._head(0, squares)
            shares[0] = 1.0 - shares[1]
            self.tell(int(mean > 0), shares, values)
            return
        for head in range(self.columns):
            _, shares[head] = self._head(head, squares)
        column = int(shares.argmax())
        np.maximum(shares, 0.0, out=shares)
        total = shares.sum()
        if total > 0:
            np.divide(shares, total, out=shares)
        else:
            shares[:] = 1.0 / self.columns
        self.tell(column, shares, values)


def compile_gaussian(placed: Sequence[Placed], width: int) -> list[GaussianClasses]:
    """One predictor for each model."""
    return [GaussianClasses(p, width) for p in placed]
