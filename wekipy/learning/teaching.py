"""All that is learned for one output: its model, how sure it may be, and how novel an input is to it. Runs in
the workers."""

from __future__ import annotations

import time
from dataclasses import replace

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.algorithms import resolve
from wekipy.learning.fitting import train
from wekipy.learning.fitting.held_out import ask_held_out
from wekipy.learning.fitting.honesty import BOASTFUL, fit_calibration
from wekipy.learning.model import Arrays, Model, ModelHeader, TrainingJob
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.known import KnownNovelty
from wekipy.learning.novelty.teaching import learn_novelty
from wekipy.learning.predictors.calibration import ARRAY
from wekipy.project.schema import AlgorithmChoice


def teach(job: TrainingJob, novelty: KnownNovelty | None = None) -> Model:
    """The model of a job, with its "calibration" and the "novelty." arrays beside its own.

    Args:
        novelty: what was found out for the jobs before it.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    started = time.perf_counter()
    model = train(job)
    calibration, confidences = learn_confidence(job, model.header)
    arrays = {**model.arrays, **calibration, **_novelty(job, confidences, novelty or KnownNovelty())}
    return Model(msgspec.structs.replace(model.header, seconds=time.perf_counter() - started), arrays)


def learn_confidence(job: TrainingJob, header: ModelHeader) -> tuple[Arrays, npt.NDArray[np.float64]]:
    """The "calibration" of a model, if it needs one, and how sure it then is of held-out examples.

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
    """The job for the algorithm that `auto` chose: it need not choose again for each part."""
    if not header.chosen:
        return job
    options = resolve(AlgorithmChoice(header.chosen), job.kind)
    return replace(job, algorithm=header.chosen, options=options)


def _novelty(job: TrainingJob, confidences: npt.NDArray[np.float64], known: KnownNovelty) -> Arrays:
    if job.nothing:
        return learn_novelty(job, confidences)
    # Without what only an output that may answer nothing needs.
    if job.kind == "classification":
        return fit_novelty(job.X, job.takes, job.y)
    return known.fit(job.X, job.takes)
