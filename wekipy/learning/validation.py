"""Validates models of all kinds before they may answer."""

from __future__ import annotations

from wekipy.learning.gestures.gesture_model import read_gestures
from wekipy.learning.gestures.jobs import PREDICTOR
from wekipy.learning.model import Model
from wekipy.learning.novelty.predictor import Novelty, is_novelty
from wekipy.learning.novelty.thresholds import read_thresholds
from wekipy.learning.predictors import prepare_model
from wekipy.learning.predictors.arrays import mark_validated
from wekipy.project.problem import Problem


def check_model(model: Model) -> None:
    """Validate a model; afterwards it compiles without validation, in next to no time.

    Raises:
        Problem: if it is damaged, or made by hand, so that it cannot answer.
    """
    _prepare(model)
    if model.header.kind != "gesture" and is_novelty(model):
        Novelty(model, model.header.inputs[-1] + 1)
        read_thresholds(model)
    mark_validated(model)


def accept_validated(model: Model) -> None:
    """Accept a model that one of our workers has validated.

    For a forest of 8 MB this saves 6 ms of work beside the stream.

    Raises:
        Problem: if it cannot answer anyway.
    """
    mark_validated(model)
    _prepare(model)


def _prepare(model: Model) -> None:
    header = model.header
    if (header.kind == "gesture") != (header.predictor == PREDICTOR):
        raise Problem(
            f"the model of output {header.output} is damaged:"
            f" “{header.predictor}” cannot answer a {header.kind} output"
        )
    if header.kind == "gesture":
        read_gestures(model)
    else:
        prepare_model(model)
