"""The interface of predictors: one input vector in, their slots of the output vector written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Model

F64: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Placed:
    """A model and its slot in the output vector."""

    slot: int
    model: Model


class Predictor(Protocol):
    """Answers one vector at a time with few allocations, in one thread only."""

    def answer(self, x: F64, values: F64) -> None:
        """Write the prediction for `x` (all inputs, finite) into this predictor's slots of `values`."""


@runtime_checkable
class Classifier(Predictor, Protocol):
    """A predictor of classes with their probabilities.

    Attributes:
        slot: its place in the output vector, where the class (from 1) is written as a float.
        classes: how many there are.
    """

    slot: int
    classes: int

    def answer(self, x: F64, values: F64) -> None: ...

    @property
    def distribution(self) -> F64:
        """(classes,) float64, sums to 1: how likely the last answer makes each; class k at [k - 1], 0 for a
        class without examples. A new array, made when asked for: most packets need none.
        """

    @property
    def confidence(self) -> float:
        """How likely the last answer makes the likeliest class, 0 to 1."""

    def spread(self, out: F64) -> F64:
        """The same, into an array that is 0 for classes without examples."""


@runtime_checkable
class Remembering(Predictor, Protocol):
    """A predictor whose answers depend on the vectors before.

    Attributes:
        model: with another predictor of the same one it can go on.
    """

    model: Model

    def answer(self, x: F64, values: F64) -> None: ...

    def forget(self) -> None:
        """Begin anew: nothing came before."""

    def heed(self, now: float) -> None:
        """Take note of the time, in seconds, of the next vector: after a gap it begins anew."""

    def go_on_from(self, other: Any) -> None:
        """Remember what another one of the same model remembers."""


Compiler: TypeAlias = Callable[[Sequence[Placed], int], Sequence[Predictor]]
"""Makes predictors of all models that share one `ModelHeader.predictor`; given the number of features."""


class Columns:
    """Picks a model's own inputs out of the whole vector.

    Args:
        inputs: 0-based, rising.
        features: length of the vector.
    """

    def __init__(self, inputs: Sequence[int], features: int) -> None:
        self._index = None if len(inputs) == features else np.array(inputs, np.intp)
        self._picked = np.empty(len(inputs))

    def pick(self, x: F64) -> F64:
        """The model's inputs; `x` itself when it reads all of them."""
        if self._index is None:
            return x
        return x.take(self._index, out=self._picked)
