"""The nearest examples of one vector, exactly, also among thousands of examples of thousands of inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns, Placed, Predictor
from wekipy.learning.predictors.blending import EVEN, SMOOTH_ALL, WEIGHTS
from wekipy.learning.predictors.classes import ClassPredictor

FEW: Final = 10_000  # numbers in the examples, of which all are measured
SURELY: Final = 6
BLOCK: Final = 65_536  # numbers measured exactly at a time, so that a wild input needs no second copy of all
FARTHEST: Final = 1e15  # its square, times all inputs, is still a float32
LARGEST_EXAMPLE: Final = 1e3  # scaled examples are within ±2
ROUNDING: Final = 2.0**-24
TINIEST: Final = 1e-44  # of a float32 product that underflows
Indexes = npt.NDArray[np.int64]
F32 = npt.NDArray[np.float32]
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


class Search:
    """Finds the nearest of `examples` (examples, inputs), float32, exactly.

    Few are all measured, in float64. Of more, |e - q|² = |q|² + |e|² - 2 e·q: one float32 product gives all
    distances nearly. How far rounding puts them off grows with √inputs (Higham and Mary, A new approach to
    probabilistic rounding error analysis, SIAM J. Sci. Comput. 41 (2019): beyond `SURELY` √inputs less often
    than once in 10⁷), so the few examples that may be among the nearest are known. Only these are measured.
    """

    def __init__(self, examples: F32, squares: F64, k: int) -> None:
        self._examples, self._k = examples, k
        self._inputs = examples.shape[1]
        self._norms = squares.astype(np.float32)
        self._longest = float(np.sqrt(squares.max()))
        self._everyone = np.arange(len(examples))

    def nearest(self, q: F32) -> tuple[Indexes, F64]:
        """Indexes and squared distances of the k nearest, rising; the lower index first of equals."""
        candidates = self._everyone if self._examples.size <= FEW else self._candidates(q)
        squares = self._measure(candidates, q.astype(np.float64))
        order = squares.argsort(kind="stable")[: self._k]
        return candidates[order], squares[order]

    def _candidates(self, q: F32) -> Indexes:
        near = self._examples @ (q * np.float32(-2.0)) + self._norms
        last = float(np.partition(near, self._k - 1)[self._k - 1])
        limit = np.float32(last + 2.0 * self._error(q))
        return np.flatnonzero(near <= np.nextafter(limit, np.float32(np.inf)))

    def _error(self, q: F32) -> float:
        """How far a nearly known distance may be off."""
        products = 2.0 * self._longest * float(np.sqrt(np.square(q, dtype=np.float64).sum()))
        steps = min(self._inputs, SURELY * self._inputs**0.5) + 4
        rounded = steps * products + 3.0 * self._longest**2
        return float(1.1 * ROUNDING * rounded + self._inputs * TINIEST)

    def _measure(self, candidates: Indexes, q: F64) -> F64:
        rows = max(1, BLOCK // self._inputs)
        parts = []
        for at in range(0, len(candidates), rows):
            away = self._examples[candidates[at : at + rows]] - q
            parts.append(np.einsum("ij,ij->i", away, away))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


def square_norms(examples: F32) -> F64:
    """|e|² of each example, (examples,)."""
    squares = np.empty(len(examples))
    for at in range(0, len(examples), 4096):
        part = examples[at : at + 4096].astype(np.float64)
        squares[at : at + 4096] = np.einsum("ij,ij->i", part, part)
    return squares


@dataclass(frozen=True)
class _Known:
    """Figures computed once for the examples of a model.

    Attributes:
        squares: see `square_norms`.
        digest: the same for the same examples in the same scaling, of whichever output.
    """

    squares: F64
    digest: bytes


def _know(examples: F32, scaling: SingleScaling) -> _Known:
    digest = blake2b(examples.data, digest_size=16)
    for array in (scaling.centre, scaling.scale):
        digest.update(array.data)
    return _Known(square_norms(examples), digest.digest())


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
        known = reader.once(lambda: _know(examples, scaling))
        self._search = Search(examples, known.squares, self.k)
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
