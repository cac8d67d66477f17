"""The address and port that inputs arrive at; both can change while packets come."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

from wekipy.faces.access import is_this_machine
from wekipy.osc.inlet import UdpInlet
from wekipy.osc.loopback import NoIPv6, OtherLoopback
from wekipy.osc.outgoing import OwnPorts
from wekipy.osc.udp import (
    EVERYWHERE,
    OTHER_LOOPBACK,
    THIS_MACHINE,
    bind,
    bind_beside,
    hear_no_more,
    main_host,
)
from wekipy.project.place import in_words
from wekipy.project.problem import Problem
from wekipy.project.schema import Project


class InputPort:
    """The host and the port that the engine's inputs arrive at; its methods run in the engine's thread.

    The host belongs to the running engine, never to the project: a file from the internet must not open a
    port. The port belongs to the project, as in Wekinator: opening a project, or undo, can change it. An
    engine that was started with a fixed port keeps it until a person chooses another.

    Args:
        host: as chosen at the start.
        own: the ports that outputs are never sent to.
        asked: the port requested at the start, which may have been taken.
        fixed: opening a project does not change the port.
        report: shows a line to the user.

    Attributes:
        host: where inputs arrive now.
    """

    def __init__(  # noqa: PLR0913  each is a different thing
        self,
        host: str,
        inlet: UdpInlet,
        own: OwnPorts,
        asked: int,
        fixed: bool,
        report: Callable[[str], None],
    ) -> None:
        self.host = host
        self._wide = EVERYWHERE if is_this_machine(host) else host
        self._inlet, self._own, self._report = inlet, own, report
        self._fixed, self._asked = fixed, asked
        self._ready: socket.socket | None = None  # at the port that an edit will choose
        self._other: OtherLoopback | None = None

    def begin(self) -> None:
        """Listen at the other loopback address of this machine, too.

        Raises:
            Problem: if that address was requested and cannot be used.
        """
        try:
            self._hear_other()
        except NoIPv6:
            if self.host == OTHER_LOOPBACK:
                raise
        except Problem:
            if self.host == OTHER_LOOPBACK:
                raise
            self._report(
                f"another program has UDP port {self.port} of ::1: what is sent there does not arrive"
            )

    def _hear_other(self, beside: bool = False) -> None:
        place = self._inlet.address
        if self._other is not None:
            self._other.aim(place)
        elif is_this_machine(place[0]) and ":" not in place[0]:
            self._other = OtherLoopback(place, beside)

    def close(self) -> None:
        """Stop listening at ::1, and release a port held for an edit that never came."""
        self._drop_ready()
        self._drop_other()

    def _drop_other(self) -> None:
        other, self._other = self._other, None
        if other is not None:
            other.close()

    @property
    def open(self) -> bool:
        """Whether inputs from other machines are accepted."""
        return not is_this_machine(self.host)

    @property
    def fixed(self) -> bool:
        """Whether the engine was started with a port of its own, whatever the project's is."""
        return self._fixed

    @property
    def port(self) -> int:
        """The port that inputs arrive at."""
        return self._inlet.port

    def accept_inputs_from_network(self, on: bool) -> None:
        """Accept or refuse inputs from other machines. No packet from this machine is lost.

        Raises:
            Problem: if the port is taken at the other address; nothing has changed then.
        """
        if on == self.open:
            return
        before, self.host = self.host, self._wide if on else THIS_MACHINE
        old, port = self._inlet.socket, self.port
        if ":" in self.host:  # it receives from ::1 itself
            self._drop_other()
        try:
            self._inlet.move(bind_beside(old, self.host))
        except Problem:
            self.host = before
            if old.fileno() < 0:
                self._inlet.move(bind(main_host(before), port))
            self._hear_quietly()
            raise
        self._hear_quietly(beside=":" in before)
        whom = "the network" if on else "this machine only"
        self._report(f"inputs are accepted from {whom}, at {in_words(self.host, port)}")

    def _hear_quietly(self, beside: bool = False) -> None:
        with contextlib.suppress(Problem):
            self._hear_other(beside)

    def check_edit(self, before: Project, project: Project) -> None:
        """Refuse an edit that chooses a taken port; else hold the port until the edit is made.

        Raises:
            Problem: naming the port.
        """
        self._drop_ready()
        port = project.receive_port
        if port not in (before.receive_port, self.port):
            self._ready = self._bind(port)

    def follow(self, project: Project, opened: bool) -> None:
        """Move to the port of the project that was opened or edited; report it if the port is taken."""
        port = project.receive_port
        if port == self._asked:
            return
        self._asked = port
        if opened and self._fixed:
            return
        try:
            self.listen_at(port)
        except Problem as e:
            self._report(f"{e}; inputs go on arriving at port {self.port}")

    def listen_at(self, port: int) -> None:
        """Receive inputs at another port.

        Raises:
            Problem: if it is taken; nothing has changed then.
        """
        if port != self.port:
            ready, self._ready = self._ready, None
            new = self._bind(port) if ready is None else ready
            self._drop_other()
            hear_no_more(self._inlet.socket)
            self._inlet.move(new)
            self._own.inputs = port
            self._hear_quietly()
            self._report(f"inputs arrive at {in_words(self.host, port)} now")
        self._fixed = False
        self._drop_ready()

    def _bind(self, port: int) -> socket.socket:
        try:
            return bind(main_host(self.host), port)
        except Problem as e:
            raise Problem(
                f"port {port} cannot be used: another program has it, or the system keeps it for itself;"
                " close the other program (Wekinator, another wekipy?), or choose another port"
            ) from e

    def _drop_ready(self) -> None:
        if self._ready is not None:
            with contextlib.suppress(OSError):
                self._ready.close()
            self._ready = None
