# Made by `python -m wekipy.cli.awaiting` of wekipy/client/signal.py: change that, not this.
"""Blocks of stages before the models: features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wekipy.aio.connection import Connection
from wekipy.client.signal import _LONGEST


class Signal(Connection):
    """Blocks of stages before the models: features."""

    async def set_blocks(self, blocks: Sequence[Mapping[str, object]]) -> None:
        """Choose all blocks, undoable.

        >>> w.set_blocks([{"name": "hand", "inputs": [1, 2], "stages": ["median", "speed"]}])

        Args:
            blocks: each with a name, inputs (numbers from 1, or names; None for all) and stages in order,
                each a text or `{"name": "median", "options": {"frames": 5}}`; none at all: features are the
                inputs.
        """
        await self.ask("set_blocks", json.dumps([dict(block) for block in blocks]))

    async def set_block(
        self, name: str, *stages: str | Mapping[str, object], inputs: Iterable[int | str] | None = None
    ) -> None:
        """Add a block, or change the one of that name.

        >>> w.set_block("hand", "low-pass:cutoff=5", inputs=[1, 2])

        Args:
            stages: in order; none passes the inputs on as they are.
            inputs: numbers from 1, or names; None keeps those of the block, and is all for a new one.
        """
        chosen = [stage if isinstance(stage, str) else dict(stage) for stage in stages]
        block = {"inputs": None if inputs is None else list(inputs), "stages": chosen}
        await self.ask("set_block", str(name), json.dumps(block))

    async def remove_block(self, name: str) -> None:
        """Remove a block."""
        await self.ask("remove_block", str(name))

    async def features(self) -> dict[str, Any]:
        """What models see: names, values of the last frame, blocks with their delays, and problem."""
        found: dict[str, Any] = await self.ask("features")
        return found

    async def suggest(self, output: int = 1) -> dict[str, Any]:
        """Try blocks of stages that may help an output, and wait.

        Returns:
            present (error now), features (how much each matters), suggestions (best first: sentence, block,
            delay, error, gain) and sentence.
        """
        found: dict[str, Any] = await self.ask("suggest", int(output), timeout=_LONGEST)
        return found

    async def apply_suggestion(self, output: int, block: Mapping[str, object]) -> None:
        """Give an output the block of a suggestion, undoable in one step."""
        await self.ask("apply_suggestion", int(output), json.dumps(dict(block)))

    async def calibrate(self, name: str, stage: int = 0) -> str:
        """Collect what the sensors send from now on, for stages of a block that learn; returns what to do.

        Args:
            stage: its place in the block, from 1; 0 is all that learn.
        """
        sentence: str = await self.ask("calibrate", str(name), int(stage))
        return sentence

    async def end_calibration(self) -> str:
        """Teach what is being calibrated from what came meanwhile, and wait; returns a sentence."""
        sentence: str = await self.ask("end_calibration", timeout=_LONGEST)
        return sentence

    async def learn_stages(self, name: str, stage: int = 0) -> str:
        """Teach the stages of a block that learn from the takes, and wait; returns a sentence.

        Args:
            stage: its place in the block, from 1; 0 is all that learn.
        """
        sentence: str = await self.ask("learn_stages", str(name), int(stage), timeout=_LONGEST)
        return sentence
