"""Polynomials of one vector: every term is an earlier term times one input, degree by degree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.scaling import Scaling

HIGHEST_DEGREE = 20


class Polynomial:
    """Σ weight · term + offset.

    The first terms are the scaled inputs. `lengths` counts the terms of each higher degree; term t of those
    is term `parents[t]` (of any lower degree) times scaled input `factors[t]`.
    """

    def __init__(self, placed: Placed, features: int) -> None:
        reader = Reader(placed.model)
        n = reader.inputs
        self._slot = placed.slot
        self._scaling = Scaling(reader, features)
        lengths = reader.indexes("lengths", None, most=10**6)
        if len(lengths) >= HIGHEST_DEGREE:
            raise reader.problem("array “lengths” is of too high a degree")
        higher = int(lengths.sum())
        parents = reader.indexes("parents", higher, most=n + higher)
        factors = reader.indexes("factors", higher, most=n - 1)
        self._weights = reader.numbers("weights", n + higher)
        self._offset = reader.number("offset")
        self._terms = np.empty(n + higher)
        self._first = self._terms[:n]
        self._steps = []
        start = n
        for length in lengths.tolist():
            part = slice(start - n, start - n + length)
            if length and parents[part].max() >= start:
                raise reader.problem("array “parents” names a term before it is known")
            self._steps.append((parents[part], factors[part], self._terms[start : start + length]))
            start += length

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        z = self._scaling.apply(x)
        self._first[:] = z
        for parents, factors, terms in self._steps:
            np.multiply(self._terms[parents], z[factors], out=terms)
        values[self._slot] = self._weights.dot(self._terms) + self._offset


def compile_polynomials(placed: Sequence[Placed], features: int) -> list[Polynomial]:
    """One predictor for each model."""
    return [Polynomial(p, features) for p in placed]
