"""The further UDP ports at which sources of a project arrive."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wekipy.live.parts import Live
from wekipy.osc.inlet import UdpInlet
from wekipy.osc.loopback import OtherLoopback
from wekipy.osc.outgoing import OwnPorts, source_ports
from wekipy.osc.udp import THIS_MACHINE, bind, main_host
from wekipy.project.problem import Problem
from wekipy.project.schema import Project

RETRY: Final = 2.0  # seconds until a port that is taken is tried again


@dataclass(frozen=True)
class Opened:
    """A port that is open; `other` hands on what comes to ::1, where there is that."""

    host: str
    inlet: UdpInlet
    other: OtherLoopback | None


class SourcePorts:
    """Opens and closes ports as the project's sources change; its methods run in the engine's thread.

    They are open to the same machines as the port of all inputs: a project never says to whom.

    Args:
        host: where inputs arrive now.
        report: shows a line to the user.
    """

    def __init__(
        self,
        live: Live,
        own: OwnPorts,
        host: Callable[[], str],
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._live, self._own, self._host, self._report, self._clock = live, own, host, report, clock
        self._open: dict[int, Opened] = {}
        self._tried: dict[int, float] = {}  # when each port that is taken was tried last

    @property
    def opened(self) -> frozenset[int]:
        """The ports that are open."""
        return frozenset(self._open)

    def follow(self, project: Project) -> None:
        """Open the ports that the sources need, and close the others."""
        wanted = source_ports(project)
        host = main_host(self._host())
        for port, opened in list(self._open.items()):
            if port not in wanted or opened.host != host:
                self._close(port)
        self._tried = {port: at for port, at in self._tried.items() if port in wanted}
        for port in sorted(wanted - self._open.keys()):
            if self._clock() - self._tried.get(port, float("-inf")) >= RETRY:
                self._try(project, port, host)
        self._own.sources = wanted

    def _try(self, project: Project, port: int, host: str) -> None:
        try:
            sock = bind(host, port)
        except Problem:
            if port not in self._tried:
                name = next(source.name for source in project.sources if source.port == port)
                self._report(
                    f"port {port} of the source “{name}” cannot be used: another program has it; close that"
                    f" program, or choose another port; it is tried again every {RETRY:g} s"
                )
            self._tried[port] = self._clock()
            return
        inlet, other = UdpInlet(sock), None
        if host == THIS_MACHINE:
            with contextlib.suppress(Problem):  # no IPv6 here, or another program's
                other = OtherLoopback(inlet.address)
        self._open[port] = Opened(host, inlet, other)
        self._live.add_port(port, inlet)
        if self._tried.pop(port, None) is not None:
            self._report(f"port {port} is free again: what its sources send arrives now")

    def _close(self, port: int) -> None:
        opened = self._open.pop(port)
        self._live.loop.remove(opened.inlet)
        if opened.other is not None:
            opened.other.close()
        opened.inlet.close()

    def look(self) -> None:
        """Try the ports that are taken again, and follow the host of the inputs."""
        self.follow(self._live.engine.project)

    def close(self) -> None:
        """Close all; the engine's thread has ended."""
        for port in list(self._open):
            self._close(port)
