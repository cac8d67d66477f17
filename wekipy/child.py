"""Runs an engine as a child process."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path

from wekipy.client import Client
from wekipy.project.place import read_place
from wekipy.project.problem import Problem
from wekipy.storage.lock import find_engine
from wekipy.watch.watched import VARIABLE, Orders

_GREETING = 2.0  # seconds that an engine of this machine has to answer
_READY = re.compile(r" at \S+:(\d+) .*control at \S+:(\d+),")


class ServeProcess:
    """`wekipy serve` in a child process, in its own session: Ctrl-C in a terminal does not reach it.

    Args:
        arguments: of `wekipy serve`.
        timeout: seconds until it must be ready.
        tied: end, saved, when this process has ended, however that came about; else it goes on.

    Attributes:
        program: the command that `serve` and the arguments follow.
        start: starts it, as `subprocess.Popen`.
        port, control_port: where it listens, where it is controlled.
        folder: of its project.
        lines: the last lines that it has printed.

    Raises:
        Problem: if it does not start, with its own words.
    """

    program: Sequence[str] = (sys.executable, "-m", "wekipy")
    start: Callable[..., subprocess.Popen[str]] = subprocess.Popen

    def __init__(self, arguments: Sequence[str] = (), timeout: float = 30.0, tied: bool = False) -> None:
        self.lines: deque[str] = deque(maxlen=1_000)
        self._news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        command = [*self.program, "serve", *arguments]
        self.process = self.start(
            command,
            stdin=subprocess.PIPE if tied else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, VARIABLE: Orders().to_text()} if tied else None,
        )
        self._thread = threading.Thread(target=self._read, name="engine-output", daemon=True)
        self._thread.start()
        ready = self._wait_until_ready(timeout)
        found = _READY.search(ready)
        self.port, self.control_port = (int(found[1]), int(found[2])) if found else (0, 0)
        self.folder = Path(ready.rpartition(" project ")[2])

    def _wait_until_ready(self, timeout: float) -> str:
        try:
            return self.wait_for("ready:", timeout)
        except Problem:
            self.end()
            raise

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101  asked for above
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._news.put(line.rstrip("\n"))
        self._news.put(None)

    def wait_for(self, text: str, timeout: float = 30.0) -> str:
        """The next line with `text` in it.

        Raises:
            Problem: if the engine ends, or does not print it in time.
        """
        end = time.monotonic() + timeout
        while True:
            try:
                left = end - time.monotonic()
                line = self._news.get(timeout=left) if left > 0 else self._news.get_nowait()
            except queue.Empty:
                raise Problem(
                    f"the engine did not print “{text}” within {timeout:g} s: {list(self.lines)}"
                ) from None
            if line is None:
                self.process.wait()
                raise Problem(
                    f"the engine ended ({self.process.returncode}): {' '.join(list(self.lines)[-3:])}"
                )
            if text in line:
                return line

    def end(self, timeout: float = 20.0) -> int:
        """Ask it to save and end; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
        self._finish_reading()
        return self.process.returncode

    def _finish_reading(self) -> None:
        # Its workers hold the other end, too, and end a moment after it.
        self._thread.join(10.0)
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.process.stdout is not None and not self._thread.is_alive():
            self.process.stdout.close()

    def gone(self) -> bool:
        """Whether the engine and all its workers have ended, so that its output is closed."""
        return not self._thread.is_alive()

    def kill(self) -> None:
        """End it without warning, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self._finish_reading()


def engine_of(folder: Path) -> tuple[str, int] | None:
    """Return the control address of the engine that has this project folder open; None without one."""
    found = find_engine(folder)
    if found is None:
        return None
    return read_place(found.control)


def engine_at(port: int, projects: Iterable[Path]) -> tuple[str, int] | None:
    """Return the control address of the local engine with this UDP port for inputs; None if unknown.

    Args:
        projects: folders whose engines are asked, after the one at the usual place.
    """
    places = (place for folder in projects if (place := engine_of(folder)) is not None)
    for place in dict.fromkeys(chain((("127.0.0.1", port + 1),), places)):
        with contextlib.suppress(Problem), Client(*place, timeout=_GREETING) as client:
            if client.state()["port"] == port:
                return place
    return None


def process_of(folder: Path) -> int | None:
    """Return the process id of the engine that has this project folder open; None without one."""
    found = find_engine(folder)
    return None if found is None else found.pid


class Ports:
    """UDP ports, every second one, handed out one after the other from any of them on.

    A port that somebody has been given and does not use yet must not be given to somebody else: chosen by
    chance, the port for inputs and that for outputs were the same one, or neighbours, one time in some
    thousand. The port after one for inputs is where that engine is controlled.

    Args:
        first, last: the ports to choose from.
    """

    def __init__(self, first: int, last: int) -> None:
        self._ports = range(first, last, 2)
        self._next = secrets.randbelow(len(self._ports))

    def take(self) -> int:
        """Return the next free port."""
        while True:
            port = self._ports[self._next % len(self._ports)]
            self._next += 1
            if is_free(port):
                return port


ports = Ports(20_000, 31_999)


def free_port() -> int:
    """The next UDP port of this machine that nobody uses now; two calls never give the same port.

    It is below those that systems give to whoever sends without a port of its own: one of these could be
    taken by any program before it is used.
    """
    return ports.take()


def next_free_port(port: int) -> int:
    """The first UDP port above this one that nobody uses now; any free one if the next hundred are used."""
    return next((n for n in range(port + 1, min(port + 101, 65_536)) if is_free(n)), 0) or free_port()


def is_free(port: int) -> bool:
    """Whether a UDP port of this machine can be used."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
