# Made by `python -m wekipy.cli.awaiting` of wekipy/client/watching.py: change that, not this.
"""What goes on in the engine and over the wire."""

from __future__ import annotations

from wekipy.aio.connection import Connection
from wekipy.client.mapping import ExampleMap, read_map
from wekipy.client.replies import AlgorithmRow, HeardAddress, Line, Sent, SourceFigures
from wekipy.client.state import Output, Take


class Watching(Connection):
    """What goes on in the engine and over the wire."""

    @property
    async def takes(self) -> tuple[Take, ...]:
        """The takes as they are now; asks the engine."""
        return (await self.state()).takes

    @property
    async def outputs(self) -> tuple[Output, ...]:
        """The outputs as they are now; asks the engine."""
        return (await self.state()).outputs

    @property
    async def inputs(self) -> tuple[str, ...]:
        """The names of the inputs as they are now; asks the engine."""
        return (await self.state()).inputs

    async def heard(self, most: int = 64) -> list[HeardAddress]:
        """Every OSC address that has arrived lately, the inputs first, each with at most so many values."""
        heard: list[HeardAddress] = await self.ask("heard", int(most))
        return heard

    async def sources(self) -> list[SourceFigures]:
        """What each source has sent, in the order of the inputs; none where they come in one message."""
        figures: list[SourceFigures] = await self.ask("sources")
        return figures

    async def advice(self) -> list[str]:
        """Why nothing moves: what is wrong with the inputs and what to do; empty if all is well."""
        sentences: list[str] = await self.ask("advice")
        return sentences

    async def sent(self) -> Sent:
        """What is sent: the output message, further messages and triggers."""
        sent: Sent = await self.ask("sent")
        return sent

    async def messages(self, since: int = 0) -> list[Line]:
        """The last lines for people; only those with a larger number than `since`."""
        lines: list[Line] = await self.ask("messages", int(since))
        return lines

    async def algorithms(self) -> list[AlgorithmRow]:
        """What can learn an output, with all options."""
        table: list[AlgorithmRow] = await self.ask("algorithms")
        return table

    async def embed(self, method: str = "pca", timeout: float = 600.0) -> ExampleMap:
        """A map of the examples by "pca" (at once), "tsne" or "umap" (where it is installed)."""
        return read_map(await self.ask("embed", method, timeout=timeout))
