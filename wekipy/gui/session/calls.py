"""Calls the engine in separate threads, so that the window never waits for an answer."""

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
    """A finished call: its result, or its error.

    Attributes:
        fault: an unexpected exception, a bug.
    """

    then: Done | None
    result: Any = None
    problem: Problem | None = None
    refused: Refused | None = None
    fault: BaseException | None = None


class Calls:
    """Runs calls in order, in one thread.

    Args:
        on_end: receives each finished call, in that thread.
    """

    def __init__(self, on_end: Callable[[Finished], None]) -> None:
        self._on_end = on_end
        self._waiting: queue.SimpleQueue[tuple[Work, Done | None, Refused | None] | None] = (
            queue.SimpleQueue()
        )
        self._thread = threading.Thread(target=self._run, name="calls", daemon=True)
        self._thread.start()

    def add(self, work: Work, then: Done | None = None, refused: Refused | None = None) -> None:
        """Run a call after all earlier ones."""
        self._waiting.put((work, then, refused))

    def aside(self, work: Work, then: Done | None = None, refused: Refused | None = None) -> None:
        """Run a slow call now, in its own thread, so that no other waits for it."""
        threading.Thread(target=self._do, args=(work, then, refused), name="aside", daemon=True).start()

    def close(self, timeout: float = 2.0) -> None:
        """Finish the added calls and end."""
        self._waiting.put(None)
        self._thread.join(timeout)

    def _run(self) -> None:
        while (call := self._waiting.get()) is not None:
            self._do(*call)

    def _do(self, work: Work, then: Done | None, refused: Refused | None) -> None:
        try:
            finished = Finished(then, work())
        except Problem as e:
            finished = Finished(then, problem=e, refused=refused)
        except BaseException as e:  # noqa: BLE001  whatever is wrong with one call, the next one is made
            finished = Finished(then, refused=refused, fault=e)
        self._on_end(finished)
