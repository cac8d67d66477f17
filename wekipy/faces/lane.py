"""A thread for slow work: a bounded queue, processed in order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Final

from wekipy.project.problem import Problem

MOST_WAITING: Final = 64


class Lane:
    """A bounded queue with one thread, which starts with the first work.

    Args:
        name: of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting: queue.Queue[Callable[[], None]] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None

    def hand(self, work: Callable[[], None]) -> None:
        """Queue work; never blocks. Call it from one thread only.

        Args:
            work: must not raise.

        Raises:
            Problem: if the queue is full.
        """
        try:
            self._waiting.put_nowait(work)
        except queue.Full:
            raise Problem(
                f"{MOST_WAITING} operations on files and models are waiting already; wait until they are"
                " done, and send it again"
            ) from None
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            self._waiting.get()()
