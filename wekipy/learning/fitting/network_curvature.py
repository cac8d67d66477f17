"""The Gauss-Newton curvature of a network with one output, in the smaller of its two forms.

With J (examples, weights) the derivatives of the output, and D the diagonal precision of the weights, the
matrix wanted is A = beta J'J + D. With fewer weights than examples it is factored as it is; otherwise through
M = I / beta + J D^-1 J' (Woodbury), whose kernel is for each layer the elementwise product of two Gram
matrices (the neural tangent kernel: Jacot, Gabriel and Hongler 2018), so that J is never made.
D is the same for all weights of one row of a layer, which is what makes that possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs

from wekipy.learning.fitting.network_layers import F64, gradient


class Factor(Protocol):
    """A = beta J'J + D, factored."""

    def solve(self, g: F64) -> F64:
        """A^-1 g."""

    def row_traces(self) -> F64:
        """For every row of every layer, the sum over its weights of the diagonal of A^-1."""

    def logdet(self) -> float:
        """log |A|."""


class Curvature(Protocol):
    """J at one place in the space of weights."""

    def factor(self, beta: float, rows: F64) -> Factor:
        """Factor A for a noise precision and a precision for every row of every layer.

        Raises:
            np.linalg.LinAlgError: A is not positive definite to working precision.
        """


def _cholesky(matrix: F64) -> F64:
    lower, info = dpotrf(matrix, lower=1, overwrite_a=1)
    if info:
        raise np.linalg.LinAlgError("not positive definite")
    return lower  # type: ignore[no-any-return]


class ByWeights:
    """For fewer weights than examples. `widths` counts the weights in each row of each layer."""

    def __init__(self, entering: list[F64], deltas: list[F64], widths: F64) -> None:
        n = len(entering[0])
        blocks = [
            (a[:, :, None] * d[:, None, :]).reshape(n, -1) for a, d in zip(entering, deltas, strict=True)
        ]
        J = np.hstack(blocks)
        self._gram = J.T @ J
        self._widths = widths.astype(np.intp)
        self._starts = np.cumsum(self._widths) - self._widths

    def factor(self, beta: float, rows: F64) -> _WeightsFactor:
        """See `Curvature.factor`."""
        A = self._gram * beta
        A.flat[:: len(A) + 1] += np.repeat(rows, self._widths)
        return _WeightsFactor(_cholesky(A), self._starts)


@dataclass(frozen=True)
class _WeightsFactor:
    lower: F64
    starts: np.ndarray[tuple[int], np.dtype[np.intp]]

    def solve(self, g: F64) -> F64:
        return dpotrs(self.lower, g, lower=1)[0]  # type: ignore[no-any-return]

    def row_traces(self) -> F64:
        inverse, _ = dpotri(self.lower, lower=1)
        return np.add.reduceat(np.diag(inverse), self.starts)

    def logdet(self) -> float:
        return 2.0 * float(np.log(np.diag(self.lower)).sum())


class ByExamples:
    """For fewer examples than weights. `widths` counts the weights in each row of each layer."""

    def __init__(self, entering: list[F64], deltas: list[F64], widths: F64) -> None:
        self.entering, self.deltas, self.widths = entering, deltas, widths
        self.outer = [d @ d.T for d in deltas]

    def factor(self, beta: float, rows: F64) -> _ExamplesFactor:
        """See `Curvature.factor`."""
        n = len(self.entering[0])
        M = np.zeros((n, n))
        M.flat[:: n + 1] = 1.0 / beta
        for a, outer, precision in zip(self.entering, self.outer, self.by_layer(rows), strict=True):
            M += ((a / precision) @ a.T) * outer
        return _ExamplesFactor(self, _cholesky(M), beta, rows)

    def by_layer(self, rows: F64) -> list[F64]:
        """One number a row, cut into layers."""
        ends = np.cumsum([a.shape[1] for a in self.entering])
        return np.split(rows, ends[:-1])

    def times(self, v: F64) -> F64:
        """J v."""
        total, at = np.zeros(len(self.entering[0])), 0
        for a, d in zip(self.entering, self.deltas, strict=True):
            size = a.shape[1] * d.shape[1]
            total += ((a @ v[at : at + size].reshape(a.shape[1], -1)) * d).sum(1)
            at += size
        return total


@dataclass(frozen=True)
class _ExamplesFactor:
    of: ByExamples
    lower: F64
    beta: float
    rows: F64

    def solve(self, g: F64) -> F64:
        precision = np.repeat(self.rows, self.of.widths.astype(np.intp))
        plain = g / precision
        u = dpotrs(self.lower, self.of.times(plain), lower=1)[0]
        back = gradient(self.of.entering, [d * u[:, None] for d in self.of.deltas])
        return plain - back / precision

    def row_traces(self) -> F64:
        inverse, _ = dpotri(self.lower, lower=1)
        inverse = np.tril(inverse) + np.tril(inverse, -1).T
        taken = [
            ((outer * inverse @ a) * a).sum(0)
            for a, outer in zip(self.of.entering, self.of.outer, strict=True)
        ]
        return self.of.widths / self.rows - np.concatenate(taken) / self.rows**2

    def logdet(self) -> float:
        n = len(self.lower)
        of_prior = float((self.of.widths * np.log(self.rows)).sum())
        return of_prior + n * float(np.log(self.beta)) + 2.0 * float(np.log(np.diag(self.lower)).sum())
