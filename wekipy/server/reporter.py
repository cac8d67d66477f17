"""Prints lines in its own thread: a paused terminal must not stop the engine."""

from __future__ import annotations

import contextlib
import glob
import io
import os
import queue
import sys
import threading
from logging import Formatter, Handler, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wekipy.project.printable import printable
from wekipy.project.problem import Problem

MOST_BYTES = 5_000_000  # of a log file, before the next one starts
KEPT = 5  # earlier log files


class Reporter:
    """Prints lines to standard output in order; `report` never blocks.

    Args:
        log: a file that also gets them, with the time; it and the earlier ones stay below 30 MB.

    Raises:
        Problem: if the log file cannot be written.
    """

    def __init__(self, log: Path | None = None) -> None:
        self._secret = ""
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._log = None if log is None else rotating(log, "%(asctime)s %(message)s", private=True)
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)
        self._thread.start()

    def report(self, text: str) -> None:
        """Print a line soon. May be called from any thread."""
        self._lines.put(text)

    def keep_secret(self, text: str) -> None:
        """Keep this text out of the log file; it is still printed."""
        self._secret = text

    def close(self) -> None:
        """Print the remaining lines, for at most two seconds."""
        self._lines.put(None)
        self._thread.join(2.0)
        if self._log is not None and not self._thread.is_alive():
            self._log.close()

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            text = printable(line)
            if self._log is not None:
                write_line(
                    self._log, text.replace(self._secret, "(not written here)") if self._secret else text
                )
            with contextlib.suppress(OSError, ValueError):  # the reader is gone; the engine continues
                sys.stdout.write(text + "\n")
                sys.stdout.flush()


class _Private(RotatingFileHandler):
    """Log files that only their owner can read, whatever the umask."""

    def _open(self) -> io.TextIOWrapper:
        file = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if hasattr(os, "fchmod"):
            os.fchmod(file, 0o600)  # an earlier version may have created it
        return io.TextIOWrapper(os.fdopen(file, "ab"), encoding="utf-8", errors="replace", write_through=True)


def rotating(path: Path, form: str = "%(message)s", private: bool = False) -> Handler:
    """Open a log file that rotates, so that it never fills the disk.

    Args:
        private: only its owner can read it.

    Raises:
        Problem: if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = _Private if private else RotatingFileHandler
        for earlier in path.parent.glob(f"{glob.escape(path.name)}.[0-9]") if private else ():
            earlier.chmod(0o600)
        handler = kind(path, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError as e:
        raise Problem(f"cannot write the log {path}: {e.strerror}; choose another place") from e
    handler.setFormatter(Formatter(form))
    return handler


def write_line(handler: Handler, text: str) -> None:
    """Write a line; if the disk refuses it, only this line is lost."""
    handler.handle(LogRecord("wekipy", 20, "", 0, "%s", (text,), None))
