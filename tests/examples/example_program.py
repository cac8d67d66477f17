"""An example as a process: what it prints arrives line by line, what is typed goes to its standard input."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


class Program:
    """A program with everything it prints; ends with its block, together with all that it started."""

    def __init__(self, command: Sequence[str | Path], folder: Path, without: Sequence[str] = ()) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in without}
        self.lines: list[str] = []
        self._news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._news.put(line.rstrip("\n"))
        self._news.put(None)

    def type(self, *lines: str) -> None:
        """Type lines into it."""
        assert self._process.stdin is not None
        self._process.stdin.write("".join(f"{line}\n" for line in lines))
        self._process.stdin.flush()

    def wait_for(self, pattern: str, timeout: float = 30.0) -> re.Match[str]:
        """The next line in which the pattern is found; fails if it ends or the time is over."""
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            try:
                line = self._news.get(timeout=left)
            except queue.Empty:
                break
            assert line is not None, f"it ended without “{pattern}”: {self.lines[-20:]}"
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"no “{pattern}” within {timeout:g} s in {self.lines[-20:]}")

    def finish(self, timeout: float = 30.0) -> int:
        """Wait until it ends by itself; its exit code."""
        return self._process.wait(timeout)

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(5.0)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._thread.join(5.0)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def need(*programs: str) -> None:
    """Skip the test if a program is missing here; in CI that is a failure."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)


def with_ports(source: Path, target: Path, ports: dict[int, int]) -> Path:
    """A copy of a patch with other ports in its boxes."""
    text = source.read_text("utf-8")
    for old, new in ports.items():
        assert len(re.findall(rf"\b{old}\b", text)) == 1
        text = re.sub(rf"\b{old}\b", str(new), text)
    target.write_text(text, "utf-8")
    return target
