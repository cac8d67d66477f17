"""Running without supervision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wekipy.engine.engine import Engine
from wekipy.server.health import Health
from wekipy.server.input_port import InputPort


@dataclass(frozen=True)
class UnattendedOperations:
    """See `wekipy.faces.operations.unattended`."""

    engine: Engine
    input_port: InputPort
    figures: Health

    def accept_inputs_from_network(self, on: bool) -> None:
        """Accept or refuse inputs from other machines, as long as this engine runs."""
        self.input_port.accept_inputs_from_network(on)

    def health(self) -> dict[str, Any]:
        """Health figures of the engine, see docs/protocol.md."""
        return self.figures.figures()
