"""Computes the novelty of one vector with two matrix products; never imports scikit-learn."""

from __future__ import annotations

from typing import Final

import numpy as np

from wekipy.learning.model import Model
from wekipy.learning.novelty.references import MOST_NUMBERS, MOST_ROWS
from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns
from wekipy.project.schema import MOST_CLASSES

FARTHEST: Final = 1e4  # ranges; a wild input is held here, so that its square stays finite
MOST_WEIGHT: Final = 1e6
EXACT: Final = 250_000  # numbers in the examples up to which they are used as float64
NEAR: Final = 0.1  # borders: a counter-example right on an example still wins within this


def most_counter_examples(inputs: int) -> int:
    """Return how many counter-examples with so many inputs are kept."""
    return max(1, min(400, 100_000 // inputs))


def is_novelty(model: Model) -> bool:
    """Whether a model has novelty (one trained by an earlier wekipy has not)."""
    return "novelty.rows" in model.arrays


class Novelty:
    """How far a vector is from everything demonstrated to one output.

    The squared distance to the nearest example is measured in the spread of that example's class, in units of
    the class's border: r². Novelty is r² / (1 + r²): 0 on an example, 0.5 at the border, towards 1 beyond.
    A vector is at the border as well where it is as near to a counter-example as to an example.

    Args:
        model: with the arrays of `fitting.fit_novelty`.
        features: length of the vector.

    Raises:
        Problem: naming the invalid array.
    """

    def __init__(self, model: Model, features: int) -> None:
        reader = Reader(model)
        n = reader.inputs
        self._columns = Columns(reader.header.inputs, features)
        self._centre = reader.numbers("novelty.centre", n)
        self._factor = 1.0 / reader.scales("novelty.scale")
        counts = reader.indexes("novelty.counts", None, least=1, most=MOST_ROWS)
        self._check_size(reader, len(counts), int(counts.sum()), n)
        weights = reader.numbers("novelty.weights", len(counts), n, most=MOST_WEIGHT)
        if weights.min() < 0:
            raise reader.problem("array “novelty.weights” holds a number below zero")
        rows = reader.singles("novelty.rows", int(counts.sum()), n, most=FARTHEST)
        self._counter_examples = reader.singles("novelty.counters", None, n, most=FARTHEST)
        if len(self._counter_examples) > most_counter_examples(n):
            raise reader.problem(f"array “novelty.counters” has more than {most_counter_examples(n)} rows")
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self._prepare(rows, weights, counts)

    @staticmethod
    def _check_size(reader: Reader, groups: int, rows: int, inputs: int) -> None:
        most = max(MOST_ROWS, MOST_CLASSES)
        if not groups or rows > most or rows * inputs > MOST_NUMBERS + MOST_CLASSES * inputs:
            raise reader.problem(f"array “novelty.counts” must add up to 1 to {most}, got {rows}")

    def _prepare(self, rows: np.ndarray, weights: F64, counts: np.ndarray) -> None:
        """|x - e|² = w·x² - 2 (w e)·x + w·e² with the weights w of e's class: products, no differences."""
        inputs = rows.shape[1]
        dtype = np.float64 if rows.size <= EXACT else np.float32
        self._weights = weights.astype(dtype)
        self._products = np.empty(rows.shape, dtype)
        self._norms = np.empty(len(rows), dtype)
        start = 0
        for weight, count in zip(weights, counts.tolist(), strict=True):
            part = slice(start, start + count)
            weighted = rows[part] * weight
            self._products[part] = -2.0 * weighted
            self._norms[part] = np.einsum("ij,ij->i", weighted, rows[part], dtype=np.float64)
            start += count
        self._exact = np.empty(inputs)
        self._z = self._exact if dtype == np.float64 else np.empty(inputs, dtype)
        self._squares = np.empty(inputs, dtype)
        self._near = np.empty(len(rows), dtype)
        self._best = np.empty(len(weights), dtype)
        self._sizes = np.empty(len(weights), dtype)

    def of(self, x: F64) -> float:
        """The novelty of `x` (all inputs, finite), 0 to 1."""
        exact, z, near, best = self._exact, self._z, self._near, self._best
        np.subtract(self._columns.pick(x), self._centre, out=exact)
        np.multiply(exact, self._factor, out=exact)
        np.minimum(exact, FARTHEST, out=exact)
        np.maximum(exact, -FARTHEST, out=exact)
        if z is not exact:
            z[:] = exact
        np.dot(self._products, z, out=near)
        np.add(near, self._norms, out=near)
        np.minimum.reduceat(near, self._starts, out=best)
        np.multiply(z, z, out=self._squares)
        np.dot(self._weights, self._squares, out=self._sizes)
        np.add(best, self._sizes, out=best)
        group = int(best.argmin()) if len(best) > 1 else 0
        square = max(float(best[group]), 0.0)
        if len(self._counter_examples):
            square = max(square, against(square, self._to_counter_examples(group)))
        return square / (1.0 + square)

    def _to_counter_examples(self, group: int) -> float:
        away = self._counter_examples - self._z
        np.multiply(away, away, out=away)
        return float(away.dot(self._weights[group]).min())


def against(square: float, counter: float) -> float:
    """r² by the squared distances, in borders, to the nearest example and the nearest counter-example."""
    return (square + NEAR**2) / (counter + NEAR**2 / 4)
