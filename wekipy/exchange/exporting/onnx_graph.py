"""A fitted pipeline as an ONNX graph, by skl2onnx (the extra `onnx`)."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from skl2onnx.sklapi import CastTransformer
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from wekipy.exchange.exporting.onnx_boosting import make_boosting_graph
from wekipy.exchange.exporting.onnx_neighbours import make_neighbour_graph
from wekipy.learning.fitting.scaling import fixed_scaler
from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem

_EXACT = (GaussianProcessRegressor, PolynomialFeatures)  # whose sums cancel too much for float32


def make_graph(estimator: Pipeline, job: TrainingJob) -> bytes:
    """The graph, serialised.

    Raises:
        Problem: if ONNX has no way to express the algorithm.
    """
    steps = list(estimator.steps)
    last = steps[-1][1]
    _check(last, job)
    if getattr(last, "weights", "uniform") != "uniform":
        return make_neighbour_graph(estimator, job)
    if isinstance(last, HistGradientBoostingRegressor):
        return make_boosting_graph(last, job)
    if isinstance(estimator.named_steps.get("products"), ColumnTransformer):
        steps = [("powers", _powers(estimator, job)), *steps[3:]]
    elif any(isinstance(step, _EXACT) for _, step in steps):
        steps.insert(1, ("exact", CastTransformer(dtype=np.float64)))
    options: dict[int, Any] = {id(last): {"zipmap": False}} if job.kind == "classification" else {}
    inputs = [("inputs", FloatTensorType([None, job.features]))]
    try:
        with warnings.catch_warnings():
            # skl2onnx asks scikit-learn for what later versions will not have; a musician need not know.
            warnings.simplefilter("ignore", FutureWarning)
            graph = to_onnx(Pipeline(steps), initial_types=inputs, options=options, target_opset=18)
    except Exception as e:  # skl2onnx fails in many ways, and the other outputs are to be written
        raise _cannot(job, f"{type(last).__name__} ({type(e).__name__})") from e
    data: bytes = graph.SerializeToString()
    return data


def _powers(estimator: Pipeline, job: TrainingJob) -> ColumnTransformer:
    """Choosing, scaling and raising each input in one step: skl2onnx cannot choose from what was chosen."""
    scale, products = estimator.named_steps["scale"], estimator.named_steps["products"]
    exact = CastTransformer(dtype=np.float64)
    parts = [
        (name, Pipeline([("exact", exact), ("scale", StandardScaler()), ("powers", powers)]), [n])
        for n, (name, powers, _) in zip(job.inputs, products.transformers_, strict=True)
    ]
    made = ColumnTransformer(parts).fit(np.zeros((1, job.features)))
    for n, (_, pipeline, _) in enumerate(made.transformers_[: len(parts)]):
        pipeline.steps[1] = ("scale", fixed_scaler(scale.mean_[n : n + 1], scale.scale_[n : n + 1]))
    return made


def _check(last: Any, job: TrainingJob) -> None:
    """Refuse what skl2onnx would express, but not well, or not so that it can be run."""
    if isinstance(last, GaussianProcessClassifier):
        raise _cannot(job, "a Gaussian process of classes")


def _cannot(job: TrainingJob, what: str) -> Problem:
    return Problem(
        f"output {job.number}: ONNX cannot express {what}; export it as skops, or choose another algorithm"
    )
