"""Has forests that answer together walked as one: their arrays are put together beside the stream."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from wekipy.engine.engine import Engine
from wekipy.engine.runtime import Runtime, forests_of
from wekipy.engine.view import Event
from wekipy.learning.model import Model
from wekipy.learning.predictors.stacked import MOST_NODES, Forest, Stack
from wekipy.machine.aside import aside
from wekipy.machine.gaps import await_gap, get_in_gap


class Gatherer:
    """Gathers the forests of whatever runs; until then, some tens of milliseconds, each answers by itself.

    Those that are trained while others run are gathered before they are installed, see `expect`.

    Args:
        post: has a function run in the engine's thread.
    """

    def __init__(self, engine: Engine, post: Callable[[Callable[[], object]], None]) -> None:
        self._engine, self._post = engine, post
        self._seen: Runtime | None = None
        self._stack: Stack | None = None
        self._expected: Stack | None = None
        self._queue: queue.SimpleQueue[tuple[Runtime | None, Stack | None]] = queue.SimpleQueue()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="gatherer", daemon=True)

    def start(self) -> None:
        """Begin to wait for work."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._closing = True
        self._queue.put((None, None))
        self._thread.join(5.0)

    def expect(self, models: Sequence[Model]) -> None:
        """These will be installed next: gather them with what else will run, in the calling thread.

        A stream of a thousand vectors a second hardly bears forests that answer each by itself, not even for
        the moment until they are gathered.
        """
        view = self._engine.view
        if view.running and any(model.header.predictor == "trees" for model in models):
            after = {**view.models, **{model.header.output: model for model in models}}
            with suppress(MemoryError):
                self._expected = _stack_of(forests_of(view.project, after))

    def heed(self, event: Event) -> None:
        """An event of the engine, in the engine's thread; never waits."""
        before, self._seen = self._seen, self._engine.runtime
        if before is not self._seen and any(
            runtime and len(runtime.forests) > 1 for runtime in (before, self._seen)
        ):
            self._queue.put((self._seen, self._join_expected()))
        if event.view.training is None:
            self._expected = None

    def _join_expected(self) -> Stack | None:
        forests, stack = self._seen.forests if self._seen else (), self._expected
        if stack is None or not stack.fits(forests):
            return None
        stack.join(forests)
        return stack

    def _run(self) -> None:
        while True:
            runtime, joined = get_in_gap(self._queue)
            if self._closing:
                return
            if joined:
                self._stack = joined
            else:
                self._gather(runtime.forests if runtime else ())

    def _gather(self, forests: Sequence[Forest]) -> None:
        last, self._stack = self._stack, None  # of what is no more, perhaps; it may be large
        stack = last if last and last.fits(forests) else None
        del last
        self._stack = stack = stack or _stack_of(forests)
        if stack:
            await_gap()
            self._post(lambda: stack.join(forests))


def _stack_of(forests: Sequence[Forest]) -> Stack | None:
    """Made aside; None where each goes on by itself: one alone, too many nodes, too little memory."""
    if len(forests) < 2 or sum(forest.nodes.count for forest in forests) > MOST_NODES:
        return None
    with suppress(MemoryError), aside():
        return Stack(forests)
    return None
