"""Scenes: stored targets of all outputs."""

from __future__ import annotations

from wekipy.client.connection import Connection


class Scenes(Connection):
    """Scenes: stored targets of all outputs."""

    def store_scene(self, name: str = "", scene: int = 0) -> int:
        """Store the present targets of all outputs as a scene; its number.

        Args:
            name: of the scene; none is chosen for it.
            scene: number of the scene that they replace; 0 adds one.
        """
        return int(self.ask("store_scene", name, int(scene)))

    def recall_scene(self, scene: int) -> list[float]:
        """Set the targets of a scene, from 1, and send the output message once; the targets."""
        return [float(value) for value in self.ask("recall_scene", int(scene))]

    def rename_scene(self, scene: int, name: str) -> None:
        """Name a scene."""
        self.ask("rename_scene", int(scene), name)

    def delete_scene(self, scene: int) -> None:
        """Take a scene away; those after it move up."""
        self.ask("delete_scene", int(scene))
