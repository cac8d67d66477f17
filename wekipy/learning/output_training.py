"""Trains all parts of an output's model: predictor, calibration and novelty. Runs in the workers."""

from __future__ import annotations

import time
from dataclasses import replace

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.algorithms import ALGORITHMS, resolve
from wekipy.learning.fitting import train_in_parts, with_parts
from wekipy.learning.growth import Size, examples_used
from wekipy.learning.held_out.calibrating import BOASTFUL, fit_calibration
from wekipy.learning.held_out.shares import FOLDS, ask_held_out, asked_of
from wekipy.learning.model import Arrays, Model, ModelHeader, TrainingJob
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.references import most_rows
from wekipy.learning.novelty.shared import KnownNovelty
from wekipy.learning.novelty.training import learn_novelty
from wekipy.learning.predictors.calibration import ARRAY
from wekipy.project.schema import AlgorithmChoice


def teach(job: TrainingJob, novelty: KnownNovelty | None = None) -> Model:
    """Train the model of a job, with its "calibration" and "novelty." arrays.

    Args:
        novelty: cached from the previous jobs.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    started = time.perf_counter()
    fitting = _fitting_share(job)
    with progress.within(0.0, fitting):
        model, parts = train_in_parts(job)
    with progress.within(fitting, 1.0):
        calibration, confidences = learn_confidence(job, model.header)
    learned = _novelty(job, confidences, novelty or KnownNovelty())
    header = msgspec.structs.replace(model.header, seconds=time.perf_counter() - started)
    parts["novelty"] = min(len(job.y), most_rows(len(job.inputs)))
    if len(confidences):
        parts["confidence"] = asked_of(job)
    return with_parts(Model(header, {**model.arrays, **calibration, **learned}), parts)


def _fitting_share(job: TrainingJob) -> float:
    """What share of the time the model itself takes; the rest is training again to learn its confidence."""
    row = ALGORITHMS[job.algorithm]
    boastful = any(predictor.name in BOASTFUL for predictor in row.predictors)
    if job.kind != "classification" or not (boastful or job.nothing):
        return 1.0
    size = Size(job.algorithm, job.kind, job.options, len(job.y), job.X.shape[1], job.classes)
    learned = examples_used(size)
    return learned / (learned + FOLDS * min(learned, asked_of(job)))


def learn_confidence(job: TrainingJob, header: ModelHeader) -> tuple[Arrays, npt.NDArray[np.float64]]:
    """Fit the "calibration" of a model, if needed; returns it and the confidences of held-out examples.

    This trains its algorithm up to three times again on parts of the examples, so it is done only where one
    of them is wanted.
    """
    boastful = header.kind == "classification" and header.predictor in BOASTFUL
    if not (boastful or (job.nothing and header.kind == "classification")):
        return {}, np.empty(0)
    held_out = ask_held_out(_as_chosen(job, header))
    shares, arrays = held_out.shares, Arrays()
    calibration = fit_calibration(held_out) if boastful else None
    if calibration is not None:
        shares = calibration.apply(shares)
        arrays[ARRAY] = np.array([calibration.floor, calibration.power])
    return arrays, shares.max(axis=1)


def _as_chosen(job: TrainingJob, header: ModelHeader) -> TrainingJob:
    """Return the job with all that was chosen, so that it is not chosen again for each part."""
    options = resolve(AlgorithmChoice(header.chosen), job.kind) if header.chosen else job.options
    return replace(job, algorithm=header.chosen or job.algorithm, options={**options, **header.settled})


def _novelty(job: TrainingJob, confidences: npt.NDArray[np.float64], known: KnownNovelty) -> Arrays:
    if job.nothing:
        return learn_novelty(job, confidences)
    # Without the arrays that only the reject option needs.
    if job.kind == "classification":
        return fit_novelty(job.X, job.takes, job.y)
    return known.fit(job.X, job.takes)
