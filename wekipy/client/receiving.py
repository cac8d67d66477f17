"""What a client does with what comes from the engine, whether it has threads or an event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from wekipy.client.callbacks import Failures, On
from wekipy.client.state import State
from wekipy.client.training import Training
from wekipy.client.wire import LIVE_RATE, EventWaiter, Live, News, Wire

Calls: TypeAlias = Callable[[], Iterator[object]]
"""Calls functions one by one; yields what each returns, which asyncio may have to wait for."""


class Receiving:
    """Keeps the state and the live values, and has callbacks called.

    Attributes:
        on_event: called with kind and text of each event: `w.on_event = f`, `@w.on_event`.
        on_output: called with the output values when they have changed, 60 times a second at most.
        on_training: called with a `Training` when it has come further, and when it has ended.
    """

    on_event: On[[str, str]] = On()
    on_output: On[[list[float]]] = On(LIVE_RATE)
    on_training: On[[Training]] = On()

    def __init__(self) -> None:
        self._wire = Wire()
        self._failures = Failures(self._note_change)
        self._waiters: list[EventWaiter] = []
        self._watchers: list[Callable[[State], object]] = []
        self._outputs_waiting = False
        self._closed = self._left = self._subscribed = False
        self._rate = 0.0
        self._heard = time.monotonic()

    @property
    def latest(self) -> dict[str, Any]:
        """The state as last received, as plain values; kept up to date after `subscribe`."""
        return self._wire.latest

    @property
    def live(self) -> Live:
        """The latest values, after `subscribe` with a rate."""
        return self._wire.live

    @property
    def closed(self) -> bool:
        """Whether the engine has gone, or the connection was ended."""
        return self._closed

    @property
    def silent(self) -> float:
        """Seconds since anything came from the engine; with live values it should be well below one."""
        return time.monotonic() - self._heard

    def _why_closed(self) -> str:
        return "this client was closed" if self._left else "the engine has closed the connection"

    def _receive(self, data: bytes) -> None:
        """Take in bytes from the engine. Raises Problem if they are from no engine."""
        self._heard = time.monotonic()
        news = self._wire.received(data)
        for call in self._calls(news):
            self._have_called(call)
        if news.changed or news.live or news.events:
            self._note_change()

    def _calls(self, news: News) -> Iterator[Calls]:
        """The calls of callbacks for some news; each is made whatever becomes of the others."""
        for event in news.events:
            for waiter in tuple(self._waiters):
                waiter.hear(event)
            for hear in self.on_event.functions:
                yield _one(hear, event.kind, event.text)
        if news.changed:
            yield from [_one(watch, self._wire.state) for watch in tuple(self._watchers)]
        for training in news.trainings:
            for follow in self.on_training.functions:
                yield _one(follow, training)
        if news.outputs and self.on_output and not self._outputs_waiting:
            self._outputs_waiting = True  # only the newest values wait for a callback that is slow
            yield self._call_with_outputs

    def _call_with_outputs(self) -> Iterator[object]:
        self._outputs_waiting = False
        values: list[float] = self.live.outputs.tolist()
        for play in self.on_output.functions:
            yield play(list(values))

    def _have_called(self, calls: Calls) -> None:
        """Have callbacks called after all earlier ones, while reading goes on."""
        raise NotImplementedError

    def _want(self, rate: float) -> None:
        """Be sent changes and events, and live values if a rate is needed; what was asked for stays."""
        raise NotImplementedError

    def _note_change(self) -> None:
        """Wake whoever waits for something."""
        raise NotImplementedError


@contextmanager
def evaluations_reported(
    client: Receiving, progress: Callable[[dict[int, float]], object] | None
) -> Iterator[None]:
    """Have a function called with how far evaluations are, as callbacks are, while a block runs."""

    def watch(state: State) -> object:
        going = state.evaluating if watch in client._watchers else None
        return None if progress is None or going is None else progress(dict(going))

    client._watchers.append(watch)
    try:
        yield
    finally:
        client._watchers.remove(watch)


def _one(function: Callable[..., object], *arguments: object) -> Calls:
    def call() -> Iterator[object]:
        yield function(*arguments)

    return call
