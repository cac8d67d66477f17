"""The gestures of gesture outputs."""

from __future__ import annotations

from wekipy.client.connection import Connection
from wekipy.client.replies import Curves


class Gestures(Connection):
    """The gestures of gesture outputs."""

    def enable_gestures(self, *gestures: int) -> None:
        """Recognise these gestures."""
        self.ask("enable_gestures", *map(int, gestures))

    def disable_gestures(self, *gestures: int) -> None:
        """Do not recognise these gestures."""
        self.ask("disable_gestures", *map(int, gestures))

    def gesture_sensitivity(self, value: float, *gestures: int) -> None:
        """How readily gestures are recognised, 0 to 1 (none named: all together)."""
        self.ask("gesture_sensitivity", float(value), *map(int, gestures))

    def rename_gestures(self, *names: str) -> None:
        """Name all gestures."""
        self.ask("rename_gestures", *names)

    def set_gesture_addresses(self, *addresses: str) -> None:
        """Choose the addresses sent when gestures are recognised."""
        self.ask("set_gesture_addresses", *addresses)

    def delete_gesture_examples(self, gesture: int) -> int:
        """Delete all takes of a gesture; how many there were."""
        return int(self.ask("delete_gesture_examples", int(gesture)))

    def gesture_curves(self, output: int, most: int = 60) -> Curves:
        """The learned examples of a gesture output as curves of at most so many points, with thresholds."""
        curves: Curves = self.ask("gesture_curves", int(output), int(most))
        return curves
