"""Teaches every algorithm the same and asks them the same: times and errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final, TypeAlias

import numpy as np

from wekipy.learning.algorithms import algorithms_for, resolve
from wekipy.learning.model import TrainingJob
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed, Predictor
from wekipy.project.option import BOTH
from wekipy.project.schema import AlgorithmChoice, Kind
from wekipy.rehearsal.comparison.machine import Machine, this_machine
from wekipy.rehearsal.comparison.sets import F64, DataSet, Split, data_sets, speed_set

Say: TypeAlias = Callable[[str], None]

INPUTS, EXAMPLES, CLASSES = 20, 1_000, 4  # of the set that speed is measured with
LIMIT: Final = 300.0  # microseconds that an answer may take there
FITS, FITTING_SECONDS = 3, 1.0  # whichever comes first
ASKING_SECONDS: Final = 0.3
ASKING_LEAST: Final = 30


@dataclass(frozen=True)
class Speed:
    """Medians, at `INPUTS` inputs and `EXAMPLES` examples.

    Attributes:
        fit: seconds of a training.
        answer: microseconds for one vector by the compiled predictor.
        scikit_learn: microseconds for scikit-learn's own predict of one vector, same estimator.
        ratio: scikit_learn / answer.
    """

    fit: float
    answer: float
    scikit_learn: float
    ratio: float


@dataclass(frozen=True)
class Row:
    """One algorithm for one kind of output.

    Attributes:
        scores: by the name of the set: share of right answers, or RMSE in units of the output.
        error: over all sets, 0 is perfect: the mean share of wrong answers, or the mean of RMSE over the RMSE
            of always answering the mean.
    """

    algorithm: str
    title: str
    kind: Kind
    speed: Speed
    scores: dict[str, float]
    error: float


@dataclass(frozen=True)
class About:
    """A set, as readers see it.

    Attributes:
        examples: that were demonstrated, at most.
        baseline: the score of who answers the mean, or the most frequent class.
        spread: from the least to the most of the targets.
    """

    name: str
    title: str
    about: str
    kind: Kind
    inputs: int
    examples: int
    baseline: float
    spread: float


@dataclass(frozen=True)
class Comparison:
    """What `wekipy bench --learning` found."""

    measured: str
    machine: Machine
    inputs: int
    examples: int
    classes: int
    limit: float
    sets: list[About]
    rows: list[Row]

    def of(self, kind: Kind) -> list[Row]:
        """The rows of one kind of output."""
        return [row for row in self.rows if row.kind == kind]

    def sets_of(self, kind: Kind) -> list[About]:
        """The sets of one kind of output."""
        return [one for one in self.sets if one.kind == kind]


def compare(names: Sequence[str], say: Say) -> Comparison:
    """Compare the algorithms of these names, or all if there are none, for every kind of output they are for.

    About a minute for all.
    """
    sets = data_sets()
    about = [_about(one) for one in sets]
    rows = []
    for kind in BOTH:
        for algorithm in (one for one in algorithms_for(kind) if not one.memory):
            if not names or algorithm.name in names:
                say(f"{algorithm.title.lower()}, {kind}")
                scores = {one.name: score(one, algorithm.name) for one in sets if one.kind == kind}
                speed = measure_speed(kind, algorithm.name)
                rows.append(Row(algorithm.name, algorithm.title, kind, speed, scores, _error(scores, about)))
    measured = datetime.now(timezone.utc).date().isoformat()
    return Comparison(measured, this_machine(), INPUTS, EXAMPLES, CLASSES, LIMIT, about, rows)


def _about(one: DataSet) -> About:
    examples, inputs = one.splits[0].X.shape
    return About(
        one.name, one.title, one.about, one.kind, inputs, examples, _judge(one, _usual(one)), one.spread
    )


def _error(scores: dict[str, float], sets: Sequence[About]) -> float:
    errors = [
        1.0 - scores[one.name] if one.kind == "classification" else scores[one.name] / one.baseline
        for one in sets
        if one.name in scores
    ]
    return float(np.mean(errors))


def score(data_set: DataSet, algorithm: str) -> float:
    """Share of right answers, or RMSE in units of the output, of compiled predictors asked one by one."""
    return _judge(data_set, [_taught(data_set, algorithm, split) for split in data_set.splits])


def _taught(data_set: DataSet, algorithm: str, split: Split) -> F64:
    answers = np.empty_like(split.right)
    for output in range(answers.shape[1]):
        predictor, _ = _learn(_job(data_set.kind, algorithm, split, data_set.classes, output))
        for x, into in zip(split.asked, answers, strict=True):
            predictor.answer(x, into[output : output + 1])
    return answers


def _usual(data_set: DataSet) -> list[F64]:
    """The mean of what was demonstrated, or the most frequent class, as the answer to everything."""
    if data_set.kind == "continuous":
        return [np.broadcast_to(split.y.mean(axis=0), split.right.shape) for split in data_set.splits]
    usual = [np.bincount(split.y.ravel().astype(int)).argmax() for split in data_set.splits]
    return [np.full(split.right.shape, float(c)) for c, split in zip(usual, data_set.splits, strict=True)]


def _judge(data_set: DataSet, answers: Sequence[F64]) -> float:
    given = np.concatenate(answers)
    wanted = np.concatenate([split.right for split in data_set.splits])
    if data_set.kind == "classification":
        return float(np.mean(given == wanted))
    return float(np.sqrt(np.mean(np.square(given - wanted))))


def _job(kind: Kind, algorithm: str, split: Split, classes: int, output: int = 0) -> TrainingJob:
    """A training with the algorithm's default options."""
    features = split.X.shape[1]
    return TrainingJob(
        output="bench",
        number=output + 1,
        name="bench",
        kind=kind,
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm), kind),
        inputs=tuple(range(features)),
        features=features,
        X=split.X.astype(np.float32),
        y=split.y[:, output],
        takes=split.takes,
        fingerprint="",
        classes=classes,
    )


def _learn(job: TrainingJob) -> tuple[Predictor, float]:
    """What answers for a job, in place 0, and the seconds that its training took."""
    from wekipy.learning.output_training import teach  # noqa: PLC0415  so that nobody else waits for scikit-learn

    model = teach(job)
    (predictor,) = compile_models([Placed(0, model)], job.features)
    return predictor, model.header.seconds


def measure_speed(kind: Kind, algorithm: str) -> Speed:
    """Fit and answer times of an algorithm with its default options."""
    from wekipy.learning.fitting import fit  # noqa: PLC0415

    split = speed_set(kind, INPUTS, EXAMPLES, CLASSES)
    job = _job(kind, algorithm, split, CLASSES if kind == "classification" else 0)
    predictor, seconds = _learn(job)
    fits, values = [seconds], np.zeros(1)
    while len(fits) < FITS and sum(fits) < FITTING_SECONDS:
        fits.append(_learn(job)[1])
    estimator = fit(job).estimator
    ours = _median_microseconds(lambda x: predictor.answer(x, values), split.asked)
    theirs = _median_microseconds(estimator.predict, split.asked[:, None, :])
    return Speed(float(np.median(fits)), ours, theirs, theirs / ours)


def _median_microseconds(ask: Callable[[F64], object], vectors: F64) -> float:
    for x in vectors[:5]:  # the first calls pay for what is then in place
        ask(x)
    clock, times, n = time.perf_counter_ns, [], 0
    end = clock() + int(ASKING_SECONDS * 1e9)
    while n < ASKING_LEAST or clock() < end:
        x = vectors[n % len(vectors)]
        start = clock()
        ask(x)
        times.append(clock() - start)
        n += 1
    return float(np.median(times)) / 1e3
