"""Takes of poses and positions, right and wrong ones, and comparisons of models made from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wekipy.learning.algorithms import resolve
from wekipy.learning.comparing.parts import only
from wekipy.learning.comparing.training import train_beside
from wekipy.learning.model import Comparison, Model, TrainingJob
from wekipy.learning.novelty.shared import KnownNovelty
from wekipy.learning.output_training import teach
from wekipy.learning.verdict import Terms
from wekipy.project.lessons import Lesson
from wekipy.project.schema import (
    AlgorithmChoice,
    ClassificationOutput,
    ContinuousOutput,
    Kind,
    OptionValue,
    Output,
)

INPUTS = 4
FRAMES = 25
POSES = np.random.default_rng(7).normal(size=(3, INPUTS)) * 3.0

Take = tuple[np.ndarray, np.ndarray]


def pose(label: int, seed: int, shown_as: int | None = None) -> Take:
    """A take that holds one of three poses; each take drifts a little."""
    random = np.random.default_rng(seed)
    X = POSES[label - 1] + 0.4 * random.normal(size=INPUTS) + 0.3 * random.normal(size=(FRAMES, INPUTS))
    return X, np.full(FRAMES, float(shown_as or label))


def sweep(seed: int, upside_down: bool = False) -> Take:
    """A take that glides along a line while the target follows from 0 to 1."""
    random = np.random.default_rng(seed)
    y = np.linspace(0.0, 1.0, FRAMES)
    X = y[:, None] * np.array([4.0, -2.0, 1.0, 3.0]) + 0.2 * random.normal(size=INPUTS)
    X = X + 0.15 * random.normal(size=X.shape)
    return X, 1.0 - y if upside_down else y


def wild(take: Take, seed: int) -> Take:
    """The same with frames a hundred times too large."""
    X, y = take
    rows = np.random.default_rng(seed).integers(0, len(X), len(X) // 3)
    X = X.copy()
    X[rows] *= 100.0
    return X, y


def stuck(take: Take) -> Take:
    """The same with inputs that stand still."""
    X, y = take
    return np.repeat(X[:1] * 0.0, len(X), axis=0), y


def job_of(
    takes: Mapping[int, Take],
    kind: Kind,
    algorithm: str,
    options: dict[str, OptionValue] | None = None,
    nothing: bool = False,
) -> TrainingJob:
    """The job that learns from these takes."""
    numbers = np.repeat(list(takes), [len(y) for _, y in takes.values()])
    X, y = (np.concatenate([take[n] for take in takes.values()]) for n in (0, 1))
    job = TrainingJob(
        output="o1",
        number=1,
        name="pose",
        kind=kind,
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm, options or {}), kind),
        inputs=tuple(range(INPUTS)),
        features=INPUTS,
        X=X.astype(np.float32),
        y=y,
        takes=numbers.astype(np.int64),
        fingerprint="f",
        classes=3 if kind == "classification" else 0,
        nothing=nothing,
        learned={int(n): Lesson() for n in takes},
    )
    if (y == 0).any() and kind == "classification":
        counters = job.y == 0
        job = replace(
            job,
            X=job.X[~counters],
            y=job.y[~counters],
            takes=job.takes[~counters],
            counter_examples=job.X[counters],
            counter_takes=job.takes[counters],
        )
    return job


def output_of(job: TrainingJob) -> Output:
    """The output that a job is for."""
    choice = AlgorithmChoice(job.algorithm)
    if job.kind == "classification":
        return ClassificationOutput(uid="o1", name="pose", algorithm=choice, classes=3, nothing=job.nothing)
    return ContinuousOutput(uid="o1", name="pose", algorithm=choice)


def beside(
    job: TrainingJob, before: TrainingJob, margin: float = 0.02, named: TrainingJob | None = None
) -> tuple[Model, Model]:
    """The present model, of the job before, and the new one, with its verdict."""
    present = teach(before)
    terms = Terms(margin, tuple(np.unique(named.takes).tolist()) if named else ())
    comparison = Comparison(terms, output_of(job), present, before, named)
    return present, train_beside(job, comparison, KnownNovelty())


def some(job: TrainingJob, *takes: int) -> TrainingJob:
    """The job with these takes only, and what it learns from them."""
    learned = {take: lesson for take, lesson in (job.learned or {}).items() if take in takes}
    return replace(only(job, takes), learned=learned)
