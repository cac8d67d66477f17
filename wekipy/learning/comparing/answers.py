"""The errors of a model on takes, as it would answer them live."""

from __future__ import annotations

import math
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.comparing.parts import takes_of
from wekipy.learning.fitting import train
from wekipy.learning.gestures.evaluation import perform
from wekipy.learning.gestures.example import GestureOptions
from wekipy.learning.gestures.gesture_model import read_gestures
from wekipy.learning.gestures.jobs import shown, teach_gestures
from wekipy.learning.gestures.training import used
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.novelty.predictor import Novelty, is_novelty
from wekipy.learning.novelty.thresholds import read_thresholds
from wekipy.learning.output_training import teach
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed, Remembering
from wekipy.learning.sequences import begins
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output
from wekipy.stages.limits import Limits
from wekipy.stages.thresholds import Thresholds

F64 = npt.NDArray[np.float64]
Errors = dict[int, float]
"""By the number of the take."""

SPOILT: Final = 5.0  # seconds of idle movement that one false gesture spoils
BORDER: Final = 0.5  # the novelty at the border of what was shown
WORST: Final = 1e6  # an error that is reported for one beyond all bounds


def learn(job: TrainingJob) -> Model:
    """Train a job, with those parts only that its answers depend on.

    Raises:
        Problem: as `wekipy.learning.fitting.train`.
    """
    with progress.quietly():
        if job.kind == "gesture":
            return teach_gestures(job)
        return teach(job) if job.nothing else train(job)


def errors_of(model: Model, job: TrainingJob, output: Output) -> Errors:
    """The error of a model on each take of a job.

    Of a classifier it is the share of examples that it answers wrongly, of a number the RMSE in its units. Of
    a gesture it is 0 if that alone was recognised, once, else 1; of idle movement, the share that false
    gestures spoil.

    Args:
        job: its inputs are those of the model, in the same order.
        output: whose limits and reject option apply.
    """
    if isinstance(output, GestureOutput):
        return _gesture_errors(model, job)
    X, y, takes = _asked(job, output)
    wrong = answers_of(model, X, takes, output) - y
    found = {}
    for take in np.unique(takes).tolist():
        own = wrong[takes == take]
        if job.kind == "continuous":
            error = math.sqrt(min(float(np.mean(np.square(own))), WORST**2))
        else:
            error = float(np.mean(own != 0.0))
        found[take] = error
    return found


def examples_in(job: TrainingJob, output: Output) -> dict[int, int]:
    """How many examples of each take are asked about; of gestures, 1."""
    if isinstance(output, GestureOutput):
        return dict.fromkeys(takes_of(job), 1)
    takes, counts = np.unique(_asked(job, output)[2], return_counts=True)
    return dict(zip(takes.tolist(), counts.tolist(), strict=True))


def _asked(job: TrainingJob, output: Output) -> tuple[npt.NDArray[np.float32], F64, npt.NDArray[np.int64]]:
    """The examples to ask about, with counter-examples where the output may answer nothing."""
    counters, takes = job.counter_examples, job.counter_takes
    rejects = isinstance(output, ClassificationOutput) and output.nothing
    if not rejects or counters is None or takes is None:
        return job.X, job.y, job.takes
    return (
        np.concatenate([job.X, counters]),
        np.concatenate([job.y, np.zeros(len(takes))]),
        np.concatenate([job.takes, takes]),
    )


def answers_of(model: Model, X: npt.NDArray[np.float32], takes: npt.NDArray[np.int64], output: Output) -> F64:
    """(n,) what a model answers to (n, its inputs), limited or rejected as live, frame by frame.

    What remembers begins anew with each take. The reject option decides each frame for itself: its hysteresis
    and hold time depend on what came before.
    """
    inputs = X.shape[1]
    own = _with_inputs(model, inputs)
    (predictor,) = compile_models([Placed(0, own)], inputs)
    novelty = thresholds = None
    if isinstance(output, ClassificationOutput) and output.nothing and is_novelty(own):
        novelty, thresholds = Novelty(own, inputs), _thresholds(own, output)
    limits, values, answers = Limits((output,), np.zeros(1)), np.zeros(1), np.empty(len(X))
    new = begins(takes, None, math.inf)
    for place, x in enumerate(X.astype(np.float64)):
        if new[place] and isinstance(predictor, Remembering):
            predictor.forget()
        predictor.answer(x, values)
        if novelty is not None and thresholds is not None:
            sure = predictor.distribution.max() if isinstance(predictor, Classifier) else 1.0
            if novelty.of(x) > thresholds.novelty or sure < thresholds.confidence:
                values[0] = 0.0
        limits.apply(values)
        answers[place] = values[0]
    return answers


def contradictions(model: Model, job: TrainingJob, output: Output, off: float) -> Errors:
    """By take, the share of examples among what a model learned that it answers otherwise than the take says.

    Among them is an example with a novelty of 0.5 at most; counter-examples are not asked about. Empty for
    gestures, and for models that have no novelty.

    Args:
        off: of a number, from where on an answer is another one, in its units.
    """
    if job.kind == "gesture" or not is_novelty(model) or not len(job.y):
        return {}
    inputs = job.X.shape[1]
    novelty = Novelty(_with_inputs(model, inputs), inputs)
    inside = np.array([novelty.of(x) <= BORDER for x in job.X.astype(np.float64)])
    answers = answers_of(model, job.X, job.takes, output)
    other = np.abs(answers - job.y) > off if job.kind == "continuous" else (answers != job.y) & (answers != 0)
    return {t: float(np.mean((inside & other)[job.takes == t])) for t in np.unique(job.takes).tolist()}


def _with_inputs(model: Model, inputs: int) -> Model:
    """The model as one that reads the first inputs."""
    return Model(msgspec.structs.replace(model.header, inputs=tuple(range(inputs))), model.arrays)


def _thresholds(model: Model, output: ClassificationOutput) -> Thresholds:
    proposed = read_thresholds(model)[0] if output.thresholds is None else Thresholds(*output.thresholds)
    return proposed.at(output.sensitivity)


def _gesture_errors(model: Model, job: TrainingJob) -> Errors:
    known, has = read_gestures(model), shown(job)
    options = msgspec.convert(model.header.options, GestureOptions)
    options = msgspec.structs.replace(options, once_per_run=False)
    errors: Errors = {}
    for place in used(has.examples):
        example = has.examples[place]
        errors[has.takes[place]] = float(perform(known, options, example) != [example.gesture])
    for take, movement in zip(has.idle_takes, has.idle, strict=True):
        if len(movement) > 1:
            false = len(perform(known, options, movement))
            errors[take] = min(1.0, false * SPOILT / max(movement.seconds, SPOILT))
    return errors
