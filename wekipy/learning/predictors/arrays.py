"""Validates a model's arrays: a damaged or hand-made file must not stop the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Model
from wekipy.learning.predictors.base import F64
from wekipy.project.problem import Problem

LARGEST = 1e100  # of a stored number, so that no product or power of a few of them overflows
Indexes = npt.NDArray[np.int64]
T = TypeVar("T")

# A large model is validated once, where it is read; compiling it again between two packets then costs next to
# nothing.
_sound: WeakSet[Model] = WeakSet()
_prepared: WeakKeyDictionary[Model, object] = WeakKeyDictionary()


def mark_validated(model: Model) -> None:
    """Mark a model as validated; its arrays must never change afterwards."""
    _sound.add(model)


class Reader:
    """Reads the arrays of one model and validates each.

    Every method raises `Problem`, naming the array, what it is and what it should be.

    Attributes:
        known: whether the model was validated before; then only types and shapes are checked.
    """

    def __init__(self, model: Model) -> None:
        self.header = model.header
        self.inputs = len(model.header.inputs)
        self._model, self._arrays = model, model.arrays
        self.known = model in _sound

    def problem(self, text: str) -> Problem:
        """Return the exception to raise if this model cannot be used."""
        return Problem(f"the model of output {self.header.output} is damaged: {text}; train it again")

    def has(self, name: str) -> bool:
        """Whether there is an array of that name."""
        return name in self._arrays

    def _read(self, name: str, dtype: type[np.generic], shape: tuple[int | None, ...]) -> npt.NDArray[Any]:
        array = self._arrays.get(name)
        if not isinstance(array, np.ndarray):
            raise self.problem(f"array “{name}” is missing")
        fits = len(array.shape) == len(shape) and all(
            want in (None, have) for want, have in zip(shape, array.shape, strict=True)
        )
        if array.dtype != dtype or not fits:
            wanted = "×".join("any" if size is None else str(size) for size in shape) or "single"
            had = "×".join(map(str, array.shape)) or "single"
            text = f"expected {wanted} {np.dtype(dtype)}, got {had} {array.dtype}"
            raise self.problem(f"array “{name}”: {text}")
        return np.ascontiguousarray(array).reshape(array.shape)

    def numbers(self, name: str, *shape: int | None, most: float = LARGEST) -> F64:
        """Return a float64 array of a shape (None is any length), its values within ±`most`."""
        array = self._read(name, np.float64, shape)
        # Not by their absolute values, which would be another array; also catches NaN.
        if not self.known and array.size and not (array.max() <= most and array.min() >= -most):
            raise self.problem(f"array “{name}” holds a number beyond ±{most:g}")
        return array

    def singles(self, name: str, *shape: int | None, most: float) -> npt.NDArray[np.float32]:
        """Return a float32 array of a shape, its values within ±`most`; not a copy, as it may be large."""
        array: npt.NDArray[np.float32] = self._read(name, np.float32, shape)
        if not self.known and array.size and not (array.max() <= most and array.min() >= -most):
            raise self.problem(f"array “{name}” holds a number beyond ±{most:g}")
        return array

    def once(self, make: Callable[[], T]) -> T:
        """Return the immutable result of `make`, computed once per model."""
        if self._model not in _prepared:
            _prepared[self._model] = make()
        prepared: T = _prepared[self._model]  # type: ignore[assignment]
        return prepared

    def indexes(self, name: str, *shape: int | None, least: int = 0, most: int) -> Indexes:
        """Return an integer array of a shape, its values from `least` to `most`."""
        array = self._read(name, np.int64, shape)
        if not self.known and array.size and not (array.min() >= least and array.max() <= most):
            raise self.problem(f"array “{name}” holds a number outside {least} to {most}")
        return array

    def number(self, name: str, least: float = -LARGEST, most: float = LARGEST) -> float:
        """One float64."""
        value = float(self._read(name, np.float64, ()))
        if not least <= value <= most:
            raise self.problem(f"“{name}” must be from {least:g} to {most:g}, got {value:g}")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        """One int64."""
        return int(self.indexes(name, least=least, most=most))

    def scales(self, name: str) -> F64:
        """Return the scale of each input: above zero; infinite for an input that never changed."""
        array = self._read(name, np.float64, (self.inputs,))
        if not np.all(array >= 1 / LARGEST):
            raise self.problem(f"array “{name}” holds a number that is not above zero")
        return array

    def labels(self) -> Indexes:
        """Return the classes of the model, rising, within the classes of the output."""
        array = self.indexes("labels", None, least=1, most=self.header.classes)
        if not array.size or np.any(array[1:] <= array[:-1]):
            raise self.problem("array “labels” must rise")
        return array
