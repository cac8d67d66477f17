"""Compares the answers of all models of an output to the same input."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.engine.shelf import Shelf
from wekipy.engine.taking_over import rejection
from wekipy.engine.view import View
from wekipy.learning.model import Model
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.project.editing import output_at
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput
from wekipy.stages.features import FeatureRun, reads, width_of

F64 = npt.NDArray[np.float64]


def _seen(model: Model, x: F64) -> F64:
    """What a model sees of one vector alone, without the frames before it; nothing if it cannot."""
    plan = model.header.plan
    if plan is None:
        return x
    return FeatureRun(plan).step(x, 0.0) if width_of(plan) and reads(plan) <= len(x) else np.empty(0)


def compare(view: View, inputs: npt.NDArray[np.float64], number: int) -> list[dict[str, Any]]:
    """Return the answers of all kept models of an output (from 1) to `inputs`, oldest model first.

    It shares no data with the running models, so it may run in any thread.
    """
    output = output_at(view.project, number)
    if isinstance(output, GestureOutput):
        raise Problem(f"output {number} spots gestures: one input vector does not tell its models apart")
    shelf = view.shelves.get(output.uid, Shelf())
    x, answers = np.array(inputs), []
    for n, model in enumerate(shelf.models):
        values = np.zeros(1)
        seen = _seen(model, x)
        for predictor in compile_models([Placed(0, model)], len(seen)) if len(seen) else ():
            predictor.answer(seen, values)
        answers.append(
            {
                "number": n + 1,
                "answers": n == shelf.at,
                "value": float(values[0]),
                "algorithm": model.header.algorithm,
                "examples": model.header.examples,
                "trained": model.header.trained,
                "rejected": rejection(model.header.verdict),
            }
        )
    return answers
