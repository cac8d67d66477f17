"""Keeps numbers within what a float32 can carry, in place."""

from __future__ import annotations

import numpy as np

from wekipy.stages.limits import LARGEST
from wekipy.stages.stage import F64

_SURELY_SMALL = LARGEST**2  # if the sum of all squares is below, each number is a float32, too


def bounded(values: F64) -> F64:
    """Return `values` (n,), cut in place to ±3.4e38; none may be NaN."""
    if not values.dot(values) < _SURELY_SMALL:
        np.minimum(values, LARGEST, out=values)
        np.maximum(values, -LARGEST, out=values)
    return values
