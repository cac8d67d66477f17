"""Functions that a client calls when something happens."""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, Generic, ParamSpec, Protocol, TypeVar

from wekipy.client.wire import ConnectionLost

P = ParamSpec("P")
R = TypeVar("R")
LOG: Final = logging.getLogger("wekipy.client")


class Follows(Protocol):
    """A client that can have the engine send what its callbacks need."""

    def _want(self, rate: float) -> object:
        """Be sent changes and events, and live values at least at that rate."""


class Callbacks(Generic[P]):
    """The functions to call for one thing; calling this adds one, so it can decorate a function.

    Args:
        follow: called before the first function is added.
    """

    def __init__(self, follow: Callable[[], object]) -> None:
        self._follow = follow
        self.functions: tuple[Callable[P, object], ...] = ()

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Add a function; returns it."""
        self.functions = (*self.functions, function)
        self._follow()
        return function

    def replace(self, function: Callable[P, object] | None) -> None:
        """Call this function and no other; None: none."""
        self.functions = () if function is None else (function,)
        if function is not None:
            self._follow()

    def __bool__(self) -> bool:
        return bool(self.functions)

    def __repr__(self) -> str:
        names = [getattr(function, "__qualname__", repr(function)) for function in self.functions]
        return f"calls {', '.join(names) or 'nothing'}"


class On(Generic[P]):
    """An attribute of a client that holds callbacks: assigned to, called or used as a decorator.

    Args:
        rate: live values a second that the callbacks need; 0 for none.
    """

    def __init__(self, rate: float = 0.0) -> None:
        self._rate = rate
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, client: Follows, owner: type | None = None) -> Callbacks[P]:
        found: Callbacks[P] | None = client.__dict__.get(self._name)
        if found is None:
            found = Callbacks(lambda: client._want(self._rate))
            client.__dict__[self._name] = found
        return found

    def __set__(self, client: Follows, function: Callable[P, object] | None) -> None:
        self.__get__(client).replace(function)


class Failures:
    """What callbacks raised, until somebody is told: the first exception is raised by the next call.

    Args:
        wake: called after each, as somebody may be waiting for something that never comes now.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._first: BaseException | None = None

    def keep(self, error: BaseException) -> None:
        """Note an exception, and log it at once: a script may never call the client again."""
        LOG.error("a callback of the client failed", exc_info=error)
        if self._first is None:
            self._first = error
        self._wake()

    def report(self) -> None:
        """Raise what was kept, once."""
        error, self._first = self._first, None
        if error is not None:
            raise error


class CallbackThread:
    """Calls functions one after the other in a thread of its own, which may do anything but the reading.

    Args:
        failures: receives what they raise; the next function is called all the same.
    """

    def __init__(self, failures: Failures) -> None:
        self._failures = failures
        self._work: queue.SimpleQueue[Callable[[], Iterator[object]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def add(self, work: Callable[[], Iterator[object]]) -> None:
        """Do something after all earlier things."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="client callbacks", daemon=True)
            self._thread.start()
        self._work.put(work)

    def end(self) -> None:
        """Do what was added, and end."""
        self._work.put(None)

    def stop(self) -> None:
        """Do nothing more than what is being done, and keep nothing that fails for want of a connection."""
        self._stopped.set()

    @property
    def is_current(self) -> bool:
        """Whether this is called by a callback."""
        return threading.current_thread() is self._thread

    def _run(self) -> None:
        while (work := self._work.get()) is not None and not self._stopped.is_set():
            try:
                deque(work(), maxlen=0)
            except BaseException as e:  # noqa: BLE001  whoever set it has to know, and the others go on
                if not (self._stopped.is_set() and isinstance(e, ConnectionLost)):
                    self._failures.keep(e)
