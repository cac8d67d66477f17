# Made by `python -m wekipy.cli.awaiting` of wekipy/client/shaping.py: change that, not this.
"""What happens to answers before they are sent: the stages of outputs, and when they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wekipy.aio.connection import Connection
from wekipy.project.sending import read_condition


class Shaping(Connection):
    """What happens to answers before they are sent: the stages of outputs, and when they are sent."""

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

    async def set_sending(  # noqa: PLR0913  each is a different thing
        self,
        when: str = "answers",
        every: int = 1,
        rate: float = 30.0,
        at_most: float = 0.0,
        condition: str | Mapping[str, object] = "",
        once: bool = False,
    ) -> None:
        """Choose when the output message is sent: `w.set_sending("changes", at_most=30)`.

        Args:
            when: after all "answers", after those that are "changes", or at a constant "rate".
            every: only after each `every`-th answer.
            rate: messages a second at the constant rate.
            at_most: messages a second; 0 for any number. The last values of a movement always go out.
            condition: nothing is sent unless it holds: "outputs-1 > 0.5", of an output or an input; or a
                mapping with value, test, number and once.
            once: send once each time that the condition becomes true, not as long as it is.
        """
        if isinstance(condition, str) and condition.strip():
            found = {**read_condition(condition), "once": bool(once)}
        else:
            found = dict(condition) if isinstance(condition, Mapping) else {}
        wanted = {"when": when, "every": int(every), "rate": float(rate), "at_most": float(at_most)}
        await self.ask("set_sending", json.dumps({**wanted, "condition": found or None}))
