# Made by `python -m wekipy.cli.awaiting` of wekipy/client/shaping.py: change that, not this.
"""Stages of outputs: what happens to their answers before they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wekipy.aio.connection import Connection


class Shaping(Connection):
    """Stages of outputs: what happens to their answers before they are sent."""

    async def stages(self) -> list[dict[str, Any]]:
        """What can change numbers on their way, before the models and after them, with all options."""
        table: list[dict[str, Any]] = await self.ask("stages")
        return table

    async def set_after(self, output: int, *stages: str | Mapping[str, object]) -> None:
        """Choose the stages after the model of an output: `w.set_after(1, "one-euro:beta=0.3", "quantise")`.

        Args:
            stages: in order, each a text or `{"name": "one-euro", "options": {"beta": 0.3}}`; none removes
                all.
        """
        await self.ask(
            "set_after", int(output), json.dumps([s if isinstance(s, str) else dict(s) for s in stages])
        )
