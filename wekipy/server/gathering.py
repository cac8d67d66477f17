"""Has forests that answer together walked as one: their arrays are put together beside the stream."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from operator import is_

from wekipy.engine.engine import Engine
from wekipy.engine.runtime import Runtime
from wekipy.engine.view import Event
from wekipy.learning.predictors.stacked import MOST_NODES, Forest, Stack
from wekipy.machine.aside import aside
from wekipy.machine.gaps import await_gap, get_in_gap


class Gatherer:
    """Gathers the forests of whatever runs; until then, some tens of milliseconds, each answers by itself.

    Args:
        post: has a function run in the engine's thread.
    """

    def __init__(self, engine: Engine, post: Callable[[Callable[[], object]], None]) -> None:
        self._engine, self._post = engine, post
        self._seen: Runtime | None = None
        self._stack: Stack | None = None
        self._queue: queue.SimpleQueue[Runtime | None] = queue.SimpleQueue()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="gatherer", daemon=True)

    def start(self) -> None:
        """Begin to wait for work."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._closing = True
        self._queue.put(None)
        self._thread.join(5.0)

    def heed(self, _: Event) -> None:
        """An event of the engine, in the engine's thread; never waits."""
        before, self._seen = self._seen, self._engine.runtime
        if before is self._seen:
            return
        if any(runtime and len(runtime.forests) > 1 for runtime in (before, self._seen)):
            self._queue.put(self._seen)

    def _run(self) -> None:
        while True:
            runtime = get_in_gap(self._queue)
            if self._closing:
                return
            with suppress(MemoryError):  # then each goes on by itself
                self._gather(runtime.forests if runtime else ())

    def _gather(self, forests: Sequence[Forest]) -> None:
        last, self._stack = self._stack, None  # of what is no more, perhaps; it may be large
        wanted = tuple(forest.nodes for forest in forests)
        if len(wanted) < 2 or sum(nodes.count for nodes in wanted) > MOST_NODES:
            return
        if last is None or len(last.made_of) != len(wanted) or not all(map(is_, last.made_of, wanted)):
            del last
            with aside():
                stack = Stack(forests)
        else:
            stack = last
        self._stack = stack
        await_gap()
        self._post(lambda: stack.join(forests))
