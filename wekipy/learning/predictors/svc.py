"""Support vector classification of one vector: every pair of classes votes, as in libsvm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.classes import ClassPredictor
from wekipy.learning.predictors.kernels import MOST_WEIGHT, Kernel
from wekipy.learning.predictors.scaling import Scaling

SUREST = 300.0  # beyond this, exp() of a margin would no longer be a number


class Pairs:
    """All pairs (i, j) of `count` classes with i < j, in the order of libsvm."""

    def __init__(self, count: int) -> None:
        self.first, self.second = np.triu_indices(count, 1)
        self.count = count

    def votes(self, margins: F64) -> npt.NDArray[np.int64]:
        """(classes,): how many pairs each class wins; a margin above zero is a win of the first."""
        winners = np.where(margins > 0, self.first, self.second)
        return np.bincount(winners, minlength=self.count)

    def probabilities(self, margins: F64, sharpness: float) -> F64:
        """Coupled from the pairs' logistic probabilities, (classes,).

        1 / p(i) = Σ_j 1 / r(i, j) - (classes - 2), with r(i, j) = 1 / (1 + exp(-sharpness · margin)).
        Source: Price, Knerr, Personnaz, Dreyfus, Pairwise neural network classifiers with probabilistic
        outputs, NIPS 7 (1995).
        """
        odds = np.exp(np.clip(margins * -sharpness, -SUREST, SUREST))
        sums = np.bincount(self.first, odds, self.count) + np.bincount(self.second, 1.0 / odds, self.count)
        shares = 1.0 / (1.0 + sums)
        coupled: F64 = shares / shares.sum()
        return coupled


class SupportVectors(ClassPredictor):
    """The class with the most votes, the lowest of equals; points are sorted by class.

    In the margin of classes i and j, points of class i count with `duals[j - 1]`, those of j with `duals[i]`.
    """

    def __init__(self, placed: Placed, features: int) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        n = self.columns
        if n < 2:
            raise reader.problem("it knows fewer than two classes")
        self._scaling = Scaling(reader, features)
        self._kernel = Kernel(reader)
        points = len(self._kernel.points)
        counts = reader.indexes("counts", n, least=1, most=points)
        if counts.sum() != points:
            raise reader.problem("array “counts” does not add up to the points")
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self._duals = reader.numbers("duals", n - 1, points, most=MOST_WEIGHT)
        self._pairs = Pairs(n)
        first, second = self._pairs.first, self._pairs.second
        self._offsets = reader.numbers("offsets", len(first))
        self._sharpness = reader.number("sharpness", 0.0, 1e6)
        self._products = np.empty((n - 1, points))
        self._of_first = (second - 1) * n + first
        self._of_second = first * n + second

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        np.multiply(self._duals, self._kernel(self._scaling.apply(x)), out=self._products)
        sums = np.add.reduceat(self._products, self._starts, axis=1).ravel()
        margins = sums[self._of_first] + sums[self._of_second] + self._offsets
        column = int(self._pairs.votes(margins).argmax())
        self.write_class(column, partial(self._pairs.probabilities, margins, self._sharpness), values)


def compile_svc(placed: Sequence[Placed], features: int) -> list[SupportVectors]:
    """One predictor for each model."""
    return [SupportVectors(p, features) for p in placed]
