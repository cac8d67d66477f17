"""Evaluates a gesture output: performs every example to a model that has not seen it."""

from __future__ import annotations

import numpy as np

from wekipy.learning.evaluation.margin import share_margin
from wekipy.learning.evaluation.result import Evaluation, Finding, Margin
from wekipy.learning.gestures import GestureEvaluation, evaluate_gestures
from wekipy.learning.gestures.jobs import options_of, shown
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import counted
from wekipy.project.problem import Problem


def evaluate_gesture_output(job: TrainingJob) -> Evaluation:
    """Evaluate a gesture output; if the job cannot be trained, the note says why."""
    has = shown(job)
    try:
        found = evaluate_gestures(has.examples, has.idle, options_of(job), job.classes)
    except Problem as e:
        return _result(job, len(has.examples), f"{str(e)[:1].upper()}{str(e)[1:]}.", None)
    tested = sum(found.tested)
    note = (
        f"Each of {counted(tested, 'example')} was performed before a model that had not seen it."
        if tested
        else "Nothing could be tested: record each gesture at least twice."
    )
    return _result(job, len(has.examples), note, found)


def _result(job: TrainingJob, examples: int, note: str, found: GestureEvaluation | None) -> Evaluation:
    tested = sum(found.tested) if found else 0
    sentences = found.findings if found else []
    return Evaluation(
        number=job.number,
        name=job.name,
        kind=job.kind,
        algorithm=job.algorithm,
        examples=examples,
        takes=len(np.unique(job.takes)),
        method="takes" if tested else "none",
        note=note,
        tested=tested,
        folds=tested,
        gesture=found,
        margin=_margin(round(found.right * tested), tested) if found else None,
        findings=tuple(Finding(kind="more", sentence=f"{s[:1].upper()}{s[1:]}.") for s in sentences),
    )


def _margin(right: int, tested: int) -> Margin | None:
    """The margin over examples: each is a performance, all of it right or not."""
    if tested < 2:
        return None
    shares = (np.arange(tested) < right).astype(np.float64)
    return share_margin(shares, np.ones(tested), np.zeros(tested), tested)
