"""Weighted sums of numbers that are held small: ridge regression (Hoerl and Kennard 1970).

“auto” takes the ridge that errs least on takes left out, if that is clearly less than with next to none. For
all ridges together each part needs one eigendecomposition, of products of the columns or of the examples,
whichever are fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LinearRegression, Ridge

from wekipy.learning.fitting.left_out import Part, clearly_least, tried, value_parts
from wekipy.learning.model import TrainingJob

F64: TypeAlias = npt.NDArray[np.float64]

RIDGES: Final = np.logspace(-6, 4, 11)
MOST_TRIED: Final = 2_000  # examples that the ridge is chosen on, spread evenly


def least_squares(ridge: float) -> Any:
    """Ridge regression; without a ridge, the solution of least norm, which copes with equal inputs.

    To fit it takes the means from the columns that it is given, in their place.
    """
    return Ridge(alpha=ridge, copy_X=False) if ridge > 0 else LinearRegression(copy_X=False)


def ridge_for(job: TrainingJob, Z: F64) -> tuple[float, str]:
    """The ridge of a job, and what is to be said of it.

    Args:
        Z: (examples, columns) that are added up, each with mean 0 and deviation 1.
    """
    if job.options["ridge"] != "auto":
        return float(job.options["ridge"]), ""
    parts = value_parts(job, Z.shape[1], MOST_TRIED)
    if not parts:
        return float(RIDGES[0]), ""
    # A ridge weighs against the sum over the examples, of which each part has some.
    errors = [_errors(Z, job.y, part, RIDGES * len(part.train) / len(Z)) for part in parts]
    ridge = float(RIDGES[clearly_least(np.stack(errors, axis=1), sure=1.0)])
    return ridge, f"ridge {ridge:g}, chosen by cross-validation"


def ridge_part(job: TrainingJob, columns: int) -> dict[str, int]:
    """On how many examples the ridge is chosen, for `Fitted.parts`."""
    return {"ridge": tried(job, MOST_TRIED, columns)} if job.options["ridge"] == "auto" else {}


def _errors(Z: F64, y: F64, part: Part, ridges: Sequence[float] | F64) -> F64:
    """(ridges,) the mean squared errors on the examples left out."""
    known, asked = Z[part.train], Z[part.test]
    middle, mean = known.mean(axis=0), y[part.train].mean()
    known, asked, target = known - middle, asked - middle, y[part.train] - mean
    if known.shape[1] <= len(known):
        values, vectors = np.linalg.eigh(known.T @ known)
        left, right = asked @ vectors, vectors.T @ (known.T @ target)
    else:
        values, vectors = np.linalg.eigh(known @ known.T)
        left, right = (asked @ known.T) @ vectors, vectors.T @ target
    values = np.maximum(values, 0.0)
    answers = np.stack([left @ (right / (values + ridge)) for ridge in ridges])
    errors: F64 = np.square(answers + mean - y[part.test]).mean(axis=1)
    return errors
