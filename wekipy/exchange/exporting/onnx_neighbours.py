"""Neighbours blended by their distance as an ONNX graph of our own.

skl2onnx has one, in float32: near the examples its distances are not 0 where they should be. This one rounds
the scaled inputs to float32, as the engine does, and measures in float64, one row after the other: all
distances of all rows at once would take gigabytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper
from sklearn.pipeline import Pipeline

from wekipy.learning.model import TrainingJob
from wekipy.learning.predictors.blending import shepard_weights, smooth_weights
from wekipy.learning.predictors.neighbours import FARTHEST

OPSET, IR_VERSION = 18, 9
_SINGLE, _DOUBLE = TensorProto.FLOAT, TensorProto.DOUBLE


def make_neighbour_graph(estimator: Pipeline, job: TrainingJob) -> bytes:
    """Return the graph, serialised: float32 `inputs` (n, all inputs) to float32 `variable` (n, 1)."""
    body = _one_row(estimator, job)
    scan = helper.make_node("Scan", ["inputs"], ["variable"], body=body, num_scan_inputs=1)
    graph = helper.make_graph(
        [scan],
        "neighbours",
        [helper.make_tensor_value_info("inputs", _SINGLE, [None, job.features])],
        [helper.make_tensor_value_info("variable", _SINGLE, [None, 1])],
    )
    opset = [helper.make_opsetid("", OPSET)]
    made: ModelProto = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
    checker.check_model(made)
    data: bytes = made.SerializeToString()
    return data


class _Steps:
    """Nodes one after the other, each with one result of its own name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, array: Any, dtype: Any = np.float64) -> str:
        """Add a constant; returns its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(array, dtype), name))
        return name

    def add(self, kind: str, *given: str, **attributes: Any) -> str:
        """Add a node; returns the name of its result."""
        name = f"step_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, given, [name], **attributes))
        return name

    def rounded(self, exact: str, most: float) -> str:
        """Round to float32 within ±`most`."""
        within = self.add("Clip", exact, self.constant(-most), self.constant(most))
        return self.add("Cast", self.add("Cast", within, to=_SINGLE), to=_DOUBLE)

    def total(self, numbers: str, axis: int) -> str:
        """Sum along an axis."""
        return self.add("ReduceSum", numbers, self.constant([axis], np.int64), keepdims=0)

    def at(self, numbers: str, place: int) -> str:
        """Pick one of a row of numbers, as a row of one."""
        return self.add("Gather", numbers, self.constant([place], np.int64))


def _one_row(estimator: Pipeline, job: TrainingJob) -> GraphProto:
    """The graph for one vector (all inputs,)."""
    scale, model = estimator.named_steps["scale"], estimator.steps[-1][1]
    s = _Steps()
    chosen = s.add("Gather", "row", s.constant(job.inputs, np.int64))
    away = s.add("Sub", s.add("Cast", chosen, to=_DOUBLE), s.constant(scale.mean_))
    scaled = s.rounded(s.add("Div", s.rounded(away, 1e38), s.constant(scale.scale_)), FARTHEST)
    # `_fit_X` and `_y` are what skl2onnx reads, too: scikit-learn has no other name for the examples.
    difference = s.add("Sub", s.constant(model._fit_X), scaled)
    squares = s.total(s.add("Mul", difference, difference), 1)
    count = s.constant([model.n_neighbors], np.int64)
    s.nodes.append(helper.make_node("TopK", [squares, count], ["nearest", "places"], axis=0, largest=0))
    weights = _weights(s, s.add("Sqrt", "nearest"), model.weights)
    targets = s.add("Gather", s.constant(np.ravel(model._y)), "places")
    blend = s.add("Div", s.total(s.add("Mul", weights, targets), 0), s.total(weights, 0))
    single = s.add("Cast", blend, to=_SINGLE)
    s.nodes.append(helper.make_node("Reshape", [single, s.constant([1], np.int64)], ["answer"]))
    return helper.make_graph(
        s.nodes,
        "row",
        [helper.make_tensor_value_info("row", _SINGLE, [job.features])],
        [helper.make_tensor_value_info("answer", _SINGLE, [1])],
        s.constants,
    )


def _weights(s: _Steps, distances: str, kind: Any) -> str:
    """The say of each neighbour, as `wekipy.learning.predictors.blending` gives it."""
    zero, one = s.constant(0.0), s.constant(1.0)
    met = s.add("Equal", distances, zero)
    first = s.at(distances, 0)
    ratios = s.add("Div", first, s.add("Where", met, one, distances))
    say = ratios
    if kind is shepard_weights:
        say = s.add("Mul", ratios, ratios)
    elif kind is smooth_weights:
        less = s.add("Sub", ratios, s.at(ratios, -1))
        level = s.add("Equal", first, s.at(distances, -1))
        say = s.add("Where", level, one, s.add("Mul", less, less))
    return s.add("Where", s.add("Equal", first, zero), s.add("Cast", met, to=_DOUBLE), say)
