"""Looks a model through before it may answer, whatever it is for."""

from __future__ import annotations

from wekipy.learning.gestures.model import read_gestures
from wekipy.learning.gestures.teaching import PREDICTOR
from wekipy.learning.model import Model
from wekipy.learning.novelty.predictor import Novelty, is_novelty
from wekipy.learning.novelty.thresholds import read_thresholds
from wekipy.learning.predictors import prepare_model
from wekipy.learning.predictors.arrays import declare_sound
from wekipy.project.problem import Problem


def check_model(model: Model) -> None:
    """Look a model through; from then on it is compiled without that, in next to no time.

    Raises:
        Problem: if it is damaged, or made by hand, so that it cannot answer.
    """
    _prepare(model)
    if model.header.kind != "gesture" and is_novelty(model):
        Novelty(model, model.header.inputs[-1] + 1)
        read_thresholds(model)
    declare_sound(model)


def trust_model(model: Model) -> None:
    """Take a model as sound that a worker of ours has looked through where it was made.

    For a forest of 8 MB that is 6 ms of work that the stream, beside it, does not feel.

    Raises:
        Problem: if it cannot answer all the same.
    """
    declare_sound(model)
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
