"""The loop of the engine's thread: handles packets, and between them the work posted by other threads."""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

import numpy as np

from wekipy.live.beats import Beats
from wekipy.live.inlet import Inlet, Origin
from wekipy.live.overload import Overload
from wekipy.osc.notices import Notices
from wekipy.project.fault import own_fault

T = TypeVar("T")
TakePacket = Callable[[bytes, Origin], None]
_LONGEST_WAIT = 1.0  # seconds, while there are beats
_LATE = 0.05  # seconds that posted work may wait behind packets
_LONGEST_WORK = 30.0  # seconds that `ask` waits for the result


class EngineLoop:
    """Runs everything that uses the engine in one thread, so that the hot path needs no lock.

    Args:
        inlet: the first source of packets; more may be added.
        overload: skips vectors when more arrive than can be answered.
        notices: gets a line for each kind of fault.

    Attributes:
        beats: work at a constant rate; change it in the engine's thread.
    """

    def __init__(self, inlet: Inlet, overload: Overload, notices: Notices) -> None:
        self._inlets: Sequence[Inlet] = (inlet,)
        self._ways: dict[Inlet, Callable[[bytes, Origin], bool]] = {}
        self.beats = Beats(time.monotonic)
        self._overload, self._notices = overload, notices
        self._inbox: deque[tuple[float, Callable[[], object]]] = deque()
        self._patience = 0.0
        self._stopping = False

    # From any thread

    def post(self, work: Callable[[], object]) -> None:
        """Run `work` in the engine's thread, after the waiting packets."""
        self._inbox.append((time.monotonic(), work))
        self._inlets[0].wake()

    def ask(self, work: Callable[[], T]) -> T:
        """Run `work` in the engine's thread and return its result; not from that thread itself.

        Raises:
            TimeoutError: of `concurrent.futures`, if it has not run within 30 seconds.
            Exception: as raised by `work`.
        """
        future: Future[T] = Future()

        def settle() -> None:
            try:
                future.set_result(work())
            except Exception as e:  # noqa: BLE001  the one who asked gets it
                future.set_exception(e)

        self.post(settle)
        return future.result(timeout=_LONGEST_WORK)

    def nudge(self) -> None:
        """Wake the thread again, in case the wake-up of posted work was lost."""
        if self._inbox:
            self._inlets[0].wake()

    def stop(self) -> None:
        """Make `run` return after all work posted before."""
        self.post(self._stop)

    # In the engine's thread

    def run(self, take: TakePacket, on_silence: Callable[[], None]) -> None:
        """Pass the packets of all inlets that have no way of their own to `take` until `stop`.

        Args:
            on_silence: called when no packet has come for a while, see `give_up_after`.
        """
        self._usual_way, self._on_silence = partial(self._take, take), on_silence
        with np.errstate(all="ignore"):  # an unusual number must not print a warning per packet
            while not self._stopping:
                try:
                    for inlet in self._ready():
                        self._serve(inlet)
                except Exception as e:  # noqa: BLE001  whatever is wrong with one packet, the next is answered
                    self._fault(e)

    def add(self, inlet: Inlet, take: TakePacket | None = None) -> None:
        """Add an inlet to wait for.

        Args:
            take: handles its packets; None: as those of the first inlet.
        """
        self._inlets = (*self._inlets, inlet)
        if take is not None:
            self._ways[inlet] = partial(self._take, take)

    def remove(self, inlet: Inlet) -> None:
        """Remove an added inlet; call this before it is closed."""
        self._inlets = tuple(other for other in self._inlets if other is not inlet)
        self._ways.pop(inlet, None)

    def give_up_after(self, seconds: float) -> None:
        """Call `on_silence` after so many seconds without a packet; 0 is never."""
        self._patience = seconds
        self._inlets[0].give_up_after(seconds)

    def _stop(self) -> None:
        self._stopping = True

    def _ready(self) -> Sequence[Inlet]:
        """Return the inlets that have packets; a single inlet is not polled, since it blocks itself."""
        beats = self.beats
        if len(self._inlets) == 1 and not beats:
            return self._inlets
        wait = self._patience or None
        if beats:
            wait = min(beats.left(), wait or _LONGEST_WAIT)
        ready: list[Inlet] = select.select(self._inlets, (), (), wait)[0]
        if not ready:
            self._silence()
        beats.run()
        return ready

    def _serve(self, inlet: Inlet) -> None:
        try:
            packet, origin = inlet.receive()
        except (BlockingIOError, TimeoutError):
            self._silence()
        except OSError:  # Windows reports unreachable receivers here; this socket still works
            return
        else:
            take = self._ways.get(inlet, self._usual_way)
            take(packet, origin)
            if packet:
                self._overload.look(inlet, take)

    def _take(self, take_packet: TakePacket, packet: bytes, origin: Origin) -> bool:
        """Handle a packet, and posted work that is due; returns whether to continue."""
        if self._inbox and (not packet or self._overdue()):
            with self._overload.answering_all():
                self._run_inbox(all_of_it=bool(packet))
        if packet:
            take_packet(packet, origin)
        return not self._stopping

    def _silence(self) -> None:
        self._on_silence()
        self.nudge()

    def _overdue(self) -> bool:
        return time.monotonic() - self._inbox[0][0] > _LATE

    def _run_inbox(self, all_of_it: bool) -> None:
        """Run the oldest posted work; all of it if packets have delayed it too long."""
        while self._inbox:
            _, work = self._inbox.popleft()
            work()
            if not all_of_it:
                return

    def _fault(self, error: Exception) -> None:
        self._notices.report(
            f"fault {type(error).__name__}", "", lambda: f"a fault; the engine goes on: {own_fault(error)}"
        )
