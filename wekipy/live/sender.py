"""Sends the output message, the optional messages, and gestures."""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.monitor import Monitor
from wekipy.live.progress_messages import ProgressMessages
from wekipy.osc.codec import encode
from wekipy.osc.outgoing import reserved, wire_address
from wekipy.osc.outlet import Outlet
from wekipy.osc.plan import FloatMessage


class OutputSender:
    """Sends what the engine answers to all destinations; all methods in the engine's thread.

    Attributes:
        progress_messages: of the gestures under way, one per gesture output.
    """

    def __init__(self, engine: Engine, outlet: Outlet, monitor: Monitor) -> None:
        self._engine, self._outlet, self._monitor = engine, outlet, monitor
        self._made_from: tuple[object, ...] = (None,) * 4
        self.progress_messages: Sequence[ProgressMessages] = ()
        self.lay_out()

    def lay_out(self) -> None:
        """Rebuild the messages if anything changed that they depend on."""
        project, engine = self._engine.project, self._engine
        made_from = (project.outputs, project.output_address, engine.runtime, engine.values)
        if all(map(is_, made_from, self._made_from)):
            return
        self._made_from = made_from
        runtime = engine.runtime
        # A stranger's project must not control engines by what it sends, see `outgoing`.
        found: list[tuple[str, npt.NDArray[np.float64]]] = [(project.output_address, engine.values)]
        found += runtime.extras if runtime else ()
        self._messages = [
            (FloatMessage(wire_address(address), len(values)), values)
            for address, values in found
            if not reserved(wire_address(address))
        ]
        self.progress_messages = [
            ProgressMessages(spotted) for spotted in (runtime.spotted if runtime else ())
        ]

    def send_outputs(self) -> None:
        """Send the present output values and the optional messages."""
        for message, values in self._messages:
            self._outlet.send(message.fill(values))

    def send_by_hand(self) -> None:
        """Send the present output values without an input."""
        self._monitor.by_hand += 1
        self.send_outputs()

    def send_gestures(self, fired: Sequence[str]) -> None:
        """Send the gesture messages of the last frame, and the addresses of gestures that it completed."""
        self.send_triggers(fired)
        for messages in self.progress_messages:
            for packet in messages.packets():
                self._outlet.send(packet)

    def send_triggers(self, fired: Sequence[str]) -> None:
        """Send the addresses of recognised gestures."""
        for address in fired:
            wire = wire_address(address)
            if not reserved(wire):
                self.send_alone(wire)

    def send_alone(self, address: str) -> None:
        """Send a message without arguments."""
        self._monitor.triggers.note(address)
        self._outlet.send(encode(address))
