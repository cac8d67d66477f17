"""Sends the output message, the optional messages, and gestures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.monitor import Monitor
from wekipy.live.progress_messages import ProgressMessages
from wekipy.live.send_rule import SendRule
from wekipy.osc.codec import encode
from wekipy.osc.outgoing import reserved, wire_address
from wekipy.osc.outlet import Outlet
from wekipy.osc.plan import FloatMessage
from wekipy.project.schema import Sending


class OutputSender:
    """Sends what the engine answers to all destinations; all methods in the engine's thread.

    Attributes:
        progress_messages: of the gestures under way, one per gesture output.
        paused: nothing is sent without an answer: the inputs have stopped, and the project says so.
    """

    def __init__(self, engine: Engine, outlet: Outlet, monitor: Monitor) -> None:
        self._engine, self._outlet, self._monitor = engine, outlet, monitor
        self._made_from: tuple[object, ...] = (None,) * 4
        self.progress_messages: Sequence[ProgressMessages] = ()
        self._rule: SendRule | None = None
        self._ruled_by: tuple[object, ...] = (None,) * 3
        self.paused = False
        self.lay_out()

    def lay_out(self) -> None:
        """Rebuild the messages if anything changed that they depend on."""
        self._lay_out_rule()
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

    def _lay_out_rule(self) -> None:
        project, engine = self._engine.project, self._engine
        ruled_by = (project.sending, project.inputs, project.outputs)
        if not all(map(is_, ruled_by, self._ruled_by)):
            same, self._ruled_by = project.sending == self._ruled_by[0], ruled_by
            if project.sending == Sending():
                self._rule = None
            elif not same or project.sending.condition is not None:
                self._rule = SendRule(project.sending, _compared(engine))
        if self._rule is not None and engine.runtime is None:
            self._rule.forget()

    @property
    def period(self) -> float:
        """Seconds between calls of `beat`; 0 if it is not needed."""
        return 0.0 if self._rule is None else self._rule.period

    def send_answer(self, now: float) -> None:
        """Send the answer to a vector, if it is to be sent now.

        Args:
            now: seconds, by the engine's clock `monotonic`.
        """
        if self._rule is None or self._rule.answer(self._engine.values, now):
            self.send_outputs()

    def beat(self) -> None:
        """Send what is due without an answer: at a constant rate, or what had to wait."""
        engine, rule = self._engine, self._rule
        if rule is None or self.paused or engine.runtime is None or engine.runtime.silent:
            return
        if rule.beat(engine.values, engine.monotonic()):
            self.send_outputs()

    def send_outputs(self) -> None:
        """Send the present output values and the optional messages."""
        self._monitor.sent += 1
        for message, values in self._messages:
            self._outlet.send(message.fill(values))

    def send_by_hand(self) -> None:
        """Send the present output values without an input."""
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


def _compared(engine: Engine) -> Callable[[], float] | None:
    """What the sending condition compares; None if there is none."""
    project = engine.project
    condition = project.sending.condition
    if condition is None:
        return None
    if condition.input is not None:
        place = condition.input
        return lambda: float(engine.inputs[place])
    slots = zip(project.slots(), project.outputs, strict=True)
    slot = next(slot for slot, output in slots if output.uid == condition.output)
    return lambda: float(engine.values[slot])
