"""Evaluation of models."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from wekipy.engine.explaining_jobs import latest_features, present_model
from wekipy.server.evaluator import Evaluator
from wekipy.server.groups.plain import EngineOnly


@dataclass(frozen=True)
class LearningOperations(EngineOnly):
    """See `wekipy.faces.operations.learning`."""

    evaluator: Evaluator

    def evaluate(self, outputs: list[int]) -> list[msgspec.Raw]:
        """Evaluate the models of outputs; returns JSON."""
        return self.evaluator.evaluate(outputs)

    def cancel_evaluation(self) -> None:
        """Cancel the current evaluation and those that wait behind it."""
        self.evaluator.cancel()

    def explain(self, output: int) -> msgspec.Raw:
        """Say what a model has learned; returns JSON."""
        return self.evaluator.explain(output)

    def nearest_examples(self, output: int) -> msgspec.Raw:
        """Find the examples that the latest inputs are like; returns JSON."""
        model = present_model(self.engine.view, output)
        return self.evaluator.nearest(output, latest_features(self.engine, model))

    def score_model(self, output: int, model: int, takes: list[int]) -> msgspec.Raw:
        """Score a kept model on takes; returns JSON."""
        return self.evaluator.score(output, model, takes)
