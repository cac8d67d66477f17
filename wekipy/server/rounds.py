"""Runs periodic jobs in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from wekipy.machine.beside import Beside

Job = Callable[[], float]


class Rounds:
    """Calls each job again after the number of seconds that it returned. Jobs must be quick.

    Args:
        fault: called with the exception of a job that failed; the job is called again a second later.
    """

    def __init__(self, name: str, jobs: Sequence[Job], fault: Callable[[Exception], None]) -> None:
        self._fault = fault
        self._beside = Beside(name)
        for job in jobs:
            self._beside.later(0.0, partial(self._do, job))

    def start(self) -> None:
        """Start the thread."""
        self._beside.start()

    def close(self) -> None:
        """Stop: no job is called after this returns, unless one is stuck."""
        self._beside.close(2.0)

    def _do(self, job: Job) -> None:
        try:
            seconds = job()
        except Exception as e:  # noqa: BLE001  one job's fault must not stop the others for months
            self._fault(e)
            seconds = 1.0
        self._beside.later(seconds, partial(self._do, job))
