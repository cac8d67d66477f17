"""Polynomials of one vector: every term is an earlier term times one input, degree by degree."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Indexes, Reader
from wekipy.learning.predictors.base import F64, Compiler
from wekipy.learning.predictors.scaling import Scalings, read_scaling
from wekipy.learning.predictors.together import Arrays, compile_together, weighted

HIGHEST_DEGREE = 20


class Polynomial:
    """Σ weight · term + offset; a `wekipy.learning.predictors.together.Stack`.

    The first terms are the scaled inputs. `lengths` counts the terms of each higher degree; term t of those
    is term `parents[t]` (of any lower degree) times scaled input `factors[t]`.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._scalings = Scalings(arrays)
        self._weights, self._offsets = arrays["weights"], arrays["offsets"]
        scalings, inputs = self._scalings.shape
        self._terms = np.empty((scalings, self._weights.shape[-1]))
        self._first = self._terms[:, :inputs]
        self._steps: list[tuple[Indexes, Indexes, F64]] = []
        start = 0
        for length in arrays["lengths"].tolist():
            part = slice(start, start + length)
            terms = self._terms[:, inputs + start : inputs + start + length]
            self._steps.append((arrays["parents"][part], arrays["factors"][part], terms))
            start += length

    @staticmethod
    def read(reader: Reader) -> Arrays:
        """See `Stack.read`."""
        n = reader.inputs
        lengths = reader.indexes("lengths", None, most=10**6)
        if len(lengths) >= HIGHEST_DEGREE:
            raise reader.problem("array “lengths” is of too high a degree")
        higher = int(lengths.sum())
        parents = reader.indexes("parents", higher, most=n + higher)
        known = n + np.repeat(np.cumsum(lengths) - lengths, lengths)
        if np.any(parents >= known):
            raise reader.problem("array “parents” names a term before it is known")
        return {
            **read_scaling(reader),
            "lengths": lengths,
            "parents": parents,
            "factors": reader.indexes("factors", higher, most=n - 1),
            "weights": reader.numbers("weights", n + higher)[None],
            "offsets": reader.numbers("offset")[None],
        }

    def ask(self, x: F64) -> F64:
        """See `Stack.ask`."""
        z = self._scalings.apply(x)
        self._first[:] = z
        for parents, factors, terms in self._steps:
            np.multiply(self._terms[:, parents], z[:, factors], out=terms)
        sums = weighted(self._weights, self._terms)
        sums += self._offsets
        return sums


compile_polynomials: Final[Compiler] = partial(compile_together, Polynomial)
