"""Networks by L-BFGS: classes of all sizes, and continuous outputs too large for Gauss-Newton.

The weights are scaled by the square root of their precision, so that the penalty is the same all around.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from wekipy.learning.fitting.network_layers import F64, backward, forward, gradient, split, with_one

MOST_WORK = 8e9  # multiplications of one training, about; a second or two
LEAST_ITERATIONS = 40

Loss = Callable[[F64], tuple[float, F64]]
"""From the linear output (examples, outputs): the summed loss and its derivative."""


def half_squares(y: F64, beta: float) -> Loss:
    """beta / 2 times the squared errors; y is (examples,)."""

    def loss(out: F64) -> tuple[float, F64]:
        errors = out - y[:, None]
        return 0.5 * beta * float((errors**2).sum()), beta * errors

    return loss


def cross_entropy(labels: npt.NDArray[np.intp], columns: int, counts: F64 | None = None) -> Loss:
    """Of class numbers from 0: logistic with one output for two classes, softmax for more.

    Args:
        counts: (examples,) how many times each counts; None for once.
    """
    counts = np.ones(len(labels)) if counts is None else counts
    return _logistic(labels, counts) if columns == 1 else _softmax(labels, counts)


def _logistic(labels: npt.NDArray[np.intp], counts: F64) -> Loss:
    second, times = labels[:, None].astype(np.float64), counts[:, None]

    def loss(out: F64) -> tuple[float, F64]:
        small = np.exp(-np.abs(out))
        cost = np.maximum(out, 0.0) - out * second + np.log1p(small)
        probability = np.where(out >= 0, 1.0, small) / (1.0 + small)
        return float((times * cost).sum()), times * (probability - second)

    return loss


def _softmax(labels: npt.NDArray[np.intp], counts: F64) -> Loss:
    rows = np.arange(len(labels))

    def loss(out: F64) -> tuple[float, F64]:
        out = out - out.max(axis=1, keepdims=True)
        powers = np.exp(out)
        total = powers.sum(axis=1)
        cost = float((counts * (np.log(total) - out[rows, labels])).sum())
        slope = powers / total[:, None]
        slope[rows, labels] -= 1.0
        return cost, counts[:, None] * slope

    return loss


@dataclass(frozen=True)
class Fit:
    """How closely to fit.

    Attributes:
        precision: of every weight, flat; 0 leaves one free.
        enough: relative gain of one iteration that ends the training.
        most: iterations, at most.
    """

    precision: F64
    enough: float = 1e-6
    most: int = 300

    @property
    def stretch(self) -> F64:
        """What the weights are multiplied by."""
        return np.sqrt(np.maximum(self.precision, 1e-2))


def descend(Z: F64, loss: Loss, start: F64, sizes: Sequence[int], fit: Fit) -> F64:
    """The weights (flat) at which the loss plus half the penalised squares is least, near `start`.

    Args:
        Z: (examples, inputs), standardised.
        sizes: inputs, nodes of each hidden layer, outputs.
    """
    first = with_one(Z)
    stretch, precision = fit.stretch, fit.precision

    def cost(scaled: F64) -> tuple[float, F64]:
        weights = scaled / stretch
        layers = split(weights, sizes)
        entering, out = forward(first, layers)
        value, last = loss(out)
        slope = gradient(entering, backward(entering, layers, last)) + precision * weights
        return value + 0.5 * float(precision @ weights**2), slope / stretch

    work = 6.0 * len(first) * len(start)
    most = min(fit.most, max(int(MOST_WORK / work), LEAST_ITERATIONS))
    options = {"maxiter": most, "ftol": fit.enough, "gtol": 1e-5 * len(first), "maxcor": 20}
    found = minimize(cost, start * stretch, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x / stretch, np.float64)
