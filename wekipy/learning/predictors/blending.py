"""How much say each of the nearest examples has, by its distance."""

from __future__ import annotations

from typing import Final

import numpy as np

from wekipy.learning.predictors.base import F64

EVEN: Final = 0
DISTANCE: Final = 1
SMOOTH: Final = 2
SMOOTH_ALL: Final = 3  # the examples are so few that all of them are asked


def _ratios(distances: F64) -> tuple[F64, F64]:
    """Distances (…, k), rising: nearest / each, and where each is 0."""
    met = distances == 0
    return distances[..., :1] / np.where(met, 1.0, distances), met


def distance_weights(distances: F64) -> F64:
    """1 / distance, up to a factor; an example met exactly has all the say."""
    ratios, met = _ratios(distances)
    return np.where(met[..., :1], met, ratios)


def smooth_weights(distances: F64) -> F64:
    """(1 / distance - 1 / farthest)², up to a factor: fades to 0 at the last neighbour.

    So an answer does not jump when one example leaves the neighbourhood and another enters.
    Source: Franke and Nielson, Smooth interpolation of large sets of scattered data (1980).
    """
    ratios, met = _ratios(distances)
    faded = np.square(ratios - ratios[..., -1:])
    level = distances[..., :1] == distances[..., -1:]
    return np.where(met[..., :1], met, np.where(level, 1.0, faded))


def shepard_weights(distances: F64) -> F64:
    """1 / distance², up to a factor. Source: Shepard, A two-dimensional interpolation function (1968)."""
    ratios, met = _ratios(distances)
    return np.where(met[..., :1], met, np.square(ratios))


WEIGHTS: Final = {DISTANCE: distance_weights, SMOOTH: smooth_weights, SMOOTH_ALL: shepard_weights}
