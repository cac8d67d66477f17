"""Weighted sums of one vector: linear regression, and logistic regression."""

from __future__ import annotations

from functools import partial
from typing import Final

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Compiler
from wekipy.learning.predictors.together import Arrays, compile_together, two_columns, weighted


class Linear:
    """Σ weight · input + offset; a `wekipy.learning.predictors.together.Stack`."""

    def __init__(self, arrays: Arrays) -> None:
        self._weights, self._offsets = arrays["weights"], arrays["offsets"]

    @staticmethod
    def read(reader: Reader) -> Arrays:
        """See `Stack.read`."""
        return {
            "weights": reader.numbers("weights", reader.inputs)[None],
            "offsets": reader.numbers("offset")[None],
        }

    def ask(self, x: F64) -> F64:
        """See `Stack.ask`."""
        sums = weighted(self._weights, x)
        sums += self._offsets
        return sums


class Logistic(Linear):
    """Multinomial logistic regression: a weighted sum for each class."""

    @staticmethod
    def read(reader: Reader) -> Arrays:
        """See `Stack.read`; a model of two classes has weights for the second only."""
        columns = len(reader.labels())
        rows = 1 if columns == 2 else columns
        weights = reader.numbers("weights", rows, reader.inputs)
        offsets = reader.numbers("offsets", rows)
        if columns == 2:
            weights, offsets = two_columns(weights, offsets)
        return {"weights": weights, "offsets": offsets}


compile_linear: Final[Compiler] = partial(compile_together, Linear)
compile_logistic: Final[Compiler] = partial(compile_together, Logistic)
