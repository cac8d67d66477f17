"""Reports that saving fails, at most every 30 seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from wekipy.storage.presence import FolderGone

QUIET: Final = 30.0  # seconds between two reports of the same trouble


class Trouble:
    """The current trouble of the disk threads.

    Args:
        report: receives a sentence, from any of the threads.

    Attributes:
        now: the sentence while writing fails; "" while it works.
        gone: whether it fails because the project folder is gone.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._lock = threading.Lock()
        self._failing: set[str] = set()
        self._reported = -QUIET
        self.now, self.gone = "", False

    def failed(self, who: str, error: OSError | MemoryError) -> None:
        """Note that a thread could not write; it will try again."""
        with self._lock:
            now = time.monotonic()
            self.now = _sentence(error)
            known, self.gone = self.gone, isinstance(error, FolderGone)
            # Two threads may alternate with different reasons; a missing folder is always reported.
            if not self._failing or self.gone != known or now - self._reported >= QUIET:
                self._reported = now
                self._report(_sentence(error))
            self._failing.add(who)

    def worked(self, who: str) -> None:
        """Note that a thread has written everything."""
        with self._lock:
            if who in self._failing:
                self._failing.remove(who)
                if not self._failing:
                    self.now, self.gone = "", False
                    self._report("saving works again: everything is on disk")


def _sentence(error: OSError | MemoryError) -> str:
    if isinstance(error, FolderGone):
        return (
            f"THE PROJECT FOLDER IS GONE ({error.strerror}: {error.filename}). Nothing is lost while the"
            " engine runs: it keeps everything in memory. Put the folder back, or save a copy of the project"
        )
    if isinstance(error, MemoryError):
        cause = "memory is full"
    else:
        cause = (error.strerror or str(error)) + (f": {error.filename}" if error.filename else "")
    return (
        f"CANNOT SAVE ({cause}). Nothing is lost while the engine runs: it keeps everything in memory and "
        "tries again every second. Make room on the disk, or make the project folder writable"
    )
