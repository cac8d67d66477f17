"""Blocks of stages before the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wekipy.engine.engine import Engine
from wekipy.live.loop import EngineLoop
from wekipy.server.evaluator import Evaluator
from wekipy.server.stage_learning import add_learned, begin_calibration, end_calibration


@dataclass(frozen=True)
class SignalOperations:
    """See `wekipy.faces.operations.signal`."""

    engine: Engine
    loop: EngineLoop
    evaluator: Evaluator

    def suggest(self, output: int) -> dict[str, Any]:
        """Try what may help an output; returns plain values."""
        return self.evaluator.suggest(output)

    def calibrate(self, block: str, stage: int) -> str:
        """Begin to collect what stages of a block learn from."""
        return self.loop.ask(lambda: begin_calibration(self.engine, block, stage))

    def end_calibration(self) -> str:
        """Teach what was to be calibrated; returns a sentence."""
        done = self.loop.ask(lambda: end_calibration(self.engine))
        learned = self.evaluator.learn_stages(done.block, done.stage, done.finish())
        return self.loop.ask(lambda: add_learned(self.engine, done.block, learned, "what came meanwhile"))

    def learn_stages(self, block: str, stage: int) -> str:
        """Teach stages of a block from the takes; returns a sentence."""
        learned = self.evaluator.learn_stages(block, stage)
        return self.loop.ask(lambda: add_learned(self.engine, block, learned))
