"""Scores a kept model on takes."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from wekipy.learning.comparing.answers import errors_of, examples_in
from wekipy.learning.comparing.parts import thinned
from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem


class TakeScore(msgspec.Struct, frozen=True):
    """One take.

    Attributes:
        examples: that the model was asked about; 1 for a gesture.
        figure: as that of the `Score`.
        learned: whether the model learned from the take as it is now, which favours it; None if it does not
            say what it learned from.
    """

    take: int
    examples: int
    figure: float
    learned: bool | None


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How a model answers the examples of takes.

    Attributes:
        measure: "accuracy" (share of right answers), "rmse" (in output units), or "recognised" (share of
            gestures that alone were recognised, and of idle movement that no gesture spoils).
        figure: over all examples; of gestures, over all takes.
        examples: that it was asked about; of very many, some thousands, evenly spread.
    """

    output: int
    algorithm: str
    trained: str
    measure: Literal["accuracy", "rmse", "recognised"]
    figure: float
    examples: int
    by_take: tuple[TakeScore, ...]


def score(job: TrainingJob) -> Score:
    """Ask a model about all examples of a job.

    Args:
        job: its comparison says which model; its inputs are that model's.

    Raises:
        Problem: if there is nothing to ask about.
    """
    assert job.comparison is not None  # noqa: S101  it brings the model
    model, output = job.comparison.present, job.comparison.output
    thin = thinned(job)
    errors, counts = errors_of(model, thin, output), examples_in(thin, output)
    if not errors:
        raise Problem(f"output {job.number}: the takes have no examples that the model can be asked about")
    lessons, known = job.learned or {}, model.header.learned
    by_take = tuple(
        TakeScore(
            take,
            counts[take],
            error if job.kind == "continuous" else 1.0 - error,
            None if known is None else known.get(take, 0) == lessons.get(take),
        )
        for take, error in sorted(errors.items())
    )
    return Score(
        output=job.number,
        algorithm=model.header.chosen or model.header.algorithm,
        trained=model.header.trained,
        measure=_MEASURES[job.kind],
        figure=_over_all(by_take, squared=job.kind == "continuous"),
        examples=sum(one.examples for one in by_take),
        by_take=by_take,
    )


_MEASURES: dict[str, Literal["accuracy", "rmse", "recognised"]] = {
    "continuous": "rmse",
    "classification": "accuracy",
    "gesture": "recognised",
}


def _over_all(by_take: tuple[TakeScore, ...], squared: bool) -> float:
    power = 2 if squared else 1
    total = sum(one.examples * one.figure**power for one in by_take)
    mean = total / sum(one.examples for one in by_take)
    return math.sqrt(mean) if squared else mean
