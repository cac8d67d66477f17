"""How far rounding puts a float32 product of two vectors off: as expected, and as measured.

Both are in units of |e||q|, and are for products of examples e (examples, inputs) with any vector q.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.base import F64

UNIT: Final = 2.0**-24  # u, half of what the last bit of a float32 is worth
SURELY: Final = 2
CAUTION: Final = 4  # times the largest of thousands of measured errors
ASKED: Final = 16
BLOCK: Final = 256  # examples
F32 = npt.NDArray[np.float32]


def expected_error(inputs: int) -> float:
    """How far a product of so many inputs is off, at most.

    Rounding puts a sum s off by up to u|s|, evenly, so with a standard deviation of u|s| / √3 at most; the
    sum of all products, no part of which is beyond |e||q|, with √(inputs / 3) u|e||q|. Of two sums, the
    difference of their errors is then beyond twice what is returned with 4.9 standard deviations, once in a
    million, and far less often where parts of the sums are smaller than the whole. Source of the model:
    Higham and Mary, A new approach to probabilistic rounding error analysis, SIAM J. Sci. Comput. 41 (2019).
    """
    return float(min(inputs, SURELY * inputs**0.5) * UNIT)


def measured_error(examples: F32, squares: F64) -> float:
    """How far products were off with vectors like some of the examples, at most, times `CAUTION`.

    With thousands of inputs it is a tenth of what is expected, as processors add up several sums side by
    side. The vectors are examples, so that their products with themselves and with like ones grow as large as
    any can; their numbers are made smaller at random, as the examples' own may be short binary fractions,
    whose products need no rounding.

    Args:
        squares: (examples,) |e|².
    """
    factors = np.random.default_rng(0).uniform(0.5, 1.0, (ASKED, examples.shape[1]))
    asked = (spread(examples, ASKED) * factors).astype(np.float32)
    exact = asked.astype(np.float64)
    nearly = np.stack([np.dot(examples, q) for q in asked], axis=1)
    off = 0.0
    for at in range(0, len(examples), BLOCK):
        part = examples[at : at + BLOCK].astype(np.float64) @ exact.T
        off = max(off, float(np.abs(part - nearly[at : at + BLOCK]).max()))
    largest = float(np.sqrt(squares.max() * np.einsum("ij,ij->i", exact, exact).max()))
    return CAUTION * off / largest if largest > 0.0 else 0.0


def spread(examples: F32, count: int) -> F32:
    """So many of the examples, evenly from all."""
    return examples[np.linspace(0, len(examples) - 1, count).astype(np.intp)]
