"""What is in takes, as arrays."""

from __future__ import annotations

from typing import Any

from wekipy.client.connection import Connection
from wekipy.osc import tables


class Looking(Connection):
    """What is in takes, as arrays."""

    def take_rows(self, take: int, most: int = 1_000) -> dict[str, Any]:
        """The rows of a whole take, thinned evenly to `most`.

        Returns:
            rows (in all), outputs (numbers), and arrays: row (n,), time (n,) seconds, inputs (n, inputs),
            targets (n, outputs) with NaN where there is none.
        """
        return unpacked(self.ask("take_rows", int(take), int(most)))

    def examples(self, output: int, most: int = 1_000) -> dict[str, Any]:
        """What an output learns from, thinned evenly to `most`.

        Returns:
            examples (in all), and arrays: take (n,), time (n,) seconds since 1970, inputs (n, connected
            inputs), targets (n,).
        """
        return unpacked(self.ask("examples", int(output), int(most)))

    def compare_takes(self, first: int, second: int) -> dict[str, Any]:
        """How alike two takes are: distance, overlap, and inputs (mean, least, most, overlap of each)."""
        found: dict[str, Any] = self.ask("compare_takes", int(first), int(second))
        return found


def unpacked(found: dict[str, Any]) -> dict[str, Any]:
    """The reply with arrays in place of what they are sent as."""
    return {
        name: tables.unpacked(value) if isinstance(value, dict) else value for name, value in found.items()
    }
