"""Answering."""

from __future__ import annotations

from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import HasEngine, Operation

MOST_ROWS: Final = 100_000  # an answer of five slow models takes 0.3 ms
MOST_VALUES: Final = 500_000  # numbers of a reply: making it takes the GIL for milliseconds


class Running(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def take_inputs(self, values: list[float]) -> list[float]: ...
    def feed_file(self, path: str) -> int: ...
    def predict(self, rows: npt.NDArray[np.float64], step: float) -> dict[str, Any]: ...


OPERATIONS: tuple[Operation, ...] = (
    Operation("start_running", "Answer every input vector from now on.", lambda m: m.engine.running.start()),
    Operation("stop_running", "Stop answering.", lambda m: m.engine.running.stop()),
    Operation(
        "take_inputs",
        "One input vector, as if it had come over UDP; replies with the output values.",
        lambda m, values: m.take_inputs(values),
        (Argument("values", "float", "one per input", many=True),),
    ),
    Operation(
        "feed_file",
        "Every row of a CSV file as an input vector; the file lies in the project folder or beside it. While"
        " running, the answers are written to wekOutputs.csv: beside the file if that is in the project"
        " folder, else in the folder’s saved/; `/wek/outputs/bundle` PATH then goes to port 12001 of the"
        " destinations’ hosts.",
        lambda m, path: m.feed_file(path),
        (Argument("path", "string", "of the CSV file"),),
        aside=True,
    ),
    Operation(
        "predict",
        "What the present models answer to rows, as an engine does that begins to run with the first row;"
        " whether or not this one runs, which goes on undisturbed. Nothing is sent or recorded. Replies with"
        " values, an array with the output values for each row (outputs without a model keep their default),"
        " and triggers: for each recognised gesture the row, from 1, and its address; the row is one more"
        f" than there are if it was recognised because no row followed. At most {MOST_ROWS:,} rows and"
        f" {MOST_VALUES:,} output values.",
        lambda m, rows, step: m.predict(rows, step),
        (
            Argument("rows", "table", "a number per input in each row"),
            Argument(
                "step",
                "float",
                "seconds from one row to the next, for gestures and for “none of these”; 0 is as the gestures"
                " were recorded, or 0.02",
                default=0.0,
            ),
        ),
        aside=True,
    ),
)
