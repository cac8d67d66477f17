"""Nearest neighbours: nothing is learned but the scaling; the examples are the model, kept as float32."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestNeighbors
from sklearn.pipeline import Pipeline

from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.left_out import class_parts, tried, wrong
from wekipy.learning.fitting.scaling import ranger, scaling_arrays
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.predictors import blending
from wekipy.project.schema import OptionValue

EXACT: Final = 1_000_000  # numbers in the examples up to which scikit-learn measures without shortcuts
F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]

KS: Final = (1, 3, 5, 9, 15, 25)  # that “auto” tries
MOST_TRIED: Final = 1_000  # examples that k is chosen on
ASKED: Final = 1_000  # examples, at most, that the training error is measured on


def fit_neighbours(job: TrainingJob) -> Fitted:
    """Nearest neighbours on inputs of equal range (option `scale`)."""
    scaler = ranger(job.X, bool(job.options["scale"]))
    examples = scaler.transform(job.X)
    search = "kd_tree" if examples.size <= EXACT else "brute"
    k, note = _choose_k(job, examples)
    model, predictor_arrays = _blend(job, search) if job.kind == "continuous" else _vote(job, k, search)
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
    settled: dict[str, OptionValue] = {"k": k} if job.options["k"] == "auto" else {}
    parts = {"k": tried(job, MOST_TRIED)} if job.kind == "classification" and settled else {}
    return Fitted("neighbours", arrays, fitted, estimator, step, note, settled=settled, parts=parts)


def _choose_k(job: TrainingJob, examples: npt.NDArray[np.float32]) -> tuple[int, str]:
    """How many neighbours vote, and what is to be said of it; “auto” is what errs least on takes left out."""
    if job.options["k"] != "auto":
        return int(job.options["k"]), ""
    errors = np.zeros(len(KS))
    parts = class_parts(job, MOST_TRIED)
    for part in parts:
        targets = job.y[part.test]
        votes = _votes(examples[part.train], job.y[part.train], examples[part.test])
        errors += [wrong(answers, targets) for answers in votes]
    k = KS[int(errors.argmin())]
    return k, f"k {k}, chosen on examples left out" if k > 1 else ""


def _votes(known: npt.NDArray[np.float32], targets: F64, asked: npt.NDArray[np.float32]) -> list[F64]:
    """What each of `KS` neighbours answer, (asked,) each."""
    labels, places = np.unique(targets, return_inverse=True)
    most = min(max(KS), len(known))
    nearest = NearestNeighbors(n_neighbors=most, algorithm="brute").fit(known).kneighbors(asked)[1]
    counts = np.cumsum(places[nearest][:, :, None] == np.arange(len(labels)), axis=1)
    return [labels[counts[:, min(k, most) - 1].argmax(axis=1)] for k in KS]


def _vote(job: TrainingJob, k: int, search: str) -> tuple[Any, Arrays]:
    k = min(k, len(job.y))
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
