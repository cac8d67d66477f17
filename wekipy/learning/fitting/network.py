"""Neural networks: scikit-learn's perceptrons with tanh nodes, trained by optimisers of our own."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.neural_network import MLPClassifier, MLPRegressor

from wekipy.learning.algorithm_rows import NODES
from wekipy.learning.fitting.balance import sample_weights
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.network_evidence import Task
from wekipy.learning.fitting.network_inputs import Inputs, chunks, prepare
from wekipy.learning.fitting.network_layers import F64, Layers, shapes_of, split
from wekipy.learning.fitting.network_recipe import ClassTask, penalty_part, train_classes, train_continuous
from wekipy.learning.model import Arrays, TrainingJob

Net = tuple[list[F64], list[F64]]


def fit_network(job: TrainingJob) -> Fitted:
    """A network with `layers` hidden layers of `nodes` nodes, held simple by `alpha`.

    "inputs" nodes are as many as inputs, within `NODES`: a network of 1 or 2 nodes cannot bend enough for
    1 or 2 inputs. "auto" alpha: for a number, by the evidence of the examples (`network_evidence`); for
    classes, by cross-validation (`network_recipe`). Inputs and targets are standardised for training; the
    estimator and the arrays take and give them as they are.

    Args:
        job: with two or more examples, at least one input that changed, and two or more classes.
    """
    inputs = prepare(job.X, _targets(job))
    return _continuous(job, inputs) if job.kind == "continuous" else _classes(job, inputs)


def _targets(job: TrainingJob) -> F64:
    """(examples, columns) to learn: the number, or a column for each class."""
    if job.kind == "continuous":
        return job.y[:, None]
    return np.asarray(job.y[:, None] == np.unique(job.y), np.float64)


def _hidden(job: TrainingJob) -> list[int]:
    nodes = job.options["nodes"]
    count = int(np.clip(len(job.inputs), *NODES)) if nodes == "inputs" else int(nodes)
    return [count] * int(job.options["layers"])


def _alpha(job: TrainingJob) -> float | None:
    alpha = job.options["alpha"]
    return None if alpha == "auto" else float(alpha)


def _continuous(job: TrainingJob, inputs: Inputs) -> Fitted:
    hidden, alpha = _hidden(job), _alpha(job)
    sizes = [inputs.Z.shape[1], *hidden, 1]
    mean, deviation = float(job.y.mean()), float(job.y.std())
    if job.y.max() > job.y.min():
        task = Task(inputs.Z, (job.y - mean) / deviation, sizes)
        flat = train_continuous(task, alpha, job.seed, by_input=inputs.direct)
    else:
        flat, deviation = np.zeros(sum(a * b for a, b in shapes_of(sizes))), 0.0
    coefs, biases = _unfolded(inputs, split(flat, sizes))
    coefs[-1] = coefs[-1] * deviation
    biases[-1] = biases[-1] * deviation + mean
    estimator = MLPRegressor(hidden_layer_sizes=tuple(hidden), **_settings(alpha))
    fitted = _fitted(job, estimator, np.zeros(1), (coefs, biases))
    parts = penalty_part(len(job.y), sizes, classes=False, chosen=alpha is not None)
    return replace(fitted, parts=parts)


def _classes(job: TrainingJob, inputs: Inputs) -> Fitted:
    hidden, alpha = _hidden(job), _alpha(job)
    present, labels = np.unique(job.y.astype(np.int64), return_inverse=True)
    sizes = [inputs.Z.shape[1], *hidden, 1 if len(present) == 2 else len(present)]
    task = ClassTask(inputs.Z, labels, job.takes, sizes, sample_weights(job))
    flat = train_classes(task, alpha, job.seed)
    estimator = MLPClassifier(hidden_layer_sizes=tuple(hidden), **_settings(alpha))
    fitted = _fitted(job, estimator, present, _unfolded(inputs, split(flat, sizes)))
    parts = penalty_part(len(job.y), sizes, classes=True, chosen=alpha is not None)
    return replace(fitted, parts=parts)


def _settings(alpha: float | None) -> dict[str, Any]:
    chosen = {} if alpha is None else {"alpha": alpha}
    return {"activation": "tanh", "solver": "lbfgs", "max_iter": 1, "random_state": 0, **chosen}


def _unfolded(inputs: Inputs, layers: Layers) -> Net:
    """Weights and biases of every layer, for the inputs as they come."""
    first = inputs.fold(layers[0])
    rest = [(layer[:-1], layer[-1]) for layer in layers[1:]]
    return [w for w, _ in (first, *rest)], [b for _, b in (first, *rest)]


def _fitted(job: TrainingJob, estimator: Any, targets: npt.NDArray[Any], net: Net) -> Fitted:
    """Put the weights into an estimator; one iteration on made-up data gives it its other attributes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # stops after one iteration, with a warning
        estimator.fit(np.zeros((len(targets), len(job.inputs))), targets)
    estimator.coefs_, estimator.intercepts_ = net
    estimator.set_params(max_iter=200)
    arrays: Arrays = {}
    for i, (weights, bias) in enumerate(zip(*net, strict=True)):
        arrays[f"weights_{i}"], arrays[f"bias_{i}"] = np.ascontiguousarray(weights), bias.copy()
    if job.kind == "classification":
        arrays["labels"] = estimator.classes_
    answers = np.concatenate([estimator.predict(part) for part in chunks(job.X)])
    return Fitted("network", arrays, answers.astype(np.float64), estimator)
