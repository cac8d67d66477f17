"""A thread that receives jobs without a lock and works until they are done."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Final

from wekipy.storage.trouble import Trouble

TICK: Final = 0.05  # seconds; jobs handed over within it are done together
RETRY: Final = 1.0  # seconds after a failure

Job = Callable[[], None]


class Worker:
    """Calls `work` in its own thread after jobs were handed over, and again when `work` asks for it.

    Args:
        name: of the thread.
        work: does all pending work; returns the seconds until its next call, None for the next hand-over.
            After an OSError or MemoryError it is called again in a second.
        trouble: receives every failure and every success.
        check: raises OSError if nothing can be written now; called before `work`.
    """

    def __init__(
        self, name: str, work: Callable[[], float | None], trouble: Trouble, check: Callable[[], None]
    ) -> None:
        self._check = check
        self._name = name
        self._work = work
        self._trouble = trouble
        self._jobs: queue.SimpleQueue[tuple[Job, bool]] = queue.SimpleQueue()
        self._stopping = False
        # A daemon: a disk that hangs must not keep the engine from exiting.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def hand(self, job: Job, now: bool = False) -> None:
        """Call `job` in the thread, and `work` soon after: within a tick, or now. Never blocks."""
        self._jobs.put((job, now))

    def stop(self, timeout: float) -> bool:
        """Work a last time and end; returns whether it ended within `timeout` seconds."""
        self.hand(self._stop, now=True)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _stop(self) -> None:
        self._stopping = True

    def _run(self) -> None:
        due: float | None = None
        while True:
            now = time.monotonic()
            if due is not None and now >= due:
                due = self._attempt()
                if self._stopping:
                    return
                continue
            try:
                job, at_once = self._jobs.get(timeout=None if due is None else due - now)
            except queue.Empty:
                continue
            handed = time.monotonic()  # it may have waited long for this job
            job()
            if at_once:
                due = handed
            elif due is None:
                due = handed + TICK

    def _attempt(self) -> float | None:
        try:
            self._check()
            again = self._work()
        except (OSError, MemoryError) as e:
            self._trouble.failed(self._name, e)
            again = RETRY
        else:
            self._trouble.worked(self._name)
        return None if again is None else time.monotonic() + again
