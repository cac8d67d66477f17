# Made by `python -m wekipy.cli.awaiting` of wekipy/client/looking.py: change that, not this.
"""What is in takes, as arrays."""

from __future__ import annotations

from wekipy.aio.connection import Connection
from wekipy.client.looking import unpacked
from wekipy.client.replies import Compared, OutputExamples, TakeRows


class Looking(Connection):
    """What is in takes, as arrays."""

    async def take_rows(self, take: int, most: int = 1_000) -> TakeRows:
        """The rows of a whole take, thinned evenly to `most`.

        Returns:
            rows (in all), outputs (numbers), and arrays: row (n,), time (n,) seconds, inputs (n, inputs),
            targets (n, outputs) with NaN where there is none.
        """
        rows: TakeRows = unpacked(await self.ask("take_rows", int(take), int(most)))
        return rows

    async def examples(self, output: int, most: int = 1_000) -> OutputExamples:
        """What an output learns from, thinned evenly to `most`.

        Returns:
            examples (in all), and arrays: take (n,), time (n,) seconds since 1970, inputs (n, connected
            inputs), targets (n,).
        """
        examples: OutputExamples = unpacked(await self.ask("examples", int(output), int(most)))
        return examples

    async def compare_takes(self, first: int, second: int) -> Compared:
        """How alike two takes are: distance, overlap, and inputs (mean, least, most, overlap of each)."""
        found: Compared = await self.ask("compare_takes", int(first), int(second))
        return found
