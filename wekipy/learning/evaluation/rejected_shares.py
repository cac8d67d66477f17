"""Computes which share of each class and take would be answered with nothing, being unlike what was shown.

Each part that the evaluation holds out is judged by the novelty learned from the others, as the reject option
would with the sensitivity that is recommended. Confidence may reject some more.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import Evaluation
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.held_out.splitting import Fold, Split
from wekipy.learning.model import Arrays, Model, ModelHeader, TrainingJob
from wekipy.learning.novelty.predictor import Novelty
from wekipy.learning.novelty.training import learn_novelty

F64 = npt.NDArray[np.float64]


def with_rejected_shares(evaluation: Evaluation, job: TrainingJob, plan: Split) -> Evaluation:
    """The evaluation with "rejected" in its figures, if the output has a reject option and was tested."""
    figures = evaluation.classification
    if not job.nothing or figures is None or evaluation.method == "none":
        return evaluation
    rejected = np.full(len(job.y), np.nan)
    for fold in plan.folds:
        rejected[fold.test] = _judged(job, fold)
    classes = tuple(
        msgspec.structs.replace(one, rejected=_share(rejected[job.y == one.label])) for one in figures.classes
    )
    takes = tuple(
        msgspec.structs.replace(one, rejected=_share(rejected[job.takes == one.take]))
        for one in evaluation.by_take
    )
    whole = msgspec.structs.replace(figures, classes=classes, rejected=_share(rejected))
    return msgspec.structs.replace(evaluation, classification=whole, by_take=takes)


def _judged(job: TrainingJob, fold: Fold) -> F64:
    """(tested,): 1 where an example of the fold would be rejected, else 0."""
    own = tuple(range(job.X.shape[1]))
    learned = pick(job, fold.train)
    arrays = learn_novelty(learned, np.empty(0))
    novelty, most = Novelty(_model(job, own, arrays), len(own)), float(arrays["novelty.thresholds"][0])
    return np.array([float(novelty.of(x) > most) for x in job.X[fold.test].astype(np.float64)])


def _model(job: TrainingJob, inputs: tuple[int, ...], arrays: Arrays) -> Model:
    header = ModelHeader(
        output=job.output,
        kind=job.kind,
        algorithm=job.algorithm,
        options=job.options,
        inputs=inputs,
        predictor="",
        fingerprint=job.fingerprint,
        examples=len(job.y),
        classes=job.classes,
    )
    return Model(header, arrays)


def _share(rejected: F64) -> float | None:
    known = rejected[~np.isnan(rejected)]
    return float(known.mean()) if len(known) else None
