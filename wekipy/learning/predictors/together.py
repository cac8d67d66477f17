"""Models of one kind that read the same inputs answer together, with a few numpy calls for all of them.

A numpy call costs more than the few hundred numbers of a model, and most outputs of a project read the same
inputs. So the arrays of models that are alike are stacked along a new first axis, the models: each call then
computes all of them. Models are alike if they are for the same kind of output, read the same inputs, and have
arrays of the same shapes; integer arrays, which say how the others are used, must be equal.

A kind of predictor takes part with a class, see `Stack`. It may use only what treats models apart:
`np.matmul`, which multiplies each model's matrix by itself, element-wise functions, and sums along the last
axis. So a model answers to the bit the same whatever it is stacked with, and training one output again
changes no other.

Numbers have one predictor for all. Classes have one each, as each has a distribution; the first of them
computes for all, and those after it take what it found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns, Placed, Predictor
from wekipy.learning.predictors.classes import ClassPredictor, softmax

Arrays: TypeAlias = Mapping[str, npt.NDArray[Any]]
"""By name, float64 or int64."""


class Stack(Protocol):
    """Models that are alike.

    Args:
        arrays: what `read` returned for each of the models, stacked: (models, …); those of integers are the
            same for all models and not stacked.
    """

    def __init__(self, arrays: Arrays) -> None: ...

    @staticmethod
    def read(reader: Reader) -> Arrays:
        """Return the validated arrays of one model.

        Raises:
            Problem: naming the array that is damaged.
        """

    def ask(self, x: F64) -> F64:
        """Answer the inputs that the models read, (inputs,), finite.

        Returns:
            A new array: (models, 1) of numbers, or (models, columns) of classes: the scores of the classes
            that each has examples of, the highest for the answer; their softmax is how likely each is.
        """


class Numbers:
    """The numbers of models that are alike."""

    def __init__(self, stack: Stack, columns: Columns, slots: Sequence[int]) -> None:
        self._stack, self._columns = stack, columns
        self._slots = np.array(slots, np.intp)

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        values[self._slots] = self._stack.ask(self._columns.pick(x))[:, 0]


class _Found:
    """What models of classes that are alike found last: the column of each one's answer, and the shares."""

    def __init__(self, stack: Stack, columns: Columns) -> None:
        self._stack, self._columns = stack, columns
        self.best: list[int] = []
        self.shares: F64 = np.empty((0, 0))

    def find(self, x: F64) -> None:
        scores = self._stack.ask(self._columns.pick(x))
        self.best = scores.argmax(axis=1).tolist()
        self.shares = softmax(scores)


class Class(ClassPredictor):
    """The classes of one of several models that are alike.

    Args:
        place: among them; the first answers before the others do.
    """

    def __init__(self, reader: Reader, slot: int, found: _Found, place: int) -> None:
        super().__init__(reader, slot)
        self._found, self._place = found, place

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        found, place = self._found, self._place
        if place == 0:
            found.find(x)
        self.write_class(found.best[place], found.shares[place], values)


def compile_together(kind: type[Stack], placed: Sequence[Placed], features: int) -> list[Predictor]:
    """Compile predictors of models of one kind; those of classes are to answer in this order.

    Args:
        features: length of the vector that they will be given.

    Raises:
        Problem: naming the output whose model is damaged.
    """
    alike: dict[object, list[tuple[Placed, Arrays]]] = {}
    for p in placed:
        arrays = kind.read(Reader(p.model))
        header = p.model.header
        key = header.kind, header.inputs, tuple((name, _form(array)) for name, array in arrays.items())
        alike.setdefault(key, []).append((p, arrays))
    predictors: list[Predictor] = []
    for group in alike.values():
        header, names = group[0][0].model.header, group[0][1]
        stack = kind({name: _stacked(name, group) for name in names})
        columns = Columns(header.inputs, features)
        if header.kind == "continuous":
            predictors.append(Numbers(stack, columns, [p.slot for p, _ in group]))
        else:
            found = _Found(stack, columns)
            predictors += [Class(Reader(p.model), p.slot, found, n) for n, (p, _) in enumerate(group)]
    return predictors


def _form(array: npt.NDArray[Any]) -> object:
    """What must be equal in arrays that are stacked."""
    return array.shape if array.dtype == np.float64 else array.tobytes()


def _stacked(name: str, group: Sequence[tuple[Placed, Arrays]]) -> npt.NDArray[Any]:
    array = group[0][1][name]
    if array.dtype != np.float64:
        return array
    return np.ascontiguousarray(np.stack([arrays[name] for _, arrays in group]))  # of a transposed one, too


def weighted(weights: F64, values: F64) -> F64:
    """Weights (models, rows, n) times values (n,), or (models, n): a new array (models, rows)."""
    products: F64 = np.matmul(weights, values[..., None])[..., 0]
    return products


def two_columns(weights: F64, offsets: F64) -> tuple[F64, F64]:
    """Give both of two classes a row of weights, where a model has one row, for the second."""
    return np.concatenate([np.zeros_like(weights), weights]), np.concatenate([[0.0], offsets])
