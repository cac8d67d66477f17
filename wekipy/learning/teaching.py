"""All that is learned for one output: its model, and how novel an input is to it. Runs in the workers."""

from __future__ import annotations

import numpy as np

from wekipy.learning.fitting import train
from wekipy.learning.model import Arrays, Model, TrainingJob
from wekipy.learning.novelty.fitting import fit_novelty
from wekipy.learning.novelty.held_out import learn_novelty


def teach(job: TrainingJob) -> Model:
    """The model of a job, with the "novelty." arrays beside its own.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    model = train(job)
    return Model(model.header, {**model.arrays, **_novelty(job)})


def _novelty(job: TrainingJob) -> Arrays:
    if job.nothing:
        return learn_novelty(job, job.counters)
    # Without the held-out confidences, which take longer than the training itself and are not asked for.
    return fit_novelty(job.X, job.takes, job.y if job.kind == "classification" else np.ones(len(job.y)))
