"""Evaluation of models."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from wekipy.engine.engine import Engine
from wekipy.server.evaluator import Evaluator


@dataclass(frozen=True)
class LearningOperations:
    """See `wekipy.faces.operations.learning`."""

    engine: Engine
    evaluator: Evaluator

    def evaluate(self, outputs: list[int]) -> list[msgspec.Raw]:
        """Evaluate the models of outputs; returns JSON."""
        return self.evaluator.evaluate(outputs)

    def cancel_evaluation(self) -> None:
        """Cancel the current evaluation and those that wait behind it."""
        self.evaluator.cancel()

    def score_model(self, output: int, model: int, takes: list[int]) -> msgspec.Raw:
        """Score a kept model on takes; returns JSON."""
        return self.evaluator.score(output, model, takes)
