"""Projects and models as files."""

from __future__ import annotations

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

    def save(self) -> str:
        """Wait until all is on disk; the project folder."""
        return str(self.ask("save"))

    def shut_down(self) -> None:
        """Save and end the engine."""
        self.ask("shut_down")
