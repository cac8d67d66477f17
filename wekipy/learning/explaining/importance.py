"""How much the answers of a model depend on each feature, whatever its algorithm.

The values of a feature are shuffled among examples: the more the error grows, the more the model depends on
it (permutation importance: Breiman 2001, "Random forests", Machine Learning 45:5; for any model, Fisher,
Rudin and Dominici 2019, "All models are wrong, but many are useful", Journal of Machine Learning Research
20:177).
"""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.novelty.references import spread_out
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed, Predictor

F64 = npt.NDArray[np.float64]
MOST_ANSWERS: Final = 20_000  # in all, so that it takes some seconds at most
MOST_EXAMPLES: Final = 300
LEAST_EXAMPLES: Final = 20


def shuffled_errors(model: Model, job: TrainingJob) -> F64:
    """(features,): by how much the error grows where a feature is shuffled, never below 0.

    Args:
        job: examples with the features that the model reads, at least one.
    """
    features = job.X.shape[1]
    count = int(np.clip(MOST_ANSWERS // max(1, features), LEAST_EXAMPLES, MOST_EXAMPLES))
    rows = spread_out(np.arange(len(job.y)), count)
    X, y = job.X[rows].astype(np.float64), job.y[rows]
    (predictor,) = compile_models([Placed(0, _alone(model))], features)
    classes = job.kind == "classification"
    known = _error(predictor, X, y, classes)
    random = np.random.default_rng(job.seed)
    found = np.zeros(features)
    for feature in np.flatnonzero(np.ptp(X, axis=0)):
        other = X.copy()
        other[:, feature] = X[random.permutation(len(X)), feature]
        found[feature] = max(0.0, _error(predictor, other, y, classes) - known)
    return found


def _alone(model: Model) -> Model:
    """The model for a vector of its own features only."""
    own = tuple(range(len(model.header.inputs)))
    return Model(msgspec.structs.replace(model.header, inputs=own), model.arrays)


def _error(predictor: Predictor, X: F64, y: F64, classes: bool) -> float:
    values, answers = np.zeros(1), np.empty(len(X))
    with np.errstate(all="ignore"):
        for n, x in enumerate(X):
            predictor.answer(x, values)
            answers[n] = values[0]
    if classes:
        return float(np.mean(answers != y))
    return float(np.sqrt(np.mean(np.square(answers - y))))
