"""Makes the jobs of evaluations: those of trainings, and who performed each take, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wekipy.engine.training_jobs import training_job
from wekipy.engine.view import View
from wekipy.learning.model import TrainingJob
from wekipy.project.editing import output_at
from wekipy.project.examples import Asked
from wekipy.project.take_tags import tags_of


def evaluation_jobs(view: View, flat: View, numbers: Sequence[int]) -> Iterator[TrainingJob]:
    """The jobs to evaluate outputs (from 1).

    Args:
        view: the project as it is.
        flat: the same, where the inputs are the features.

    Raises:
        Problem: if there is no such output, or its algorithm does not exist.
    """
    asked, tags = Asked(), tags_of(view.project)
    for number in numbers:
        job = training_job(flat, number, output_at(flat.project, number), asked)
        yield replace(job, tags=tags)
