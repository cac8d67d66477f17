"""Looks a model through before it may answer, whatever it is for."""

from __future__ import annotations

from wekipy.learning import predictors
from wekipy.learning.gestures.model import read_gestures
from wekipy.learning.gestures.teaching import PREDICTOR
from wekipy.learning.model import Model
from wekipy.project.problem import Problem


def check_model(model: Model) -> None:
    """Raise a `Problem` if a model is damaged, or made by hand, so that it cannot answer."""
    header = model.header
    if (header.kind == "gesture") != (header.predictor == PREDICTOR):
        raise Problem(
            f"the model of output {header.output} is damaged:"
            f" “{header.predictor}” cannot answer a {header.kind} output"
        )
    if header.kind == "gesture":
        read_gestures(model)
    else:
        predictors.check_model(model)
