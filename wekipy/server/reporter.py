"""Lines for people, printed by a thread of their own: a terminal that stands still must not stop anything."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading


class Reporter:
    """Prints lines to the standard output in the order they were given; `tell` never waits."""

    def __init__(self) -> None:
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)
        self._thread.start()

    def tell(self, text: str) -> None:
        """Print a line soon; from any thread."""
        self._lines.put(text)

    def close(self) -> None:
        """Print what is left, unless that takes longer than two seconds."""
        self._lines.put(None)
        self._thread.join(2.0)

    def _run(self) -> None:
        while (text := self._lines.get()) is not None:
            with contextlib.suppress(OSError, ValueError):  # nobody reads any more; the engine goes on
                sys.stdout.write(text + "\n")
                sys.stdout.flush()
