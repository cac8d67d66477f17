"""What goes on in the engine."""

from __future__ import annotations

from typing import Any

import numpy as np

from wekipy.engine.describe import describe
from wekipy.osc.operations.operation import Machine, Operation


def _values(m: Machine) -> dict[str, Any]:
    engine = m.engine
    return {
        "inputs": np.asarray(engine.inputs).tolist(),
        "outputs": engine.values.tolist(),
        "targets": engine.targets.tolist(),
        "arrived": engine.arrived,
        "answered": engine.answered,
        "recorded": engine.recorded,
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation("state", "The whole state (see Snapshot).", lambda m: describe(m.engine.view)),
    Operation(
        "values",
        "The latest inputs, outputs and targets; how many vectors have arrived, were answered, and"
        " are in the take being recorded.",
        _values,
    ),
)
