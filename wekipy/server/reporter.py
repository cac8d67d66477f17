"""Lines for people, printed by a thread of their own: a terminal that stands still must not stop anything."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from logging import Formatter, Handler, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wekipy.machine.gaps import get_in_gap
from wekipy.project.problem import Problem

MOST_BYTES = 5_000_000  # of a log file, before the next one is begun
KEPT = 5  # earlier log files


class Reporter:
    """Prints lines to the standard output in the order they were given; `tell` never waits.

    Args:
        log: a file that gets them, too, with the time; together with the last ones it stays below 30 MB.

    Raises:
        Problem: if the log file cannot be written.
    """

    def __init__(self, log: Path | None = None) -> None:
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._log = None if log is None else rotating(log, "%(asctime)s %(message)s")
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)
        self._thread.start()

    def tell(self, text: str) -> None:
        """Print a line soon; from any thread."""
        self._lines.put(text)

    def close(self) -> None:
        """Print what is left, unless that takes longer than two seconds."""
        self._lines.put(None)
        self._thread.join(2.0)
        if self._log is not None and not self._thread.is_alive():
            self._log.close()

    def _run(self) -> None:
        while (text := get_in_gap(self._lines)) is not None:
            if self._log is not None:
                write_line(self._log, text)
            with contextlib.suppress(OSError, ValueError):  # nobody reads any more; the engine goes on
                sys.stdout.write(text + "\n")
                sys.stdout.flush()


def rotating(path: Path, form: str = "%(message)s") -> Handler:
    """A file for lines that can never fill the disk.

    Raises:
        Problem: if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError as e:
        raise Problem(f"cannot write the log {path}: {e.strerror}; choose another place") from e
    handler.setFormatter(Formatter(form))
    return handler


def write_line(handler: Handler, text: str) -> None:
    """Write a line; one that the disk does not take is lost, and nothing else."""
    handler.handle(LogRecord("wekipy", 20, "", 0, "%s", (text,), None))
