"""Assembles the parts of the engine's thread."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from wekipy.engine.engine import Engine
from wekipy.live.answering import Answering
from wekipy.live.inlet import Inlet
from wekipy.live.inputs import Inputs
from wekipy.live.loop import EngineLoop
from wekipy.live.monitor import Monitor
from wekipy.live.overload import Overload
from wekipy.live.packets import Control, PacketReader
from wekipy.live.refusals import Refusals
from wekipy.live.sender import OutputSender
from wekipy.osc.codec import Message
from wekipy.osc.inlet import UdpInlet
from wekipy.osc.notices import Notices
from wekipy.osc.outlet import Outlet

_SILENCE = 0.05  # seconds without a packet after which `Engine.tick` is called


@dataclass(frozen=True)
class Live:
    """The parts between the wire and an engine; made by `go_live`.

    Attributes:
        monitor: the recent messages on the wire.
    """

    engine: Engine
    inlet: UdpInlet
    loop: EngineLoop
    inputs: Inputs
    answering: Answering
    overload: Overload
    sender: OutputSender
    monitor: Monitor
    refusals: Refusals

    def refresh(self) -> None:
        """Apply changes of the engine to messages and to the wait for silence; in its thread."""
        self.inputs.lay_out()
        self.sender.lay_out()
        self.monitor.aim(self.engine.project, self.sender.progress_messages)
        self.loop.give_up_after(_SILENCE if self.sender.progress_messages else 0.0)
        self.loop.beats.every("sending", self.sender.period, self.sender.beat)
        self.loop.beats.every("frames", self.inputs.sources.period, self.inputs.sources.beat)

    def run(self, control: Control) -> None:
        """Answer packets until the loop is stopped.

        Args:
            control: handles messages that are not inputs, see `PacketReader`.
        """
        reader = PacketReader(self.inputs, self.overload, self.monitor, self.refusals, control)
        self.loop.run(reader.take, self.answering.silence)

    def add_port(self, port: int, inlet: Inlet) -> None:
        """Take the messages of the sources that arrive at a port of their own; nothing else, no control."""
        taker = self.inputs.sources.at(port)
        reader = PacketReader(taker, self.overload, self.monitor, self.refusals, _no_control)
        self.loop.add(inlet, reader.take)


def _no_control(message: Message, host: str) -> bool:  # noqa: ARG001  as `Control` is called
    return False


def go_live(
    engine: Engine, sock: socket.socket, outlet: Outlet, notices: Notices, answer_all: bool = False
) -> Live:
    """Make the parts for an engine whose inputs arrive at a bound UDP socket.

    Args:
        outlet: sends the outputs.
        notices: receives lines about bad input.
        answer_all: answer every vector, however late.
    """
    inlet, monitor, refusals = UdpInlet(sock), Monitor(engine, outlet), Refusals(notices)
    sender = OutputSender(engine, outlet, monitor)
    answering = Answering(engine, sender, inlet.waiting, monitor)
    overload = Overload(engine, answering, notices, answer_all)
    loop = EngineLoop(inlet, overload, notices)
    inputs = Inputs(engine, overload, monitor, refusals)
    monitor.sources = inputs.sources
    live = Live(engine, inlet, loop, inputs, answering, overload, sender, monitor, refusals)
    live.refresh()
    return live
