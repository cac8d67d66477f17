"""Weighted sums as formulas: linear, polynomial and logistic regression."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.learning.explaining.numbers import largest, number, weighed
from wekipy.learning.model import Model
from wekipy.learning.predictors.arrays import Reader

F64 = npt.NDArray[np.float64]


def linear_formula(model: Model, names: Sequence[str], output: str, spreads: F64) -> list[str]:
    """The formula of a linear regression.

    Args:
        names: of the features that it reads.
        spreads: of the same, (features,): the terms that usually move most come first.
    """
    reader = Reader(model)
    weights, offset = reader.numbers("weights", reader.inputs), reader.number("offset")
    terms, left = _of_features(weights, names, spreads)
    return [f"{output} = {weighed(terms, offset)}{_left(left)}"]


def logistic_formulas(
    model: Model, names: Sequence[str], class_name: Callable[[int], str], spreads: F64
) -> list[str]:
    """The score of each class; of two classes that of the second, beside 0 for the first."""
    reader = Reader(model)
    labels = reader.labels()
    rows = 1 if len(labels) == 2 else len(labels)
    weights, offsets = reader.numbers("weights", rows, reader.inputs), reader.numbers("offsets", rows)
    lines = []
    for label, own, offset in zip(labels[-rows:], weights, offsets, strict=True):
        terms, left = _of_features(own, names, spreads)
        lines.append(f"score of {class_name(int(label))} = {weighed(terms, float(offset))}{_left(left)}")
    if rows == 1:
        return [*lines, f"above 0 it is {class_name(int(labels[1]))}, else {class_name(int(labels[0]))}"]
    return [*lines, "the class with the highest score is the answer"]


def polynomial_formula(model: Model, names: Sequence[str], output: str) -> list[str]:
    """The formula of a polynomial in scaled features, and how they are scaled."""
    reader = Reader(model)
    n = reader.inputs
    higher = int(reader.indexes("lengths", None, most=10**6).sum())
    parents = reader.indexes("parents", higher, most=n + higher)
    factors = reader.indexes("factors", higher, most=n - 1)
    weights, offset = reader.numbers("weights", n + higher), reader.number("offset")
    centre, scale = reader.numbers("centre", n), reader.scales("scale")
    products: list[tuple[int, ...]] = [(feature,) for feature in range(n)]
    products += [()] * higher
    for term in range(n, n + higher):
        products[term] = (*products[int(parents[term - n])], int(factors[term - n]))
    terms, left = largest(
        [(float(w), abs(float(w)), _product(of, names)) for w, of in zip(weights, products, strict=True)]
    )
    scaled = [
        f"{name}′ = ({name} − {number(middle)}) / {number(width)}".replace("− -", "+ ")
        for name, middle, width in zip(names, centre, scale, strict=True)
        if np.isfinite(width)
    ]
    return [f"{output} = {weighed(terms, offset)}{_left(left)}", f"where {', '.join(scaled)}"]


def _product(features: Sequence[int], names: Sequence[str]) -> str:
    """“x′² · y′”."""
    powers = {feature: features.count(feature) for feature in sorted(set(features))}
    return " · ".join(f"{names[f]}′" + (f"^{power}" if power > 1 else "") for f, power in powers.items())


def _of_features(weights: F64, names: Sequence[str], spreads: F64) -> tuple[list[tuple[float, str]], int]:
    sizes = np.abs(weights) * spreads
    return largest(list(zip(weights.tolist(), sizes.tolist(), names, strict=True)))


def _left(left: int) -> str:
    return f" … and {left} smaller terms" if left else ""
