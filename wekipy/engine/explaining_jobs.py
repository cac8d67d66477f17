"""Makes the jobs that say what a model has learned, and which examples an input is like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from wekipy.engine.comparison_jobs import features_of_model, job_of_model
from wekipy.engine.engine import Engine
from wekipy.engine.view import View
from wekipy.learning.model import Model, TrainingJob
from wekipy.project.editing import output_at
from wekipy.project.examples import dataset
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]


def present_model(view: View, number: int) -> Model:
    """The model that answers for an output (from 1).

    Raises:
        Problem: if there is no such output, it has no model, or it recognises gestures.
    """
    output = output_at(view.project, number)
    model = view.models.get(output.uid)
    if model is None:
        raise Problem(f"output {number} has no model yet: record examples and train first")
    if model.header.kind == "gesture":
        raise Problem(
            f"output {number} compares movements with the examples of its gestures, and has no other rules:"
            " see gesture_curves"
        )
    return model


def can_be_explained(view: View) -> list[int]:
    """The outputs (from 1) that have a model that can be explained.

    Raises:
        Problem: if there are none.
    """
    found = []
    for number, output in enumerate(view.project.outputs, 1):
        model = view.models.get(output.uid)
        if model is not None and model.header.kind != "gesture":
            found.append(number)
    if not found:
        raise Problem("no output has a model that can be explained: record examples and train first")
    return found


def explaining_job(view: View, number: int, model: Model) -> TrainingJob:
    """The job that says what a model has learned.

    Args:
        view: the one with the features of the model.
    """
    return job_of_model(view, number, model, _called(number))


def nearest_job(view: View, number: int, model: Model, x: F64) -> TrainingJob:
    """The job that looks for the examples that a vector of features is like.

    Raises:
        Problem: if the output has no examples.
    """
    job = job_of_model(view, number, model, _called(number))
    if not len(job.y):
        raise Problem(f"output {number} has no examples to compare with")
    its_view, its = features_of_model(view, number, model, _called(number))
    examples = dataset(its_view.project, its_view.data, its)
    times = examples.times if job.kind == "continuous" else examples.times[examples.y != 0]
    return replace(job, asked=x[list(model.header.inputs)], times=times)


def latest_features(engine: Engine, model: Model) -> F64:
    """The features of a model, of the vector that came last; of two, if one comes just now.

    Raises:
        Problem: if nothing has arrived, or the blocks of the project cannot make them.
    """
    if not engine.arrived:
        raise Problem("nothing has arrived yet: move the sensor, then ask again")
    features = engine.features.of(model.header.plan) if model.header.plan is not None else engine.inputs
    if features is None:
        raise Problem("the blocks of the project cannot make the features of the model")
    found: F64 = np.array(features, np.float64)
    return found


def _called(number: int) -> str:
    return f"the model of output {number}"
