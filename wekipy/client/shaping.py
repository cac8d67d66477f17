"""Stages of outputs: what happens to their answers before they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wekipy.client.connection import Connection


class Shaping(Connection):
    """Stages of outputs: what happens to their answers before they are sent."""

    def stages(self) -> list[dict[str, Any]]:
        """What can change numbers on their way, before the models and after them, with all options."""
        table: list[dict[str, Any]] = self.ask("stages")
        return table

    def set_after(self, output: int, *stages: str | Mapping[str, object]) -> None:
        """Choose the stages after the model of an output: `w.set_after(1, "one-euro:beta=0.3", "quantise")`.

        Args:
            stages: in order, each a text or `{"name": "one-euro", "options": {"beta": 0.3}}`; none removes
                all.
        """
        self.ask("set_after", int(output), json.dumps([s if isinstance(s, str) else dict(s) for s in stages]))
