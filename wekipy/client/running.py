"""Answering."""

from __future__ import annotations

import math

from wekipy.client.connection import Connection


class Running(Connection):
    """Answering."""

    def start_running(self) -> None:
        """Answer every input vector from now on."""
        self.ask("start_running")

    def stop_running(self) -> None:
        """Stop answering."""
        self.ask("stop_running")

    def take_inputs(self, *values: float) -> list[float]:
        """One input vector, as if it had come over UDP; the output values after it."""
        # JSON has no infinity: a gesture without a match has null for its distance.
        outputs = self.ask("take_inputs", *map(float, values))
        return [math.inf if value is None else float(value) for value in outputs]

    def feed_file(self, path: str) -> int:
        """Every row of a CSV file in or beside the project folder as an input vector; how many."""
        return int(self.ask("feed_file", path))
