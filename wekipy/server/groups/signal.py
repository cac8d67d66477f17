"""Blocks of stages before the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wekipy.engine.engine import Engine
from wekipy.live.loop import EngineLoop
from wekipy.server.evaluator import Evaluator
from wekipy.server.stage_learning import add_learned


@dataclass(frozen=True)
class SignalOperations:
    """See `wekipy.faces.operations.signal`."""

    engine: Engine
    loop: EngineLoop
    evaluator: Evaluator

    def suggest(self, output: int) -> dict[str, Any]:
        """Try what may help an output; returns plain values."""
        return self.evaluator.suggest(output)

    def learn_stages(self, block: str, stage: int) -> str:
        """Teach stages of a block from the takes; returns a sentence."""
        learned = self.evaluator.learn_stages(block, stage)
        return self.loop.ask(lambda: add_learned(self.engine, block, learned))
