"""Training: from examples to a model. Runs in the training workers, which alone import scikit-learn."""

from __future__ import annotations

import time
import warnings
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone

import msgspec
import numpy as np
from scipy.linalg import LinAlgWarning
from sklearn.exceptions import ConvergenceWarning

from wekipy.learning import progress
from wekipy.learning.algorithm import load
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.learning.fitting.balance import uneven
from wekipy.learning.fitting.base import Fitted, Fitter
from wekipy.learning.fitting.checks import check_job
from wekipy.learning.fitting.constant import fit_constant
from wekipy.learning.fitting.part import fit_part, left_out_words, parts_words
from wekipy.learning.fitting.scaling import varying
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.model import Model, ModelHeader, TrainingJob
from wekipy.learning.wild import within_usual

__all__ = ["Fitted", "Fitter", "fit", "fitter_for", "load_fitters", "train", "train_in_parts", "with_parts"]


def fitter_for(algorithm: str) -> Fitter:
    """The fitter of an algorithm, by its name in `wekipy.learning.algorithms.ALGORITHMS`."""
    fitter: Fitter = load(ALGORITHMS[algorithm].fitter)
    return fitter


def load_fitters() -> None:
    """Import the code of all algorithms, so that no training has to wait for it."""
    for row in filter(lambda row: row.fitter, ALGORITHMS.values()):
        with suppress(Exception):  # from another package: training with it reports the error
            load(row.fitter)


def fit(job: TrainingJob) -> Fitted:
    """Fit a job; returns the estimator and the arrays. The same job gives the same numbers.

    Where no input ever changed, the answer is the mean, or the most frequent class. It reports no progress:
    callers that train on several parts of the examples do.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    with progress.quietly():
        return _fit(job)


def _fit(job: TrainingJob) -> Fitted:
    check_job(job)
    job = within_usual(job)
    if not varying(job.X).any():
        return fit_constant(job)
    with warnings.catch_warnings():
        # A solver that stops early still answers, and a musician can do nothing about it.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", LinAlgWarning)
        return fit_part(job, fitter_for(job.algorithm))


def train(job: TrainingJob) -> Model:
    """Train the model of a job and report progress.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    return with_parts(*train_in_parts(job))


def with_parts(model: Model, parts: dict[str, int]) -> Model:
    """Return the model with a note that says what was found on a part of its examples."""
    note = "; ".join(filter(None, (model.header.note, parts_words(parts, model.header.examples))))
    return replace(model, header=msgspec.structs.replace(model.header, note=note))


def train_in_parts(job: TrainingJob) -> tuple[Model, dict[str, int]]:
    """As `train`; also what was found on a part of the examples, which its note does not say yet."""
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
        note=_note(job, fitted),
        chosen=fitted.chosen,
        settled=fitted.settled,
        learned=job.learned,
        plan=job.plan,
    )
    parts = fitted.parts | ({"error": len(fitted.fitted)} if fitted.step > 1 else {})
    return Model(header, fitted.arrays), parts


def _all_alike(job: TrainingJob) -> str:
    """Return a note if all examples have the same target: often a forgotten slider."""
    if job.kind != "continuous" or np.ptp(job.y):
        return ""
    return f"all takes say {job.y[0]:g} for {job.name}: choose other values and record again"


def _note(job: TrainingJob, fitted: Fitted) -> str:
    seen = job if fitted.learned is None else pick(job, fitted.learned)
    even = uneven(seen, fitted.chosen or job.algorithm)
    left = left_out_words(job, fitted)
    return "; ".join(filter(None, (_all_alike(job), _wild(job), even, fitted.note, left)))


def _wild(job: TrainingJob) -> str:
    """Return what is to be said of the wild frames of a job."""
    return job.wild.sentence() if job.wild else ""


def _error(job: TrainingJob, fitted: Fitted) -> float:
    targets = job.y[:: fitted.step]
    if job.kind == "classification":
        return float(np.mean(fitted.fitted != targets))
    return float(np.sqrt(np.mean(np.square(fitted.fitted - targets))))
