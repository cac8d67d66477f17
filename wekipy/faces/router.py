"""Routes requests: finds the operation, reads its arguments, runs it in its thread, returns the result.

A face (datagrams, TCP, a script without an engine) only passes messages here and returns the reply to the
client; it knows no threads.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from wekipy.faces.arguments import read
from wekipy.faces.lane import Lane
from wekipy.faces.machine import Machine
from wekipy.faces.operations import BY_NAME, Operation
from wekipy.project.fault import failure
from wekipy.project.problem import Problem

PREFIX = "/wekipy/"

Done = Callable[[Any, Problem | None], None]


@dataclass(frozen=True)
class Call:
    """A requested operation, with the arguments of `Operation.call`."""

    operation: Operation
    arguments: list[Any]

    def perform(self, group: Callable[[str], object]) -> Any:
        """Perform it in the calling thread and return the result. An unexpected exception becomes a Problem.

        Args:
            group: returns what the operations of a group act on.

        Raises:
            Problem: why it failed.
        """
        try:
            return self.operation.call(group(self.operation.group), *self.arguments)
        except Problem:
            raise
        except Exception as e:  # one faulty operation must not end the engine
            raise Problem(f"{self.operation.name} failed: {failure(e)}") from e


def own_call(address: str, values: Sequence[object]) -> Call:
    """Return the call for an address of wekipy's own protocol.

    Raises:
        Problem: if there is no such operation, or its arguments are wrong.
    """
    operation = own_operation(address)
    if operation is None:
        raise Problem(f"{address} is not known;{_near(address)} see docs/protocol.md")
    return Call(operation, read(operation.arguments, values))


def _near(address: str) -> str:
    found = difflib.get_close_matches(address.removeprefix(PREFIX).lower(), BY_NAME, n=1, cutoff=0.6)
    return f" did you mean {PREFIX}{found[0]}?" if found else ""


def own_operation(address: str) -> Operation | None:
    """Return the operation at an address of wekipy's own protocol; None without one."""
    return BY_NAME.get(address.removeprefix(PREFIX)) if address.startswith(PREFIX) else None


class Router:
    """Runs operations, each in its thread.

    Most operations run in the engine's thread. Slow ones run aside; so do those that only read the engine's
    view, as soon as the engine has done everything before them.

    Args:
        post: runs a function in the engine's thread, after all earlier ones.
    """

    def __init__(self, machine: Machine, post: Callable[[Callable[[], object]], None]) -> None:
        self._machine, self._post = machine, post
        self._aside, self._slow = Lane("aside"), Lane("slow")
        self._asked = ThreadPoolExecutor(thread_name_prefix="asked")

    def ask(self, call: Call, done: Done) -> None:
        """Perform an operation whose caller waits for the result; from any thread.

        Args:
            done: receives the result or the Problem, in any thread; must only hand it over.
        """
        if call.operation.aside:
            self._perform_aside(call, done)
        elif call.operation.looks:
            self._post(lambda: self._perform_aside(call, done))
        else:
            self._post(lambda: self._perform_for(call, done))

    def settle(self, done: Done) -> None:
        """Call `done` once the engine has done everything requested before; from any thread."""
        self._post(lambda: done(None, None))

    def order(self, call: Call) -> None:
        """Perform an operation without a reply; from the engine's thread.

        Operations aside run in order; if one fails, the engine's listeners get a notice.

        Raises:
            Problem: why it failed, or that too many operations wait aside.
        """
        if call.operation.aside:
            lane = self._slow if call.operation.slow else self._aside
            lane.hand(lambda: self._perform_for(call, lambda _, problem: self._report(call, problem)))
        else:
            call.perform(self._machine.group)

    def close(self) -> None:
        """Start no more operations aside."""
        self._asked.shutdown(wait=False, cancel_futures=True)

    def _perform_aside(self, call: Call, done: Done) -> None:
        with suppress(RuntimeError):  # the engine is ending; nobody waits any more
            self._asked.submit(self._perform_for, call, done)

    def _perform_for(self, call: Call, done: Done) -> None:
        try:
            result = call.perform(self._machine.group)
        except Problem as e:
            done(None, e)
        else:
            done(result, None)

    def _report(self, call: Call, problem: Problem | None) -> None:
        if problem is not None:
            text = f"{call.operation.name}: {problem}"
            self._post(lambda: self._machine.watching.engine.notice(text))
