"""What is in takes, as arrays."""

from __future__ import annotations

from typing import Any

from wekipy.client.connection import Connection
from wekipy.client.replies import Compared, OutputExamples, TakeRows
from wekipy.osc import tables


class Looking(Connection):
    """What is in takes, as arrays."""

    def take_rows(self, take: int, most: int = 1_000) -> TakeRows:
        """The rows of a whole take, thinned evenly to `most`.

        Returns:
            rows (in all), outputs (numbers), and arrays: row (n,), time (n,) seconds, inputs (n, inputs),
            targets (n, outputs) with NaN where there is none.
        """
        rows: TakeRows = unpacked(self.ask("take_rows", int(take), int(most)))
        return rows

    def examples(self, output: int, most: int = 1_000) -> OutputExamples:
        """What an output learns from, thinned evenly to `most`.

        Returns:
            examples (in all), and arrays: take (n,), time (n,) seconds since 1970, inputs (n, connected
            inputs), targets (n,).
        """
        examples: OutputExamples = unpacked(self.ask("examples", int(output), int(most)))
        return examples

    def compare_takes(self, first: int, second: int) -> Compared:
        """How alike two takes are: distance, overlap, and inputs (mean, least, most, overlap of each)."""
        found: Compared = self.ask("compare_takes", int(first), int(second))
        return found


def unpacked(found: dict[str, Any]) -> Any:
    """The reply with arrays in place of what they are sent as."""
    return {
        name: tables.unpacked(value) if isinstance(value, dict) else value for name, value in found.items()
    }
