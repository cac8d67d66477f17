"""How alike one vector is to many points; sums of that are support vector and Gaussian process regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.scaling import Scaling

KERNELS: Final = ("linear", "polynomial", "rbf")  # their places are what a model stores
MOST: Final = 1e6  # of scaled points and settings, and
MOST_WEIGHT: Final = 1e60  # of weights, so that the ninth power of a product, weighted, is still a number


class Distances:
    """Squared distances of one vector to points (points, inputs), with the points' norms known beforehand."""

    def __init__(self, points: F64) -> None:
        self._points = points
        self._norms = np.einsum("ij,ij->i", points, points)
        self._squares = np.empty(len(points))

    def squared(self, z: F64) -> F64:
        """(points,), overwritten by the next call."""
        squares = self._squares
        np.dot(self._points, z, out=squares)
        np.multiply(squares, -2.0, out=squares)
        np.add(squares, self._norms, out=squares)
        np.add(squares, z.dot(z), out=squares)
        return np.maximum(squares, 0.0, out=squares)


class Kernel:
    """k(point, z) for all points: z·p, (gamma z·p + shift)^exponent, or exp(-gamma |z - p|²)."""

    def __init__(self, reader: Reader) -> None:
        self.points = reader.numbers("points", None, reader.inputs, most=MOST)
        self._kind = KERNELS[reader.whole("kernel", 0, len(KERNELS) - 1)]
        self._gamma = reader.number("gamma", 0.0, MOST)
        self._shift = reader.number("shift", -MOST, MOST)
        self._exponent = reader.whole("exponent", 1, 9)
        self._distances = Distances(self.points)
        self._base = np.empty(len(self.points))
        self._power = np.empty(len(self.points))

    def __call__(self, z: F64) -> F64:
        """(points,), overwritten by the next call."""
        if self._kind == "rbf":
            squares = self._distances.squared(z)
            np.multiply(squares, -self._gamma, out=squares)
            return np.exp(squares, out=squares)
        base, power = self._base, self._power
        np.dot(self.points, z, out=base)
        if self._kind == "linear":
            return base
        np.multiply(base, self._gamma, out=base)
        np.add(base, self._shift, out=base)
        power[:] = base
        for _ in range(self._exponent - 1):  # far quicker than np.power
            np.multiply(power, base, out=power)
        return power


class KernelSum:
    """Σ weight · k(point, z) + offset."""

    def __init__(self, placed: Placed, features: int) -> None:
        reader = Reader(placed.model)
        self._slot = placed.slot
        self._scaling = Scaling(reader, features)
        self._kernel = Kernel(reader)
        self._weights = reader.numbers("weights", len(self._kernel.points), most=MOST_WEIGHT)
        self._offset = reader.number("offset")

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        values[self._slot] = self._weights.dot(self._kernel(self._scaling.apply(x))) + self._offset


def compile_kernel_sums(placed: Sequence[Placed], features: int) -> list[KernelSum]:
    """One predictor for each model."""
    return [KernelSum(p, features) for p in placed]
