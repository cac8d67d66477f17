"""Computes the novelty of one vector with a few matrix products; never imports scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Model
from wekipy.learning.novelty.lost_frames import MOST_LOST
from wekipy.learning.novelty.references import MOST_NUMBERS, MOST_ROWS
from wekipy.learning.novelty.whitening import MOST_WHITENED
from wekipy.learning.predictors.arrays import Indexes, Reader
from wekipy.learning.predictors.base import F64, Columns
from wekipy.project.counting import many
from wekipy.project.schema import MOST_CLASSES

F32 = npt.NDArray[np.float32]

NEW: Final = ("novelty.between", "novelty.lost", "novelty.whitening")  # not in first models
LARGEST_INPUT: Final = float(np.finfo(np.float32).max)
FARTHEST: Final = 1e4  # ranges; a wild input is held here, so that its square stays finite
MOST_WEIGHT: Final = 1e6
EXACT: Final = 250_000  # numbers in the examples up to which they are used as float64
MOST_FACTOR: Final = 1e3  # in the whitening
MOST_COORDINATE: Final = 1e9  # of a whitened vector
BETWEEN: Final = 0.5  # the power of how much nearer the nearest class is than the next one
TINIEST: Final = 1e-300  # in place of a distance of 0 to divide by
NEAR: Final = 0.1  # borders: a counter-example right on an example still wins within this


def most_counter_examples(inputs: int) -> int:
    """Return how many counter-examples with so many inputs are kept."""
    return max(1, min(400, 100_000 // inputs))


def is_novelty(model: Model) -> bool:
    """Whether a model has novelty (one trained by an earlier wekipy has not)."""
    return "novelty.rows" in model.arrays


@dataclass(frozen=True)
class _Part:
    """The arrays of one model, validated.

    Attributes:
        counts: (classes,) rows of each class.
        between: the power of the ratio to the next class; 0 for none.
        whitening: None for the identity.
        lost: (frames, inputs) that the sensor sends when it has lost what it looks at.
    """

    inputs: tuple[int, ...]
    centre: F64
    factor: F64
    counts: Indexes
    weights: F64
    rows: F32
    counter_examples: F32
    between: float
    whitening: F64 | None
    lost: F64

    def key(self) -> object:
        """Equal for models whose novelty can be computed together."""
        counters = self.counter_examples.shape
        return self.inputs, self.counts.tobytes(), counters, self.between, self.whitening is None


def _read(model: Model) -> _Part:
    reader = Reader(model)
    n = reader.inputs
    counts = reader.indexes("novelty.counts", None, least=1, most=MOST_ROWS)
    _check_size(reader, len(counts), int(counts.sum()), n)
    weights = reader.numbers("novelty.weights", len(counts), n, most=MOST_WEIGHT)
    if weights.min() < 0:
        raise reader.problem("array “novelty.weights” holds a number below zero")
    between_, whitening, lost = _read_new(reader, n)
    most = FARTHEST if whitening is None else MOST_COORDINATE
    counter_examples = reader.singles("novelty.counters", None, n, most=most)
    if len(counter_examples) > most_counter_examples(n):
        raise reader.problem(f"array “novelty.counters” has more than {most_counter_examples(n)} rows")
    return _Part(
        inputs=reader.header.inputs,
        centre=reader.numbers("novelty.centre", n),
        factor=1.0 / reader.scales("novelty.scale"),
        counts=counts,
        weights=weights,
        rows=reader.singles("novelty.rows", int(counts.sum()), n, most=most),
        counter_examples=counter_examples,
        between=between_,
        whitening=whitening,
        lost=lost,
    )


def _check_size(reader: Reader, groups: int, rows: int, inputs: int) -> None:
    most = max(MOST_ROWS, MOST_CLASSES)
    if not groups or rows > most or rows * inputs > MOST_NUMBERS + MOST_CLASSES * inputs:
        raise reader.problem(f"array “novelty.counts” must add up to 1 to {most}, got {rows}")


def _read_new(reader: Reader, inputs: int) -> tuple[float, F64 | None, F64]:
    """The power, the whitening and the lost frames; a model of an earlier version has none of them."""
    if not any(reader.has(name) for name in NEW):
        return 0.0, None, np.empty((0, inputs))
    power = float(reader.numbers("novelty.between", 1, most=1.0)[0])
    if power < 0.0:
        raise reader.problem("array “novelty.between” holds a number below zero")
    lost = reader.singles("novelty.lost", None, inputs, most=LARGEST_INPUT)
    if len(lost) > MOST_LOST:
        raise reader.problem(f"array “novelty.lost” has more than {many(MOST_LOST, 'row')}")
    if inputs > MOST_WHITENED:
        return power, None, lost.astype(np.float64)
    matrix = reader.numbers("novelty.whitening", inputs, inputs, most=MOST_FACTOR)
    if not reader.known and np.any(np.tril(matrix, -1)):
        raise reader.problem("array “novelty.whitening” must be upper triangular")
    return power, np.ascontiguousarray(matrix.T), lost.astype(np.float64)


class _Together:
    """The novelty of models that are alike, see `wekipy.learning.predictors.together`.

    Attributes:
        found: the novelty of the last vector, of each model.
    """

    def __init__(self, parts: Sequence[_Part], features: int) -> None:
        first = parts[0]
        self.found: list[float] = [0.0] * len(parts)
        self._columns = Columns(first.inputs, features)
        self._between, self._models = first.between, np.arange(len(parts))
        self._starts = np.concatenate([[0], np.cumsum(first.counts)[:-1]])
        self._lost = [(n, part.lost) for n, part in enumerate(parts) if len(part.lost)]
        # which tells nearly all frames apart at once
        self._first = frozenset(float(row[0]) for _, lost in self._lost for row in lost)
        self._centre = np.stack([part.centre for part in parts])
        self._factor = np.stack([part.factor for part in parts])
        self._whitening = None if first.whitening is None else _stacked(part.whitening for part in parts)
        self._counter_examples = np.stack([part.counter_examples for part in parts])
        self._prepare(parts)

    def _prepare(self, parts: Sequence[_Part]) -> None:
        """|x - e|² = w·x² - 2 (w e)·x + w·e² with the weights w of e's class: products, no differences."""
        dtype = np.float64 if parts[0].rows.size <= EXACT else np.float32
        count, (rows, inputs) = len(parts), parts[0].rows.shape
        self._weights = np.stack([part.weights for part in parts]).astype(dtype)
        self._products = np.empty((count, rows, inputs), dtype)
        self._norms = np.empty((count, rows), dtype)
        for n, part in enumerate(parts):
            weighted = part.rows * np.repeat(part.weights, part.counts, axis=0)
            self._products[n] = -2.0 * weighted
            self._norms[n] = np.einsum("ij,ij->i", weighted, part.rows, dtype=np.float64)
        self._scaled = np.empty((count, inputs))
        self._near = np.empty((count, rows, 1), dtype)

    def find(self, x: F64) -> None:
        """Make `found` the novelty of `x` (all inputs, finite)."""
        own = self._columns.pick(x)
        z = self._coordinates(own)
        near = np.matmul(self._products, z[:, :, None], out=self._near)[:, :, 0]
        np.add(near, self._norms, out=near)
        best = np.minimum.reduceat(near, self._starts, axis=1)
        best += np.matmul(self._weights, (z * z)[:, :, None])[:, :, 0]
        best = best.astype(np.float64, copy=False)
        r2 = self._beside(best)
        if self._counter_examples.shape[1]:
            counters = self._to_counter_examples(z, best.argmin(axis=1))
            r2 = np.maximum(r2, against(np.maximum(best.min(axis=1), 0.0), counters))
        self.found = (r2 / (1.0 + r2)).tolist()
        if float(own[0]) in self._first:
            for n, lost in self._lost:
                if (lost == own).all(axis=1).any():
                    self.found[n] = 1.0

    def _coordinates(self, own: F64) -> npt.NDArray[Any]:
        scaled = self._scaled
        np.subtract(own, self._centre, out=scaled)
        np.multiply(scaled, self._factor, out=scaled)
        np.minimum(scaled, FARTHEST, out=scaled)
        np.maximum(scaled, -FARTHEST, out=scaled)
        if self._whitening is not None:
            scaled = np.matmul(self._whitening, scaled[:, :, None])[:, :, 0]
        return scaled.astype(self._products.dtype, copy=False)

    def _beside(self, best: F64) -> F64:
        """r² of the nearest class beside the others, (models,), from the distances to all."""
        if not self._between or best.shape[1] < 2:
            alone: F64 = np.maximum(best.min(axis=1), 0.0)
            return alone
        nearest = np.partition(best, 1, axis=1)
        squares, following = np.maximum(nearest[:, 0], 0.0), np.maximum(nearest[:, 1], TINIEST)
        beside: F64 = squares * (squares / following) ** self._between
        return beside

    def _to_counter_examples(self, z: npt.NDArray[Any], groups: Indexes) -> F64:
        away = self._counter_examples - z[:, None]
        np.multiply(away, away, out=away)
        weights = self._weights[self._models, groups]
        squares: F64 = np.matmul(away, weights[:, :, None])[:, :, 0].min(axis=1).astype(np.float64)
        return squares


