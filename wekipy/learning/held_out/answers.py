"""Answers to examples by models that were not trained on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.learning.fitting import fit
from wekipy.learning.fitting.base import ask
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.held_out.splitting import Fold
from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class HeldOutAnswers:
    """What the folds answered.

    Attributes:
        answers: (examples,) NaN where an example was not tested.
        problems: why folds could not be trained or asked, a sentence each.
    """

    answers: F64
    problems: tuple[str, ...]

    @property
    def tested(self) -> npt.NDArray[np.bool_]:
        """(examples,): which have an answer."""
        return ~np.isnan(self.answers)


def hold_out(job: TrainingJob, folds: Sequence[Fold], done: Callable[[], None]) -> HeldOutAnswers:
    """Train and ask a model for each fold; `done` is called after each."""
    answers = np.full(len(job.y), np.nan)
    problems = []
    for fold in folds:
        try:
            estimator = fit(pick(job, fold.train)).estimator
        except Problem as e:
            problems.append(str(e))
        else:
            predicted = ask(estimator, job, fold.test)
            answers[fold.test] = np.where(np.isfinite(predicted), predicted, np.nan)
            if not np.isfinite(predicted).all():
                problems.append(f"output {job.number} answered with numbers beyond all bounds")
        done()
    return HeldOutAnswers(answers, tuple(problems))
