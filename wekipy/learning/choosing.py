"""Chooses an algorithm: the one that is best in general, or the best of candidates on held-out takes.

With a few takes, held-out errors differ by chance more than algorithms do. So a new output, which must train
in a moment, does not compare: it is learned by the one that is never far from the best (`usual`), measured
over recordings of hands, arms and controllers (benchmarks/default_classifier.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wekipy.learning import progress
from wekipy.learning.algorithms import resolve
from wekipy.learning.evaluation.value_figures import rmse
from wekipy.learning.fitting import fitter_for
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.part import fit_part
from wekipy.learning.held_out.answers import hold_out
from wekipy.learning.held_out.sampling import pick
from wekipy.learning.held_out.splitting import Fold, Split, split
from wekipy.learning.model import TrainingJob
from wekipy.learning.novelty.references import choose_rows
from wekipy.learning.words import counted, percent
from wekipy.project.counting import many
from wekipy.project.schema import AlgorithmChoice, Kind

MOST_TRIED: Final = 400  # examples that the algorithms are compared on
MOST_NUMBERS: Final = 100_000  # input values in them, but never fewer examples than:
LEAST_TRIED: Final = 100
MOST_FOLDS: Final = 10
TRYING: Final = 0.8  # share of the time spent on comparing, for the progress
UNLIMITED: Final = 1 << 62
FEW: Final = 5  # examples of a class below which no border can be drawn around it

_LEFT_OUT = {"takes": "on takes left out", "time": "on parts of takes left out"}


@dataclass(frozen=True)
class Candidate:
    """An algorithm that may be chosen, with its default options.

    Attributes:
        examples: how many at most, and
        numbers: how many input values in all of them: with more, training it takes longer than a few seconds.
    """

    name: str
    examples: int = UNLIMITED
    numbers: int = UNLIMITED

    def quick(self, job: TrainingJob) -> bool:
        """Whether training takes only a few seconds."""
        return len(job.y) <= self.examples and job.X.size <= self.numbers


CANDIDATES: Final[dict[Kind, tuple[Candidate, ...]]] = {
    # Trees and forests are not among those for numbers: they answer in steps, which are heard and seen.
    "continuous": (
        Candidate("linear", numbers=4_000_000),
        Candidate("polynomial", numbers=400_000),
        Candidate("neural-network"),
        Candidate("knn"),
        Candidate("svm", examples=4_000, numbers=400_000),
        Candidate("gaussian-process", numbers=1_000_000),
    ),
    "classification": (
        Candidate("knn"),
        Candidate("naive-bayes"),
        Candidate("logistic-regression"),
        Candidate("svm", examples=4_000, numbers=400_000),
        Candidate("neural-network"),
        Candidate("random-forest", numbers=200_000),
    ),
}
"""The simplest and fastest first: of those that do equally well, the first is chosen."""


@dataclass(frozen=True)
class Usual:
    """The algorithm that is best in general for the examples of a job, and why: what follows its name."""

    name: str
    why: str


def usual(job: TrainingJob) -> Usual:
    """Return the algorithm that is best in general."""
    if job.kind == "continuous":
        return Usual("neural-network", ", the best in general")
    labels, counts = np.unique(job.y.astype(np.int64), return_counts=True)
    if counts.min() < FEW:
        have = many(int(counts.min()), "example")
        return Usual("knn", f": class {labels[counts.argmin()]} has {have}, too few for another")
    machine = next(one for one in CANDIDATES["classification"] if one.name == "svm")
    if machine.quick(job):
        return Usual("svm", ", the best in general")
    return Usual("neural-network", ", the best in general with so many examples")


@dataclass(frozen=True)
class Trial:
    """The result of one algorithm on held-out examples.

    Attributes:
        error: wrong answers, or RMSE as a share of the range, to the two digits that are reported.
        tested: number of held-out examples.
    """

    name: str
    error: float
    tested: int


def fit_auto(job: TrainingJob) -> Fitted:
    """Fit the candidate with the least held-out error to all examples, or the usual one; its note says why.

    The same job gives the same choice. With many examples, some hundreds are used to compare.
    """
    default = usual(job)
    if not job.options["compare"]:
        return _chosen(job, default.name, f"chose {default.name}{default.why}", {})
    trial_job = _part(job)
    plan = split(trial_job)
    folds = _sound(trial_job, plan.folds)
    candidates = [candidate for candidate in CANDIDATES[job.kind] if candidate.quick(job)]
    with progress.within(0.0, TRYING):
        trials = _try_all(trial_job, folds, candidates)
    chosen = min(trials, key=lambda trial: trial.error).name if trials else default.name
    note = _reason(job, plan, trials) if trials else _too_little(job, default.name)
    slow = [candidate.name for candidate in CANDIDATES[job.kind] if not candidate.quick(job)]
    if trials and slow:
        note += f"; too slow with so many examples: {', '.join(slow)}"
    with progress.within(TRYING, 1.0):
        return _chosen(job, chosen, note, {"comparison": len(trial_job.y)} if trials else {})


def _chosen(job: TrainingJob, name: str, note: str, parts: dict[str, int]) -> Fitted:
    fitted = fit_part(_with(job, name), fitter_for(name))
    return replace(fitted, note=note, chosen=name, parts=parts | fitted.parts)


def _with(job: TrainingJob, algorithm: str) -> TrainingJob:
    return replace(job, algorithm=algorithm, options=resolve(AlgorithmChoice(algorithm), job.kind))


def _part(job: TrainingJob) -> TrainingJob:
    """Return some hundreds of the examples, evenly over classes and takes, in order."""
    most = min(MOST_TRIED, max(LEAST_TRIED, MOST_NUMBERS // len(job.inputs)))
    if len(job.y) <= most:
        return job
    labels = job.y if job.kind == "classification" else np.zeros(len(job.y))
    return pick(job, np.sort(choose_rows(labels.astype(np.int64), job.takes, most)))


def _sound(job: TrainingJob, folds: Sequence[Fold]) -> list[Fold]:
    """Return at most `MOST_FOLDS` folds with enough training examples."""
    some = folds[:: -(-len(folds) // MOST_FOLDS) or 1]
    return [fold for fold in some if job.kind == "continuous" or np.ptp(job.y[fold.train]) > 0]


def _try_all(job: TrainingJob, folds: Sequence[Fold], candidates: Sequence[Candidate]) -> list[Trial]:
    """Return the trials of the candidates that could answer, in order."""
    trials: list[Trial] = []
    for number, candidate in enumerate(candidates if folds else ()):
        trial = _try(_with(job, candidate.name), folds)
        progress.report((number + 1) / len(candidates))
        if trial is not None:
            trials.append(trial)
            if trial.error == 0.0:
                break  # the remaining ones could only do as well
    return trials


def _try(job: TrainingJob, folds: Sequence[Fold]) -> Trial | None:
    held = hold_out(job, folds, lambda: None)
    if held.problems:
        return None
    tested = held.tested
    count = int(np.count_nonzero(tested))
    errors = held.answers[tested] - job.y[tested]
    if job.kind == "classification":
        return Trial(job.algorithm, float(np.count_nonzero(errors)), count)
    error, span = rmse(errors), float(np.ptp(job.y))
    return None if error is None else Trial(job.algorithm, _rounded(error / (span or 1.0)), count)


def _rounded(share: float) -> float:
    return float(f"{share:.1e}")


def _reason(job: TrainingJob, plan: Split, trials: Sequence[Trial]) -> str:
    """“chose svm: 3 of 120 wrong on takes left out, next best knn with 7”."""
    best, *others = sorted(trials, key=lambda trial: trial.error)
    if job.kind == "classification":
        errors = [f"{trial.error:.0f}" for trial in (best, *others)]
        measured = f"{errors[0]} of {best.tested} wrong"
    else:
        errors = [percent(trial.error) for trial in (best, *others)]
        measured = f"off by {errors[0]} of the range"
    second = f", next best {others[0].name} with {errors[1]}" if others else ""
    return f"chose {best.name}: {measured} {_LEFT_OUT[plan.method]}{second}"


def _too_little(job: TrainingJob, default: str) -> str:
    have = f"{counted(len(job.y), 'example')} in {counted(len(np.unique(job.takes)), 'take')}"
    more = "takes of every class" if job.kind == "classification" else "takes"
    return f"chose {default}, the usual one: {have} are too few to compare by; record at least two {more}"
