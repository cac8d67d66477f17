"""Whether inputs from the network are let in, switched while packets come."""

from __future__ import annotations

from collections.abc import Callable

from wekipy.osc.access import is_this_machine
from wekipy.osc.stream import Stream
from wekipy.osc.udp import EVERYWHERE, THIS_MACHINE, bind, bind_beside
from wekipy.project.problem import Problem


class Door:
    """The host that the engine's input port is bound to.

    It is a matter of the running engine, never of the project: a file from the internet must not open a port.

    Args:
        host: as chosen at the start.
        tell: shows a line to people, from the engine's thread.

    Attributes:
        host: where inputs arrive now.
    """

    def __init__(self, host: str, stream: Stream, tell: Callable[[str], None]) -> None:
        self.host = host
        self._wide = EVERYWHERE if is_this_machine(host) else host
        self._stream, self._tell = stream, tell

    @property
    def open(self) -> bool:
        """Whether inputs from other machines arrive."""
        return not is_this_machine(self.host)

    def accept_inputs_from_network(self, on: bool) -> None:
        """Let inputs from other machines in, or not; in the engine's thread. No packet of ours is lost.

        Raises:
            Problem: if the port of the other address is taken; all is as before then.
        """
        if on == self.open:
            return
        before, self.host = self.host, self._wide if on else THIS_MACHINE
        old = self._stream.inlet
        port = old.getsockname()[1]
        try:
            self._stream.move(bind_beside(old, self.host))
        except Problem:
            self.host = before
            if old.fileno() < 0:
                self._stream.move(bind(before, port))
            raise
        whom = "the network" if on else "this machine only"
        self._tell(f"inputs are accepted from {whom}, at {self.host}:{port}")
