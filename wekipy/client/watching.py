"""What goes on in the engine and over the wire."""

from __future__ import annotations

from wekipy.client.connection import Connection
from wekipy.client.mapping import ExampleMap, read_map
from wekipy.client.replies import AlgorithmRow, HeardAddress, Line, Sent, SourceFigures
from wekipy.client.state import Output, Take


class Watching(Connection):
    """What goes on in the engine and over the wire."""

    @property
    def takes(self) -> tuple[Take, ...]:
        """The takes as they are now; asks the engine."""
        return self.state().takes

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs as they are now; asks the engine."""
        return self.state().outputs

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs as they are now; asks the engine."""
        return self.state().inputs

    def heard(self, most: int = 64) -> list[HeardAddress]:
        """Every OSC address that has arrived lately, the inputs first, each with at most so many values."""
        heard: list[HeardAddress] = self.ask("heard", int(most))
        return heard

    def sources(self) -> list[SourceFigures]:
        """What each source has sent, in the order of the inputs; none where they come in one message."""
        figures: list[SourceFigures] = self.ask("sources")
        return figures

    def advice(self) -> list[str]:
        """Why nothing moves: what is wrong with the inputs and what to do; empty if all is well."""
        sentences: list[str] = self.ask("advice")
        return sentences

    def sent(self) -> Sent:
        """What is sent: the output message, further messages and triggers."""
        sent: Sent = self.ask("sent")
        return sent

    def messages(self, since: int = 0) -> list[Line]:
        """The last lines for people; only those with a larger number than `since`."""
        lines: list[Line] = self.ask("messages", int(since))
        return lines

    def algorithms(self) -> list[AlgorithmRow]:
        """What can learn an output, with all options."""
        table: list[AlgorithmRow] = self.ask("algorithms")
        return table

    def embed(self, method: str = "pca", timeout: float = 600.0) -> ExampleMap:
        """A map of the examples by "pca" (at once), "tsne" or "umap" (where it is installed)."""
        return read_map(self.ask("embed", method, timeout=timeout))
