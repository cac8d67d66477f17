"""Import and export of examples and models."""

from __future__ import annotations

from typing import Any, Protocol

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUTS, Operation


class Exchange(Protocol):
    """What these operations need; the table below says what each does."""

    def import_examples(self, path: str, options: object) -> dict[str, Any]: ...
    def export_examples(self, form: str, name: str, outputs: list[int]) -> str: ...
    def write_sketch(self, environment: str) -> str: ...


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
        " exports/ in the project folder, or a folder there with a model per output that is learned anew from"
        " the examples (onnx; skops and joblib for scikit-learn); replies with the path. Outputs that cannot"
        " be written are left out, and a notice says which and why.",
        lambda m, form, name, outputs: m.export_examples(form, name, outputs),
        (
            Argument("format", "string", "csv, arff, npz, cpp, js, onnx, skops or joblib"),
            Argument(
                "name", "string", "of the file or folder; left out, it is that of the project", default=""
            ),
            OUTPUTS,
        ),
        aside=True,
        slow=True,
    ),
    Operation(
        "write_sketch",
        "Write a sketch for another environment under sketches/ in the project folder: it sends test inputs"
        " to this project and shows its outputs, with its ports, addresses and names, and runs as it is."
        " Nothing that is there is overwritten. Replies with the path of the file to open.",
        lambda m, environment: m.write_sketch(environment),
        (Argument("environment", "string", "processing, p5, puredata, supercollider, max or python"),),
        aside=True,
    ),
)
