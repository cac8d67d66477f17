"""Evaluates an output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.algorithms import remembers
from wekipy.learning.evaluation import class_takes, value_takes
from wekipy.learning.evaluation.class_figures import class_figures, classes_in_need
from wekipy.learning.evaluation.conflicts import conflicting_examples
from wekipy.learning.evaluation.margin import margin
from wekipy.learning.evaluation.outlying import left_out, outliers, unusual
from wekipy.learning.evaluation.rejected_shares import with_rejected_shares
from wekipy.learning.evaluation.result import (
    ClassificationFigures,
    ContinuousFigures,
    Evaluation,
    Finding,
    TakeFigure,
)
from wekipy.learning.evaluation.space import distances
from wekipy.learning.evaluation.unseen import tags_to_test, try_unseen
from wekipy.learning.evaluation.value_figures import regions_in_need, rmse, value_figures
from wekipy.learning.fitting import Fitted, fit
from wekipy.learning.fitting.checks import check_job
from wekipy.learning.growth import seconds_of, size_of
from wekipy.learning.held_out.answers import HeldOutAnswers, hold_out
from wekipy.learning.held_out.sampling import Sample, sample
from wekipy.learning.held_out.splitting import MOST_FOLDS, Split, split
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import counted
from wekipy.project.counting import many
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]
MOST_FINDINGS: Final = 30
LONG: Final = 0.8  # seconds of a training beyond which a person would wait for ten of them
FEWER_FOLDS: Final = 5
_KINDS: Final = ("take", "contradiction", "more", "outlier", "one-take")  # what to look at first


def evaluate(job: TrainingJob, progress: Callable[[float], None]) -> Evaluation:
    """Evaluate the model of an output, and find the examples to check.

    The same job gives the same evaluation. Where the job cannot be trained, its note says why.

    Args:
        job: the output; its examples in the order in which they were recorded.
        progress: receives the finished share, rising to 1.0.
    """
    try:
        check_job(job)
        used = sample(job)
        in_order = job if remembers(job.algorithm) else used.job  # what remembers needs all that came before
        fitted = fit(in_order)
    except Problem as e:
        progress(1.0)
        return _nothing(job, str(e))
    takes_long = (seconds_of(size_of(in_order)) or 0.0) > LONG
    plan = split(in_order, FEWER_FOLDS if takes_long else MOST_FOLDS)
    steps = len(plan.folds) + sum(map(len, tags_to_test(in_order).values())) + 2
    done = 1
    progress(done / steps)

    def count() -> None:
        nonlocal done
        done += 1
        progress(done / steps)

    held = hold_out(in_order, plan.folds, count)
    if in_order is not used.job:
        held = replace(held, answers=held.answers[used.rows])
        fitted = replace(fitted, fitted=fitted.fitted[used.rows])
    unseen = try_unseen(in_order, count)
    result = with_rejected_shares(_conclude(job, used, fitted, plan, held), in_order, plan)
    progress(1.0)
    return msgspec.structs.replace(result, unseen=unseen)


def _nothing(job: TrainingJob, why: str) -> Evaluation:
    return Evaluation(
        number=job.number,
        name=job.name,
        kind=job.kind,
        algorithm=job.algorithm,
        examples=len(job.y),
        takes=len(np.unique(job.takes)),
        method="none",
        note=f"{why[:1].upper()}{why[1:]}.",
    )


def _conclude(
    job: TrainingJob, used: Sample, fitted: Fitted, plan: Split, held: HeldOutAnswers
) -> Evaluation:
    apart = distances(used.job.X)
    by_take = _by_take(used.job, held)
    own = used.job.y[:: fitted.step]
    continuous = classification = None
    if job.kind == "continuous":
        continuous = value_figures(used.job, held, fitted.fitted - own)
        findings = _about_values(used, plan, held, continuous, apart)
    else:
        classification = class_figures(used.job, held, float(np.mean(fitted.fitted == own)))
        findings = _about_classes(used, held, classification, apart)
    return Evaluation(
        number=job.number,
        name=job.name,
        kind=job.kind,
        algorithm=job.algorithm,
        examples=len(job.y),
        takes=len(np.unique(job.takes)),
        method=plan.method if held.tested.any() else "none",
        note=_note(job, used, plan, held, apart),
        tested=int(np.count_nonzero(held.tested)),
        folds=len(plan.folds),
        continuous=continuous,
        classification=classification,
        by_take=by_take,
        margin=margin(used.job, plan, held),
        findings=_ranked([*findings, *left_out(job)]),
    )


def _about_values(
    used: Sample, plan: Split, held: HeldOutAnswers, figures: ContinuousFigures, apart: F64
) -> list[Finding]:
    job = used.job
    if remembers(job.algorithm):  # alike vectors may mean different things
        return list(regions_in_need(job, held, figures, np.zeros(len(job.y), bool)))
    any_odd = unusual(job, apart, frozenset())
    takes = value_takes.takes_at_fault(job, held, apart, any_odd.far | any_odd.against)
    accused = _accused(takes)
    odd = unusual(job, apart, accused)
    # A take at fault spoils the answers to all others, and a stretch cut out of a take leaves a hole in the
    # range by itself: beside them no region can be blamed.
    blameless = bool(accused) or plan.method != "takes"
    regions = regions_in_need(job, held, figures, odd.far | odd.against | blameless)
    doubtful = odd.far | np.isin(job.takes, sorted(accused))
    return [*takes, *regions, *conflicting_examples(job, apart, doubtful), *outliers(used, odd)]


def _about_classes(
    used: Sample, held: HeldOutAnswers, figures: ClassificationFigures, apart: F64
) -> list[Finding]:
    job = used.job
    if remembers(job.algorithm):
        return list(classes_in_need(figures, frozenset()))
    takes = class_takes.takes_at_fault(class_takes.group(job, held, apart))
    accused = _accused(takes)
    explained = frozenset(label for finding in takes for label in finding.classes)
    odd = unusual(job, apart, accused)
    classes = classes_in_need(figures, explained)
    doubtful = odd.far | np.isin(job.takes, sorted(accused))
    return [*takes, *classes, *conflicting_examples(job, apart, doubtful), *outliers(used, odd)]


def _accused(findings: list[Finding]) -> frozenset[int]:
    return frozenset(take for finding in findings if finding.kind == "take" for take in finding.takes)


def _by_take(job: TrainingJob, held: HeldOutAnswers) -> tuple[TakeFigure, ...]:
    figures = []
    for take in np.unique(job.takes).tolist():
        own = job.takes == take
        tested = own & held.tested
        answers, targets = held.answers[tested], job.y[tested]
        if job.kind == "continuous":
            error = rmse(answers - targets)
        else:
            error = float(np.mean(answers != targets)) if len(targets) else None
        counts = (int(np.count_nonzero(own)), int(np.count_nonzero(tested)))
        figures.append(TakeFigure(take=take, examples=counts[0], tested=counts[1], error=error))
    return tuple(figures)


def _note(job: TrainingJob, used: Sample, plan: Split, held: HeldOutAnswers, apart: F64) -> str:
    notes = [plan.note]
    if held.problems and not held.tested.any():
        notes = [f"Nothing could be tested: {held.problems[0]}."]
    elif held.problems:
        several = counted(len(held.problems), "time")
        notes.append(f"{several.capitalize()} a model could not be tested: {held.problems[0]}.")
    elif len(np.unique(job.takes)) > 1 and not value_takes.takes_meet(used.job, apart):
        notes.append(
            "No two takes come near each other, as with one pose a take: whether a take is right cannot be"
            " known; record each pose twice or more to know."
        )
    if not used.complete:
        kept = f"{len(used.job.y):,} of {many(len(job.y), 'example')}"
        notes.append(f"To be done in time, {kept} were used, spread evenly.")
    return " ".join(notes)


def _ranked(findings: list[Finding]) -> tuple[Finding, ...]:
    ranked = sorted(findings, key=lambda f: (_KINDS.index(f.kind), -f.severity, f.takes, f.classes))
    return tuple(ranked[:MOST_FINDINGS])
