"""The interface of fitters: a training job in, the arrays of a predictor out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Arrays, TrainingJob
from wekipy.project.schema import OptionValue


@dataclass(frozen=True)
class Fitted:
    """The result of a fitter.

    Attributes:
        predictor: the name of the predictor that understands `arrays`.
        fitted: (examples,) float64, the model's own answers for its training examples (every `step`th).
        estimator: the scikit-learn estimator (or pipeline) itself, which predicts from X as `TrainingJob.X`,
            best given as float64.
        step: `fitted` is for every `step`-th example; 1 unless all would take too long.
        note: a remark about the training, such as what `auto` chose and why.
        chosen: the algorithm that `auto` chose.
        settled: the values that options left to “auto” were given.
        learned: (examples,) the numbers of those that it learned from, rising; None for all of them.
        parts: what was found on a part of the examples it learned from, and on how many: {"kernel": 300}.
    """

    predictor: str
    arrays: Arrays
    fitted: npt.NDArray[np.float64]
    estimator: Any
    step: int = 1
    note: str = ""
    chosen: str = ""
    settled: dict[str, OptionValue] = field(default_factory=dict)
    learned: npt.NDArray[np.int64] | None = None
    parts: dict[str, int] = field(default_factory=dict)


@runtime_checkable
class InOrder(Protocol):
    """An estimator whose answers depend on what came before."""

    def predict_takes(
        self, X: npt.NDArray[Any], takes: npt.NDArray[np.int64], times: npt.NDArray[np.float64] | None
    ) -> npt.NDArray[np.float64]:
        """The answers to (examples, inputs) in their order; each take begins anew."""


def ask(estimator: Any, job: TrainingJob, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """(rows,): what an estimator answers to some examples of a job, in their order."""
    X = job.X[rows].astype(np.float64)
    if isinstance(estimator, InOrder):
        return estimator.predict_takes(X, job.takes[rows], None if job.times is None else job.times[rows])
    return np.asarray(estimator.predict(X), np.float64)


Fitter: TypeAlias = Callable[[TrainingJob], Fitted]
"""May raise `Problem` with a sentence a musician understands; `fitting.train` has checked the data."""
