"""A connection to an engine in threads: requests and replies, and what the engine sends by itself."""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any, TypeVar, overload

from wekipy.client.callbacks import CallbackThread
from wekipy.client.receiving import Calls, Receiving
from wekipy.client.replies import Values
from wekipy.client.state import State, read_state
from wekipy.client.wire import (
    DEFAULT_PORT,
    GREETING,
    LIVE_RATE,
    ConnectionLost,
    EventWaiter,
    Live,
    keep_asking,
    not_greeted,
    result_of,
    too_late,
    unreachable,
)
from wekipy.faces.access import is_this_machine
from wekipy.osc.codec import Message
from wekipy.project.problem import Problem

__all__ = ["DEFAULT_PORT", "Connection", "ConnectionLost", "Live"]

_Self = TypeVar("_Self", bound="Connection")  # Self is there from Python 3.11 on
T = TypeVar("T")


class Connection(Receiving):
    """A connection to an engine's control protocol: any operation can be asked for, the state is followed.

    Callbacks are called one after the other in a thread of their own. They may ask this client anything, wait
    for a training or close it. What one raises is logged at once, and raised by the next call of this client
    elsewhere, or by `close`.

    Args:
        host, port: of the control protocol, as the engine's ready line says it.
        timeout: seconds to wait for a reply.
        token: as the engine shows at its start, if it runs on another machine; "" is that in WEKIPY_TOKEN.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = DEFAULT_PORT, timeout: float = 30.0, token: str = ""
    ) -> None:
        super().__init__()
        self._place, self._token = (host, port), token
        try:
            self._socket = socket.create_connection((host, port), timeout=timeout)
        except OSError as e:
            raise unreachable(self._place, e) from e
        keep_asking(self._socket)
        self._socket.settimeout(None)
        self._timeout = timeout
        self._asking = threading.Lock()
        self._changed = threading.Condition()
        self._changes = 0
        self._callbacks = CallbackThread(self._failures)
        self._thread = threading.Thread(target=self._read, name="client", daemon=True)
        self._thread.start()
        self._greet(token or os.environ.get("WEKIPY_TOKEN", ""))

    def _greet(self, token: str) -> None:
        """Say at once who is there: an engine ends connections that stay silent at first."""
        try:
            if token or self._is_local():
                self.ask("hello", token, timeout=min(self._timeout, GREETING))
        except (ConnectionLost, OSError) as e:
            foreign = self._wire.foreign or not self._closed
            self._shut()
            raise not_greeted(self._place, foreign) from e
        except Problem:
            self._shut()
            raise

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shut()
        if error is None:
            self._failures.report()

    def close(self) -> None:
        """End the connection; the engine goes on. Raises what a callback has raised since the last call."""
        self._shut()
        self._report_failures()

    def _shut(self) -> None:
        self._left = True
        self._callbacks.stop()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)
        self._socket.close()

    def _is_local(self) -> bool:
        """Whether the engine runs on this machine."""
        return is_this_machine(self._socket.getpeername()[0])

    # Requests

    def ask(self, operation: str, *arguments: Any, timeout: float | None = None) -> Any:
        """Do any operation of docs/protocol.md; returns its reply as plain values.

        Raises:
            Problem: the engine's words, if it cannot be done.
            ConnectionLost: if the engine is gone or does not reply in time.
            BaseException: what a callback has raised since the last call; then nothing is asked.
        """
        self._report_failures()
        with self._asking:
            reply: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
            packet = self._wire.request(operation, arguments, reply.put)
            if self._closed:
                raise ConnectionLost(self._why_closed())
            self._send(operation, packet)
            try:
                message = reply.get(timeout=self._timeout if timeout is None else timeout)
            except queue.Empty as e:
                self._socket.close()
                raise ConnectionLost(f"the engine does not reply to {operation}") from e
        if message is None:
            raise ConnectionLost(self._why_closed())
        return result_of(message)

    def _send(self, operation: str, packet: bytes) -> None:
        try:
            self._socket.sendall(packet)
        except BaseException as e:
            self._socket.close()  # half a packet may be out (Ctrl-C): nothing can follow it
            if isinstance(e, OSError):
                raise ConnectionLost(f"the engine does not reply to {operation}") from e
            raise

    def _report_failures(self) -> None:
        if not self._callbacks.is_current:
            self._failures.report()

    # What comes

    def _read(self) -> None:
        try:
            while data := self._socket.recv(1 << 16):
                self._receive(data)
        except (OSError, Problem):
            pass  # the same as the end: said below
        finally:
            self._closed = True
            self._wire.end()
            self._note_change()
            self._callbacks.end()

    def _have_called(self, calls: Calls) -> None:
        self._callbacks.add(calls)

    def _note_change(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    # State

    def state(self) -> State:
        """The whole state, see docs/protocol.md."""
        return read_state(self.ask("state"))

    def values(self) -> Values:
        """The latest inputs, outputs and targets, and how many vectors arrived, were answered, recorded."""
        values: Values = self.ask("values")
        return values

    def subscribe(self, rate: float = 0.0) -> State:
        """Keep `latest` up to date from now on, and `live` too, `rate` times a second (0 to 120)."""
        try:
            told = self.ask("subscribe", float(rate), True)
        except Problem as e:
            if "arguments arrived" not in str(e):
                raise
            told = self.ask("subscribe", float(rate))  # an older engine knows no pieces
        self._subscribed, self._rate = True, float(rate)
        return read_state(told)

    def unsubscribe(self) -> None:
        """Be sent nothing more."""
        self.ask("unsubscribe")
        self._subscribed, self._rate = False, 0.0

    def _want(self, rate: float) -> None:
        self._follow(rate)

    def _follow(self, rate: float = 0.0) -> None:
        """Be sent changes and events, and live values if a rate is needed; what was asked for stays."""
        if not self._subscribed or (rate and not self._rate):
            self.subscribe(rate)

    def wait_until(self, condition: Callable[[State], bool], timeout: float = 30.0) -> State:
        """Wait until the state is as `condition` wants it; returns it. Subscribes if need be.

        Raises:
            Problem: if it is not so in time.
            ConnectionLost: if the engine goes meanwhile.
        """
        self._follow()
        return self._wait(lambda: (state := self._wire.state, condition(state)), timeout)

    @overload
    def wait_for(self, what: str, timeout: float = 30.0) -> str: ...
    @overload
    def wait_for(self, what: Callable[[Live], bool], timeout: float = 30.0) -> Live: ...
    def wait_for(self, what: str | Callable[[Live], bool], timeout: float = 30.0) -> str | Live:
        """Wait for the next event of a kind, or for live values as a condition wants them.

        Args:
            what: "trained", "take" … (docs/protocol.md has all kinds), or a function of `live`.

        Returns:
            The text of the event, or the values.

        Raises:
            Problem: if it does not come in time.
            ConnectionLost: if the engine goes meanwhile.
        """
        if not isinstance(what, str):
            self._follow(LIVE_RATE)
            return self._wait(lambda: (self.live, what(self.live)), timeout)
        waiter = EventWaiter(what)
        self._waiters.append(waiter)
        try:
            self._follow()
            return self._wait(waiter.look, timeout)
        finally:
            self._waiters.remove(waiter)

    def _wait(self, look: Callable[[], tuple[T, bool]], timeout: float) -> T:
        """Look after each change until what is there is what is wanted; looks without holding a lock."""
        end = time.monotonic() + timeout
        while True:
            self._report_failures()
            seen = self._changes
            found, wanted = look()
            if wanted:
                return found
            if self._closed:
                raise ConnectionLost(self._why_closed())
            with self._changed:
                left = end - time.monotonic()
                if not self._changed.wait_for(partial(self._has_news, seen), left):
                    raise too_late(timeout)

    def _has_news(self, seen: int) -> bool:
        return self._changes != seen
