"""Keeps an engine alive: restarts it when it ends unexpectedly or hangs."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

from wekipy.watch.restarts import Restarts
from wekipy.watch.state import Doing, StateFile, from_text
from wekipy.watch.watched import VARIABLE, Orders

LOOK: Final = 0.25  # seconds
STARTING: Final = 120.0  # seconds until the first sign of life: a large project is read
MOTIONLESS: Final = 10.0  # seconds without one after that
ENDING: Final = 45.0  # seconds to save everything
_ENDED = (0, 4)  # exit codes of a requested end: all was saved, or not all
_CANNOT = (2, 5, 6)  # exit codes of failures that no retry fixes, such as a wrong option
_NOT_YET = 9  # exit code where something is missing that comes by itself, such as a network's address
_MOST_PATIENCE = 30.0  # seconds between tries then
_MOST_WAITING = 100_000  # bytes of a line that never ends


class Watcher:
    """Runs a command repeatedly until it ends well, or the watcher is asked to end.

    Args:
        command: of the engine.
        state: stores what the engine is doing, for the next start after a power cut.
        report: shows a line to the user.
        motionless: seconds without a sign of life after which an engine is ended.
    """

    def __init__(
        self,
        command: Sequence[str],
        state: StateFile,
        report: Callable[[str], None],
        motionless: float = MOTIONLESS,
    ) -> None:
        self._command, self._state, self._report = list(command), state, report
        self._motionless = motionless
        self._doing: Doing | None = state.read()
        self._restarts = Restarts()
        self._child: subprocess.Popen[bytes] | None = None
        self._ended_by: int | None = None

    def run(self) -> int:
        """Watch until the end; returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._pass_on)
        reason, without_models = "", False
        waited = 0
        while True:
            code, lived, reason = self._one_life(reason, without_models)
            if self._asked() or code in _ENDED:
                self._state.remove()
                return max(code, 0)
            if code in _CANNOT and not self._restarts.count:
                return code  # the person sees why, and no further try would help
            if code == _NOT_YET:  # no fault of the engine or its models
                waited += 1
                self._sleep(min(2.0 * waited, _MOST_PATIENCE))
            else:
                waited, plan = 0, self._restarts.failed(lived)
                without_models = plan.without_models
                self._report_restart(reason, plan.pause, without_models)
                self._sleep(plan.pause)
            if self._asked():
                self._state.remove()
                return 0

    def _asked(self) -> bool:
        """Whether a signal asked for the end."""
        return self._ended_by is not None

    def _pass_on(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._ended_by = number
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)

    def _report_restart(self, reason: str, pause: float, without_models: bool) -> None:
        when = f"in {pause:g} s" if pause else "now"
        how = (
            " WITHOUT ITS MODELS, as it failed several times; the files stay, and train makes new ones"
            if without_models
            else ""
        )
        self._report(f"the engine {reason}; starting it again {when}{how}")

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._ended_by is None and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))

    # One engine

    def _one_life(self, reason: str, without_models: bool) -> tuple[int, float, str]:
        """Start an engine and wait for its end; returns the exit code, its lifetime in seconds, and the
        reason.
        """
        born = time.monotonic()
        reading, writing = os.pipe()
        passed = (writing,) if os.name == "posix" else ()
        orders = Orders(writing if passed else -1, self._restarts.count, reason, without_models, self._doing)
        environment = {**os.environ, VARIABLE: orders.to_text()}
        # Its standard input tells it that the watcher is alive.
        self._child = subprocess.Popen(  # noqa: S603  our own program
            self._command, stdin=subprocess.PIPE, pass_fds=passed, env=environment
        )
        os.close(writing)
        if self._ended_by is not None:  # asked to end just before it was there
            self._child.send_signal(signal.SIGTERM)
        try:
            stuck = self._follow(self._child, reading)
        finally:
            os.close(reading)
        code = self._child.wait()
        if self._child.stdin is not None:
            self._child.stdin.close()
        words = "did not move any more and was ended" if stuck else _end_in_words(code)
        return code, time.monotonic() - born, words

    def _follow(self, child: subprocess.Popen[bytes], reading: int) -> bool:
        """Read its signs of life until it has ended; returns True if it was killed because it sent none."""
        waiting, quiet, patience, last = b"", 0.0, STARTING, time.monotonic()
        pulses = os.name == "posix"
        ending = 0.0
        while child.poll() is None:
            data = _read(reading) if pulses else _wait(child)
            # A machine that slept, or a watcher that was held up itself, is no fault of the engine.
            now = time.monotonic()
            step, last = min(now - last, 2 * LOOK), now
            quiet += step
            if data:
                waiting, quiet, patience = self._listen(waiting + data), 0.0, self._motionless
            elif data is not None:  # the other end is closed: it ends
                pulses = False
            ending += step if self._ended_by is not None else 0.0
            if ending > ENDING or (pulses and ending == 0.0 and quiet > patience):
                _end_now(child)
                return True
        return False

    def _listen(self, text: bytes) -> bytes:
        *lines, rest = text.split(b"\n")
        for line in lines:
            if line.startswith(b"{") and (doing := from_text(line)) is not None:
                self._doing = doing
                self._state.write(doing)
        return rest[-_MOST_WAITING:]


def _read(reading: int) -> bytes | None:
    """What came; None if nothing came in time, b"" at the end."""
    if not select.select([reading], [], [], LOOK)[0]:
        return None
    return os.read(reading, 65_536)


def _wait(child: subprocess.Popen[bytes]) -> bytes | None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(LOOK)
    return None


def _end_now(child: subprocess.Popen[bytes]) -> None:
    """Kill a process that hangs; its threads' stacks are written to its standard error."""
    if hasattr(signal, "SIGUSR1"):
        child.send_signal(signal.SIGUSR1)
        time.sleep(0.2)
    child.kill()


def _end_in_words(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def say(text: str) -> None:
    """Show a line of the watcher's own."""
    print(f"wekipy watch: {text}", file=sys.stderr, flush=True)  # noqa: T201
