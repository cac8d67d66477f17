"""Inputs as a network is trained on them, and the way back to the inputs as they come.

Inputs that never changed are left out; the others get mean 0 and deviation 1. Of more than `MOST_DIRECT`
inputs, a few mixtures are kept: the first principal components, and the directions in which partial least
squares would look for the targets (the Krylov space of X'X and X'Y: Helland 1988): what the targets depend
on may be too small to be a principal component. Weights with the same prior in all directions do not care
about the rotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wekipy.learning.fitting.network_layers import F64

MOST_DIRECT = 200
COMPONENTS = 150
TOWARDS = 30  # directions towards the targets
STEPS = 5  # of them for one target
SAMPLE = 1_000
ROWS = 1_024  # examples converted to float64 at a time: 15,000 x 4,096 at once would be half a gigabyte

X32 = npt.NDArray[np.float32]


def chunks(X: X32 | F64) -> Iterator[F64]:
    """The examples as float64, some at a time."""
    for at in range(0, len(X), ROWS):
        yield X[at : at + ROWS].astype(np.float64)


@dataclass(frozen=True)
class Inputs:
    """Z = (X - centre) @ spread.

    Attributes:
        Z: (examples, kept) float64.
        centre: (inputs,).
        scale: (inputs,): 1 / deviation, or 0 for an input that never changed.
        columns: of the inputs that changed.
        mixing: (columns, kept) of the standardised inputs that changed, or None when Z has them as they are.
    """

    Z: F64
    centre: F64
    scale: F64
    columns: npt.NDArray[np.intp]
    mixing: F64 | None

    @property
    def direct(self) -> bool:
        """Whether every column of Z is one input, and not a mixture of all."""
        return self.mixing is None

    def standard(self, X: X32) -> Iterator[F64]:
        """The inputs that changed with mean 0 and deviation 1, some examples at a time."""
        for part in chunks(X):
            yield (part[:, self.columns] - self.centre[self.columns]) * self.scale[self.columns]

    def fold(self, layer: F64) -> tuple[F64, F64]:
        """The weights (inputs, nodes) and biases (nodes,) that do to X what `layer` does to Z."""
        weights = layer[:-1] if self.mixing is None else self.mixing @ layer[:-1]
        full = np.zeros((len(self.centre), layer.shape[1]))
        full[self.columns] = weights * self.scale[self.columns, None]
        return full, layer[-1] - self.centre @ full


def prepare(X: X32, Y: F64) -> Inputs:
    """The inputs to train on. At least one must have changed.

    Args:
        Y: (examples, targets), to find which mixtures of very many inputs matter.
    """
    centre, scale = _standard(X)
    columns = np.flatnonzero(scale)
    plain = Inputs(np.empty((0, 0)), centre, scale, columns, None)
    mixing = _mixing(plain, X, Y) if len(columns) > MOST_DIRECT else None
    parts = [standard if mixing is None else standard @ mixing for standard in plain.standard(X)]
    return replace(plain, Z=np.concatenate(parts), mixing=mixing)


def _mixing(inputs: Inputs, X: X32, Y: F64) -> F64:
    """(columns, kept): orthogonal directions, by one factor so that they vary by 1 on the average."""
    sample = np.concatenate(list(inputs.standard(X[evenly(len(X), SAMPLE)])))
    sample -= sample.mean(0)
    axes = _components(sample)
    for direction in _towards(inputs, X, Y).T:
        rest = direction - axes @ (axes.T @ direction)
        rest -= axes @ (axes.T @ rest)  # once more, for what rounding left
        if np.linalg.norm(rest) > 1e-6:
            axes = np.column_stack([axes, rest / np.linalg.norm(rest)])
    return np.asarray(axes / np.sqrt(((sample @ axes) ** 2).mean()))


def _towards(inputs: Inputs, X: X32, Y: F64) -> F64:
    """(columns, directions) of length 1: X'Y, X'X X'Y, …"""
    Y = Y - Y.mean(0)
    Y = Y[:, np.argsort(-(Y**2).sum(0), kind="stable")[:TOWARDS]]
    found = []
    for _ in range(max(1, min(STEPS, TOWARDS // Y.shape[1]))):
        step = sum(S.T @ y for S, y in zip(inputs.standard(X), chunks(Y), strict=True))
        step = step / (np.linalg.norm(step, axis=0) + 1e-300)
        found.append(step)
        Y = np.concatenate([S @ step for S in inputs.standard(X)])
    return np.hstack(found)


def evenly(n: int, most: int) -> npt.NDArray[np.intp]:
    """Indexes of at most that many of `n` examples, spread over all of them."""
    return np.linspace(0, n - 1, min(n, most)).astype(np.intp)


def _standard(X: X32) -> tuple[F64, F64]:
    n = len(X)
    centre: F64 = sum((part.sum(0) for part in chunks(X)), np.zeros(X.shape[1])) / n
    squares: F64 = sum((((part - centre) ** 2).sum(0) for part in chunks(X)), np.zeros(X.shape[1]))
    deviation = np.sqrt(squares / n)
    changed = X.max(axis=0) > X.min(axis=0)
    return centre, np.where(changed, 1.0 / np.where(changed, deviation, 1.0), 0.0)


def _components(S: F64) -> F64:
    """(columns, kept): principal axes of centred examples."""
    few = len(S) < S.shape[1]
    values, vectors = np.linalg.eigh(S @ S.T if few else S.T @ S)
    values, vectors = values[::-1][:COMPONENTS], vectors[:, ::-1][:, :COMPONENTS]
    real = values > 1e-10 * values[0]
    return np.asarray(S.T @ (vectors[:, real] / np.sqrt(values[real])) if few else vectors[:, real])
