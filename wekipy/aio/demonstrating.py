# Made by `python -m wekipy.cli.awaiting` of wekipy/client/demonstrating.py: change that, not this.
"""Targets and takes: what a person shows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import overload

from wekipy.aio.watching import Watching
from wekipy.client.arriving import nothing_recorded
from wekipy.client.given import Numbers, floats
from wekipy.client.replies import Recorded


class Demonstrating(Watching):
    """Targets and takes: what a person shows."""

    async def set_targets(self, *values: Numbers) -> None:
        """Targets of the examples recorded next, one per output: numbers, or a list or array of them."""
        await self.ask("set_targets", *floats(values))

    async def set_outputs(self, *values: Numbers) -> None:
        """As `set_targets`, and the output message is sent once."""
        await self.ask("set_outputs", *floats(values))

    async def set_target(self, output: int, value: float) -> None:
        """The target of one output; the others stay."""
        await self.ask("set_target", int(output), float(value))

    async def set_output(self, output: int, value: float) -> None:
        """As `set_target`, and the output message is sent once."""
        await self.ask("set_output", int(output), float(value))

    async def randomise(self, amount: float = 1.0, *outputs: int, seed: int = -1) -> list[float]:
        """Random targets within the ranges of outputs (none named: all), 0.1 a little, 1 anywhere."""
        return [
            float(value)
            for value in await self.ask("randomise", float(amount), int(seed), *map(int, outputs))
        ]

    async def store_scene(self, name: str = "", scene: int = 0) -> int:
        """Store the present targets of all outputs as a scene; its number.

        Args:
            name: of the scene; none is chosen for it.
            scene: number of the scene that they replace; 0 adds one.
        """
        return int(await self.ask("store_scene", name, int(scene)))

    async def recall_scene(self, scene: int) -> list[float]:
        """Set the targets of a scene, from 1, and send the output message once; the targets."""
        return [float(value) for value in await self.ask("recall_scene", int(scene))]

    async def rename_scene(self, scene: int, name: str) -> None:
        """Name a scene."""
        await self.ask("rename_scene", int(scene), name)

    async def delete_scene(self, scene: int) -> None:
        """Take a scene away; those after it move up."""
        await self.ask("delete_scene", int(scene))

    async def next_class(self, output: int = 0) -> int:
        """Choose the next class of an output, or its next gesture, as what recording teaches.

        Args:
            output: its number; 0 is the first that has classes or gestures and records.

        Returns:
            The class, or the number of the gesture.
        """
        return int(await self.ask("next_class", int(output)))

    async def previous_class(self, output: int = 0) -> int:
        """As `next_class`, the one before."""
        return int(await self.ask("previous_class", int(output)))

    async def choose_gesture(self, gesture: int) -> None:
        """Choose what `start_recording` records: examples of a gesture (from 1), or, with 0, the targets."""
        await self.ask("choose_gesture", int(gesture))

    async def start_recording(self) -> int:
        """Begin a take of the targets, or of the gesture that is chosen; its number."""
        return int(await self.ask("start_recording"))

    async def stop_recording(self) -> Recorded | None:
        """End the take: its number and examples, None if it is empty."""
        take = await self.ask("stop_recording")
        return None if take is None else Recorded(**take, raw=take)

    @overload
    async def record(self, targets: Numbers | None = None, *, seconds: float) -> Recorded: ...
    @overload
    async def record(self, targets: Numbers | None, seconds: float) -> Recorded: ...
    @overload
    async def record(self, targets: Numbers | None = None, seconds: None = None) -> None: ...
    async def record(self, targets: Numbers | None = None, seconds: float | None = None) -> Recorded | None:
        """Record a take of what arrives now, with these targets.

        With `seconds` it ends by itself and is returned; without, it goes on until `stop_recording`.

        Raises:
            Problem: if nothing arrived in that time, with what the engine knows about it.
        """
        if seconds is None:
            await self._begin(targets)
            return None
        async with self.recording(targets) as number:
            await asyncio.sleep(seconds)
        return await self._recorded(number)

    @contextlib.asynccontextmanager
    async def recording(self, targets: Numbers | None = None) -> AsyncIterator[int]:
        """A take around a block of code; gives its number.

        Raises:
            Problem: if nothing arrived while the block ran, with what the engine knows about it.
        """
        number = await self._begin(targets)
        try:
            yield number
        except BaseException:
            await self.stop_recording()
            raise
        if await self.stop_recording() is None:
            await self._recorded(number)

    async def _begin(self, targets: Numbers | None) -> int:
        if targets is not None:
            await self.set_targets(targets)
        return await self.start_recording()

    async def _recorded(self, number: int) -> Recorded:
        """A take that has ended, whoever ended it (a foot switch, say). Raises Problem if it was empty."""
        state = await self.state()
        for take in state.takes:
            if take.number == number:
                plain = {"number": number, "examples": take.examples}
                return Recorded(number=number, examples=take.examples, raw=plain)
        raise nothing_recorded(state, await self.heard(3))

    async def start_gesture_recording(self, gesture: int) -> int:
        """Begin a take that is an example of a gesture (from 1); its number."""
        return int(await self.ask("start_gesture_recording", int(gesture)))

    async def start_idle_recording(self) -> int:
        """Begin a take of what is no gesture; its number."""
        return int(await self.ask("start_idle_recording"))

    @contextlib.asynccontextmanager
    async def showing(self, gesture: int) -> AsyncIterator[int]:
        """An example of a gesture around a block of code, or of none with 0; gives the take's number."""
        number = await self.start_gesture_recording(gesture) if gesture else await self.start_idle_recording()
        try:
            yield number
        finally:
            await self.stop_recording()

    async def mark(self) -> None:
        """Cut the take of a gesture that is being recorded here."""
        await self.ask("mark")
