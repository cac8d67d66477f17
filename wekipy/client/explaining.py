"""What models have learned."""

from __future__ import annotations

from wekipy.client.connection import Connection
from wekipy.client.explanation import Explanation, Likeness, read_explanation, read_likenesses

_PATIENCE = 120.0


class Explaining(Connection):
    """What models have learned."""

    def explain(self, output: int, timeout: float = _PATIENCE) -> Explanation:
        """What the model of an output has learned: rules, a formula, and how much each feature counts.

        Raises:
            Problem: if it has no model, or recognises gestures.
        """
        return read_explanation(self.ask("explain", int(output), timeout=timeout))

    def nearest_examples(self, output: int, timeout: float = _PATIENCE) -> list[Likeness]:
        """The examples of an output that the inputs that came last are like, one of each take, nearest first.

        Raises:
            Problem: if nothing has arrived, or there is nothing to compare with.
        """
        return read_likenesses(self.ask("nearest_examples", int(output), timeout=timeout))
