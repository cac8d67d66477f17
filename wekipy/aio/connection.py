"""A connection to an engine for asyncio: requests and replies, and what the engine sends by itself."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import time
from collections.abc import Callable, Generator
from functools import partial
from types import TracebackType
from typing import Any, TypeVar, overload

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

_Self = TypeVar("_Self", bound="Connection")  # Self is there from Python 3.11 on
T = TypeVar("T")


class Connection(Receiving):
    """A connection to an engine's control protocol: any operation can be asked for, the state is followed.

    It is connected by `async with Connection(…) as w` or `w = await Connection(…)`, and belongs to one event
    loop. Callbacks may be functions or async functions. They are called one after the other in a task of
    their own, and may ask this client anything, wait for a training or close it. What one raises is logged at
    once, and raised by the next call of this client elsewhere, or by `close`.

    Args:
        host, port: of the control protocol, as the engine's ready line says it.
        timeout: seconds to wait for a reply.
        token: as the engine shows at its start, if it runs on another machine; "" is that in WEKIPY_TOKEN.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = DEFAULT_PORT, timeout: float = 30.0, token: str = ""
    ) -> None:
        super().__init__()
        self._place, self._token, self._timeout = (host, port), token, timeout
        self._writer: asyncio.StreamWriter | None = None
        self._asking = asyncio.Lock()
        self._changed = asyncio.Event()
        self._work: asyncio.Queue[Calls | None] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None
        self._calling: asyncio.Task[None] | None = None
        self._callback: asyncio.Future[object] | None = None
        self._wanting: set[asyncio.Task[None]] = set()
        self._wanted: float | None = None

    def __await__(self: _Self) -> Generator[Any, None, _Self]:
        return self._open().__await__()

    async def __aenter__(self: _Self) -> _Self:
        return await self._open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._shut()
        if error is None:
            self._failures.report()

    async def _open(self: _Self) -> _Self:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(*self._place), self._timeout)
        except asyncio.TimeoutError:
            raise unreachable(self._place, TimeoutError("timed out")) from None
        except OSError as e:
            raise unreachable(self._place, e) from e
        keep_asking(writer.get_extra_info("socket"))
        self._writer = writer
        self._heard = time.monotonic()
        self._reading = asyncio.create_task(self._read(reader))
        self._calling = asyncio.create_task(self._call())
        await self._greet(self._token or os.environ.get("WEKIPY_TOKEN", ""))
        if self._wanted is not None:
            await self._follow(self._wanted)
        return self

    async def _greet(self, token: str) -> None:
        """Say at once who is there: an engine ends connections that stay silent at first."""
        try:
            if token or self._is_local():
                await self.ask("hello", token, timeout=min(self._timeout, GREETING))
        except ConnectionLost as e:
            foreign = self._wire.foreign or not self._closed
            await self._shut()
            raise not_greeted(self._place, foreign) from e
        except BaseException:
            await self._shut()
            raise

    async def close(self) -> None:
        """End the connection; the engine goes on. Raises what a callback has raised since the last call."""
        await self._shut()
        self._report_failures()

    async def _shut(self) -> None:
        self._left = True
        if self._writer is not None:
            self._writer.close()
        others = [task for task in (self._reading, *self._wanting) if task is not None]
        if not self._in_callback() and self._calling is not None:
            others.append(self._calling)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._writer is not None:
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    def _is_local(self) -> bool:
        """Whether the engine runs on this machine."""
        return self._writer is not None and is_this_machine(self._writer.get_extra_info("peername")[0])

    # Requests

    async def ask(self, operation: str, *arguments: Any, timeout: float | None = None) -> Any:
        """Do any operation of docs/protocol.md; returns its reply as plain values.

        Raises:
            Problem: the engine's words, if it cannot be done.
            ConnectionLost: if the engine is gone or does not reply in time.
            BaseException: what a callback has raised since the last call; then nothing is asked.
        """
        self._report_failures()
        if self._writer is None:
            raise ConnectionLost("this client is not connected yet: write `async with Client(…) as w:`")
        if self._wanting and asyncio.current_task() not in self._wanting:
            await asyncio.wait(self._wanting)  # what callbacks need comes before what is asked after them
        async with self._asking:
            reply: asyncio.Future[Message | None] = asyncio.get_running_loop().create_future()
            packet = self._wire.request(operation, arguments, partial(_settle, reply))
            if self._closed:
                raise ConnectionLost(self._why_closed())
            try:
                self._writer.write(packet)
                await self._writer.drain()
                message = await asyncio.wait_for(reply, self._timeout if timeout is None else timeout)
            except (OSError, asyncio.TimeoutError) as e:
                self._writer.close()
                raise ConnectionLost(f"the engine does not reply to {operation}") from e
        if message is None:
            raise ConnectionLost(self._why_closed())
        return result_of(message)

    def _in_callback(self) -> bool:
        task = asyncio.current_task()
        return task is not None and task in (self._calling, self._callback)

    def _report_failures(self) -> None:
        if not self._in_callback():
            self._failures.report()

    # What comes

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while data := await reader.read(1 << 16):
                self._receive(data)
        except (OSError, Problem):
            pass  # the same as the end: said below
        finally:
            self._closed = True
            self._wire.end()
            self._note_change()
            self._work.put_nowait(None)

    def _have_called(self, calls: Calls) -> None:
        self._work.put_nowait(calls)

    async def _call(self) -> None:
        while (calls := await self._work.get()) is not None and not self._left:
            try:
                for result in calls():
                    if inspect.isawaitable(result):
                        await self._finish(asyncio.ensure_future(result))
            except Exception as e:  # noqa: BLE001  whoever set it has to know, and the others go on
                self._keep(e)

    async def _finish(self, callback: asyncio.Future[object]) -> None:
        """Wait for an async callback in a task of its own; if that is cancelled, the others go on."""
        self._callback = callback
        try:
            await asyncio.wait([callback])
        except asyncio.CancelledError:
            callback.cancel()
            raise
        finally:
            self._callback = None
        if callback.cancelled():
            self._keep(asyncio.CancelledError("a callback was cancelled"))
        elif (error := callback.exception()) is not None:
            self._keep(error)

    def _keep(self, error: BaseException) -> None:
        if not (self._left and isinstance(error, ConnectionLost)):
            self._failures.keep(error)

    def _want(self, rate: float) -> None:
        self._wanted = max(rate, self._wanted or 0.0)
        if self._writer is not None:
            task = asyncio.get_running_loop().create_task(self._follow_later(rate))
            self._wanting.add(task)
            task.add_done_callback(self._wanting.discard)

    async def _follow_later(self, rate: float) -> None:
        try:
            await self._follow(rate)
        except Problem as e:
            self._keep(e)

    def _note_change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    # State

    async def state(self) -> State:
        """The whole state, see docs/protocol.md."""
        return read_state(await self.ask("state"))

    async def values(self) -> Values:
        """The latest inputs, outputs and targets, and how many vectors arrived, were answered, recorded."""
        values: Values = await self.ask("values")
        return values

    async def subscribe(self, rate: float = 0.0) -> State:
        """Keep `latest` up to date from now on, and `live` too, `rate` times a second (0 to 120)."""
        told = await self.ask("subscribe", float(rate), True)
        self._subscribed, self._rate = True, float(rate)
        return read_state(told)

    async def unsubscribe(self) -> None:
        """Be sent nothing more."""
        await self.ask("unsubscribe")
        self._subscribed, self._rate = False, 0.0

    async def _follow(self, rate: float = 0.0) -> None:
        """Be sent changes and events, and live values if a rate is needed; what was asked for stays."""
        if not self._subscribed or (rate and not self._rate):
            await self.subscribe(rate)

    async def wait_until(self, condition: Callable[[State], bool], timeout: float = 30.0) -> State:
        """Wait until the state is as `condition` wants it; returns it. Subscribes if need be.

        Raises:
            Problem: if it is not so in time.
            ConnectionLost: if the engine goes meanwhile.
        """
        await self._follow()
        return await self._wait(lambda: (state := self._wire.state, condition(state)), timeout)

    @overload
    async def wait_for(self, what: str, timeout: float = 30.0) -> str: ...
    @overload
    async def wait_for(self, what: Callable[[Live], bool], timeout: float = 30.0) -> Live: ...
    async def wait_for(self, what: str | Callable[[Live], bool], timeout: float = 30.0) -> str | Live:
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
            await self._follow(LIVE_RATE)
            return await self._wait(lambda: (self.live, what(self.live)), timeout)
        waiter = EventWaiter(what)
        self._waiters.append(waiter)
        try:
            await self._follow()
            return await self._wait(waiter.look, timeout)
        finally:
            self._waiters.remove(waiter)

    async def _wait(self, look: Callable[[], tuple[T, bool]], timeout: float) -> T:
        """Look after each change until what is there is what is wanted."""
        end = time.monotonic() + timeout
        while True:
            self._report_failures()
            changed = self._changed
            found, wanted = look()
            if wanted:
                return found
            if self._closed:
                raise ConnectionLost(self._why_closed())
            try:
                await asyncio.wait_for(changed.wait(), max(end - time.monotonic(), 0.0))
            except asyncio.TimeoutError:
                raise too_late(timeout) from None


def _settle(reply: asyncio.Future[Message | None], message: Message | None) -> None:
    if not reply.done():  # whoever waited may have been cancelled
        reply.set_result(message)
