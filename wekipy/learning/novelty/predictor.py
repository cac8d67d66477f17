"""Computes the novelty of one vector with two matrix products; never imports scikit-learn."""

from __future__ import annotations

from typing import Final

import numpy as np

from wekipy.learning.model import Model
from wekipy.learning.novelty.lost_frames import MOST_LOST
from wekipy.learning.novelty.references import MOST_NUMBERS, MOST_ROWS
from wekipy.learning.novelty.whitening import MOST_WHITENED
from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns
from wekipy.project.counting import many
from wekipy.project.schema import MOST_CLASSES

NEW: Final = ("novelty.between", "novelty.lost", "novelty.whitening")  # not in first models
LARGEST_INPUT: Final = float(np.finfo(np.float32).max)
FARTHEST: Final = 1e4  # ranges; a wild input is held here, so that its square stays finite
MOST_WEIGHT: Final = 1e6
EXACT: Final = 250_000  # numbers in the examples up to which they are used as float64
MOST_FACTOR: Final = 1e3  # in the whitening
MOST_COORDINATE: Final = 1e9  # of a whitened vector
BETWEEN: Final = 0.5  # the power of how much nearer the nearest class is than the next one
NEAR: Final = 0.1  # borders: a counter-example right on an example still wins within this


def most_counter_examples(inputs: int) -> int:
    """Return how many counter-examples with so many inputs are kept."""
    return max(1, min(400, 100_000 // inputs))


def is_novelty(model: Model) -> bool:
    """Whether a model has novelty (one trained by an earlier wekipy has not)."""
    return "novelty.rows" in model.arrays


class Novelty:
    """How far a vector is from everything demonstrated to one output.

    The squared distance to the nearest example of each class is measured in units of the class's border, in
    coordinates that the examples are whitened in. r² is the least of them, times the `BETWEEN`-th power of
    its ratio to the next one. Novelty is r² / (1 + r²): 0 on an example, 0.5 at the border, towards 1 beyond.
    A vector is at the border as well where it is as near to a counter-example as to an example. A frame that
    the sensor sends when it has lost what it looks at, usually zeros, has a novelty of 1.

    A model of an earlier version has no whitening, no ratio and no such frames.

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
        self._read_whitening(reader, n)
        most = FARTHEST if self._whitening is None else MOST_COORDINATE
        rows = reader.singles("novelty.rows", int(counts.sum()), n, most=most)
        self._counter_examples = reader.singles("novelty.counters", None, n, most=most)
        if len(self._counter_examples) > most_counter_examples(n):
            raise reader.problem(f"array “novelty.counters” has more than {most_counter_examples(n)} rows")
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self._prepare(rows, weights, counts)

    @staticmethod
    def _check_size(reader: Reader, groups: int, rows: int, inputs: int) -> None:
        most = max(MOST_ROWS, MOST_CLASSES)
        if not groups or rows > most or rows * inputs > MOST_NUMBERS + MOST_CLASSES * inputs:
            raise reader.problem(f"array “novelty.counts” must add up to 1 to {most}, got {rows}")

    def _read_whitening(self, reader: Reader, inputs: int) -> None:
        self._between = 0.0
        self._whitening: F64 | None = None
        self._lost, self._first = np.empty((0, inputs)), tuple[float, ...]()
        if not any(reader.has(name) for name in NEW):
            return
        self._between = float(reader.numbers("novelty.between", 1, most=1.0)[0])
        if self._between < 0.0:
            raise reader.problem("array “novelty.between” holds a number below zero")
        lost = reader.singles("novelty.lost", None, inputs, most=LARGEST_INPUT)
        if len(lost) > MOST_LOST:
            raise reader.problem(f"array “novelty.lost” has more than {many(MOST_LOST, 'row')}")
        self._lost = lost.astype(np.float64)
        self._first = tuple(self._lost[:, 0].tolist())  # which tells nearly all frames apart at once
        if inputs <= MOST_WHITENED:
            matrix = reader.numbers("novelty.whitening", inputs, inputs, most=MOST_FACTOR)
            if not reader.known and np.any(np.tril(matrix, -1)):
                raise reader.problem("array “novelty.whitening” must be upper triangular")
            self._whitening = np.ascontiguousarray(matrix.T)

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
        self._scaled, self._exact = np.empty(inputs), np.empty(inputs)
        self._z = self._exact if dtype == np.float64 else np.empty(inputs, dtype)
        self._squares = np.empty(inputs, dtype)
        self._near = np.empty(len(rows), dtype)
        self._best = np.empty(len(weights), dtype)
        self._sizes = np.empty(len(weights), dtype)

    def of(self, x: F64) -> float:
        """The novelty of `x` (all inputs, finite), 0 to 1."""
        own, best = self._columns.pick(x), self._best
        if float(own[0]) in self._first and (self._lost == own).all(axis=1).any():
            return 1.0
        z = self._coordinates(own)
        np.dot(self._products, z, out=self._near)
        np.add(self._near, self._norms, out=self._near)
        np.minimum.reduceat(self._near, self._starts, out=best)
        np.multiply(z, z, out=self._squares)
        np.dot(self._weights, self._squares, out=self._sizes)
        np.add(best, self._sizes, out=best)
        group = int(best.argmin()) if len(best) > 1 else 0
        square = max(float(best[group]), 0.0)
        if len(self._counter_examples):
            counter = self._to_counter_examples(group)
            return self._shared(max(self._beside(square, group), against(square, counter)))
        return self._shared(self._beside(square, group))

    def _coordinates(self, own: F64) -> np.ndarray:
        exact, z = self._exact, self._z
        scaled = exact if self._whitening is None else self._scaled
        np.subtract(own, self._centre, out=scaled)
        np.multiply(scaled, self._factor, out=scaled)
        np.minimum(scaled, FARTHEST, out=scaled)
        np.maximum(scaled, -FARTHEST, out=scaled)
        if self._whitening is not None:
            np.dot(self._whitening, scaled, out=exact)
        if z is not exact:
            z[:] = exact
        return z

    def _beside(self, square: float, group: int) -> float:
        """r² of the nearest class beside the others, whose distances are in `_best`; this changes it."""
        if not self._between or len(self._best) < 2:
            return square
        self._best[group] = np.inf
        following = float(self._best.min())
        return square * (square / following) ** self._between if following > 0.0 else square

    @staticmethod
    def _shared(square: float) -> float:
        return square / (1.0 + square)

    def _to_counter_examples(self, group: int) -> float:
        away = self._counter_examples - self._z
        np.multiply(away, away, out=away)
        return float(away.dot(self._weights[group]).min())


def between(squares: F64) -> F64:
    """(rows,): r² from squared distances (rows, classes), in borders; an infinitely far class is none."""
    nearest = np.sort(squares, axis=1)[:, :2]
    if nearest.shape[1] < 2:
        return nearest[:, 0]
    following = np.isfinite(nearest[:, 1]) & (nearest[:, 1] > 0.0)
    ratio = np.divide(nearest[:, 0], nearest[:, 1], out=np.ones(len(nearest)), where=following)
    found: F64 = nearest[:, 0] * ratio**BETWEEN
    return found


def against(square: float, counter: float) -> float:
    """r² by the squared distances, in borders, to the nearest example and the nearest counter-example."""
    return (square + NEAR**2) / (counter + NEAR**2 / 4)
