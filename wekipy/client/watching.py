"""What goes on in the engine and over the wire."""

from __future__ import annotations

from typing import Any

from wekipy.client.connection import Connection
from wekipy.client.mapping import ExampleMap, read_map


class Watching(Connection):
    """What goes on in the engine and over the wire."""

    def heard(self, most: int = 64) -> list[dict[str, Any]]:
        """Every OSC address that has arrived lately, the inputs first, each with at most so many values."""
        heard: list[dict[str, Any]] = self.ask("heard", int(most))
        return heard

    def sent(self) -> dict[str, Any]:
        """What is sent: the output message, further messages and triggers."""
        sent: dict[str, Any] = self.ask("sent")
        return sent

    def messages(self, since: int = 0) -> list[dict[str, Any]]:
        """The last lines for people; only those with a larger number than `since`."""
        lines: list[dict[str, Any]] = self.ask("messages", int(since))
        return lines

    def algorithms(self) -> list[dict[str, Any]]:
        """What can learn an output, with all options."""
        table: list[dict[str, Any]] = self.ask("algorithms")
        return table

    def embed(self, method: str = "pca", timeout: float = 600.0) -> ExampleMap:
        """A map of the examples by "pca" (at once), "tsne" or "umap" (where it is installed)."""
        return read_map(self.ask("embed", method, timeout=timeout))
