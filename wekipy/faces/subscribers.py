"""What connected clients are sent without asking: events, changes of the state, live values."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from wekipy.engine.describe import Snapshot
from wekipy.engine.view import Event, View
from wekipy.faces.face_thread import FaceThread
from wekipy.faces.json_text import to_json
from wekipy.faces.live_values import LiveMessages
from wekipy.faces.operations.watching import Watching
from wekipy.faces.pieces import in_pieces
from wekipy.faces.router import PREFIX
from wekipy.osc.codec import encode

_BURST = 0.02  # seconds of events (progress of many outputs) that make one change message


class Subscriber(Protocol):
    """A client that is connected."""

    @property
    def behind(self) -> bool:
        """Whether it reads too slowly for live values."""

    def send(self, *packets: bytes) -> None:
        """Send packets."""


@dataclass
class _Subscription:
    """What a client is sent.

    Attributes:
        pieces: whether changes of long sections come in pieces.
        timer: of the next live values.
    """

    pieces: bool
    timer: asyncio.TimerHandle | None = None


class Subscribers:
    """Sends to all who have subscribed; all methods but `announce` in the faces' thread.

    Args:
        watching: describes the state.
    """

    def __init__(self, watching: Watching, thread: FaceThread) -> None:
        self._watching, self._thread = watching, thread
        self._live = LiveMessages()
        self._subscribed: dict[Subscriber, _Subscription] = {}
        self._changed = False
        self._sent: Snapshot = {}
        self._seen: View | None = None

    def announce(self, event: Event) -> None:
        """Pass an event on to whoever subscribed; from any thread."""
        if self._subscribed:
            self._thread.call(partial(self._announce, event))

    def _announce(self, event: Event) -> None:
        self._send_to_all(encode(PREFIX + "event", event.kind, event.text))
        if not self._changed:
            self._changed = True
            self._thread.loop.call_later(_BURST, self._send_changes)

    def snapshot(self) -> Snapshot:
        """The state for whoever asks; from here on `change` messages are differences to it.

        A state that is newer than what was last sent would be left standing where it changes back before
        the next sending: a training would never end for the client.
        """
        self._send_changes()
        return self._sent

    def _send_changes(self) -> None:
        self._changed = False
        view = self._watching.engine.view
        if view is self._seen:
            return
        self._seen = view  # first, so that what changes from here on is sent the next time
        before, now = self._sent, self._watching.state()
        self._sent = now
        changes = {name: value for name, value in now.items() if before.get(name, ...) != value}
        if changes:
            self._send_change(before, changes)

    def _send_change(self, before: Snapshot, changes: Snapshot) -> None:
        """Send each subscriber the changes in the form that it asked for; each form is made once."""
        packets: dict[bool, bytes] = {}
        for subscriber, subscription in tuple(self._subscribed.items()):
            pieces = subscription.pieces
            if pieces not in packets:
                change = in_pieces(before, changes) if pieces else changes
                packets[pieces] = encode(PREFIX + "change", to_json(change))
            subscriber.send(packets[pieces])

    def _send_to_all(self, packet: bytes) -> None:
        for subscriber in tuple(self._subscribed):
            subscriber.send(packet)

    def add(self, subscriber: Subscriber, rate: float, pieces: bool) -> Snapshot:
        """Send events and changes to a client from now on, and live values `rate` times a second (0 is none).

        Args:
            pieces: whether changes of long sections come in pieces.

        Returns the state.
        """
        snapshot = self.snapshot()
        self.remove(subscriber)
        self._subscribed[subscriber] = _Subscription(pieces)
        # What changed since the snapshot, while nobody was subscribed, was not announced: look again.
        self._thread.loop.call_soon(self._send_changes)
        if rate:
            self._schedule(subscriber, 1.0 / rate)
        return snapshot

    def remove(self, subscriber: Subscriber) -> None:
        """Send nothing more to a client."""
        subscription = self._subscribed.pop(subscriber, None)
        if subscription is not None and subscription.timer is not None:
            subscription.timer.cancel()

    def _schedule(self, subscriber: Subscriber, interval: float) -> None:
        timer = self._thread.loop.call_later(interval, self._send_live, subscriber, interval)
        self._subscribed[subscriber].timer = timer

    def _send_live(self, subscriber: Subscriber, interval: float) -> None:
        if not subscriber.behind:
            subscriber.send(*self._live.of(self._watching.engine))
        self._schedule(subscriber, interval)
