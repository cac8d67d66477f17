"""Fits novelty: keeps examples, and computes the border around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Arrays
from wekipy.learning.novelty.predictor import FARTHEST, MOST_WEIGHT, against, most_counter_examples
from wekipy.learning.novelty.references import choose_rows, may_stand_for, most_rows, spread_out
from wekipy.learning.novelty.spread import F64, Indexes, Scale, class_spreads, input_scale
from wekipy.learning.novelty.thresholds import INSIDE, propose_novelty, quantiles

LEAST_BORDER: Final = 1.0  # spreads
USUAL: Final = 0.75  # of the held-out frames are surely no glitches, and bound the border:
MOST_BORDER: Final = 5.0  # times as far as these
UNKNOWN_BORDER: Final = 3.0  # spreads, when nothing can be held out
MOST_CLASS_NUMBERS: Final = 1_000_000  # beyond, one spread is used for all classes
MADE_UP: Final = 400  # vectors of each kind that nobody showed


@dataclass(frozen=True)
class _Kept:
    """The examples kept: scaled (rows, inputs), their classes and takes, sorted by class."""

    Z: F64
    labels: Indexes
    takes: Indexes

    @property
    def place(self) -> Indexes:
        """(rows,): which class each is of, from 0."""
        return np.searchsorted(np.unique(self.labels), self.labels)

    def distances(self, Z: F64, weights: F64) -> F64:
        """(len(Z), rows): squared, in the weights (classes, inputs) of the kept example's class."""
        squares = np.empty((len(Z), len(self.Z)))
        for c, label in enumerate(np.unique(self.labels)):
            own = slice(*np.searchsorted(self.labels, [label, label + 1]))
            weighted = self.Z[own] * weights[c]
            # In place: with thousands of rows, making room takes longer than the arithmetic.
            block = np.matmul(Z, -2.0 * weighted.T, out=squares[:, own])
            block += (np.square(Z) @ weights[c])[:, None]
            block += np.einsum("ij,ij->i", weighted, self.Z[own])
        return np.maximum(squares, 0.0, out=squares)


def fit_novelty(
    X: npt.NDArray[np.float32], takes: npt.NDArray[np.int64], y: npt.NDArray[np.float64] | None = None
) -> Arrays:
    """The arrays of `Novelty`. The same examples give the same arrays.

    The distance to the nearest example is measured in the spread of its class. Its border is found by
    holding out whole takes: the distance that 97 in 100 held-out frames stay within, and a margin that
    shrinks with the number of takes, because the next take may differ from them. Nearest-neighbour
    data description: Tax, One-class classification, thesis, TU Delft (2001), section 3.4.

    Args:
        X: (examples, inputs), all finite.
        takes: (examples,) the take of each.
        y: (examples,) classes, 0 for a counter-example; None if the output has no classes. At least one
            example must not be a counter-example.

    Returns:
        among others "novelty.held_out", quantiles of the novelty of held-out examples, and
        "novelty.thresholds", the proposed one for novelty, and 0 for confidence.
    """
    labels = np.ones(len(X), np.int64) if y is None else y.astype(np.int64)
    shown = np.flatnonzero(labels > 0)
    if len(np.unique(labels[shown])) * X.shape[1] > MOST_CLASS_NUMBERS:
        labels = np.minimum(labels, 1)
    rows = shown[choose_rows(labels[shown], takes[shown], most_rows(X.shape[1]))]
    scale = input_scale(X[rows])
    kept = _Kept(_scaled(X[rows], scale), labels[rows], takes[rows])
    counter_examples = _scaled(
        X[spread_out(np.flatnonzero(labels == 0), most_counter_examples(X.shape[1]))], scale
    )
    spreads = class_spreads(kept.Z, kept.labels, kept.takes)
    distances = kept.distances(kept.Z, np.square(1 / spreads))
    distances[~may_stand_for(kept.labels, kept.takes)] = np.inf
    borders = _borders(kept, distances)
    weights = np.minimum(1.0 / np.square(spreads * borders[:, None]), MOST_WEIGHT)
    distances /= np.square(borders)[kept.place]
    held_out = _held_out(kept, distances, weights, counter_examples)
    threshold = propose_novelty(held_out, _made_up(kept, weights))
    return {
        "novelty.centre": scale.centre,
        "novelty.scale": scale.size,
        "novelty.rows": kept.Z.astype(np.float32),
        "novelty.counts": np.unique(kept.labels, return_counts=True)[1].astype(np.int64),
        "novelty.weights": weights,
        "novelty.counters": counter_examples.astype(np.float32),
        "novelty.held_out": quantiles(held_out),
        "novelty.thresholds": np.array([threshold, 0.0]),
    }


