"""How well an output is learned from some features: errors on takes held out, and which features matter.

A feature matters as much as the error on takes that were held out grows when its numbers are shuffled among
the examples (permutation importance: Breiman, Random Forests, 2001).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import msgspec
import numpy as np

from wekipy.learning import progress
from wekipy.learning.algorithms import remembers
from wekipy.learning.comparing.answers import Errors, errors_of, learn
from wekipy.learning.comparing.parts import folds_of, only, takes_of, without
from wekipy.learning.model import Model, TrainingJob
from wekipy.project.problem import Problem
from wekipy.project.schema import Output

FOLDS: Final = 5
MOST_ASKED: Final = 300  # examples of a fold that are shuffled
MOST_SHUFFLED: Final = 256  # features; of more it is not asked which of them matter


class HeldOut(msgspec.Struct, frozen=True):
    """What was found.

    Attributes:
        errors: by take, as `errors_of`.
        importance: of each feature, the growth of the mean error; () for gestures and very many features.
    """

    errors: Errors
    importance: tuple[float, ...] = ()


def hold_out(job: TrainingJob) -> HeldOut:
    """Learn from most takes of a job and ask about the others, until each take was asked about once.

    Raises:
        Problem: if there are fewer than two takes, or nothing can be learned from a part of them.
    """
    assert job.about is not None  # noqa: S101  it says whose limits apply
    takes = takes_of(job)
    if len(takes) < 2:
        have = "has examples of one take only" if takes else "has no examples"
        raise Problem(f"output {job.number} {have}: record at least two takes, so that each can be held out")
    folds = folds_of(job, takes, FOLDS)
    errors: Errors = {}
    growth = np.zeros(len(job.inputs) if _is_shuffled(job) else 0)
    for done, fold in enumerate(folds, 1):
        model, held = learn(without(job, fold)), only(job, fold)
        errors |= errors_of(model, held, job.about)
        growth += _growth(model, held, job.about, len(growth)) / len(folds)
        progress.report(done / len(folds))
    return HeldOut(errors, tuple(growth.tolist()))


def _is_shuffled(job: TrainingJob) -> bool:
    return job.kind != "gesture" and not remembers(job.algorithm) and len(job.inputs) <= MOST_SHUFFLED


def _growth(model: Model, held: TrainingJob, output: Output, features: int) -> np.ndarray:
    """How much the error grows when each feature is shuffled, (features,)."""
    if not features or not len(held.y):
        return np.zeros(features)
    rng = np.random.default_rng(1)
    rows = np.sort(rng.permutation(len(held.y))[:MOST_ASKED])
    asked = replace(
        held, X=held.X[rows], y=held.y[rows], takes=np.zeros(len(rows), np.int64),
        counter_examples=None, counter_takes=None,
    )  # fmt: skip
    before = errors_of(model, asked, output)[0]
    found = np.empty(features)
    for column in range(features):
        X = asked.X.copy()
        X[:, column] = rng.permutation(X[:, column])
        found[column] = errors_of(model, replace(asked, X=X), output)[0] - before
    return found
