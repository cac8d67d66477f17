"""The same answer whatever comes in: what can be learned when no input ever changed."""

from __future__ import annotations

from collections.abc import Sequence

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed, Predictor
from wekipy.learning.predictors.classes import ClassPredictor


class Constant:
    """The mean of the examples."""

    def __init__(self, placed: Placed) -> None:
        self._slot = placed.slot
        self._answer = Reader(placed.model).number("offset")

    def answer(self, _: F64, values: F64) -> None:
        values[self._slot] = self._answer


class ConstantClass(ClassPredictor):
    """The class with the most examples; the distribution is each one's share."""

    def __init__(self, placed: Placed) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        self._shares = reader.numbers("shares", self.columns)
        self._column = int(self._shares.argmax())

    def answer(self, _: F64, values: F64) -> None:
        self.write_class(self._column, self._shares, values)


def compile_constant(placed: Sequence[Placed], _: int) -> list[Predictor]:
    """Predictors of all models that always answer the same."""
    return [Constant(p) if p.model.header.kind == "continuous" else ConstantClass(p) for p in placed]
