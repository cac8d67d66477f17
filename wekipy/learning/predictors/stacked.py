"""Several forests walked at once: what a step costs is not much more for 500 trees than for 100."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from functools import partial
from operator import is_
from typing import Final

import numpy as np

from wekipy.learning.predictors.base import F64, Placed, Predictor
from wekipy.learning.predictors.trees import Indexes, TreeSum, TreeVote

MOST_NODES: Final = 4_000_000  # in a stack, 128 MB
MOST_SHARES: Final = 16_000_000  # of classes, 128 MB
_LOOK_FROM: Final = 8  # steps before which hardly a tree has ended
_LOOK_EVERY: Final = 3  # steps: to look costs as much as some do
_latest: weakref.ref[Stack] | None = None


Forest = TreeSum | TreeVote


def compile_trees(placed: Sequence[Placed], _: int, most: int = MOST_NODES) -> list[Predictor]:
    """One predictor for each forest; several walk their trees together.

    Args:
        most: nodes of all forests from which each walks by itself, as copying them takes a while. Those that
            walk together elsewhere do so here, however many.
    """
    forests: list[Forest] = [
        TreeSum(p) if p.model.header.kind == "continuous" else TreeVote(p) for p in placed
    ]
    stack = _stack_of(forests, most)
    if stack is not None:
        Walk(stack).lead(forests)
    return [*forests]


def walks_alone(predictor: Predictor) -> bool:
    """Whether a predictor is a forest that walks its trees by itself."""
    return isinstance(predictor, Forest) and predictor.ends == predictor.nodes.ends


def _stack_of(forests: Sequence[Forest], most: int) -> Stack | None:
    """The latest stack if it is of these and still used, else a new one; None where each goes on alone."""
    global _latest  # noqa: PLW0603  weak: who answers with it keeps it
    if len(forests) < 2:
        return None
    stack = _latest() if _latest else None
    if stack is not None and stack.fits(forests):
        return stack
    if sum(forest.nodes.count for forest in forests) > most:
        return None
    try:
        stack = Stack(forests)
    except MemoryError:
        return None
    _latest = weakref.ref(stack)
    return stack


class Stack:
    """The nodes of several forests in one: a copy of all their arrays, which is never changed.

    Attributes:
        made_of: the nodes of each.
    """

    def __init__(self, forests: Sequence[Forest]) -> None:
        self.made_of = made_of = tuple(forest.nodes for forest in forests)
        counts = [nodes.count for nodes in made_of]
        self.offsets = [sum(counts[:n]) for n in range(len(made_of))]
        moved = list(zip(made_of, self.offsets, strict=True))
        self._roots = np.concatenate([nodes.roots + offset for nodes, offset in moved])
        self._children, self._features, self._thresholds = lines = _lines(sum(counts))
        for nodes, offset in moved:
            own = slice(offset, offset + nodes.count)
            for line, numbers in zip(lines, (nodes.children, nodes.features, nodes.thresholds), strict=True):
                line[own] = numbers
            self._children[own] += offset
        self._depth = max(nodes.depth for nodes in made_of)
        trees = [nodes.trees for nodes in made_of]
        self.slices = [slice(sum(trees[:n]), sum(trees[: n + 1])) for n in range(len(made_of))]
        self.shares = _shares(forests)
        self._ballot = (len(made_of), trees[0], -1)

    def fits(self, predictors: Sequence[Forest]) -> bool:
        """Whether it was made of the nodes of these, in this order."""
        wanted = [predictor.nodes for predictor in predictors]
        return len(wanted) == len(self.made_of) and all(map(is_, self.made_of, wanted))

    def count(self, ends: Indexes) -> F64:
        """The votes of all forests, (forests, columns): tree after tree, as each would count its own."""
        assert self.shares is not None  # noqa: S101
        return np.add.reduce(self.shares[ends].reshape(self._ballot), axis=1)  # type: ignore[no-any-return]

    def ends(self, x: F64) -> Indexes:
        """As `Nodes.ends`; trees that have ended are left out of the steps that follow."""
        children, features, thresholds = self._children, self._features, self._thresholds
        at = ends = self._roots
        walking: Indexes | None = None
        for step in range(self._depth):
            next_: Indexes = children[at] + (x[features[at]] > thresholds[at])
            if step < _LOOK_FROM or step % _LOOK_EVERY:
                at = next_
                continue
            goes_on = next_ != at
            if walking is None:
                ends, walking = next_, np.flatnonzero(goes_on)
            else:
                ends[walking] = next_
                walking = walking[goes_on]
            at = next_[goes_on]
            if not len(walking):
                return ends
        if walking is None:
            return at
        ends[walking] = at
        return ends


class Walk:
    """Walks the trees of a stack for each vector, from one thread; several may share the stack."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._ends: Indexes = np.empty(0, np.int64)
        self._sums: F64 = np.empty((0, 0))

    def lead(self, forests: Sequence[Forest]) -> None:
        """Let the forests that the stack is made of answer in this order.

        The first walks all trees, the others take what it found for theirs.
        """
        for n, forest in enumerate(forests):
            forest.ends = partial(self._find if n == 0 else self._found, n)
            if isinstance(forest, TreeVote):
                together = partial(self._count if n == 0 else self._counted, n)
                forest.sums = None if self._stack.shares is None else together

    def _find(self, n: int, x: F64) -> Indexes:
        self._ends = self._stack.ends(x)
        return self._found(n, x)

    def _found(self, n: int, _: F64) -> Indexes:
        found: Indexes = self._ends[self._stack.slices[n]] - self._stack.offsets[n]
        return found

    def _count(self, n: int, x: F64) -> F64:
        self._sums = self._stack.count(self._stack.ends(x))
        return self._counted(n, x)

    def _counted(self, n: int, _: F64) -> F64:
        sums: F64 = self._sums[n]
        return sums


def _lines(count: int) -> tuple[Indexes, Indexes, F64]:
    """Room for children, features and thresholds, those of a node beside each other in 32 bytes.

    They then come from memory together, two nodes in a line of 64 bytes: that is what a walk through a
    million nodes waits for.
    """
    room = np.zeros(4 * count + 8)
    first = -room.ctypes.data // room.itemsize % 8
    numbers = room[first : first + 4 * count].reshape(count, 4)
    whole = numbers.view(np.int64)
    return whole[:, 0], whole[:, 1], numbers[:, 2]


def _shares(forests: Sequence[Forest]) -> F64 | None:
    """Those of all nodes, if all forests are as many trees that vote on as many classes."""
    votes = [forest for forest in forests if isinstance(forest, TreeVote)]
    if len(votes) < len(forests) or len({(vote.columns, vote.nodes.trees) for vote in votes}) > 1:
        return None
    if sum(vote.shares.size for vote in votes) > MOST_SHARES:
        return None
    return np.concatenate([vote.shares for vote in votes])
