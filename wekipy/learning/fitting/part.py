"""Learns from a part of the examples where all of them would take too long, and says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.algorithms import remembers
from wekipy.learning.covering import cover
from wekipy.learning.fitting.base import Fitted, Fitter, InOrder, ask
from wekipy.learning.growth import examples_used, size_of
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.model import TrainingJob
from wekipy.learning.sequences import beginnings
from wekipy.learning.words import percent
from wekipy.project.counting import many

F64: TypeAlias = npt.NDArray[np.float64]
I64: TypeAlias = npt.NDArray[np.int64]

ASKED: Final = 2_000  # examples, at most, that the error is measured on


def fit_part(job: TrainingJob, fitter: Fitter) -> Fitted:
    """Fit a job to as many of its examples as it can learn from in some seconds.

    Where that is not all of them, its answers in `Fitted.fitted` are for those that it has not seen, too.
    """
    most = examples_used(size_of(job))
    if most >= len(job.y):
        return fitter(job)
    learned = beginnings(job.takes, most) if remembers(job.algorithm) else cover(job, most)
    part = fitter(replace(pick(job, learned), whole=job.X))
    step = 1 if isinstance(part.estimator, InOrder) else -(-len(job.y) // ASKED)
    asked = np.arange(0, len(job.y), step)
    return replace(part, fitted=ask(part.estimator, job, asked), step=step, learned=learned)


def left_out_words(job: TrainingJob, fitted: Fitted) -> str:
    """Return how many examples a model learned from, and how it answers the others; "" if from all."""
    if fitted.learned is None:
        return ""
    text = f"learned from {len(fitted.learned):,} of {many(len(job.y), 'example')}"
    asked = np.arange(0, len(job.y), fitted.step)
    unseen = ~np.isin(asked, fitted.learned)
    if not unseen.any():
        return text
    off = fitted.fitted[unseen] - job.y[asked[unseen]]
    if job.kind == "classification":
        return f"{text}, and answers {_share(float(np.mean(off != 0)))} of the others wrong"
    span, rmse = float(np.ptp(job.y)) or 1.0, float(np.sqrt(np.mean(off**2)))
    return f"{text}, and is off by {_share(rmse / span)} of the range on the others"


def _share(share: float) -> str:
    return percent(share) if share else "0 %"


def parts_words(parts: dict[str, int], examples: int) -> str:
    """Return what was found on a part of the examples: “found on parts: kernel 300, novelty 2,000”."""
    found = [f"{what} {count:,}" for what, count in parts.items() if count < examples]
    return f"on a part of the examples: {', '.join(found)}" if found else ""
