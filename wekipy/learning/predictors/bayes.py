"""Gaussian naive Bayes of one vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.classes import ClassPredictor, softmax
from wekipy.learning.predictors.kernels import MOST, MOST_WEIGHT
from wekipy.learning.predictors.scaling import Scaling


class NaiveBayes(ClassPredictor):
    """log p(class | x) = base - Σ precision · (z - mean)² + constant, z the scaled inputs."""

    def __init__(self, placed: Placed, features: int) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        shape = (self.columns, reader.inputs)
        self._scaling = Scaling(reader, features)
        self._means = reader.numbers("means", *shape, most=MOST)
        self._precisions = reader.numbers("precisions", *shape, most=MOST_WEIGHT)
        self._base = reader.numbers("base", self.columns)
        self._squares = np.empty(shape)

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        squares = self._squares
        np.subtract(self._scaling.apply(x), self._means, out=squares)
        np.multiply(squares, squares, out=squares)
        np.multiply(squares, self._precisions, out=squares)
        scores = np.subtract(self._base, squares.sum(axis=1))
        column = int(scores.argmax())
        self.write_class(column, softmax(scores), values)


def compile_bayes(placed: Sequence[Placed], features: int) -> list[NaiveBayes]:
    """One predictor for each model."""
    return [NaiveBayes(p, features) for p in placed]
