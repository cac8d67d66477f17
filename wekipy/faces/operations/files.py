"""Projects and models as files."""

from __future__ import annotations

from typing import Any, Protocol

from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import OUTPUT, Operation


class Files(Protocol):
    """What these operations need; the table below says what each does."""

    def save_model(self, output: int, path: str) -> str: ...
    def load_model(self, output: int, path: str, with_data: bool) -> None: ...
    def open_project(self, path: str, run: bool) -> str: ...
    def open_beside(self, path: str, run: bool) -> dict[str, Any]: ...
    def new_project(self, name: str, inputs: int, outputs: str, input_address: str, sources: Any) -> str: ...
    def copy_project(self, name: str) -> str: ...
    def rename_project(self, name: str) -> str: ...
    def delete_project(self, path: str) -> str: ...
    def deleted_projects(self) -> list[dict[str, Any]]: ...
    def restore_project(self, path: str) -> str: ...
    def projects(self) -> list[dict[str, Any]]: ...
    def save(self) -> str: ...
    def shut_down(self) -> None: ...


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "save_model",
        "Save an output's model and examples as a file in the project folder; replies with its path.",
        lambda m, output, path: m.save_model(output, path),
        (OUTPUT, Argument("path", "string", "of a file in the project folder’s saved/")),
        aside=True,
    ),
    Operation(
        "load_model",
        "Let a saved model answer for an output, with its examples as a take if asked.",
        lambda m, output, path, with_data: m.load_model(output, path, with_data),
        (
            OUTPUT,
            Argument("path", "string", "of a file in the project folder’s saved/"),
            Argument("with_data", "bool", "take over its examples", default=False),
        ),
        aside=True,
    ),
    Operation(
        "open_project",
        "Go on with another project beside the present one, which answers until the other is ready.",
        lambda m, path, run: m.open_project(path, run),
        (Argument("path", "string", "NAME.wekipy"), Argument("run", "bool", "run it at once", default=False)),
        aside=True,
    ),
    Operation(
        "open_beside",
        "Start an engine of its own for another project beside the present one; replies with project, port"
        " and control_port, where that engine listens. It ends with this one, saved.",
        lambda m, path, run: m.open_beside(path, run),
        (Argument("path", "string", "NAME.wekipy"), Argument("run", "bool", "run it at once", default=False)),
        aside=True,
    ),
    Operation(
        "new_project",
        "Make a project beside the present one, which sends where the present one does, and go on with it;"
        " replies with its path. Nothing that is there is overwritten.",
        lambda m, *arguments: m.new_project(*arguments),
        (
            Argument("name", "string", "without folders; .wekipy is added"),
            Argument("inputs", "int", "how many", default=5),
            Argument("outputs", "string", "e.g. 2,class:4 or gesture:3", default="5"),
            Argument("input_address", "string", "e.g. /accxyz; inputs are named after it", default=""),
            Argument("sources", "json", "as in set_sources; then inputs are as many as theirs", default=[]),
        ),
        aside=True,
    ),
    Operation(
        "copy_project",
        "Copy the present project under another name beside it; replies with the path of the copy. The"
        " present one stays open.",
        lambda m, name: m.copy_project(name),
        (Argument("name", "string", "without folders; .wekipy is added"),),
        aside=True,
    ),
    Operation(
        "rename_project",
        "Give the present project another name, in the folder where it lies, while all goes on; replies with"
        " its new path. Refused while a take is recorded or a training goes on.",
        lambda m, name: m.rename_project(name),
        (Argument("name", "string", "without folders; .wekipy is added"),),
        aside=True,
    ),
    Operation(
        "delete_project",
        "Delete a project beside the present one that no engine has open; it can be restored for 30 days."
        " Replies with its path for restore_project.",
        lambda m, path: m.delete_project(path),
        (Argument("path", "string", "NAME.wekipy"),),
        aside=True,
    ),
    Operation(
        "deleted_projects",
        "The deleted projects beside the present one, the last one first: name, path (for restore_project)"
        " and deleted, when (ISO 8601).",
        lambda m: m.deleted_projects(),
        aside=True,
    ),
    Operation(
        "restore_project",
        "Restore a deleted project, under another name if its own is taken by now; replies with its path.",
        lambda m, path: m.restore_project(path),
        (Argument("path", "string", "as deleted_projects has it"),),
        aside=True,
    ),
    Operation(
        "projects",
        "The projects beside the present one, the one changed last first: name, path (for open_project),"
        " inputs, outputs, takes, examples, changed, open, and problem, why it cannot be read.",
        lambda m: m.projects(),
        aside=True,
    ),
    Operation("save", "Wait until all is on disk; replies with the folder.", lambda m: m.save(), aside=True),
    Operation("shut_down", "Save and end the engine.", lambda m: m.shut_down()),
)
