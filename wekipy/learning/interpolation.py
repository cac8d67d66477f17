"""Vectors between examples: what lies at a place among scattered points."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
POWER: Final = 3  # of the distance: above two, the number of dimensions, or crowds far away would draw
_FLAT = 1e-30  # a width below this is none


def shares_at(points: F64, place: F64) -> F64:
    """How much of each point there is at a place: (n,) that sum up to 1, by inverse distances.

    Shepard (ACM National Conference 1968), over all points: over the nearest few, all of which lie in one
    crowd, it would leap from crowd to crowd. At a point, all is of that point; where several lie at one
    place, each has the same share. Distances are shares of the width and height that the points take up.

    Args:
        points: (n, 2), n at least 1.
        place: (2,).
    """
    extent = np.ptp(points, axis=0)
    extent[extent < _FLAT] = 1.0
    here = (points == place).all(axis=1)
    distances = np.maximum(np.hypot(*((points - place) / extent).T), _FLAT)
    # Relative to the nearest, so that no weight is more than 1, however near it is.
    weights: F64 = here.astype(np.float64) if here.any() else (distances.min() / distances) ** POWER
    shares: F64 = weights / weights.sum()
    return shares


def between(points: F64, X: F32, place: F64) -> F64:
    """The vector (inputs,) at a place among points (n, 2) that have vectors (n, inputs), see `shares_at`.

    It lies between the least and the most of each input, and at a point it is that of the point, to the bit.
    """
    shares = shares_at(points, place)
    there = np.flatnonzero(shares)
    if len(there) == 1:
        own: F64 = X[there[0]].astype(np.float64)
        return own
    mixed: F64 = (shares.astype(np.float32) @ X).astype(np.float64)
    return np.clip(mixed, X.min(axis=0), X.max(axis=0))
