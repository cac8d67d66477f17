"""Bounds from below how near wide examples are, by where they lie along a few axes.

Wide examples mostly differ in some directions: the inputs of a spectrum or of a picture move together, or
form classes. What a vector has along orthonormal axes A is at a right angle to what these leave over. So, by
Pythagoras, and with the triangle inequality for the second part,

    |e - q|² ≥ |A e - A q|² + (r(e) - r(q))²  with  r(x) = |x - centre - Aᵀ A (x - centre)|,

which costs as many multiplications for an example as there are axes, and one more. No example that is farther
away by this bound than the k-th of some others is in truth can be among the k nearest. Where all examples
differ from all others in all directions alike, as noise does, the bound tells nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.base import F64

AXES: Final = 16
SAMPLE: Final = 128  # examples that the axes are found from
BLOCK: Final = 256  # examples
MARGIN: Final = 1e-9  # of squares, far beyond what rounding of float64 does to them
F32 = npt.NDArray[np.float32]


class Axes:
    """The principal axes of some of the examples, and the places of all along these.

    Immutable, for any number of threads.

    Args:
        examples: (examples, inputs), more inputs than `AXES`.
    """

    def __init__(self, examples: F32) -> None:
        self._centre = examples.mean(axis=0, dtype=np.float64)
        sample = examples[np.linspace(0, len(examples) - 1, SAMPLE).astype(np.intp)] - self._centre
        directions = np.linalg.eigh(sample @ sample.T)[1][:, : -AXES - 1 : -1]
        self._axes = np.ascontiguousarray(np.linalg.qr(sample.T @ directions)[0].T)
        self._places = np.empty((len(examples), AXES + 1))
        for at in range(0, len(examples), BLOCK):
            self._places[at : at + BLOCK] = self._place(examples[at : at + BLOCK])
        self._squares = np.einsum("ij,ij->i", self._places, self._places)
        self._farthest = float(self._squares.max())

    def _place(self, vectors: npt.NDArray[np.floating]) -> F64:
        """(…, inputs) to (…, axes + 1): along each axis, and how much is left over."""
        moved = vectors - self._centre
        along = moved @ self._axes.T
        moved -= along @ self._axes
        left = np.sqrt(np.einsum("...i,...i->...", moved, moved))
        return np.concatenate([along, left[..., None]], axis=-1)

    def bounds(self, q: F64) -> F64:
        """How near each example may be to q (inputs,), squared, less what rounding may add: (examples,)."""
        place = self._place(q)
        square = place.dot(place)
        bounds: F64 = self._places @ (-2.0 * place)
        bounds += self._squares
        bounds += square - MARGIN * (square + self._farthest)
        return bounds
