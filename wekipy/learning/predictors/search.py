"""The nearest of many examples, exactly, also among thousands of examples of thousands of inputs.

To measure every example in float64 takes too long, so the examples are narrowed down in steps. Each step is
dearer for one example than the step before, and none leaves out an example that may be among the nearest.

1. Of wide examples, `Axes` bound how near each can be by where it lies along a few axes.
2. |e - q|² = |q|² + |e|² - 2 e·q: one float32 product gives all distances nearly. How far rounding puts them
   off is known (`rounding.py`), so that those which may be among the nearest are known, too. The limit needs
   no sorting: the k-th smallest of the minima of groups of examples is at least the k-th smallest of all.
3. The few that are left are measured in float64. They decide, the lower index first of equals.

What bounds the time is to read all examples once. Few inputs are multiplied faster if the numbers of each
input lie side by side, so there is a copy of narrow examples that is turned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.arrays import Indexes
from wekipy.learning.predictors.axes import AXES, MARGIN, SAMPLE, Axes
from wekipy.learning.predictors.base import F64
from wekipy.learning.predictors.rounding import UNIT, expected_error, measured_error, spread

FEW: Final = 10_000  # numbers in the examples, of which all are measured
MANY: Final = 2_000_000  # from which axes may help
ASKED: Final = 16  # examples that tell whether they do
MOST_SHARE: Final = 0.33  # of the examples that are copied rather than all of them read
NARROW: Final = 64  # inputs
GROUP: Final = 64  # examples
WIDE: Final = 1_000  # inputs from which examples are measured one by one, and rounding is measured
BLOCK: Final = 16_384  # numbers measured at a time of narrower ones, and
COPIED: Final = 131_072  # numbers copied at a time; they stay in the processor's cache
TINIEST: Final = 1e-44  # of a float32 product that underflows
F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Prepared:
    """What is computed once for examples (examples, inputs), float32.

    Attributes:
        squares: see `square_norms`.
        off: how far a product may be off, in |e||q|.
        turned: (inputs, examples), of narrow examples.
        axes: of wide examples, where they help.
    """

    squares: F64
    off: float
    turned: F32 | None
    axes: Axes | None


def prepare(examples: F32, k: int) -> Prepared:
    """Return what a search for the k nearest of these examples needs; some tenths of a second for many."""
    inputs, squares = examples.shape[1], square_norms(examples)
    off = expected_error(inputs)
    if inputs >= WIDE:  # measuring takes a while, and of fewer inputs few candidates are left anyway
        off = min(off, measured_error(examples, squares))
    turned = np.ascontiguousarray(examples.T) if inputs <= NARROW and examples.size > FEW else None
    prepared = Prepared(squares, off, turned, None)
    axes = _useful_axes(examples, prepared, k)
    return prepared if axes is None else replace(prepared, axes=axes)


def _useful_axes(examples: F32, prepared: Prepared, k: int) -> Axes | None:
    """The axes of examples where these are fewer numbers than they, and leave few candidates; or None."""
    count, inputs = examples.shape
    if examples.size < MANY or inputs < 20 * AXES or count < SAMPLE or k >= MOST_SHARE * count:
        return None
    axes = Axes(examples)
    search = Search(examples, replace(prepared, axes=axes), k)
    left = np.mean([len(search.bounded(axes, q)) for q in spread(examples, ASKED).astype(np.float64)])
    return axes if left < MOST_SHARE * count else None


class Search:
    """Finds the nearest of `examples` (examples, inputs), float32; for one thread.

    Args:
        prepared: for these examples and this `k`.
        k: how many are asked for, at most all.
    """

    def __init__(self, examples: F32, prepared: Prepared, k: int) -> None:
        self._examples, self._k = examples, k
        self._turned, self._axes, self._off = prepared.turned, prepared.axes, prepared.off
        self._norms = prepared.squares.astype(np.float32)
        self._longest = float(np.sqrt(prepared.squares.max()))
        self._everyone = np.arange(len(examples))
        self._near = np.empty(len(examples), np.float32)

    def nearest(self, q: F32) -> tuple[Indexes, F64]:
        """Indexes and squared distances of the k nearest, rising; the lower index first of equals."""
        exact = q.astype(np.float64)
        candidates = self._candidates(q, exact)
        squares = measure(self._examples, candidates, exact)
        order = squares.argsort(kind="stable")[: self._k]
        return candidates[order], squares[order]

    def _candidates(self, q: F32, exact: F64) -> Indexes:
        """Those that may be among the nearest, rising."""
        if self._examples.size <= FEW:
            return self._everyone
        if self._axes is None:
            return self._nearly(q, exact)
        rows = self.bounded(self._axes, exact)
        if len(rows) > MOST_SHARE * len(self._examples):
            return self._nearly(q, exact)
        return rows if len(rows) <= 2 * self._k else self._nearly(q, exact, rows)

    def bounded(self, axes: Axes, q: F64) -> Indexes:
        """Those that the bounds of axes let be among the nearest, rising."""
        bounds = axes.bounds(q)
        some = bounds.argpartition(self._k)[: self._k]
        limit = measure(self._examples, some, q).max()
        return np.flatnonzero(bounds <= limit * (1.0 + MARGIN))

    def _nearly(self, q: F32, exact: F64, rows: Indexes | None = None) -> Indexes:
        """Those of all, or of some rows, whose nearly known distance may be among the k smallest."""
        near = self._near if rows is None else self._near[: len(rows)]
        self._multiply(q * np.float32(-2.0), rows, near)
        near += self._norms if rows is None else self._norms[rows]
        limit = np.float32(smallest(near, self._k) + 2.0 * self.error(exact))
        found = np.flatnonzero(near <= np.nextafter(limit, np.float32(np.inf)))
        return found if rows is None else rows[found]

    def _multiply(self, q: F32, rows: Indexes | None, out: F32) -> None:
        if rows is not None:
            multiply_rows(self._examples, rows, q, out)
        elif self._turned is not None:
            np.dot(q, self._turned, out=out)
        else:
            np.dot(self._examples, q, out=out)

    def error(self, q: F64) -> float:
        """How far a nearly known distance may be off."""
        products = 2.0 * self._longest * float(np.sqrt(q.dot(q)))
        sums = products * (self._off + 4.0 * UNIT) + 3.0 * UNIT * self._longest**2
        return float(1.1 * sums + len(q) * TINIEST)


def smallest(numbers: F32, k: int) -> float:
    """At least the k-th smallest of some numbers, and seldom much more."""
    groups = len(numbers) // GROUP
    if groups < 4 * k:
        return float(np.partition(numbers, k - 1)[k - 1])
    least = numbers[: groups * GROUP].reshape(GROUP, groups).min(axis=0)
    return float(np.partition(least, k - 1)[k - 1])


def multiply_rows(examples: F32, rows: Indexes, q: F32, out: F32) -> None:
    """Write the products of some rows of examples with q into `out` (rows,)."""
    most = max(1, COPIED // examples.shape[1])
    copied = np.empty((min(most, len(rows)), examples.shape[1]), np.float32)
    for at in range(0, len(rows), most):
        some = rows[at : at + most]
        part = copied[: len(some)]
        np.take(examples, some, axis=0, out=part, mode="clip")  # a checked one would copy twice
        np.dot(part, q, out=out[at : at + most])


def measure(examples: F32, rows: Indexes, q: F64) -> F64:
    """Squared distances of some rows of examples to q, (rows,)."""
    squares = np.empty(len(rows))
    if len(q) >= WIDE:
        away = np.empty(len(q))
        for n, row in enumerate(rows.tolist()):
            away[:] = examples[row]
            away -= q
            squares[n] = away.dot(away)
        return squares
    most = BLOCK // len(q)
    for at in range(0, len(rows), most):
        some = examples[rows[at : at + most]] - q
        np.einsum("ij,ij->i", some, some, out=squares[at : at + most])
    return squares


def square_norms(examples: F32) -> F64:
    """|e|² of each example, (examples,)."""
    squares = np.empty(len(examples))
    for at in range(0, len(examples), 4096):
        part = examples[at : at + 4096].astype(np.float64)
        squares[at : at + 4096] = np.einsum("ij,ij->i", part, part)
    return squares
