"""Training: from examples to a model. Runs in the training workers, which alone import scikit-learn."""

from __future__ import annotations

import time
import warnings
from datetime import datetime, timezone
from typing import Final

import numpy as np
from scipy.linalg import LinAlgWarning
from sklearn.exceptions import ConvergenceWarning

from wekipy.learning import progress
from wekipy.learning.fitting.base import Fitted, Fitter
from wekipy.learning.fitting.bayes import fit_bayes
from wekipy.learning.fitting.checks import check_job
from wekipy.learning.fitting.constant import fit_constant
from wekipy.learning.fitting.gaussian import fit_gaussian
from wekipy.learning.fitting.linear import fit_linear, fit_logistic, fit_polynomial
from wekipy.learning.fitting.neighbours import fit_neighbours
from wekipy.learning.fitting.scaling import varying
from wekipy.learning.fitting.svm import fit_svm
from wekipy.learning.fitting.trees import fit_adaboost, fit_boosting, fit_forest, fit_stump, fit_tree
from wekipy.learning.model import Model, ModelHeader, TrainingJob

__all__ = ["FITTERS", "Fitted", "Fitter", "fit", "train"]


def _fit_network(job: TrainingJob) -> Fitted:
    from wekipy.learning.fitting.network import fit_network  # noqa: PLC0415  when first asked for

    return fit_network(job)


def _fit_auto(job: TrainingJob) -> Fitted:
    from wekipy.learning.fitting.auto import fit_auto  # noqa: PLC0415  it evaluates, which fits

    return fit_auto(job)


FITTERS: Final[dict[str, Fitter]] = {
    "adaboost": fit_adaboost,
    "auto": _fit_auto,
    "decision-stump": fit_stump,
    "decision-tree": fit_tree,
    "gaussian-process": fit_gaussian,
    "gradient-boosting": fit_boosting,
    "knn": fit_neighbours,
    "linear": fit_linear,
    "logistic-regression": fit_logistic,
    "naive-bayes": fit_bayes,
    "neural-network": _fit_network,
    "polynomial": fit_polynomial,
    "random-forest": fit_forest,
    "svm": fit_svm,
}
"""By the name in `wekipy.learning.algorithms.ALGORITHMS`."""


def fit(job: TrainingJob) -> Fitted:
    """The estimator and the arrays of a job. The same job gives the same numbers.

    Where no input ever changed, the answer is the mean, or the most frequent class. Tells no progress:
    that is for whoever trains on one part of the examples after the other.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    with progress.quietly():
        return _fit(job)


def _fit(job: TrainingJob) -> Fitted:
    check_job(job)
    if not varying(job.X).any():
        return fit_constant(job)
    with warnings.catch_warnings():
        # A solver that stops early still answers, and a musician can do nothing about it.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", LinAlgWarning)
        return FITTERS[job.algorithm](job)


def train(job: TrainingJob) -> Model:
    """The model of a job; tells its progress.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    started = time.perf_counter()
    fitted = _fit(job)
    header = ModelHeader(
        output=job.output,
        kind=job.kind,
        algorithm=job.algorithm,
        options=job.options,
        inputs=job.inputs,
        predictor=fitted.predictor,
        fingerprint=job.fingerprint,
        examples=len(job.y),
        classes=job.classes,
        seconds=time.perf_counter() - started,
        training_error=_error(job, fitted),
        trained=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        note=fitted.note,
        chosen=fitted.chosen,
    )
    return Model(header, fitted.arrays)


def _error(job: TrainingJob, fitted: Fitted) -> float:
    targets = job.y[:: fitted.step]
    if job.kind == "classification":
        return float(np.mean(fitted.fitted != targets))
    return float(np.sqrt(np.mean(np.square(fitted.fitted - targets))))
