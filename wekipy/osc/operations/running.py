"""Answering."""

from __future__ import annotations

from wekipy.osc.arguments import Argument
from wekipy.osc.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    Operation("start_running", "Answer every input vector from now on.", lambda m: m.engine.start_running()),
    Operation("stop_running", "Stop answering.", lambda m: m.engine.stop_running()),
    Operation(
        "take_inputs",
        "One input vector, as if it had come over UDP; replies with the output values.",
        lambda m, values: m.take_inputs(values),
        (Argument("values", "float", "one per input", many=True),),
    ),
    Operation(
        "feed_file",
        "Every row of a CSV file as an input vector; the file lies in the project folder or beside it.",
        lambda m, path: m.feed_file(path),
        (Argument("path", "string", "of the CSV file"),),
        aside=True,
    ),
)
