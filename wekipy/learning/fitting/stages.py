"""What stages before the models learn from recorded frames: ranges, means, principal components.

Each function takes rows (n, in) and the options of the stage, and returns arrays of one dimension.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import OptionValue

F64 = NDArray[np.float64]
Options = Mapping[str, OptionValue]

WILD: Final = 0.01  # share of the frames at each end that may be wild, and
FEWEST_WILD: Final = 2  # at least so many frames, where there are enough others
ENOUGH: Final = 20  # frames, for wild ones to be told from the others


def fit_ranges(rows: F64, _: Options) -> dict[str, F64]:
    """Return `low` and `high` of each input, without its wildest frames."""
    low, high = robust_range(rows)
    return {"low": low, "high": high}


def fit_rest(rows: F64, _: Options) -> dict[str, F64]:
    """Return `low`, `high` and `centre` of each input: its range and its median."""
    low, high = robust_range(rows)
    return {"low": low, "high": high, "centre": np.median(rows, axis=0)}


def fit_deviations(rows: F64, _: Options) -> dict[str, F64]:
    """Return `mean` and `deviation` of each input, wild frames cut to the range of the others.

    The deviation of an input that never moved is 0.
    """
    cut = np.clip(rows, *robust_range(rows))
    scaler = StandardScaler().fit(cut)
    still = cut.max(axis=0) == cut.min(axis=0)
    return {"mean": scaler.mean_, "deviation": np.where(still, 0.0, np.sqrt(scaler.var_))}


def robust_range(rows: F64) -> tuple[F64, F64]:
    """Return the lowest and the highest number of each input (in,), without its wildest frames.

    The range between two quantiles, widened to where it would end if all frames were spread evenly, but not
    beyond what came. An input that hardly ever moves, such as a button, has its whole range.

    Raises:
        Problem: if there are no rows.
    """
    checked(rows)
    least, most = rows.min(axis=0), rows.max(axis=0)
    n = len(rows)
    if n < ENOUGH:
        return least, most
    share = max(WILD, FEWEST_WILD / (n - 1))
    low, high = np.quantile(rows, (share, 1.0 - share), axis=0)
    wider = (high - low) * (share / (1.0 - 2.0 * share))
    moved = high > low
    low = np.where(moved, np.maximum(low - wider, least), least)
    high = np.where(moved, np.minimum(high + wider, most), most)
    return low, high


def checked(rows: F64) -> None:
    """Check that there are rows of finite numbers.

    Raises:
        Problem: if there are none.
    """
    if rows.ndim != 2 or not rows.size:
        raise Problem("there is no frame to learn from; record a take first")
    if not np.isfinite(rows).all():
        raise Problem("a frame to learn from has a number that is not finite; leave it out")


def fit_components(rows: F64, options: Options) -> dict[str, F64]:
    """Return `mean` (in,) and `components` (components × in,), in order of how much they explain.

    Where there are too few frames for so many components, the last ones are 0.
    """
    checked(rows)
    count = int(options["components"])
    if count > rows.shape[1]:
        size = rows.shape[1]
        raise Problem(f"pca: {count} components of {many(size, 'input')} cannot be; choose at most {size}")
    components = np.zeros((count, rows.shape[1]))
    most = min(count, len(rows) - 1)  # n frames differ in n - 1 directions
    if most:
        components[:most] = PCA(n_components=most, svd_solver="full").fit(rows).components_
    return {"mean": rows.mean(axis=0), "components": components.ravel()}
