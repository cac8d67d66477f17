"""Compiles large forests in a thread beside the stream, which would otherwise be late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from wekipy.engine.engine import Engine
from wekipy.engine.runtime import Runtime
from wekipy.engine.view import Event, View
from wekipy.learning.model import Model
from wekipy.machine.aside import aside
from wekipy.machine.beside import Beside


class Compiler:
    """Completes runtimes whose forests are not stacked yet, and swaps them in; see `wekipy.engine.runtime`.

    Args:
        post: runs a function in the engine's thread.
    """

    def __init__(self, engine: Engine, post: Callable[[Callable[[], object]], None]) -> None:
        self._engine, self._post = engine, post
        self._seen: Runtime | None = None
        self._beside = Beside("compiler")

    def start(self) -> None:
        """Start waiting for work."""
        self._beside.start()

    def close(self) -> None:
        """End."""
        self._beside.close()

    def on_event(self, event: Event) -> None:
        """Handle an engine event, in the engine's thread; never blocks."""
        runtime, self._seen = self._seen, self._engine.runtime
        if self._seen is not None and self._seen is not runtime and not self._seen.whole:
            self._beside.hand(lambda: self._swap(event.view))

    def _swap(self, view: View) -> None:
        whole = compiled(view)
        if whole is not None:
            self._post(lambda: self._engine.running.swap(whole))


def compiled(view: View, models: Sequence[Model] = ()) -> Runtime | None:
    """The runtime of a view with these models added; None if nothing runs or memory is short.

    Call it in a thread beside the stream; it leaves the stream's processor.
    """
    if not view.running:
        return None
    with suppress(MemoryError), aside():
        return Runtime(view.project, {**view.models, **{model.header.output: model for model in models}})
    return None
