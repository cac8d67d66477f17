"""Gaussian naive Bayes of one vector."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Compiler
from wekipy.learning.predictors.kernels import MOST, MOST_WEIGHT
from wekipy.learning.predictors.scaling import Scalings, read_scaling
from wekipy.learning.predictors.together import Arrays, compile_together


class NaiveBayes:
    """log p(class | x) = base - Σ precision · (z - mean)² + constant, z the scaled inputs.

    A `wekipy.learning.predictors.together.Stack`.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._scalings = Scalings(arrays)
        self._means, self._precisions, self._base = arrays["means"], arrays["precisions"], arrays["base"]
        self._squares = np.empty(self._means.shape)

    @staticmethod
    def read(reader: Reader) -> Arrays:
        """See `Stack.read`."""
        columns = len(reader.labels())
        return {
            **read_scaling(reader),
            "means": reader.numbers("means", columns, reader.inputs, most=MOST),
            "precisions": reader.numbers("precisions", columns, reader.inputs, most=MOST_WEIGHT),
            "base": reader.numbers("base", columns),
        }

    def ask(self, x: F64) -> F64:
        """See `Stack.ask`."""
        squares = self._squares
        np.subtract(self._scalings.apply(x)[:, None], self._means, out=squares)
        np.multiply(squares, squares, out=squares)
        np.multiply(squares, self._precisions, out=squares)
        scores: F64 = np.subtract(self._base, squares.sum(axis=2))
        return scores


compile_bayes: Final[Compiler] = partial(compile_together, NaiveBayes)