class SharedNovelty:
    """How far a vector is from everything demonstrated to one output, see `Novelty`."""

    def __init__(self, together: _Together, place: int) -> None:
        self._together, self._place = together, place

    def of(self, x: F64) -> float:
        """The novelty of `x` (all inputs, finite), 0 to 1."""
        if self._place == 0:
            self._together.find(x)
        return self._together.found[self._place]


class Novelty(SharedNovelty):
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
        super().__init__(_Together([_read(model)], features), 0)


def share_novelty(models: Sequence[Model], features: int) -> list[SharedNovelty]:
    """Return the novelty of each model; those alike are computed together, and are to be asked in this order.

    Each is to the bit what it is by itself.

    Args:
        features: length of the vector.

    Raises:
        Problem: naming the invalid array.
    """
    parts = [_read(model) for model in models]
    groups: dict[object, list[_Part]] = {}
    for part in parts:
        groups.setdefault(part.key(), []).append(part)
    together = {key: _Together(group, features) for key, group in groups.items()}
    places = dict.fromkeys(groups, 0)
    shared = []
    for part in parts:
        key = part.key()
        shared.append(SharedNovelty(together[key], places[key]))
        places[key] += 1
    return shared


def _stacked(arrays: Iterable[F64 | None]) -> F64:
    return np.stack([array for array in arrays if array is not None])


def between(squares: F64) -> F64:
    """(rows,): r² from squared distances (rows, classes), in borders; an infinitely far class is none."""
    nearest = np.sort(squares, axis=1)[:, :2]
    if nearest.shape[1] < 2:
        return nearest[:, 0]
    following = np.isfinite(nearest[:, 1]) & (nearest[:, 1] > 0.0)
    ratio = np.divide(nearest[:, 0], nearest[:, 1], out=np.ones(len(nearest)), where=following)
    found: F64 = nearest[:, 0] * ratio**BETWEEN
    return found


def against(square: F64, counter: F64) -> F64:
    """r² by the squared distances, in borders, to the nearest example and the nearest counter-example."""
    return (square + NEAR**2) / (counter + NEAR**2 / 4)
