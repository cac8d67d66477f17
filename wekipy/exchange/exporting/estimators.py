"""Outputs as scikit-learn estimators that read all inputs of the project, and their files.

The only module of the exchange that imports scikit-learn; never imported where an engine runs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
import skops.io
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from wekipy.learning.algorithms import remembers
from wekipy.learning.fitting import Fitted, fit
from wekipy.learning.model import TrainingJob
from wekipy.learning.predictors.blending import distance_weights
from wekipy.learning.wild import set_aside
from wekipy.project.problem import Problem
from wekipy.storage.atomic import replacing


def fit_estimator(job: TrainingJob) -> Pipeline:
    """A fitted pipeline: the connected inputs are chosen, scaled, and answered from.

    `predict(X)` with X (n, all inputs) float64 gives what the engine answers before limits and rounding; for
    nearest neighbours X must be float32, as the engine's inputs are.

    Raises:
        Problem: as training does, or for a gesture output.
    """
    if job.kind == "gesture":
        raise Problem(f"output {job.number} spots gestures, which no scikit-learn estimator does")
    if remembers(job.algorithm):
        raise Problem(
            f"output {job.number} remembers what came before, which no scikit-learn estimator does; "
            "export it as C++ or JavaScript"
        )
    fitted = fit(set_aside(job))
    return Pipeline([("inputs", _chooser(job)), *_steps(fitted)])


def _chooser(job: TrainingJob) -> Any:
    chooser = ColumnTransformer([("connected", "passthrough", list(job.inputs))])
    return chooser.fit(np.zeros((1, job.features)))


def _steps(fitted: Fitted) -> list[tuple[str, Any]]:
    estimator = fitted.estimator
    steps = list(estimator.steps) if isinstance(estimator, Pipeline) else [("model", estimator)]
    last = steps[-1][1]
    if getattr(last, "weights", None) is distance_weights:
        # The same weights under scikit-learn's own name, so that the file does not need wekipy.
        last.set_params(weights="distance")
    return steps


def write_skops(path: Path, job: TrainingJob) -> None:
    """The estimator of an output as a skops file, which can be looked into before it is loaded."""
    data = skops.io.dumps(fit_estimator(job))
    with replacing(path) as file:
        file.write(data)


def write_joblib(path: Path, job: TrainingJob) -> None:
    """The estimator of an output as a joblib file. Such files run code when they are loaded; we never do."""
    estimator = fit_estimator(job)
    with replacing(path) as file:
        joblib.dump(estimator, file)


def write_onnx(path: Path, job: TrainingJob) -> None:
    """The estimator of an output as an ONNX graph from float32 `inputs` (n, all inputs).

    Raises:
        Problem: if skl2onnx is not installed, or cannot express the algorithm.
    """
    try:
        from wekipy.exchange.exporting.onnx_graph import make_graph  # noqa: PLC0415  an extra
    except ModuleNotFoundError as e:
        raise Problem("ONNX needs the package skl2onnx; install it with: pip install 'wekipy[onnx]'") from e
    graph = make_graph(fit_estimator(job), job)
    with replacing(path) as file:
        file.write(graph)


WRITERS: Final[dict[str, Callable[[Path, TrainingJob], None]]] = {
    "skops": write_skops,
    "joblib": write_joblib,
    "onnx": write_onnx,
}
"""By the name of the format."""
