"""Accepts input vectors of any source."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.inlet import Origin
from wekipy.live.monitor import Monitor
from wekipy.live.overload import Overload
from wekipy.live.refusals import INFINITE, Refusals, refuse_numbers
from wekipy.live.source_inputs import SourceInputs
from wekipy.osc.channels import gather, is_channel
from wekipy.osc.codec import Message, numbers
from wekipy.osc.pattern import is_pattern, matches
from wekipy.osc.plan import InputPlan
from wekipy.osc.slash import without_slash
from wekipy.project.counting import many
from wekipy.project.problem import Problem

_ALL_AT_ONCE = ", all in one message, or each in one of its own and all in one bundle"


class Inputs:
    """Checks input vectors and passes them on to be answered; all methods in the engine's thread.

    Attributes:
        plan: recognises the usual message.
        address: of inputs, without a slash at its end.
        sources: the messages that the inputs come in where it is not one.
    """

    def __init__(self, engine: Engine, overload: Overload, monitor: Monitor, refusals: Refusals) -> None:
        self._engine, self._overload = engine, overload
        self._monitor, self._refusals = monitor, refusals
        self.sources = SourceInputs(engine, overload, monitor, refusals)
        self._here = self.sources.at(None)
        self._joins = False
        self._plan_anew()

    def _plan_anew(self) -> None:
        project = self._engine.project
        self.plan = InputPlan(project.input_address, len(project.inputs))
        self.address = without_slash(project.input_address)

    def lay_out(self) -> None:
        """Apply the input settings of the project."""
        project = self._engine.project
        if (project.input_address, len(project.inputs)) != (self.plan.address, self.plan.count):
            self._plan_anew()
        self.sources.lay_out(project)
        self._joins = bool(self.sources)

    def take_usual(self, packet: bytes, origin: Origin) -> bool:
        """Accept the usual message (all floats, right address and count); returns False for any other."""
        if self._joins:
            return self._here.take_usual(packet, origin)
        x = self.plan.read(packet)
        if x is None:
            return False
        if self._engine.playing_map:
            return True
        self._monitor.sender = origin
        if x.dot(x) < INFINITE:  # one call that finds any NaN or infinity
            self._overload.answer(x, self._engine.monotonic())
        else:
            refuse_numbers(self._refusals, x, origin)
        return True

    def wants(self, address: str, origin: Origin) -> bool:
        """Whether an address, or a pattern of addresses, is that of inputs."""
        if self._joins:
            return self._here.wants(address, origin)
        return address == self.address or (is_pattern(address) and matches(address, self.address))

    def take_message(self, message: Message, origin: Origin) -> bool:
        """Accept an input message in any form; returns and raises as `take`."""
        if self._joins:
            return self._here.take_message(message, origin)
        return self.take(numbers(message), origin)

    def gathered(self, messages: Sequence[Message]) -> Sequence[Message]:
        """Return the messages of a bundle, with single inputs combined to one message."""
        return messages if self._joins else gather(messages, self.address, self.plan.count)

    def finish(self) -> None:
        """End a packet."""
        self._here.finish()

    def expected(self, message: Message) -> str:
        """Where inputs are expected, in words."""
        if self._joins:
            return self._here.expected(message)
        expected = self.plan.address
        return f"inputs are expected as {expected}{_ALL_AT_ONCE if is_channel(message, expected) else ''}"

    def take(
        self,
        x: npt.NDArray[np.float64],
        origin: Origin,
        now: float | None = None,
        from_map: bool = False,
    ) -> bool:
        """Accept a vector that did not come as plain floats; returns False if a number in it is not finite.

        While the map is played, only its own vectors are answered.

        Args:
            now: its arrival time, by the engine's clock `monotonic`; None is this moment.

        Raises:
            Problem: if its length is not the number of inputs.
        """
        inputs = self.plan.count
        if len(x) > inputs and self._engine.project.first_numbers:
            x = x[:inputs]
        if len(x) != inputs:
            raise Problem(
                f"{many(len(x), 'number')} arrived, expected {many(inputs, 'input')}; ignored"
                f" (send {many(inputs, 'number')}, or make a project with {many(len(x), 'input')})"
            )
        as_recorded = x.astype(np.float32)
        if not np.isfinite(as_recorded).all():
            refuse_numbers(self._refusals, as_recorded, origin)
            return False
        engine = self._engine
        if engine.playing_map and not from_map:
            return True
        self._monitor.sender = origin
        when = engine.monotonic() if now is None else now
        self._overload.answer(as_recorded.astype(np.float64), max(when, engine.now))
        return True
