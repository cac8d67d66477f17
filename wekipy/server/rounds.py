"""What is to be done now and then, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from wekipy.machine.gaps import await_gap

Job = Callable[[], float]


class Rounds:
    """Calls each job again after as many seconds as it returned. Jobs must be quick.

    Args:
        fault: told of a job that failed; it is called again a second later.
    """

    def __init__(self, name: str, jobs: Sequence[Job], fault: Callable[[Exception], None]) -> None:
        self._due = {job: time.monotonic() for job in jobs}
        self._fault = fault
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """No job is called any more once this returns, unless one is stuck."""
        self._ended.set()
        self._thread.join(2.0)

    def _run(self) -> None:
        while True:
            now = time.monotonic()
            for job, due in self._due.items():
                if due <= now:
                    self._due[job] = now + self._do(job)
            if self._ended.wait(max(0.0, min(self._due.values()) - time.monotonic())):
                return

    def _do(self, job: Job) -> float:
        await_gap()
        try:
            return job()
        except Exception as e:  # noqa: BLE001  one job's fault must not stop the others for months
            self._fault(e)
            return 1.0
