"""Decision trees of one vector: one tree, sums and votes of many, and AdaBoost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.learning.algorithm_rows import DEEPEST
from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.classes import ClassPredictor, softmax

MOST_NODES = 50_000_000
Indexes = npt.NDArray[np.int64]


class Nodes:
    """The nodes of several trees, level by level, roots first.

    A node asks whether input `features` is above `thresholds`; no goes to node `children`, yes to the one
    after it. An end is its own child and its threshold is above every input, so that a walk of `depth` steps
    ends there. Children come after their parent and have one parent only: checked, so that every walk ends.
    """

    def __init__(self, reader: Reader) -> None:
        children = reader.indexes("children", None, most=MOST_NODES)
        self.count = n = len(children)
        self.trees = reader.whole("trees", 1, n)
        self.children = children
        self.thresholds = reader.numbers("thresholds", n)
        features = reader.indexes("features", n, most=reader.inputs - 1)
        inputs = np.array(reader.header.inputs, np.int64)
        self.features = features if len(inputs) == inputs[-1] + 1 else inputs[features]
        self.roots = np.arange(self.trees)
        # Models of earlier versions lack it.
        depth_read = reader.whole("depth", 0, DEEPEST) if reader.has("depth") else None
        self.depth = depth_read if depth_read is not None and reader.known else self._check(reader)
        if depth_read not in (None, self.depth):
            raise reader.problem(f"“depth” is {depth_read}, but its trees are {self.depth} deep")

    def _check(self, reader: Reader) -> int:
        places = np.arange(self.count)
        inner = self.children != places
        if np.any(self.thresholds[~inner] < np.finfo(np.float32).max):
            raise reader.problem("array “thresholds” would lead on from an end")
        first, below = self.children[inner], self.count - self.trees
        after = bool(np.all(first > places[inner]))
        if after and 2 * len(first) == below and np.array_equal(first, places[self.trees :: 2]):
            return self._depth_in_order(reader, inner)
        both = np.sort(np.concatenate([first, first + 1]))
        if not after or not np.array_equal(both, places[self.trees :]):
            raise reader.problem("array “children” does not make trees")
        level, depth = self.roots, 0
        while len(level := self.children[level[inner[level]]]):
            level = np.concatenate([level, level + 1])
            depth = _deeper(reader, depth)
        return depth

    def _depth_in_order(self, reader: Reader, inner: npt.NDArray[np.bool_]) -> int:
        """The depth of trees written level by level, as ours are: each level is a run of nodes."""
        start, end, depth = 0, self.trees, 0
        while children := 2 * int(np.count_nonzero(inner[start:end])):
            start, end = end, end + children
            depth = _deeper(reader, depth)
        return depth

    def ends(self, x: F64) -> Indexes:
        """(trees,): where each tree ends for one vector of all inputs. All trees take each step at once."""
        at = self.roots
        for _ in range(self.depth):
            at = self.children[at] + (x[self.features[at]] > self.thresholds[at])
        return at


def _deeper(reader: Reader, depth: int) -> int:
    if depth == DEEPEST:
        raise reader.problem(f"its trees are deeper than {DEEPEST}")
    return depth + 1


class TreeSum:
    """Σ over trees of the value where each ends, + offset: a forest of means, or gradient boosting.

    Attributes:
        nodes, ends: see `TreeVote`.
    """

    def __init__(self, placed: Placed) -> None:
        reader = Reader(placed.model)
        self._slot = placed.slot
        self.nodes = reader.once(lambda: Nodes(reader))
        self.ends: Callable[[F64], Indexes] = self.nodes.ends
        self._values = reader.numbers("values", self.nodes.count)
        self._offset = reader.number("offset")

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        values[self._slot] = self._values[self.ends(x)].sum() + self._offset


class TreeVote(ClassPredictor):
    """The mean over trees of the class shares where each ends.

    Attributes:
        nodes: of its trees.
        ends: finds where each tree ends for a vector of all inputs; may be replaced by what finds the same.
        shares: (nodes, columns), of each class where a tree ends.
        sums: finds what `count` finds in another way; None where it counts by itself.
    """

    def __init__(self, placed: Placed) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        self.nodes = reader.once(lambda: Nodes(reader))
        self.ends: Callable[[F64], Indexes] = self.nodes.ends
        self.shares = reader.numbers("shares", self.nodes.count, self.columns)
        self.sums: Callable[[F64], F64] | None = None

    def count(self, x: F64) -> F64:
        """The sums over its trees, a new array (columns,)."""
        # tree after tree, as scikit-learn does: equal votes must come out equal
        sums: F64 = np.add.reduce(self.shares[self.ends(x)], axis=0)
        return sums

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        shares = self.sums(x) if self.sums else self.count(x)
        np.divide(shares, self.nodes.trees, out=shares)
        self.write_class(int(shares.argmax()), shares, values)


class OneTree(ClassPredictor):
    """A single tree: a walk over lists is quicker than numpy's steps."""

    def __init__(self, placed: Placed) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        nodes = Nodes(reader)
        self._shares = reader.numbers("shares", nodes.count, self.columns)
        self._best = self._shares.argmax(axis=1).tolist()
        self._children = nodes.children.tolist()
        self._features = nodes.features.tolist()
        self._thresholds = nodes.thresholds.tolist()

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        children, features, thresholds = self._children, self._features, self._thresholds
        at, following = 0, children[0]
        while following != at:
            at = following + 1 if x[features[at]] > thresholds[at] else following
            following = children[at]
        self.write_class(self._best[at], self._shares[at], values)


class AdaBoost(ClassPredictor):
    """Every tree gives its weight to one class, and takes weight / (classes - 1) from each other one.

    Source: Zhu, Zou, Rosset, Hastie, Multi-class AdaBoost, Statistics and Its Interface 2 (2009): SAMME.
    """

    def __init__(self, placed: Placed) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        if self.columns < 2:
            raise reader.problem("it knows fewer than two classes")
        self._nodes = nodes = reader.once(lambda: Nodes(reader))
        self._votes = reader.indexes("votes", nodes.count, most=self.columns - 1)
        self._weights = reader.numbers("weights", nodes.trees)
        self._total = float(self._weights.sum())
        if not self._total > 0 or self._weights.min() < 0:
            raise reader.problem("array “weights” must be above zero")
        against = -1 / (self.columns - 1) * self._weights
        self._against = np.repeat(against[:, None], self.columns, axis=1)
        self._scores = np.empty_like(self._against)

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        scores = self._scores
        scores[:] = self._against
        scores[self._nodes.roots, self._votes[self._nodes.ends(x)]] = self._weights
        sums = np.add.reduce(scores, axis=0)
        np.divide(sums, self._total, out=sums)
        if self.columns == 2:
            margin = sums[1] - sums[0]
            column = int(margin > 0)
            sums[0], sums[1] = -margin / 2, margin / 2
        else:
            column = int(sums.argmax())
            np.divide(sums, self.columns - 1, out=sums)
        self.write_class(column, softmax(sums), values)


def compile_one_tree(placed: Sequence[Placed], _: int) -> list[OneTree]:
    """One predictor for each tree."""
    return [OneTree(p) for p in placed]


def compile_adaboost(placed: Sequence[Placed], _: int) -> list[AdaBoost]:
    """One predictor for each model."""
    return [AdaBoost(p) for p in placed]
