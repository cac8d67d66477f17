# Made by `python -m wekipy.cli.awaiting` of wekipy/client/structure.py: change that, not this.
"""What a project consists of: outputs and inputs, their names and connections."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from wekipy.aio.connection import Connection


class Structure(Connection):
    """What a project consists of: outputs and inputs, their names and connections."""

    async def add_output(self, spec: str = "1", name: str = "") -> int:
        """One more output: "1" is a number, "class:4" a classifier, "gesture:3" gestures; its number."""
        return int(await self.ask("add_output", spec, name))

    async def copy_output(self, output: int) -> None:
        """One more output after an output, with its settings, without its examples."""
        await self.ask("copy_output", int(output))

    async def remove_output(self, output: int) -> None:
        """Remove an output; undo brings it back with all its examples."""
        await self.ask("remove_output", int(output))

    async def move_output(self, output: int, to: int) -> None:
        """Give an output another place."""
        await self.ask("move_output", int(output), int(to))

    async def change_kind(self, output: int, spec: str) -> None:
        """Make an output one of another kind, in its place."""
        await self.ask("change_kind", int(output), spec)

    async def set_inputs(self, count: int, fill: float | None = None) -> str:
        """Have that many inputs; new ones come at the end, the last ones go, and takes stay as recorded.

        Args:
            fill: what stands for new inputs in takes that were recorded without them; None: outputs that use
                one of them leave these takes out.

        Returns:
            A sentence about examples that are left out; "" if none are.
        """
        return str(await self.ask("set_inputs", int(count), math.nan if fill is None else float(fill)))

    async def fill_inputs(self, fill: float | None, *inputs: int) -> str:
        """What stands for inputs (none named: all) in takes recorded without them; see `set_inputs`."""
        return str(
            await self.ask("fill_inputs", math.nan if fill is None else float(fill), *map(int, inputs))
        )

    async def set_sources(
        self,
        *sources: Mapping[str, object],
        when: str | None = None,
        source: str = "",
        rate: float | None = None,
        fill: float | None = None,
    ) -> str:
        """Let the inputs come in several messages; none: in one message again.

        `w.set_sources({"address": "/gyro", "inputs": 3}, {"address": "/fader/{n}", "inputs": 4}, when="all")`

        Args:
            sources: address, inputs, and what is needed of name, names, port, sender, silence, after, rest.
            when: a vector is recorded and answered: "each" message, "all" sources have sent, "source" (the
                one named) or "rate" (so many times a second); None leaves it as it is.
            fill: as of `set_inputs`, which also says what is returned.
        """
        frames: dict[str, object] | None = None if when is None else {"when": when, "source": source}
        if frames is not None and rate is not None:
            frames["rate"] = float(rate)
        plain = json.dumps([dict(each) for each in sources])
        return str(
            await self.ask(
                "set_sources", plain, json.dumps(frames), math.nan if fill is None else float(fill)
            )
        )

    async def rename_input(self, number: int, name: str) -> None:
        """Name one input."""
        await self.ask("rename_input", int(number), name)

    async def rename_output(self, output: int, name: str) -> None:
        """Name one output."""
        await self.ask("rename_output", int(output), name)

    async def name_classes(self, output: int, *names: str) -> None:
        """Name the first classes of a classifier."""
        await self.ask("name_classes", int(output), *names)

    async def connect_all(self, connections: Mapping[int, Sequence[int] | None]) -> None:
        """Choose the inputs of several outputs, None is all: `w.connect_all({1: [2, 3], 2: None})`."""
        plain = {str(n): None if inputs is None else list(inputs) for n, inputs in connections.items()}
        await self.ask("connect_all", json.dumps(plain))

    async def connect_input(self, number: int, on: bool, *outputs: int) -> None:
        """Connect an input to outputs or take it away from them (none named: all)."""
        await self.ask("connect_input", int(number), bool(on), *map(int, outputs))