def _scaled(X: npt.NDArray[np.float32], scale: Scale) -> F64:
    """Rounded to what the predictor keeps, so that an example is at distance 0 from itself."""
    Z = (X.astype(np.float64) - scale.centre) / scale.size
    return np.clip(Z, -FARTHEST, FARTHEST).astype(np.float32).astype(np.float64)


def _borders(kept: _Kept, distances: F64) -> F64:
    """(classes,): how far, in spreads, the next take of each class is expected to reach.

    Args:
        distances: squared, in spreads; infinite where one example may not vouch for the other.
    """
    classes = np.unique(kept.labels)
    borders, counts = np.full(len(classes), np.nan), np.zeros(len(classes))
    for c, label in enumerate(classes):
        own = np.flatnonzero(kept.labels == label)
        nearest = np.sqrt(distances[np.ix_(own, own)].min(axis=1))
        nearest = nearest[np.isfinite(nearest)]
        if len(nearest):
            counts[c] = len(np.unique(kept.takes[own]))
            usual, border = np.maximum(np.quantile(nearest, [USUAL, INSIDE]), LEAST_BORDER)
            borders[c] = np.log(min(border, MOST_BORDER * usual) * (1.0 + 1.0 / counts[c]))
    known = counts > 0
    if not known.any():
        return np.full(len(classes), UNKNOWN_BORDER)
    pooled = np.average(borders[known], weights=counts[known])
    borders[~known] = pooled
    trust = counts / (counts + 1.0)
    blended: F64 = np.exp(trust * borders + (1.0 - trust) * pooled)
    return blended


def _held_out(kept: _Kept, distances: F64, weights: F64, counter_examples: F64) -> F64:
    """(≤ rows,): novelty of the kept examples, each held out with its take; none if none can be.

    Args:
        distances: as for `_borders`, but in borders.
    """
    best = distances.argmin(axis=1)
    square = distances[np.arange(len(best)), best]
    measured = np.flatnonzero(np.isfinite(square))
    if len(counter_examples):
        for i in measured:
            counter = float((np.square(counter_examples - kept.Z[i]) @ weights[kept.place[best[i]]]).min())
            square[i] = max(square[i], against(square[i], counter))
    return _novelty(square[measured])


def _novelty(square: F64) -> F64:
    shares: F64 = square / (1.0 + square)
    return shares


def _made_up(kept: _Kept, weights: F64) -> list[F64]:
    """Novelty of vectors that nobody showed, (MADE_UP,) of each kind.

    One kind is anything within the range of the inputs, the other is half way between two classes.
    """
    random = np.random.default_rng(0)
    low, high = kept.Z.min(axis=0), kept.Z.max(axis=0)
    kinds = [random.uniform(low, high, (MADE_UP, len(low)))]
    a, b = random.integers(0, len(kept.Z), (2, MADE_UP))
    apart = kept.labels[a] != kept.labels[b]
    if apart.any():
        kinds.append((kept.Z[a[apart]] + kept.Z[b[apart]]) / 2)
    squares = [kept.distances(Z, weights).min(axis=1) for Z in kinds]
    return [_novelty(square) for square in squares]
