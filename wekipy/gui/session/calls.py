"""Calls of the engine in threads of their own: the window never waits for an answer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wekipy.project.problem import Problem

Done = Callable[[Any], None]
Work = Callable[[], Any]
Refused = Callable[[str], None]


@dataclass(frozen=True)
class Finished:
    """A call that has ended: its result, or why there is none."""

    then: Done | None
    result: Any = None
    problem: Problem | None = None
    refused: Refused | None = None


class Calls:
    """Does what it is given in the order it was given, in one thread.

    Args:
        tell: gets each call that has ended; called in that thread.
    """

    def __init__(self, tell: Callable[[Finished], None]) -> None:
        self._tell = tell
        self._waiting: queue.SimpleQueue[tuple[Work, Done | None, Refused | None] | None] = (
            queue.SimpleQueue()
        )
        self._thread = threading.Thread(target=self._run, name="calls", daemon=True)
        self._thread.start()

    def add(self, work: Work, then: Done | None = None, refused: Refused | None = None) -> None:
        """Do this after all that was added before."""
        self._waiting.put((work, then, refused))

    def aside(self, work: Work, then: Done | None = None, refused: Refused | None = None) -> None:
        """Do this now, in a thread of its own: it takes long, and nothing is to wait for it."""
        threading.Thread(target=self._do, args=(work, then, refused), name="aside", daemon=True).start()

    def close(self, timeout: float = 2.0) -> None:
        """Do what was added, and end."""
        self._waiting.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while (call := self._waiting.get()) is not None:
            self._do(*call)

    def _do(self, work: Work, then: Done | None, refused: Refused | None) -> None:
        try:
            self._tell(Finished(then, work()))
        except Problem as e:
            self._tell(Finished(then, problem=e, refused=refused))
