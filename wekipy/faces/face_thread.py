"""The thread of all connections, of all faces."""

from __future__ import annotations

import asyncio
import contextlib
import selectors
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from wekipy.faces.router import Done
from wekipy.machine.gaps import await_gap
from wekipy.project.problem import Problem


class Face(Protocol):
    """A way to connect; both methods are called in the faces' thread."""

    async def open(self) -> None:
        """Start accepting connections."""

    def close(self) -> None:
        """Accept no more connections and close all; replies already sent are still delivered."""


class FaceThread:
    """An asyncio loop in a thread of its own.

    Attributes:
        loop: use it only in that thread.
    """

    def __init__(self) -> None:
        self.loop = _loop_in_gaps()
        self._ended = self.loop.create_future()
        self._inbox: deque[Callable[[], None]] = deque()
        self._called = False
        self._thread: threading.Thread | None = None

    def start(self, faces: Sequence[Face]) -> None:
        """Open the faces and start; returns at once."""
        self._thread = threading.Thread(target=self._run, args=[faces], name="control", daemon=True)
        self._thread.start()

    def _run(self, faces: Sequence[Face]) -> None:
        asyncio.set_event_loop(self.loop)
        for face in faces:
            self.loop.run_until_complete(face.open())
        self.loop.run_until_complete(self._ended)
        self.loop.run_until_complete(asyncio.sleep(0))  # for sending the reply to the operation that ended it
        for face in faces:
            face.close()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def close(self) -> None:
        """Close all faces and end."""
        with contextlib.suppress(RuntimeError):  # already closed
            self.loop.call_soon_threadsafe(self._end)
        if self._thread is not None:
            self._thread.join(5.0)

    def _end(self) -> None:
        # Do not stop the loop: it may have only just started, and then nothing would be cleaned up.
        if not self._ended.done():
            self._ended.set_result(None)

    def call(self, work: Callable[[], None]) -> None:
        """Run a function in this thread; from any thread.

        It is woken once for all pending calls: waking it costs the engine's thread a moment.
        """
        self._inbox.append(work)
        if not self._called:
            self._called = True
            with contextlib.suppress(RuntimeError):  # closing; nobody waits any more
                self.loop.call_soon_threadsafe(self._do_what_came)

    def _do_what_came(self) -> None:
        self._called = False  # first, so that later callers wake it again
        try:
            while self._inbox:
                self._inbox.popleft()()
        finally:
            if self._inbox:  # one failed; the loop reports that
                self.loop.call_soon(self._do_what_came)

    async def result_of(self, start: Callable[[Done], None]) -> Any:
        """Wait for the result that `start` passes to its callback, from any thread.

        Raises:
            Problem: that was reported.
        """
        future = self.loop.create_future()

        def settle(result: Any, problem: Problem | None) -> None:
            if future.cancelled():
                return
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

        start(lambda result, problem: self.call(partial(settle, result, problem)))
        return await future


class _InGaps(selectors.DefaultSelector):
    """Makes the loop continue in a gap between packets after it has slept."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(timeout)
        if timeout != 0:
            await_gap()
        return found


def _loop_in_gaps() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":  # its default loop has no selector
        return asyncio.new_event_loop()
    return asyncio.SelectorEventLoop(_InGaps())
