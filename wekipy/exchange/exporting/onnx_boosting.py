"""Gradient boosting by histograms as an ONNX graph of our own.

That of skl2onnx is refused by the present versions of ONNX: it says true and false where they want numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, checker, helper
from sklearn.ensemble import HistGradientBoostingRegressor

from wekipy.learning.fitting.boosting import grown_trees
from wekipy.learning.model import TrainingJob

OPSET, OPSET_OF_TREES, IR_VERSION = 18, 3, 9


def make_boosting_graph(boosting: HistGradientBoostingRegressor, job: TrainingJob) -> bytes:
    """Return the graph, serialised: float32 `inputs` (n, all inputs) to float32 `variable` (n, 1)."""
    trees, start = grown_trees(boosting)
    sizes = np.array([tree.node_count for tree in trees])
    left = np.concatenate([tree.children_left for tree in trees])
    ends = left < 0
    owners, places = np.repeat(np.arange(len(trees)), sizes), np.concatenate([np.arange(n) for n in sizes])
    columns = np.array(job.inputs)[np.concatenate([tree.feature for tree in trees])]
    right = np.concatenate([tree.children_right for tree in trees])
    attributes: dict[str, Any] = {
        "n_targets": 1,
        "base_values": [start],
        "nodes_treeids": owners,
        "nodes_nodeids": places,
        "nodes_modes": np.where(ends, "LEAF", "BRANCH_LEQ"),
        "nodes_featureids": np.where(ends, 0, columns),
        "nodes_values": np.where(ends, 0.0, _below(np.concatenate([tree.threshold for tree in trees]))),
        "nodes_truenodeids": np.where(ends, 0, left),
        "nodes_falsenodeids": np.where(ends, 0, right),
        "target_treeids": owners[ends],
        "target_nodeids": places[ends],
        "target_ids": np.zeros(int(ends.sum()), np.int64),
        "target_weights": np.concatenate([tree.value for tree in trees])[ends],
    }
    plain = {name: np.asarray(value).tolist() for name, value in attributes.items()}
    node = helper.make_node("TreeEnsembleRegressor", ["inputs"], ["variable"], domain="ai.onnx.ml", **plain)
    graph = helper.make_graph(
        [node],
        "boosting",
        [helper.make_tensor_value_info("inputs", TensorProto.FLOAT, [None, job.features])],
        [helper.make_tensor_value_info("variable", TensorProto.FLOAT, [None, 1])],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", OPSET_OF_TREES)]
    made: ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
    checker.check_model(made)
    data: bytes = made.SerializeToString()
    return data


def _below(thresholds: Any) -> Any:
    """The largest float32 numbers that are not above: the same float32 inputs are at most as large."""
    rounded = thresholds.astype(np.float32)
    return np.where(rounded > thresholds, np.nextafter(rounded, np.float32(-np.inf)), rounded)
