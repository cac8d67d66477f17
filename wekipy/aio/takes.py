# Made by `python -m wekipy.cli.awaiting` of wekipy/client/takes.py: change that, not this.
"""What becomes of recorded takes, and taking back."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from wekipy.aio.connection import Connection


class Takes(Connection):
    """What becomes of recorded takes, and taking back."""

    async def rename_take(self, take: int, name: str) -> None:
        """Name a take; "" takes its name away."""
        await self.ask("rename_take", int(take), name)

    async def switch_takes(self, on: bool, *takes: int) -> None:
        """Let outputs learn from takes, or not."""
        await self.ask("switch_takes", bool(on), *map(int, takes))

    async def trim_take(self, take: int, start: float = 0.0, end: float = math.inf) -> None:
        """Use only the part of a take between two times, in seconds from its beginning; all without any."""
        await self.ask("trim_take", int(take), float(start), float(end))

    async def relabel_take(self, take: int, targets: Mapping[int, float | None]) -> None:
        """Give all examples of a take other targets by output; None takes them away: `{1: 0.5, 2: None}`."""
        await self.ask("relabel_take", int(take), json.dumps(dict(targets)))

    async def relabel_takes(self, targets: Mapping[int, float | None], *takes: int) -> None:
        """As `relabel_take`, for several takes; one undo takes all of it back."""
        await self.ask("relabel_takes", json.dumps(dict(targets)), *map(int, takes))

    async def split_take(self, take: int, *at: float) -> list[int]:
        """Cut a take at seconds from its beginning; the new takes."""
        return [int(number) for number in await self.ask("split_take", int(take), *map(float, at))]

    async def split_at_rests(self, take: int) -> list[int]:
        """Cut a take of a gesture where the movement rests; the new takes."""
        return [int(number) for number in await self.ask("split_at_rests", int(take))]

    async def delete_rows(self, take: int, first: int, last: int, *outputs: int) -> int | None:
        """Delete examples of a take by their numbers (from 1), or only their targets for some outputs.

        Returns:
            The number of the take that has its place; None if it would be empty.
        """
        number = await self.ask("delete_rows", int(take), int(first), int(last), *map(int, outputs))
        return None if number is None else int(number)

    async def merge_takes(self, *takes: int) -> int:
        """Put one take in the place of several, in that order; its number."""
        return int(await self.ask("merge_takes", *map(int, takes)))

    async def copy_takes(self, project: str, *takes: int) -> list[int]:
        """Copy takes (none named: all) of a project beside the present one; the new takes."""
        return [int(number) for number in await self.ask("copy_takes", project, *map(int, takes))]

    async def play_take(self, take: int) -> float:
        """Play a take into the engine, as if its inputs arrived now; its seconds."""
        return float(await self.ask("play_take", int(take)))

    async def play_map(self, x: float, y: float, number: int = 0) -> list[float]:
        """Play a place on a map of the examples, in place of the sensor; the output values.

        Send places again and again, as a sensor does: a second after the last one the sensor plays again.

        Args:
            x, y: in the coordinates of the map.
            number: of the map, `ExampleMap.number`; 0 is the newest.
        """
        outputs = await self.ask("play_map", float(x), float(y), int(number))
        return [math.inf if value is None else float(value) for value in outputs]

    async def stop_playing(self) -> None:
        """Play neither a take nor the map any more."""
        await self.ask("stop_playing")

    async def restore_takes(self, *takes: int) -> None:
        """Bring deleted takes back."""
        await self.ask("restore_takes", *map(int, takes))

    async def delete_all_examples(self) -> int:
        """Delete all takes; how many there were. Undo brings them back."""
        return int(await self.ask("delete_all_examples"))

    async def delete_examples(self, output: int) -> None:
        """Delete the examples of one output."""
        await self.ask("delete_examples", int(output))

    async def delete_takes(self, *takes: int) -> None:
        """Delete takes by number."""
        await self.ask("delete_takes", *map(int, takes))

    async def delete_last_take(self) -> int:
        """Delete the newest take; its number."""
        return int(await self.ask("delete_last_take"))

    async def undo(self) -> str:
        """Take back the last edit; what it was."""
        return str(await self.ask("undo"))

    async def redo(self) -> str:
        """Do the last undone edit again; what it was."""
        return str(await self.ask("redo"))
