"""Projects and models as files."""

from __future__ import annotations

from typing import Any

from wekipy.client.connection import Connection


class Files(Connection):
    """Projects and models as files."""

    def save_model(self, output: int, path: str) -> str:
        """Save an output's model and examples in the project folder; where."""
        return str(self.ask("save_model", int(output), path))

    def load_model(self, output: int, path: str, with_data: bool = False) -> None:
        """Let a saved model answer for an output."""
        self.ask("load_model", int(output), path, bool(with_data))

    def open_project(self, path: str, run: bool = False) -> str:
        """Go on with another project beside the present one; where it is."""
        return str(self.ask("open_project", path, bool(run)))

    def new_project(self, name: str, inputs: int = 5, outputs: str = "5", input_address: str = "") -> str:
        """Make a project beside the present one and go on with it; where it is."""
        return str(self.ask("new_project", name, int(inputs), outputs, input_address))

    def copy_project(self, name: str) -> str:
        """Copy the present project under another name beside it; where the copy is."""
        return str(self.ask("copy_project", name))

    def projects(self) -> list[dict[str, Any]]:
        """The projects beside the present one, the one changed last first."""
        found: list[dict[str, Any]] = self.ask("projects")
        return found

    def save(self) -> str:
        """Wait until all is on disk; the project folder."""
        return str(self.ask("save"))

    def shut_down(self) -> None:
        """Save and end the engine."""
        self.ask("shut_down")
