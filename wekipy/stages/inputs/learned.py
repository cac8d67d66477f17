"""What stages before the models have learned: arrays of numbers, checked before use."""

from __future__ import annotations

import numpy as np

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.stages.stage import F64, Arrays


def learned(owner: str, arrays: Arrays, name: str, size: int) -> F64 | None:
    """Return a learned array (size,); None if nothing has been learned yet.

    Raises:
        Problem: if it has another size, or numbers that are not finite.
    """
    found = arrays.get(name)
    if found is None:
        return None
    array = np.array(found, np.float64)
    if array.shape != (size,):
        raise Problem(
            f"{owner}: what it learned as “{name}” has {many(array.size, 'number')}, {size:,} are expected;"
            " let it learn again"
        )
    if not np.isfinite(array).all():
        raise Problem(f"{owner}: what it learned as “{name}” is not finite; let it learn again")
    return array


def learned_range(owner: str, arrays: Arrays, size: int) -> tuple[F64, F64] | None:
    """Return the learned lows and highs (size,) of the inputs; None if nothing has been learned yet.

    Raises:
        Problem: if they are wrong, or a low is above its high.
    """
    low, high = (learned(owner, arrays, name, size) for name in ("low", "high"))
    if low is None or high is None:
        return None
    if (low > high).any():
        raise Problem(f"{owner}: it learned a range whose low is above its high; let it learn again")
    return low, high


def learned_width(owner: str, arrays: Arrays, size: int) -> F64:
    """Return the widths (size,) of the learned ranges; 1 where nothing was learned, or nothing ever moved."""
    found = learned_range(owner, arrays, size)
    if found is None:
        return np.ones(size)
    width: F64 = found[1] - found[0]
    width[width <= 0.0] = 1.0
    return width
