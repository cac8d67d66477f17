"""A thread beside the stream: it starts each job in a gap between packets."""

from __future__ import annotations

import heapq
import queue
import threading
import time
from collections.abc import Callable
from itertools import count

from wekipy.machine.gaps import await_gap

Job = Callable[[], object]


class Beside:
    """Runs jobs one after the other, in the order in which they were handed over or become due.

    Args:
        name: of the thread.
    """

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._due: list[tuple[float, int, Job]] = []
        self._numbers = count()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def hand(self, job: Job) -> None:
        """Queue a job; from any thread, never blocks. A job must not raise."""
        self._jobs.put(job)

    def later(self, seconds: float, job: Job) -> None:
        """Queue a job for after so many seconds; from one of its jobs, or before the start."""
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), job))

    def close(self, timeout: float = 5.0) -> None:
        """Start no more jobs, and wait for the current one, at most so many seconds."""
        self._closing = True
        self._jobs.put(lambda: None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._seconds_left())
            except queue.Empty:
                job = heapq.heappop(self._due)[-1]
            await_gap()
            if self._closing:
                return
            job()

    def _seconds_left(self) -> float | None:
        """Return the seconds until the next job is due; None without one."""
        return max(0.0, self._due[0][0] - time.monotonic()) if self._due else None
