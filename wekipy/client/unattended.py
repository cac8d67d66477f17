"""Running for months with nobody there."""

from __future__ import annotations

from wekipy.client.connection import Connection
from wekipy.client.given import Numbers, floats
from wekipy.client.health import Health, read_health


class Unattended(Connection):
    """Running for months with nobody there."""

    def accept_inputs_from_network(self, on: bool) -> None:
        """Let inputs from other machines in, or only those from this one, as long as this engine runs."""
        self.ask("accept_inputs_from_network", bool(on))

    def on_silence(self, action: str, seconds: float = 5.0, fade: float = 2.0) -> None:
        """Choose what happens when no inputs have come for a while: "off", "hold", "fade" or "stop"."""
        self.ask("on_silence", action, float(seconds), float(fade))

    def set_rest_values(self, *values: Numbers) -> None:
        """Choose the values that outputs go to when the inputs have stopped."""
        self.ask("set_rest_values", *floats(values))

    def health(self) -> Health:
        """How the engine is, see docs/protocol.md."""
        return read_health(self.ask("health"))
