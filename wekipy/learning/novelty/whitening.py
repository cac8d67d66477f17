"""Learns the coordinates in which novelty is measured: those in which a class is as wide in every direction.

Inputs of one sensor go together: a finger that bends moves three points of a hand at once. Distances in the
inputs themselves count such a movement three times, and do not see a small deviation from what always goes
together. So the examples are whitened with the covariance that they have about the means of their classes, as
in Mahalanobis's distance. A covariance of few examples is uncertain; it is shrunk towards equal directions as
much as loses least: Ledoit, Wolf, A well-conditioned estimator for large-dimensional covariance matrices,
Journal of Multivariate Analysis 88 (2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from wekipy.learning.novelty.spread import (
    F64,
    LEAST_SPREAD,
    UNKNOWN_SPREAD,
    Indexes,
    class_spreads,
    without_glitches,
)

MOST_WHITENED: Final = 256  # inputs; beyond, each is measured for itself: a matrix would take too long


@dataclass(frozen=True)
class Metric:
    """How distances are measured.

    Attributes:
        whitening: (inputs, inputs), upper triangular: z @ whitening are the coordinates; None: z itself is.
        weights: (classes, inputs) of squared differences of coordinates, for each class.
        step: how far a step of `LEAST_SPREAD` of the inputs' ranges goes in these coordinates.
    """

    whitening: F64 | None
    weights: F64
    step: float

    def coordinates(self, Z: F64) -> F64:
        """(rows, inputs) of scaled vectors, rounded to what the predictor keeps."""
        V = Z if self.whitening is None else Z @ self.whitening
        return V.astype(np.float32).astype(np.float64)

    def distances(self, V: F64, kept: F64, place: Indexes) -> F64:
        """(rows, classes): squared, from each vector to the nearest kept one of each class.

        Args:
            V: (rows, inputs) coordinates.
            kept: (kept, inputs) coordinates, sorted by class.
            place: (kept,) the class of each, from 0; a class without any is infinitely far.
        """
        squares = np.full((len(V), len(self.weights)), np.inf)
        for c in np.unique(place):
            own, weights = kept[place == c], self.weights[c]
            weighted = own * weights
            # In place: with thousands of rows, making room takes longer than the arithmetic.
            block = np.matmul(V, -2.0 * weighted.T)
            block += np.einsum("ij,ij->i", weighted, own)
            squares[:, c] = np.maximum(block.min(axis=1) + np.square(V) @ weights, 0.0)
        return squares


def learn_metric(Z: F64, labels: Indexes, takes: Indexes) -> Metric:
    """The metric of scaled examples (rows, inputs)."""
    classes, inputs = np.unique(labels), Z.shape[1]
    if inputs > MOST_WHITENED:
        return Metric(None, np.square(1 / class_spreads(Z, labels, takes)), 1.0)
    away = [_about_mean(Z[labels == label]) for label in classes]
    around = np.concatenate([part for part in away if len(part) > 1] or [np.empty((0, inputs))])
    least = LEAST_SPREAD if len(around) else UNKNOWN_SPREAD
    covariance = shrunk_covariance(around) + least**2 * np.eye(inputs)
    whitening = np.linalg.inv(np.linalg.cholesky(covariance)).T
    step = LEAST_SPREAD * float(np.sqrt(np.square(whitening).sum() / inputs))
    return Metric(np.triu(whitening), np.ones((len(classes), inputs)), step)


def _about_mean(Z: F64) -> F64:
    calm = without_glitches(np.unique(Z, axis=0))  # a frame that comes again says nothing new
    away: F64 = calm - calm.mean(axis=0)
    return away


def shrunk_covariance(X: F64) -> F64:
    """(inputs, inputs): the covariance of centred rows (rows, inputs), shrunk as Ledoit and Wolf do."""
    rows, inputs = X.shape
    if not rows:
        return np.zeros((inputs, inputs))
    sample = X.T @ X / rows
    mean = float(np.trace(sample)) / inputs
    target: F64 = mean * np.eye(inputs)
    off = float(np.square(sample - target).sum())
    if off == 0.0:
        return target
    fourth = float(np.square(np.square(X).sum(axis=1)).sum()) / rows
    noise = max(fourth - float(np.square(sample).sum()), 0.0) / rows
    share = min(noise / off, 1.0)
    shrunk: F64 = share * target + (1.0 - share) * sample
    return shrunk
