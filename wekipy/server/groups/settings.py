"""Settings that involve sockets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wekipy.osc.codec import encode
from wekipy.osc.outgoing import refused_addresses, reserved, wire_address
from wekipy.osc.outlet import Outlet
from wekipy.project.editing import parse_destination
from wekipy.project.problem import Problem
from wekipy.server.groups.plain import EngineOnly
from wekipy.server.input_port import InputPort


@dataclass(frozen=True)
class SettingOperations(EngineOnly):
    """See `wekipy.faces.operations.settings`."""

    outlet: Outlet
    input_port: InputPort

    def send_test_message(self, place: str) -> list[dict[str, Any]]:
        """Send the output message once; returns the outcome for each destination."""
        project = self.engine.view.project
        places = [parse_destination(place)] if place else list(project.destinations)
        address = wire_address(project.output_address)
        if reserved(address):
            raise Problem(refused_addresses(project)[project.output_address])
        values = self.ask_engine(lambda: self.engine.values.copy())  # noqa: PLW0108  the array as it is then
        packet = encode(address, values)
        return [
            {
                "place": str(each),
                "address": address,
                "numbers": len(values),
                "problem": self.outlet.try_out(each, packet),
            }
            for each in places
        ]

    def listen_at(self, port: int) -> None:
        """Receive inputs at another port; in the engine's thread."""
        self.input_port.listen_at(port)
