"""An engine as a process of its own, started and ended by who needs it."""

from __future__ import annotations

import contextlib
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from wekipy.project.problem import Problem
from wekipy.storage.lock import find_engine

_READY = re.compile(r" at \S+:(\d+) .*control at \S+:(\d+),")


class ServeProcess:
    """`wekipy serve` in a child process, in a session of its own: it does not end with who started it.

    Args:
        arguments: of `wekipy serve`.
        timeout: seconds until it must be ready.

    Attributes:
        port, control_port: where it listens, where it is controlled.
        folder: of its project.
        lines: the last lines that it has printed.

    Raises:
        Problem: if it does not start, with its own words.
    """

    def __init__(self, arguments: Sequence[str] = (), timeout: float = 30.0) -> None:
        self.lines: deque[str] = deque(maxlen=1_000)
        self._news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        command = [sys.executable, "-m", "wekipy", "serve", *arguments]
        self.process = subprocess.Popen(  # noqa: S603  our own program
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
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
        """Ask it to save and end; its exit code."""
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
        if self.process.stdout is not None and not self._thread.is_alive():
            self.process.stdout.close()

    def gone(self) -> bool:
        """Whether nobody holds the engine's output any more: neither it nor a worker of it lives."""
        return not self._thread.is_alive()

    def kill(self) -> None:
        """End it without warning, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self._finish_reading()


def engine_of(folder: Path) -> tuple[str, int] | None:
    """Where the engine is controlled that has the project in this folder open; None if there is none."""
    found = find_engine(folder)
    if found is None:
        return None
    host, _, port = found.control.rpartition(":")
    return ("127.0.0.1" if host == "0.0.0.0" else host, int(port)) if port.isdigit() else None  # noqa: S104


def free_port() -> int:
    """A UDP port of this machine that nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether a UDP port of this machine can be used."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
