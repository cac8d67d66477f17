"""Many inputs seen from where they differ most: standardised, and turned to their principal axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
EXACT: Final = 512  # rows or inputs up to which the axes are computed exactly
_SPARE, _ROUNDS = 8, 6  # of the approximate computation: extra axes, and turns


@dataclass(frozen=True)
class Projection:
    """Turns inputs into coordinates: ((x - mean) / scale) @ axes.T.

    Attributes:
        mean, scale: (inputs,); scale is 1 for an input that never changed.
        axes: (k, inputs) orthonormal, along which examples differ most first.
    """

    mean: F64
    scale: F64
    axes: F64

    def apply(self, X: F32) -> F64:
        """(n, inputs) to (n, k)."""
        coordinates: F64 = ((X - self.mean) / self.scale) @ self.axes.T
        return coordinates


def project(X: F32, k: int) -> Projection:
    """The projection of examples (n, inputs), n at least 1, to at most `k` principal axes.

    For many wide examples the axes are found by randomised subspace iteration (Halko, Martinsson and Tropp,
    SIAM Review 2011), seeded: the same examples give the same axes.
    """
    mean = X.mean(axis=0, dtype=np.float64)
    Z = X - mean
    scale = np.sqrt(np.mean(np.square(Z), axis=0))
    scale[scale == 0] = 1.0
    Z /= scale
    k = min(k, *Z.shape)
    axes = _exact(Z, k) if min(Z.shape) <= EXACT else _approximate(Z, k)
    largest = np.abs(axes).argmax(axis=1)
    return Projection(mean, scale, axes * np.sign(axes[np.arange(k), largest])[:, None])


def _exact(Z: F64, k: int) -> F64:
    narrow = Z.shape[1] <= Z.shape[0]
    axes: F64 = np.linalg.eigh(Z.T @ Z if narrow else Z @ Z.T)[1][:, ::-1][:, :k]
    if not narrow:
        axes = np.linalg.qr(Z.T @ axes)[0]
    rows: F64 = axes.T
    return rows


def _approximate(Z: F64, k: int) -> F64:
    basis = np.random.default_rng(0).standard_normal((Z.shape[1], k + _SPARE))
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(Z.T @ (Z @ basis))[0]
    axes: F64 = np.linalg.svd(Z @ basis, full_matrices=False)[2][:k] @ basis.T
    return axes
