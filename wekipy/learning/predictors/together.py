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
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns, Placed, Predictor
from wekipy.learning.predictors.calibration import Calibration, calibrated, read_calibration
from wekipy.learning.predictors.classes import LabelledClasses, softmax

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


class _Answers:
    """What models of classes that are alike answer to one vector.

    Probabilities are computed when somebody asks, perhaps in another thread, for all models at once.

    Attributes:
        columns: of each model's answer.
    """

    def __init__(self, scores: F64, calibration: tuple[F64, F64] | None) -> None:
        self.columns: list[int] = scores.argmax(axis=1).tolist()
        self._scores, self._calibration = scores, calibration
        self._likely: F64 | None = None
        self._confidences: list[float] | None = None

    def likely(self) -> F64:
        """(models, columns): the probability of each class."""
        if self._likely is None:
            shares = softmax(self._scores.copy())
            self._likely = shares if self._calibration is None else calibrated(shares, *self._calibration)
        return self._likely

    def confidence(self, place: int) -> float:
        if self._confidences is None:
            self._confidences = self.likely().max(axis=1).tolist()
        return self._confidences[place]


class Classes:
    """The classes of models that are alike.

    Args:
        calibration: floors and powers, (models, 1) each.
        shape: (models, columns).

    Attributes:
        answers: to the last vector.
    """

    def __init__(
        self,
        stack: Stack,
        columns: Columns,
        calibration: tuple[F64, F64] | None,
        shape: tuple[int, int],
    ) -> None:
        self._stack, self._columns, self._calibration = stack, columns, calibration
        self.answers = _Answers(np.zeros(shape), calibration)

    def find(self, x: F64) -> None:
        """Answer x (all inputs, finite)."""
        self.answers = _Answers(self._stack.ask(self._columns.pick(x)), self._calibration)


class Class(LabelledClasses):
    """The classes of one of several models that are alike.

    Args:
        place: among them; the first answers before the others do.
    """

    def __init__(self, reader: Reader, slot: int, classes: Classes, place: int) -> None:
        super().__init__(reader, slot)
        self._together, self._place = classes, place
        self._latest = classes.answers

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        if self._place == 0:
            self._together.find(x)
        self._latest = latest = self._together.answers
        values[self.slot] = self._answers[latest.columns[self._place]]

    @property
    def confidence(self) -> float:
        """The largest probability of a class by the last answer."""
        return self._latest.confidence(self._place)

    def _likely(self) -> F64:
        likely: F64 = self._latest.likely()[self._place]
        return likely


def compile_together(kind: type[Stack], placed: Sequence[Placed], features: int) -> list[Predictor]:
    """Compile predictors of models of one kind; those of classes are to answer in this order.

    Args:
        features: length of the vector that they will be given.

    Raises:
        Problem: naming the output whose model is damaged.
    """
    alike: dict[object, list[_Part]] = {}
    for p in placed:
        reader = Reader(p.model)
        part = _Part(p, reader, kind.read(reader), read_calibration(reader))
        alike.setdefault(part.key(), []).append(part)
    return [predictor for group in alike.values() for predictor in _compile(kind, group, features)]


@dataclass(frozen=True)
class _Part:
    """A model, read."""

    placed: Placed
    reader: Reader
    arrays: Arrays
    calibration: Calibration | None

    def key(self) -> object:
        """Equal for models that are alike."""
        header = self.reader.header
        forms = tuple((name, _form(array)) for name, array in self.arrays.items())
        return header.kind, header.inputs, self.calibration is None, forms


def _compile(kind: type[Stack], group: Sequence[_Part], features: int) -> list[Predictor]:
    first = group[0]
    stack = kind({name: _stacked(name, group) for name in first.arrays})
    columns = Columns(first.reader.header.inputs, features)
    if first.reader.header.kind == "continuous":
        return [Numbers(stack, columns, [part.placed.slot for part in group])]
    shape = len(group), len(first.reader.labels())
    classes = Classes(stack, columns, _floors_and_powers(group), shape)
    return [Class(part.reader, part.placed.slot, classes, n) for n, part in enumerate(group)]


def _form(array: npt.NDArray[Any]) -> object:
    """What must be equal in arrays that are stacked."""
    return array.shape if array.dtype == np.float64 else array.tobytes()


def _stacked(name: str, group: Sequence[_Part]) -> npt.NDArray[Any]:
    array = group[0].arrays[name]
    if array.dtype != np.float64:
        return array
    return np.ascontiguousarray(np.stack([part.arrays[name] for part in group]))  # of a transposed one, too


def _floors_and_powers(group: Sequence[_Part]) -> tuple[F64, F64] | None:
    """(models, 1) each, or None; see `Calibration`."""
    calibrations = [part.calibration for part in group if part.calibration is not None]
    if not calibrations:
        return None
    return np.array([[one.floor] for one in calibrations]), np.array([[one.power] for one in calibrations])


def weighted(weights: F64, values: F64) -> F64:
    """Weights (models, rows, n) times values (n,), or (models, n): a new array (models, rows)."""
    products: F64 = np.matmul(weights, values[..., None])[..., 0]
    return products


def two_columns(weights: F64, offsets: F64) -> tuple[F64, F64]:
    """Give both of two classes a row of weights, where a model has one row, for the second."""
    return np.concatenate([np.zeros_like(weights), weights]), np.concatenate([[0.0], offsets])
