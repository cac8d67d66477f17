"""Inputs as a network is trained on them, and the way back to the inputs as they come.

Inputs that never changed are left out; the others get mean 0 and deviation 1. Of more than `MOST_DIRECT` inputs
only the first principal components are kept (of `SAMPLE` examples at most): weights whose prior is the same in
all directions do not care about the rotation, and with fewer examples than components nothing is lost at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.learning.fitting.network_layers import F64

MOST_DIRECT = 200
SAMPLE = 1_000
ROWS = 1_024  # examples converted to float64 at a time: 15,000 x 4,096 at once would be half a gigabyte

X32 = npt.NDArray[np.float32]


def chunks(X: X32) -> Iterator[F64]:
    """The examples as float64, some at a time."""
    for at in range(0, len(X), ROWS):
        yield X[at : at + ROWS].astype(np.float64)


@dataclass(frozen=True)
class Inputs:
    """Z = (X - centre) @ spread.

    Attributes:
        Z: (examples, kept) float64.
        direct: whether every column of Z is one input (and not a mixture of all).
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
        return self.mixing is None

    def fold(self, layer: F64) -> tuple[F64, F64]:
        """The weights (inputs, nodes) and biases (nodes,) that do to X what `layer` does to Z."""
        weights = layer[:-1] if self.mixing is None else self.mixing @ layer[:-1]
        full = np.zeros((len(self.centre), layer.shape[1]))
        full[self.columns] = weights * self.scale[self.columns, None]
        return full, layer[-1] - self.centre @ full


def prepare(X: X32) -> Inputs:
    """The inputs to train on. At least one must have changed."""
    centre, scale = _standard(X)
    columns = np.flatnonzero(scale)
    mixing = None
    if len(columns) > MOST_DIRECT:
        mixing = _components((_evenly(X, SAMPLE)[:, columns] - centre[columns]) * scale[columns])
    Z = np.empty((len(X), len(columns) if mixing is None else mixing.shape[1]))
    at = 0
    for part in chunks(X):
        standard = (part[:, columns] - centre[columns]) * scale[columns]
        Z[at : at + len(part)] = standard if mixing is None else standard @ mixing
        at += len(part)
    return Inputs(Z, centre, scale, columns, mixing)


def _evenly(X: X32, most: int) -> F64:
    return X[evenly(len(X), most)].astype(np.float64)


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
    """Principal axes (inputs, kept), scaled so that the components vary by 1 on the average."""
    S = S - S.mean(0)
    if len(S) < S.shape[1]:
        values, vectors = np.linalg.eigh(S @ S.T)
        values, vectors = values[::-1][:MOST_DIRECT], vectors[:, ::-1][:, :MOST_DIRECT]
        real = values > 1e-10 * values[0]
        axes = S.T @ (vectors[:, real] / np.sqrt(values[real]))
    else:
        values, vectors = np.linalg.eigh(S.T @ S)
        values, vectors = values[::-1][:MOST_DIRECT], vectors[:, ::-1][:, :MOST_DIRECT]
        real = values > 1e-10 * values[0]
        axes = vectors[:, real]
    return np.asarray(axes / np.sqrt(values[real].mean() / len(S)))
