"""Telling a person that saving fails, loudly but not all the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

QUIET: Final = 30.0  # seconds between two reports of the same trouble


class Trouble:
    """What the disk threads have trouble with.

    Args:
        report: called with a sentence, from any of the threads.

    Attributes:
        now: the sentence while writing fails; "" while it works.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._lock = threading.Lock()
        self._failing: set[str] = set()
        self._told = -QUIET
        self.now = ""

    def failed(self, who: str, error: OSError | MemoryError) -> None:
        """A thread could not write; it will try again."""
        with self._lock:
            now = time.monotonic()
            self.now = _sentence(error)
            if not self._failing or now - self._told >= QUIET:
                self._told = now
                self._report(_sentence(error))
            self._failing.add(who)

    def worked(self, who: str) -> None:
        """A thread has written all it had to."""
        with self._lock:
            if who in self._failing:
                self._failing.remove(who)
                if not self._failing:
                    self.now = ""
                    self._report("saving works again: everything is on disk")


def _sentence(error: OSError | MemoryError) -> str:
    if isinstance(error, MemoryError):
        cause = "memory is full"
    else:
        cause = (error.strerror or str(error)) + (f": {error.filename}" if error.filename else "")
    return (
        f"CANNOT SAVE ({cause}). Nothing is lost while the engine runs: it keeps everything in memory and "
        "tries again every second. Make room on the disk, or make the project folder writable"
    )
