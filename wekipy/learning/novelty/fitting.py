"""What was demonstrated, kept so that novelty can be told from it; and where its border is."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Arrays
from wekipy.learning.novelty.predictor import FARTHEST, MOST_COUNTERS, MOST_WEIGHT, against
from wekipy.learning.novelty.references import choose_rows, may_stand_for, most_rows
from wekipy.learning.novelty.spread import F64, Indexes, Scale, class_spreads, input_scale

INSIDE: Final = 0.97  # of the held-out frames of each class are within the border before its margin
LEAST_BORDER: Final = 1.0  # spreads
UNKNOWN_BORDER: Final = 3.0  # spreads, when nothing can be held out
QUANTILES: Final = 201
MOST_CLASS_NUMBERS: Final = 1_000_000  # beyond, one spread is used for all classes


def fit_novelty(
    X: npt.NDArray[np.float32], takes: npt.NDArray[np.int64], y: npt.NDArray[np.float64] | None
) -> Arrays:
    """The arrays of `Novelty`. The same examples give the same arrays.

    The distance to the nearest example is measured in the spread of its class, and its border is found by
    holding out whole takes: the distance that 97 in 100 held-out frames stay within, and a margin that
    shrinks with the number of takes, for what these takes cannot tell about the next one. Source of the
    idea: Tax, Duin, Data description in subspaces, ICPR (2000), with the distance of k nearest neighbours.

    Args:
        X: (examples, inputs), all finite.
        takes: (examples,) the take of each.
        y: (examples,) classes, 0 for a counter-example; None if the output has no classes.

    Returns:
        among others "novelty.held_out", (201,) quantiles of the novelty of held-out examples.
    """
    labels = np.ones(len(X), np.int64) if y is None else y.astype(np.int64)
    shown = np.flatnonzero(labels > 0)
    if len(np.unique(labels[shown])) * X.shape[1] > MOST_CLASS_NUMBERS:
        labels = np.minimum(labels, 1)
    rows = shown[choose_rows(labels[shown], takes[shown], most_rows(X.shape[1]))]
    scale = input_scale(X[rows])
    Z, labels_kept, takes_kept = _scaled(X[rows], scale), labels[rows], takes[rows]
    counters = _scaled(X[_spread_out(np.flatnonzero(labels == 0), MOST_COUNTERS)], scale)
    spreads = class_spreads(Z, labels_kept, takes_kept)
    distances, allowed = _distances(Z, labels_kept, 1 / spreads**2), may_stand_for(labels_kept, takes_kept)
    borders = _borders(distances, allowed, labels_kept, takes_kept)
    weights = np.minimum(1.0 / np.square(spreads * borders[:, None]), MOST_WEIGHT)
    held_out = _held_out(Z, labels_kept, distances, allowed, borders, weights, counters)
    return {
        "novelty.centre": scale.centre,
        "novelty.scale": scale.size,
        "novelty.rows": Z.astype(np.float32),
        "novelty.counts": np.unique(labels_kept, return_counts=True)[1].astype(np.int64),
        "novelty.weights": weights,
        "novelty.counters": counters.astype(np.float32),
        "novelty.held_out": held_out,
    }


def _scaled(X: npt.NDArray[np.float32], scale: Scale) -> F64:
    """Rounded to what the predictor keeps, so that an example is at distance 0 from itself."""
    Z = (X.astype(np.float64) - scale.centre) / scale.size
    return np.clip(Z, -FARTHEST, FARTHEST).astype(np.float32).astype(np.float64)


def _spread_out(rows: Indexes, most: int) -> Indexes:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).round().astype(np.int64)]


def _distances(Z: F64, labels: Indexes, weights: F64) -> F64:
    """(rows, rows): squared distance of each row to each column, in the spread of the column's class."""
    squares = np.empty((len(Z), len(Z)))
    for c, label in enumerate(np.unique(labels)):
        columns = labels == label
        weighted = Z[columns] * weights[c]
        norms = np.einsum("ij,ij->i", weighted, Z[columns])
        squares[:, columns] = np.square(Z) @ weights[c][:, None] - 2.0 * Z @ weighted.T + norms
    return np.maximum(squares, 0.0, out=squares)


def _borders(
    distances: F64, allowed: npt.NDArray[np.bool_], labels: Indexes, takes: Indexes
) -> F64:
    """(classes,): how far, in spreads, the next take of each class is expected to reach."""
    classes = np.unique(labels)
    borders, counts = np.full(len(classes), np.nan), np.zeros(len(classes))
    for c, label in enumerate(classes):
        own = labels == label
        part = np.where(allowed[np.ix_(own, own)], distances[np.ix_(own, own)], np.inf)
        nearest = np.sqrt(part.min(axis=1))
        nearest = nearest[np.isfinite(nearest)]
        if len(nearest):
            counts[c] = len(np.unique(takes[own]))
            border = np.quantile(nearest, INSIDE) * (1.0 + 1.0 / counts[c])
            borders[c] = np.log(max(border, LEAST_BORDER))
    if not counts.any():
        return np.full(len(classes), UNKNOWN_BORDER)
    known = counts > 0
    pooled = np.average(borders[known], weights=counts[known])
    borders[~known] = pooled
    trust = counts / (counts + 1.0)
    return np.exp(trust * borders + (1 - trust) * pooled)


def _held_out(
    Z: F64,
    labels: Indexes,
    distances: F64,
    allowed: npt.NDArray[np.bool_],
    borders: F64,
    weights: F64,
    counters: F64,
) -> F64:
    """(QUANTILES,): novelty of the kept examples when each is held out with its take; all 0 if none can."""
    place = np.searchsorted(np.unique(labels), labels)
    squares = np.where(allowed, distances, np.inf) / np.square(borders[place])
    best = squares.argmin(axis=1)
    square = squares[np.arange(len(Z)), best]
    if len(counters):
        for i in np.flatnonzero(np.isfinite(square)):
            counter = float((np.square(counters - Z[i]) @ weights[place[best[i]]]).min())
            square[i] = max(square[i], against(square[i], counter))
    square = square[np.isfinite(square)]
    if not len(square):
        return np.zeros(QUANTILES)
    return np.quantile(square / (1.0 + square), np.linspace(0, 1, QUANTILES))
