"""What Wekinator's own trained models answer, from the description that it saves beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
SHARED = Path("/work/shared/wekinator")


def described(project: Path) -> list[dict[str, Any]]:
    """The models of a project, in the order of its outputs."""
    models: list[dict[str, Any]] = json.loads((project / "current" / "modelSetDescription.json").read_text())[
        "modelSet"
    ]
    return models


def network_answers(model: dict[str, Any], X: F64) -> F64:
    """(rows,): a network of one linear node over layers of sigmoid nodes.

    Inputs and output are brought to -1 to 1 by a base and a range.
    """
    Z = (X - np.array(model["inBases"])) / np.array(model["inRanges"])
    known = {f"Attrib {name}": Z[:, n] for n, name in enumerate(model["inputNames"])}
    nodes = {node["name"].rpartition(" ")[2]: node for node in model["nodes"]}

    def value(number: str) -> F64:
        node, total = nodes[number], np.zeros(len(X))
        for key, weight in node.items():
            if key == "Threshold":
                total = total + float(weight)
            elif key != "name":
                given = known[key] if key in known else value(key.rpartition(" ")[2])
                total = total + float(weight) * given
        return 1.0 / (1.0 + np.exp(-total)) if node["name"].startswith("Sigmoid") else total

    return value("0") * float(model["outRange"]) + float(model["outBase"])


def nearest_answers(model: dict[str, Any], X: F64) -> F64:
    """(rows,): the class of the nearest example, inputs brought to 0 to 1 by their range."""
    examples = np.array([example["features"] for example in model["examples"]], np.float64)
    classes = np.array([float(example["class"]) for example in model["examples"]])
    low, high = examples.min(axis=0), examples.max(axis=0)
    scaled, asked = (examples - low) / (high - low), (X - low) / (high - low)
    found: F64 = classes[np.square(asked[:, None] - scaled[None]).sum(axis=2).argmin(axis=1)]
    return found
