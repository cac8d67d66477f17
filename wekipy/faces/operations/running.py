"""Answering."""

from __future__ import annotations

from typing import Protocol

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import HasEngine, Operation


class Running(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def take_inputs(self, values: list[float]) -> list[float]: ...
    def feed_file(self, path: str) -> int: ...


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
)
