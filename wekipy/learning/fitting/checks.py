"""Checks examples before training."""

from __future__ import annotations

import numpy as np

from wekipy.learning.algorithms import ALGORITHMS
from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem


def check_job(job: TrainingJob) -> None:
    """Check that a job can be trained.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    about = f"output {job.number}"
    if not job.inputs:
        raise Problem(f"{about} has no connected inputs: connect at least one")
    if not len(job.y):
        raise Problem(f"{about} has no examples: record some")
    _check_finite(job, about)
    if job.kind == "classification":
        _check_classes(job, about)
    elif len(job.y) < ALGORITHMS[job.algorithm].least:
        raise Problem(f"{about} has one example only, too few for {job.algorithm}: record at least one more")


def _check_finite(job: TrainingJob, about: str) -> None:
    for values, what in ((job.X, "inputs"), (job.y[:, None], "targets")):
        bad = ~np.isfinite(values)
        if bad.any():
            row = int(bad.any(axis=1).argmax())
            value = values[row][bad[row]][0]
            take = f"take {job.takes[row]}"
            text = f"{take} holds {value} among its {what}"
            raise Problem(f"{about}: {text}; every value must be a finite number: delete {take}")


def _check_classes(job: TrainingJob, about: str) -> None:
    labels = np.unique(job.y)
    if np.any(labels != np.round(labels)) or labels[0] < 1:
        wrong = labels[(labels != np.round(labels)) | (labels < 1)][0]
        raise Problem(f"{about} has an example of class {wrong:g}; classes are whole numbers from 1")
    if labels[-1] > job.classes:
        text = f"an example of class {labels[-1]:g}, but its classes are 1 to {job.classes}"
        raise Problem(f"{about} has {text}: give it more classes, or delete those examples")
    if len(labels) < 2:
        raise Problem(f"{about} has examples of class {job.y[0]:g} only: record another class")
