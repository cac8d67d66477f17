"""Makes the shares that an algorithm gives its classes into probabilities that can be relied on."""

from __future__ import annotations

from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64

ARRAY: Final = "calibration"  # of a model: the floor and the power, float64
LEAST_FLOOR: Final = 1e-9
MOST_FLOOR: Final = 10.0
LEAST_POWER: Final = 0.01
MOST_POWER: Final = 300.0


class Calibration:
    """p' ~ (p + floor) ^ power, the same for all classes, so that their order stays.

    The power is temperature scaling (Guo, Pleiss, Sun, Weinberger, On calibration of modern neural networks,
    ICML 2017): below 1 for an algorithm that is too sure of itself, above for one that is too shy. The floor
    is what a class keeps that got no share at all, as from a tree or one nearest neighbour.
    """

    def __init__(self, floor: float, power: float) -> None:
        self.floor, self.power = floor, power

    def apply(self, shares: F64) -> F64:
        """Probabilities, (…, classes), from shares of 0 to 1 that sum to 1; a new array."""
        return calibrated(shares, self.floor, self.power)


def calibrated(shares: F64, floor: float | F64, power: float | F64) -> F64:
    """As `Calibration.apply`; floors and powers of several models are (models, 1)."""
    raised: F64 = np.add(shares, floor)
    raised /= raised.max(axis=-1, keepdims=True)  # a high power of a small number would be nothing
    np.power(raised, power, out=raised)
    raised /= raised.sum(axis=-1, keepdims=True)
    return raised


def read_calibration(reader: Reader) -> Calibration | None:
    """That of a model; None for one whose shares are probabilities already.

    Raises:
        Problem: if its numbers cannot be.
    """
    if not reader.has(ARRAY):
        return None
    floor, power = reader.numbers(ARRAY, 2)
    if not (LEAST_FLOOR <= floor <= MOST_FLOOR and LEAST_POWER <= power <= MOST_POWER):
        raise reader.problem(f"array “{ARRAY}” is out of its range")
    return Calibration(float(floor), float(power))
