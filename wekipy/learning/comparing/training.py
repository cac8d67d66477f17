"""Trains a model beside the present one: the model, and whether it may take over."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from wekipy.learning import progress
from wekipy.learning.algorithms import resolve
from wekipy.learning.comparing.judging import MOST_FOLDS, judge
from wekipy.learning.comparing.parts import takes_of
from wekipy.learning.gestures.jobs import teach_gestures
from wekipy.learning.model import Comparison, Model, TrainingJob
from wekipy.learning.novelty.shared import KnownNovelty
from wekipy.learning.output_training import teach
from wekipy.learning.verdict import Verdict
from wekipy.project.fault import own_fault
from wekipy.project.schema import AlgorithmChoice

TRAINING = 0.2  # share of the time, for the progress


def train_beside(job: TrainingJob, comparison: Comparison, novelty: KnownNovelty) -> Model:
    """Train the model of a job; its header has the verdict of the comparison.

    Whatever goes wrong with the comparison, the verdict is that the present model goes on.

    Raises:
        Problem: as `teach`, if there is no new model.
    """
    with progress.within(0.0, TRAINING):
        model = teach_gestures(job) if job.kind == "gesture" else teach(job, novelty)
    done, expected = 0, 2 * min(MOST_FOLDS, len(takes_of(job))) + 2

    def count() -> None:
        nonlocal done
        done += 1
        progress.report(TRAINING + (1.0 - TRAINING) * min(0.95, done / expected))

    try:
        verdict = judge(_as_chosen(job, model), model, comparison, count)
    except Exception as e:  # noqa: BLE001  a model that nothing is known of must not play
        margin = comparison.terms.margin
        verdict = Verdict(accepted=False, reason=f"the comparison failed: {own_fault(e)}", margin=margin)
    return replace(model, header=msgspec.structs.replace(model.header, verdict=verdict))


def _as_chosen(job: TrainingJob, model: Model) -> TrainingJob:
    """The job for the algorithm that `auto` chose, so that it does not choose again for each part."""
    chosen = model.header.chosen
    if not chosen:
        return job
    return replace(job, algorithm=chosen, options=resolve(AlgorithmChoice(chosen), job.kind))
