"""Gaussian process classification of one vector, one class against the rest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
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
MARGIN: Final = 0.01  # what stands for the logistic is off by 0.002 at most, twice at either side


def averaged_sigmoid(mean: float, variance: float) -> float:
    """The logistic function of a normal variable, averaged: five error functions stand for the logistic.

    Source: Williams and Barber, Bayesian classification with Gaussian processes (1998), appendix A, with the
    figures of scikit-learn.
    """
    return _with_slopes(mean, _slopes(variance))


def _slopes(variance: float) -> list[float]:
    return [steepness / math.sqrt(1.0 + 2.0 * variance * steepness * steepness) for steepness in STEEPNESS]


def _with_slopes(mean: float, slopes: Sequence[float]) -> float:
    total, erf = HALF, math.erf
    for slope, share in zip(slopes, SHARES, strict=True):
        total += 0.5 * share * erf(mean * slope)
    return total


class Reach:
    """What averaged sigmoids classes can reach, whatever the variances are.

    These are between 0 and the amplitudes, and bring a mean nearer to one half. To find them takes most of
    the time of an answer, so they are found for those classes only that may have the largest.
    """

    def __init__(self, amplitudes: Sequence[float]) -> None:
        self._slopes = [_slopes(amplitude) for amplitude in amplitudes]
        self._steepest = _slopes(LEAST_VARIANCE)

    def contenders(self, means: Sequence[float]) -> list[int]:
        """The classes that may have the largest; one where that is clear."""
        least, most = [], []
        for mean, slopes in zip(means, self._slopes, strict=True):
            ends = _with_slopes(mean, self._steepest), _with_slopes(mean, slopes)
            least.append(min(ends))
            most.append(max(ends))
        enough = max(least) - MARGIN
        return [n for n, reach in enumerate(most) if reach >= enough]


class GaussianClasses(ClassPredictor):
    """Laplace approximation: one latent function (head) for each class, or one for the second of two.

    With k the kernel values to the points: latent mean = residuals · k, variance = amplitude - |roots k|².
    The variance is left out where it cannot change the class, until somebody asks how likely that is.
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
        self._amplitudes = reader.numbers("amplitudes", heads, most=MOST)
        self._gammas = -reader.numbers("gammas", heads, most=MOST)
        self._residuals = reader.numbers("residuals", heads, n, most=MOST_WEIGHT)
        self._roots = reader.numbers("roots", heads, n, n, most=MOST_WEIGHT)
        if self._amplitudes.min() < 0 or self._gammas.max() > 0:
            raise reader.problem("“amplitudes” and “gammas” must not be below zero")
        self._reach = Reach(self._amplitudes.tolist())

    def answer(self, x: F64, values: F64) -> None:
        alike = np.multiply.outer(self._gammas, self._distances.squared(self._scaling.apply(x)))
        np.exp(alike, out=alike)
        alike *= self._amplitudes[:, None]
        means = np.einsum("ij,ij->i", self._residuals, alike)
        known: dict[int, float] = {}
        if self.columns == 2:
            column = int(means[0] > 0)
        else:
            contenders = self._reach.contenders(means.tolist())
            column = contenders[0]
            if len(contenders) > 1:
                known = {head: self._share(head, alike, means) for head in contenders}
                column = max(known, key=known.__getitem__)
        self.tell(column, partial(self._shares, alike, means, known), values)

    def _share(self, head: int, alike: F64, means: F64) -> float:
        """Of one class against the rest, from what the points and the vector have in common."""
        spread = self._roots[head] @ alike[head]
        variance = float(self._amplitudes[head]) - float(spread.dot(spread))
        return averaged_sigmoid(float(means[head]), max(variance, LEAST_VARIANCE))

    def _shares(self, alike: F64, means: F64, known: Mapping[int, float]) -> F64:
        """Of all classes, some of which are known."""
        if self.columns == 2:
            share = self._share(0, alike, means)
            return np.array([1.0 - share, share])
        heads = range(self.columns)
        found = np.array([known[h] if h in known else self._share(h, alike, means) for h in heads])
        np.maximum(found, 0.0, out=found)  # what stands for the logistic may fall a hair below
        total = float(found.sum())
        return found / total if total > 0 else np.full(self.columns, 1.0 / self.columns)


def compile_gaussian(placed: Sequence[Placed], width: int) -> list[GaussianClasses]:
    """One predictor for each model."""
    return [GaussianClasses(p, width) for p in placed]
