# Made by `python -m wekipy.cli.awaiting` of wekipy/client/running.py: change that, not this.
"""Answering."""

from __future__ import annotations

import math

import numpy as np

from wekipy.aio.connection import Connection
from wekipy.client.given import F64, Numbers, Table, array, floats, in_json
from wekipy.client.running import can_answer
from wekipy.osc.tables import unpacked
from wekipy.project.problem import Problem


class Running(Connection):
    """Answering."""

    async def start_running(self, anyway: bool = False) -> None:
        """Answer every input vector from now on.

        Args:
            anyway: start although nothing can answer yet; outputs answer as soon as they are trained.

        Raises:
            Problem: if no output has a model and none is about to get one; then it does not run.
        """
        if not anyway and not can_answer(await self.state()):
            raise Problem(
                "no output has a model, so nothing would answer: record or add examples and train first"
                " (start_running(anyway=True) runs all the same)"
            )
        await self.ask("start_running")

    async def stop_running(self) -> None:
        """Stop answering."""
        await self.ask("stop_running")

    async def predict(self, rows: Table, step: float = 0.0) -> F64:
        """What the present models answer to rows; nothing is sent or recorded, and the engine need not run.

        Args:
            rows: (n, inputs) numbers, or (inputs,) for one row.
            step: seconds from one row to the next, for gestures; 0 is as they were recorded.

        Returns:
            (n, output values), or (output values,) for one row; infinite for a gesture without a match.
        """
        x = array("rows", rows)
        reply = await self.ask("predict", *in_json(rows=(np.atleast_2d(x), "<f8")), float(step))
        answers: F64 = unpacked(reply["values"]).astype(np.float64)
        return answers if x.ndim == 2 else answers[0]

    async def take_inputs(self, *values: Numbers) -> list[float]:
        """One input vector, as if it had come over UDP; the output values after it."""
        # JSON has no infinity: a gesture without a match has null for its distance.
        outputs = await self.ask("take_inputs", *floats(values))
        return [math.inf if value is None else float(value) for value in outputs]

    async def feed_file(self, path: str) -> int:
        """Every row of a CSV file in or beside the project folder as an input vector; how many."""
        return int(await self.ask("feed_file", path))
