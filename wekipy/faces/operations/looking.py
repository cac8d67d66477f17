"""The contents of takes, to draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, TAKE, Operation
from wekipy.osc import tables
from wekipy.project.take_contents import MOST_ROWS, compare_takes, examples, take_rows

_MOST = Argument("most", "int", f"examples in the answer, 1 to {MOST_ROWS}", default=1_000)


def packed(found: Mapping[str, Any]) -> dict[str, Any]:
    """Encode the arrays of a reply for JSON, see `tables.packed`."""
    return {
        name: tables.packed(value) if isinstance(value, np.ndarray) else value
        for name, value in found.items()
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "take_rows",
        "The rows of a whole take (deleted ones, too), thinned evenly: rows (in all), and arrays row (which"
        " they are), time (seconds), inputs, and targets with a column for each of outputs.",
        lambda m, take, most: packed(take_rows(m.engine.view.project, m.engine.view.data, take, most)),
        (TAKE, _MOST),
        aside=True,
    ),
    Operation(
        "examples",
        "What an output learns from, thinned evenly: examples (in all), and arrays take, time (seconds since"
        " 1970), inputs (those connected), targets.",
        lambda m, output, most: packed(examples(m.engine.view.project, m.engine.view.data, output, most)),
        (OUTPUT, _MOST),
        aside=True,
    ),
    Operation(
        "compare_takes",
        "How alike two takes are: the distance of their movements (0 is the same), the overlap of their"
        " inputs (0 to 1), and for each input mean, least and most in both, and overlap.",
        lambda m, first, second: compare_takes(m.engine.view.project, m.engine.view.data, first, second),
        (Argument("first", "int", "number of a take"), Argument("second", "int", "number of another")),
        aside=True,
    ),
)
