"""Nearest neighbours: nothing is learned but the scaling; the examples are the model, kept as float32."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import Pipeline

from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.scaling import ranger, scaling_arrays
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.predictors import blending

EXACT: Final = 1_000_000  # numbers in the examples up to which scikit-learn measures without shortcuts
ASKED: Final = 1_000  # examples, at most, that the training error is measured on


def fit_neighbours(job: TrainingJob) -> Fitted:
    """Nearest neighbours on inputs of equal range (option `scale`)."""
    scaler = ranger(job.X, bool(job.options["scale"]))
    examples = scaler.transform(job.X)
    search = "kd_tree" if examples.size <= EXACT else "brute"
    model, predictor_arrays = _blend(job, search) if job.kind == "continuous" else _vote(job, search)
    model.fit(examples, job.y if job.kind == "continuous" else job.y.astype(np.int64))
    arrays: Arrays = {
        **scaling_arrays(scaler),
        **predictor_arrays,
        "examples": examples,
        "k": np.array(model.n_neighbors, np.int64),
    }
    estimator = Pipeline([("scale", scaler), ("neighbours", model)])
    step = -(-len(examples) // ASKED)
    fitted = estimator.predict(job.X[::step]).astype(np.float64)
    return Fitted("neighbours", arrays, fitted, estimator, step)


def _vote(job: TrainingJob, search: str) -> tuple[Any, Arrays]:
    k = min(int(job.options["k"]), len(job.y))
    labels, targets = np.unique(job.y.astype(np.int64), return_inverse=True)
    arrays: Arrays = {"labels": labels, "targets": targets.astype(np.int64)}
    return KNeighborsClassifier(k, algorithm=search), arrays


def _blend(job: TrainingJob, search: str) -> tuple[Any, Arrays]:
    """The last neighbour of a smooth blend has no say, so one more is asked, if there is one."""
    k, n = int(job.options["k"]), len(job.y)
    kind = {"even": blending.EVEN, "distance": blending.DISTANCE, "smooth": blending.SMOOTH}[
        str(job.options["weights"])
    ]
    if kind == blending.SMOOTH:
        kind, k = (blending.SMOOTH, k + 1) if k < n else (blending.SMOOTH_ALL, n)
    weights = blending.WEIGHTS.get(kind, "uniform")
    model = KNeighborsRegressor(min(k, n), weights=weights, algorithm=search)
    return model, {"targets": job.y, "blend": np.array(kind, np.int64)}
