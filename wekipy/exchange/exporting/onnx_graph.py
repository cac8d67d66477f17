"""A fitted pipeline as an ONNX graph, by skl2onnx (the extra `onnx`)."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from skl2onnx.common.exceptions import MissingConverter, MissingShapeCalculator
from skl2onnx.sklapi import CastTransformer
from sklearn.pipeline import Pipeline

from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem

_DOUBLE = ("gaussian-process", "polynomial")  # whose sums cancel too much for float32


def make_graph(estimator: Pipeline, job: TrainingJob) -> bytes:
    """The graph, serialised.

    Raises:
        Problem: if ONNX has no way to express the algorithm.
    """
    last = estimator.steps[-1][1]
    if getattr(last, "weights", "uniform") != "uniform":
        # By distance could be expressed, but is far off near the examples, where float32 distances are not 0.
        raise Problem(
            f"output {job.number} blends its neighbours by their distance, which ONNX cannot express well; "
            "set its option weights to even, or export it as skops"
        )
    if job.algorithm == "gaussian-process" and job.kind == "classification":
        raise Problem(
            f"output {job.number}: ONNX cannot express a gaussian-process of classes; "
            "export it as skops, or choose another algorithm"
        )
    steps = list(estimator.steps)
    if job.algorithm in _DOUBLE:
        steps.insert(1, ("exact", CastTransformer(dtype=np.float64)))
    options: dict[int, Any] = {id(last): {"zipmap": False}} if job.kind == "classification" else {}
    try:
        with warnings.catch_warnings():
            # skl2onnx asks scikit-learn for what later versions will not have; a musician need not know.
            warnings.simplefilter("ignore", FutureWarning)
            graph = to_onnx(
                Pipeline(steps),
                initial_types=[("inputs", FloatTensorType([None, job.width]))],
                options=options,
                target_opset=18,
            )
    except (MissingConverter, MissingShapeCalculator, NotImplementedError, RuntimeError, NameError) as e:
        raise Problem(
            f"output {job.number}: ONNX cannot express {job.algorithm} ({type(e).__name__}); "
            "export it as skops, or choose another algorithm"
        ) from e
    data: bytes = graph.SerializeToString()
    return data
