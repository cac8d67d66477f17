# Made by `python -m wekipy.cli.awaiting` of wekipy/client/scenes.py: change that, not this.
"""Scenes: stored targets of all outputs."""

from __future__ import annotations

from wekipy.aio.connection import Connection


class Scenes(Connection):
    """Scenes: stored targets of all outputs."""

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
