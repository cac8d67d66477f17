"""The way of one packet: a datagram in, the answer out. Runs in the engine's thread."""

from __future__ import annotations

import contextlib
import select
import socket
import time
import traceback
from collections import deque
from collections.abc import Callable
from operator import is_

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.machine.gaps import begin_gap
from wekipy.osc.codec import Malformed, Message, decode, encode, numbers
from wekipy.osc.courses import Course
from wekipy.osc.monitor import Monitor, Sender, Use, who
from wekipy.osc.notices import Notices
from wekipy.osc.outlet import Outlet
from wekipy.osc.pace import SAMPLED, Pace
from wekipy.osc.plan import FloatMessage, InputPlan
from wekipy.osc.udp import reachable, wake_after
from wekipy.project.problem import Problem

Control = Callable[[Message, str], bool]
_INFINITE = float("inf")  # no sum of squares of float32 numbers reaches it in float64
_SILENCE = 0.05  # seconds without a packet after which time passes without frames
_LATE = 0.05  # seconds that work may wait behind packets


class Stream:
    """Reads a bound UDP socket, feeds the engine, sends what it answers.

    Everything that touches the engine happens in `run`'s thread, between two packets: `post` brings work
    from other threads there, so that the hot path needs no lock.

    Args:
        engine: the live machine.
        sock: bound UDP socket.
        outlet: where outputs go.
        control: handles messages that are no inputs, given with the sender's host; False if it does not know
            the address.
        notices: told about input that is not as it should be.

    Attributes:
        monitor: what goes over the wire lately; only touched from the stream's thread.
        pace: how long answers take.
        refused: how many packets and messages were not as they should be.
    """

    def __init__(
        self, engine: Engine, sock: socket.socket, outlet: Outlet, control: Control, notices: Notices
    ) -> None:
        self._engine, self._socket, self._outlet = engine, sock, outlet
        self._control, self._notices = control, notices
        self.pace = Pace()
        self.refused = 0
        self._buffer = bytearray(65_536)
        self._pending: deque[tuple[float, Callable[[], object]]] = deque()
        self.monitor = Monitor(engine, outlet)
        self._next: deque[socket.socket] = deque()
        self._leaving = self._stopping = False
        self._waker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._own_address = reachable(sock)
        self._made_from: tuple[object, ...] = (None,) * 6
        self.refresh()

    def refresh(self) -> None:
        """Lay out the messages anew, if anything changed that they are made from."""
        project, engine = self._engine.project, self._engine
        made_from = (
            project.inputs, project.input_address, project.outputs, project.output_address,
            engine.runtime, engine.values,
        )  # fmt: skip
        if all(map(is_, made_from, self._made_from)):
            return
        self._made_from = made_from
        self._plan = InputPlan(project.input_address, len(project.inputs), self._buffer)
        self._output = FloatMessage(project.output_address, len(engine.values))
        runtime = engine.runtime
        self._extras = [
            (FloatMessage(address, len(values)), values)
            for address, values in (runtime.extras if runtime else ())
        ]
        self._spotted = runtime.spotted if runtime else ()
        self._courses = [Course(found) for found in self._spotted]
        self.monitor.aim(project, self._courses)
        self._wake_in_silence()

    def _wake_in_silence(self) -> None:
        """Gestures end when nothing comes any more."""
        wake_after(self._socket, _SILENCE if self._spotted else 0.0)

    @property
    def port(self) -> int:
        """Where inputs arrive."""
        return int(self._own_address[1])

    def run(self) -> None:
        """Answer packets until `stop`."""
        with np.errstate(all="ignore"):  # a sender's odd number must not print a warning per packet
            while not self._stopping:
                try:
                    self._leaving = False
                    self._loop()
                except Exception as e:  # noqa: BLE001  whatever is wrong with one packet, the next is answered
                    self._fault(e)

    def _loop(self) -> None:
        receive, buffer, feed = self._socket.recvfrom_into, self._buffer, self._engine.feed
        engine, copy, clock, monitor = self._engine, np.copyto, time.perf_counter, self.monitor
        behind = self._behind
        while not self._leaving:
            try:
                size, sender = receive(buffer)
            except (BlockingIOError, TimeoutError):
                self._silence()
                continue
            except OSError:  # Windows reports unreachable receivers here; they are no fault of this socket
                continue
            if self._pending and (not size or self._overdue()):
                self._run_pending(all_of_it=bool(size))
            plan = self._plan
            if size == plan.size and buffer.startswith(plan.header):
                x = plan.x
                monitor.sender = sender
                copy(x, plan.floats)
                if x.dot(x) < _INFINITE:  # one call that finds any NaN or infinity
                    started = 0.0 if engine.arrived & SAMPLED else clock()
                    if feed(x):
                        self.send_outputs()
                        if self._spotted:
                            self._send_gestures()
                        if started:
                            self.pace.add(clock() - started)
                    begin_gap(behind)
                else:
                    self._refuse_numbers(x, sender)
            elif size:
                self._unusual(size, sender)

    def _behind(self) -> bool:
        """Whether a packet waits already; not known of a socket that is closed, or one of too many."""
        with contextlib.suppress(OSError, ValueError):
            return bool(select.select((self._socket,), (), (), 0)[0])
        return False

    def _fault(self, error: Exception) -> None:
        where = "".join(traceback.format_tb(error.__traceback__)[-2:])
        self._notices.tell(
            f"fault {type(error).__name__}",
            "",
            lambda: f"a fault; the engine goes on: {type(error).__name__}: {error}; please report: {where}",
        )

    def send_outputs(self) -> None:
        """Send the output values as they are now, and the further messages asked for."""
        self._outlet.send(self._output.fill(self._engine.values))
        for message, values in self._extras:
            self._outlet.send(message.fill(values))

    def send_by_hand(self) -> None:
        """The same, though no input asked for it."""
        self.monitor.by_hand += 1
        self.send_outputs()

    def _send_gestures(self) -> None:
        """Send what the last frame brought about gestures."""
        if self._engine.triggers:
            self.send_triggers()
        for course in self._courses:
            for packet in course.packets():
                self._outlet.send(packet)

    def send_triggers(self) -> None:
        """Send the address of each gesture that was recognised since the last time."""
        triggers, self._engine.triggers = self._engine.triggers, []
        for address in triggers:
            self.send_alone(address)

    def send_alone(self, address: str) -> None:
        """Send a message without arguments."""
        self.monitor.triggers.note(address)
        self._outlet.send(encode(address))

    def _silence(self) -> None:
        """No packet came for a while, which ends a gesture, too; or the old socket is empty."""
        if self._next:
            self._arrive()
        self._engine.tick()
        self.send_triggers()

    def move(self, sock: socket.socket) -> None:
        """Go on with another socket as soon as the present one is empty; in the stream's thread."""
        self._next.append(sock)
        if self._socket.fileno() < 0:
            self._arrive()
        for left in (self._socket, *self._next):
            left.setblocking(left is sock)

    def _arrive(self) -> None:
        """The present socket is empty, or closed: go on with the next one."""
        self._socket.close()
        self._socket = self._next.popleft()
        self._own_address = reachable(self._socket)
        self._leaving = True
        self._wake_in_silence()
        self.nudge()

    @property
    def inlet(self) -> socket.socket:
        """Where inputs arrive from now on."""
        return self._next[-1] if self._next else self._socket

    def close(self) -> None:
        """Close the sockets, after `run` has ended."""
        for sock in (self._socket, *self._next, self._waker):
            sock.close()

    def post(self, work: Callable[[], object]) -> None:
        """Have `work` done by the stream's thread, after the packets that are there; from any thread."""
        self._pending.append((time.monotonic(), work))
        self._wake()

    def nudge(self) -> None:
        """Make sure that work that was posted is done, should its datagram have been dropped."""
        if self._pending:
            self._wake()

    def _wake(self) -> None:
        # An empty datagram takes its place in the queue: work comes after all packets that were sent before.
        with contextlib.suppress(OSError):
            self._waker.sendto(b"", self._own_address)

    def stop(self) -> None:
        """End `run`, after all work posted before; from any thread."""
        self.post(self._stop)

    def _stop(self) -> None:
        self._stopping = self._leaving = True

    def _overdue(self) -> bool:
        return time.monotonic() - self._pending[0][0] > _LATE

    def _run_pending(self, all_of_it: bool) -> None:
        """Do the oldest work; all of it when the queue of packets is so long that it was overdue."""
        while self._pending:
            _, work = self._pending.popleft()
            work()
            if not all_of_it:
                return

    # Everything but the usual input message

    def _unusual(self, size: int, sender: Sender) -> None:
        packet = memoryview(self._buffer)[:size]
        try:
            messages = decode(packet)
        except Malformed as e:
            text = str(e)
            self.refused += 1
            self._notices.tell("malformed", sender[0], lambda: f"{who(sender)} sent {text}; ignored")
            return
        for message in messages:
            try:
                use = self._handle(message, sender)
            except Problem as e:
                self._refuse(message, sender, str(e))
                self.monitor.heard.note(message, sender, "refused", str(e))
            else:
                self.monitor.heard.note(message, sender, use, _WHY.get(use, ""))

    def _handle(self, message: Message, sender: Sender) -> Use:
        if message.address == self._plan.address:
            if not self.take_inputs(numbers(message), sender):
                return "refused"
            self.monitor.note_types(message.tags)
            return "inputs"
        known = self._control(message, sender[0])
        if not known:
            self.refused += 1
            self._notices.tell(
                f"address {message.address[:40]}",
                sender[0],
                lambda: (
                    f"{who(sender)} sent {message.address}, which is not known here;"
                    f" inputs are expected as {self._plan.address}; ignored"
                ),
            )
        return "control" if known else "unknown"

    def take_inputs(self, x: npt.NDArray[np.float64], sender: Sender) -> bool:
        """One input vector that did not come as plain floats; False if a number in it is not finite.

        Raises:
            Problem: if its length is not the number of inputs.
        """
        plan = self._plan
        if len(x) != len(plan.x):
            raise Problem(
                f"{len(x)} numbers arrived, expected {len(plan.x)} inputs; ignored"
                f" (send {len(plan.x)} numbers, or make a project with {len(x)} inputs)"
            )
        as_recorded = x.astype(np.float32)
        if not np.isfinite(as_recorded).all():
            self._refuse_numbers(as_recorded, sender)
            return False
        plan.x[:] = as_recorded
        self.monitor.sender = sender
        if self._engine.feed(plan.x):
            self.send_outputs()
            if self._spotted:
                self._send_gestures()
        return True

    def _refuse(self, message: Message, sender: Sender, text: str) -> None:
        self.refused += 1
        kind = "inputs" if message.address == self._plan.address else "control"
        self._notices.tell(kind, sender[0], lambda: f"{message.address} from {who(sender)}: {text}")

    def _refuse_numbers(self, x: npt.NDArray[np.floating], sender: Sender) -> None:
        def text() -> str:
            n = int(np.flatnonzero(~np.isfinite(x))[0])
            return f"{who(sender)} sent {x[n]} as input {n + 1}; expected finite numbers; vector ignored"

        self.refused += 1
        self._notices.tell("numbers", sender[0], text)


_WHY: dict[Use, str] = {"unknown": "its address is not known here", "refused": "a number in it is not finite"}
