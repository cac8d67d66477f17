"""Weighted sums: linear regressions stacked into one matrix product, and logistic regression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns, Placed
from wekipy.learning.predictors.classes import ClassPredictor, softmax


class Linear:
    """All linear models that read the same inputs: one product answers them all."""

    def __init__(self, placed: Sequence[Placed], features: int) -> None:
        readers = [Reader(p.model) for p in placed]
        self._columns = Columns(placed[0].model.header.inputs, features)
        self._slots = np.array([p.slot for p in placed], np.intp)
        self._weights = np.stack([r.numbers("weights", r.inputs) for r in readers])
        self._offsets = np.array([r.number("offset") for r in readers])
        self._answers = np.empty(len(placed))

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        np.dot(self._weights, self._columns.pick(x), out=self._answers)
        np.add(self._answers, self._offsets, out=self._answers)
        values[self._slots] = self._answers


class Logistic(ClassPredictor):
    """Multinomial logistic regression; two classes have one row of weights, for the second."""

    def __init__(self, placed: Placed, features: int) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        rows = 1 if self.columns == 2 else self.columns
        self._columns = Columns(reader.header.inputs, features)
        self._weights = reader.numbers("weights", rows, reader.inputs)
        self._offsets = reader.numbers("offsets", rows)
        self._scores = np.zeros(self.columns)
        self._own = self._scores[-rows:]

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        self._scores[0] = 0.0
        np.dot(self._weights, self._columns.pick(x), out=self._own)
        np.add(self._own, self._offsets, out=self._own)
        column = int(self._scores.argmax())
        self.write_class(column, softmax(self._scores.copy()), values)


def compile_linear(placed: Sequence[Placed], features: int) -> list[Linear]:
    """One predictor for each set of inputs."""
    together: dict[tuple[int, ...], list[Placed]] = {}
    for p in placed:
        together.setdefault(p.model.header.inputs, []).append(p)
    return [Linear(group, features) for group in together.values()]


def compile_logistic(placed: Sequence[Placed], features: int) -> list[Logistic]:
    """One predictor for each model."""
    return [Logistic(p, features) for p in placed]
