"""Import and export of examples and models."""

from __future__ import annotations

from typing import Any, Protocol

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUTS, Operation


class Exchange(Protocol):
    """What these operations need; the table below says what each does."""

    def import_examples(self, path: str, options: object) -> dict[str, Any]: ...
    def export_examples(self, form: str, name: str, outputs: list[int]) -> str: ...


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "import_examples",
        "Add the examples of a table (.csv, .arff, .npz …) or of a Wekinator project as takes, in one step of"
        " undo; replies with the new takes, and with what was taken over and left out, in sentences.",
        lambda m, path, options: m.import_examples(path, options),
        (
            Argument("path", "string", "in the project folder, or beside the project"),
            Argument(
                "options",
                "json",
                'what is what in a table, all optional: {"inputs": ["x"], "outputs": ["y"], "take": "run",'
                ' "time": "t", "rate": 50}',
                default={},
            ),
        ),
        aside=True,
        slow=True,
    ),
    Operation(
        "export_examples",
        "Write the examples (csv, arff, npz) or the trained models as source code (cpp, js) as a file under"
        " exports/ in the project folder; replies with its path. What cannot be written as source code is"
        " left out, and a notice says which outputs and why.",
        lambda m, form, name, outputs: m.export_examples(form, name, outputs),
        (
            Argument("format", "string", "csv, arff, npz, cpp or js"),
            Argument("name", "string", "of the file; left out, it is that of the project", default=""),
            OUTPUTS,
        ),
        aside=True,
        slow=True,
    ),
)
