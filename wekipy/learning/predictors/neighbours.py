"""Answers from the nearest examples of one vector; outputs that have the same examples search once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, TypeAlias
from weakref import WeakValueDictionary

import numpy as np

from wekipy.learning.predictors.arrays import Indexes, Reader
from wekipy.learning.predictors.base import F64, Columns, Placed, Predictor
from wekipy.learning.predictors.blending import EVEN, SMOOTH_ALL, WEIGHTS
from wekipy.learning.predictors.classes import ClassPredictor
from wekipy.learning.predictors.search import F32, Prepared, Search, prepare

FARTHEST: Final = 1e15  # its square, times all inputs, is still a float32
LARGEST_EXAMPLE: Final = 1e3  # scaled examples are within ±2
Nearest: TypeAlias = Callable[[F64], tuple[Indexes, F64]]


class SingleScaling:
    """(x - centre) / scale in float32, to the bit what `StandardScaler` makes of float32 inputs.

    Rounding after each step of float64 gives the same bits as float32 arithmetic, without its overflow.

    Attributes:
        centre: (inputs,) float64.
        scale: likewise, infinite for an input that never changed.
    """

    def __init__(self, reader: Reader, features: int) -> None:
        self._columns = Columns(reader.header.inputs, features)
        self.centre = reader.numbers("centre", reader.inputs)
        self.scale = reader.scales("scale")
        self._exact = np.empty(reader.inputs)
        self._scaled = np.empty(reader.inputs, np.float32)

    def apply(self, x: F64) -> F32:
        """The scaled inputs, overwritten by the next call."""
        exact, scaled = self._exact, self._scaled
        np.subtract(self._columns.pick(x), self.centre, out=exact)
        self._round(1e38)
        np.divide(scaled, self.scale, out=exact)
        self._round(FARTHEST)
        return scaled

    def _round(self, most: float) -> None:
        exact = self._exact
        np.minimum(exact, most, out=exact)
        np.maximum(exact, -most, out=exact)
        self._scaled[:] = exact


@dataclass(frozen=True)
class _Known:
    """Figures computed once for the examples of a model.

    Attributes:
        digest: the same for the same examples in the same scaling, of whichever output.
        prepared: for a search; one object for the same examples, as it may be as large as they are.
    """

    digest: bytes
    prepared: Prepared


_prepared: WeakValueDictionary[tuple[object, ...], Prepared] = WeakValueDictionary()


def _know(examples: F32, scaling: SingleScaling, k: int) -> _Known:
    digest = blake2b(examples.data, digest_size=16)
    same = digest.digest(), examples.shape, k
    prepared = _prepared.get(same)
    if prepared is None:
        prepared = _prepared[same] = prepare(examples, k)
    for array in (scaling.centre, scaling.scale):
        digest.update(array.data)
    return _Known(digest.digest(), prepared)


class _Neighbours:
    """What the two kinds share: scaling, the search, and how many are asked.

    Attributes:
        same: equal for models that find the same neighbours.
    """

    def __init__(self, reader: Reader, features: int) -> None:
        examples = reader.singles("examples", None, reader.inputs, most=LARGEST_EXAMPLE)
        self.count = len(examples)
        self.k = reader.whole("k", 1, self.count)
        self._scaling = scaling = SingleScaling(reader, features)
        known = reader.once(lambda: _know(examples, scaling, self.k))
        self._search = Search(examples, known.prepared, self.k)
        self.same = known.digest, examples.shape, self.k, reader.header.inputs
        self._found: tuple[Indexes, F64] = np.empty(0, np.int64), np.empty(0)

    def nearest(self, x: F64) -> tuple[Indexes, F64]:
        self._found = self._search.nearest(self._scaling.apply(x))
        return self._found

    def again(self, _: F64) -> tuple[Indexes, F64]:
        """What was found last."""
        return self._found


class _Shared:
    """Searches made once for all outputs with the same examples."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], _Neighbours] = {}

    def join(self, reader: Reader, features: int) -> tuple[_Neighbours, Nearest]:
        """The search for a model, and how to ask it: the first is to search, those after it to use that."""
        own = _Neighbours(reader, features)
        first = self._made.setdefault(own.same, own)
        return first, first.nearest if first is own else first.again


class NeighbourBlend:
    """The weighted mean of the nearest examples' targets."""

    def __init__(self, placed: Placed, features: int, shared: _Shared) -> None:
        reader = Reader(placed.model)
        self._slot = placed.slot
        neighbours, self._nearest = shared.join(reader, features)
        self._targets = reader.numbers("targets", neighbours.count)
        self._weights = WEIGHTS.get(reader.whole("blend", EVEN, SMOOTH_ALL))

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        indexes, squares = self._nearest(x)
        targets = self._targets[indexes]
        if self._weights is None:
            values[self._slot] = targets.sum() / len(targets)
        else:
            weights = self._weights(np.sqrt(squares))
            values[self._slot] = weights.dot(targets) / weights.sum()


class NeighbourVote(ClassPredictor):
    """The class most of the nearest examples have, the lowest of equals."""

    def __init__(self, placed: Placed, features: int, shared: _Shared) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        neighbours, self._nearest = shared.join(reader, features)
        self._k = neighbours.k
        self._targets = reader.indexes("targets", neighbours.count, most=self.columns - 1)

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        indexes, _ = self._nearest(x)
        votes = np.bincount(self._targets[indexes], minlength=self.columns)
        self.write_class(int(votes.argmax()), votes / self._k, values)


def compile_neighbours(placed: Sequence[Placed], features: int) -> list[Predictor]:
    """One predictor for each model; those with the same examples are to answer in this order."""
    shared = _Shared()
    return [
        (NeighbourBlend if p.model.header.kind == "continuous" else NeighbourVote)(p, features, shared)
        for p in placed
    ]
