"""A decision tree as rules: one line for each end, with the questions on the way there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from wekipy.learning.explaining.numbers import number
from wekipy.learning.model import Model
from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.trees import Nodes

MOST_RULES: Final = 60
Bounds = dict[int, tuple[float, float]]


def tree_rules(model: Model, names: Sequence[str], class_name: Callable[[int], str]) -> list[str]:
    """The rules of a model whose predictor is "tree".

    Args:
        names: of the features that it reads.
    """
    reader = Reader(model)
    nodes = Nodes(reader)
    labels = reader.labels()
    shares = reader.numbers("shares", nodes.count, len(labels))
    features = reader.indexes("features", nodes.count, most=reader.inputs - 1)
    rules: list[str] = []
    left: list[tuple[int, Bounds]] = [(0, {})]
    while left:
        node, bounds = left.pop()
        child = int(nodes.children[node])
        if child == node:
            best = int(shares[node].argmax())
            rules.append(f"{_way(bounds, names)}: {class_name(int(labels[best]))}{_how_often(shares[node])}")
            continue
        feature, threshold = int(features[node]), float(nodes.thresholds[node])
        low, high = bounds.get(feature, (-np.inf, np.inf))
        left.append((child + 1, {**bounds, feature: (max(low, threshold), high)}))
        left.append((child, {**bounds, feature: (low, min(high, threshold))}))
    if len(rules) > MOST_RULES:
        return [*rules[:MOST_RULES], f"… and {len(rules) - MOST_RULES} rules more"]
    return rules


def _way(bounds: Bounds, names: Sequence[str]) -> str:
    return " and ".join(_between(names[feature], *of) for feature, of in bounds.items()) or "always"


def _between(name: str, low: float, high: float) -> str:
    if low == -np.inf:
        return f"{name} ≤ {number(high)}"
    if high == np.inf:
        return f"{name} > {number(low)}"
    return f"{number(low)} < {name} ≤ {number(high)}"


def _how_often(shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    share = float(shares.max() / max(shares.sum(), 1e-300))
    return "" if share >= 1.0 else f" ({100 * share:.0f} %)"
